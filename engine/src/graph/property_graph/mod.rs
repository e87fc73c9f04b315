//! The embedded graph: labelled nodes and typed relationships with properties, over petgraph.

mod json;
mod list;
mod read;

use std::collections::HashMap;

use petgraph::stable_graph::{EdgeIndex, NodeIndex, StableDiGraph};

use super::change::{Change, EdgeKey, NodeKey};
use super::error::GraphError;
use super::limits::{EDGES_MAX, NODES_MAX};
use super::value::{Name, Properties, Value};

pub use list::PropertyList;
pub use read::{Edge, EdgeId, Node, NodeId};

/// A node as it is kept.
#[derive(Debug, Clone, PartialEq)]
struct NodeData {
    label: Name,
    /// Name of the property by which it is known.
    key: Name,
    properties: PropertyList,
}

/// A relationship as it is kept.
#[derive(Debug, Clone, PartialEq)]
struct EdgeData {
    kind: Name,
    /// Name of the property that tells it from others of its type between the same nodes.
    key: Option<Name>,
    properties: PropertyList,
}

/// How a node is found.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct NodeSlot {
    label: u32,
    property: u32,
    value: Value,
}

/// How a relationship is found.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct EdgeSlot {
    from: NodeIndex,
    to: NodeIndex,
    kind: u32,
    key: Option<(u32, Value)>,
}

/// A graph that takes [`Change`]s. Nodes have one label and are known by one property; see [`super::schema`].
///
/// Nodes and relationships are numbered in the order in which they first came, and are always walked in the order of
/// their numbers; the number of a removed relationship is given again. Looking up by key is O(1), so is taking a change,
/// but for [`Change::RemoveEdges`], which is linear in what leads from the node.
#[derive(Debug, Clone, Default)]
pub struct PropertyGraph {
    graph: StableDiGraph<NodeData, EdgeData>,
    /// Only looked up, never walked, as are the next two.
    nodes: HashMap<NodeSlot, NodeIndex>,
    edges: HashMap<EdgeSlot, EdgeIndex>,
    names: HashMap<Name, u32>,
}

impl PropertyGraph {
    /// A graph of nothing.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Takes a change. One that is refused changes nothing.
    ///
    /// # Errors
    /// [`GraphError::NoNode`] for a relationship whose end is not there; [`GraphError::NullKey`] and
    /// [`GraphError::SetsKey`] for a key without a value, or set; [`GraphError::Full`] beyond
    /// [`NODES_MAX`] nodes or [`EDGES_MAX`] relationships.
    pub fn apply(&mut self, change: &Change) -> Result<(), GraphError> {
        match change {
            Change::MergeNode { key, set } => self.merge_node(key, set),
            Change::MergeEdge { key, set } => self.merge_edge(key, set),
            Change::RemoveEdge { key } => {
                if let Some(edge) = self.edge_slot(key).and_then(|slot| self.edges.remove(&slot)) {
                    self.graph.remove_edge(edge);
                }
                Ok(())
            }
            Change::RemoveEdges { from, kind } => {
                self.remove_edges(from, kind);
                Ok(())
            }
        }
    }

    fn merge_node(&mut self, key: &NodeKey, set: &Properties) -> Result<(), GraphError> {
        check_key(&key.label, &key.property, &key.value, set)?;
        let slot =
            NodeSlot { label: self.intern(&key.label), property: self.intern(&key.property), value: key.value.clone() };
        let node = match self.nodes.get(&slot) {
            Some(node) => *node,
            None => {
                if self.graph.node_count() >= NODES_MAX {
                    return Err(GraphError::Full { what: "nodes", most: NODES_MAX });
                }
                let mut properties = PropertyList::default();
                properties.set(key.property.clone(), key.value.clone());
                let data = NodeData { label: key.label.clone(), key: key.property.clone(), properties };
                let node = self.graph.add_node(data);
                self.nodes.insert(slot, node);
                node
            }
        };
        if let Some(data) = self.graph.node_weight_mut(node) {
            data.properties.set_all(set);
        }
        Ok(())
    }

    fn merge_edge(&mut self, key: &EdgeKey, set: &Properties) -> Result<(), GraphError> {
        if let Some((name, value)) = &key.key {
            check_key(&key.kind, name, value, set)?;
        }
        self.intern(&key.kind);
        key.key.iter().for_each(|(name, _)| _ = self.intern(name));
        let missing = [&key.from, &key.to].into_iter().find(|end| self.index_of(end).is_none());
        if let Some(node) = missing {
            return Err(GraphError::NoNode { node: node.to_string(), kind: key.kind.to_string() });
        }
        let Some(slot) = self.edge_slot(key) else { return Ok(()) };
        let edge = match self.edges.get(&slot) {
            Some(edge) => *edge,
            None => {
                if self.graph.edge_count() >= EDGES_MAX {
                    return Err(GraphError::Full { what: "relationships", most: EDGES_MAX });
                }
                let mut properties = PropertyList::default();
                key.key.iter().for_each(|(name, value)| properties.set(name.clone(), value.clone()));
                let name = key.key.as_ref().map(|(name, _)| name.clone());
                let data = EdgeData { kind: key.kind.clone(), key: name, properties };
                let edge = self.graph.add_edge(slot.from, slot.to, data);
                self.edges.insert(slot, edge);
                edge
            }
        };
        if let Some(data) = self.graph.edge_weight_mut(edge) {
            data.properties.set_all(set);
        }
        Ok(())
    }

    fn remove_edges(&mut self, from: &NodeKey, kind: &Name) {
        let Some(node) = self.index_of(from) else { return };
        let mut walker = self.graph.neighbors_directed(node, petgraph::Direction::Outgoing).detach();
        let mut gone = Vec::new();
        while let Some((edge, _)) = walker.next(&self.graph) {
            if self.graph.edge_weight(edge).is_some_and(|data| data.kind == *kind) {
                gone.push(edge);
            }
        }
        gone.sort_unstable();
        for edge in gone {
            let slot = self.slot_of(edge);
            slot.into_iter().for_each(|slot| _ = self.edges.remove(&slot));
            self.graph.remove_edge(edge);
        }
    }

    fn intern(&mut self, name: &Name) -> u32 {
        if let Some(number) = self.names.get(name) {
            return *number;
        }
        let number = u32::try_from(self.names.len()).unwrap_or(u32::MAX);
        self.names.insert(name.clone(), number);
        number
    }

    fn index_of(&self, key: &NodeKey) -> Option<NodeIndex> {
        let (label, property) = (*self.names.get(&key.label)?, *self.names.get(&key.property)?);
        self.nodes.get(&NodeSlot { label, property, value: key.value.clone() }).copied()
    }

    /// `None` where an end or a name is not of the graph.
    fn edge_slot(&self, key: &EdgeKey) -> Option<EdgeSlot> {
        let named = |(name, value): &(Name, Value)| Some((*self.names.get(name)?, value.clone()));
        Some(EdgeSlot {
            from: self.index_of(&key.from)?,
            to: self.index_of(&key.to)?,
            kind: *self.names.get(&key.kind)?,
            key: match &key.key {
                Some(key) => Some(named(key)?),
                None => None,
            },
        })
    }

    fn slot_of(&self, edge: EdgeIndex) -> Option<EdgeSlot> {
        let (from, to) = self.graph.edge_endpoints(edge)?;
        let data = self.graph.edge_weight(edge)?;
        let key = match &data.key {
            Some(name) => Some((*self.names.get(name)?, data.properties.get(name)?.clone())),
            None => None,
        };
        Some(EdgeSlot { from, to, kind: *self.names.get(&data.kind)?, key })
    }
}

/// Refuses a key without a value, and properties that set the key.
fn check_key(what: &Name, property: &Name, value: &Value, set: &Properties) -> Result<(), GraphError> {
    let (what, name) = (what.to_string(), property.to_string());
    if value.is_null() {
        return Err(GraphError::NullKey { what, property: name });
    }
    if set.contains_key(property) {
        return Err(GraphError::SetsKey { what, property: name });
    }
    Ok(())
}
