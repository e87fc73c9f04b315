//! Nodes, relationships, indexes, and how to take a change back.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use crate::packstream::pack;
use crate::value::Value;

/// A label and a property.
pub(super) type Place = (String, String);

#[derive(Debug, Clone, Default)]
pub(super) struct Node {
    pub(super) labels: BTreeSet<String>,
    pub(super) properties: BTreeMap<String, Value>,
}

#[derive(Debug, Clone)]
pub(super) struct Edge {
    pub(super) kind: String,
    pub(super) from: u64,
    pub(super) to: u64,
    pub(super) properties: BTreeMap<String, Value>,
}

/// What takes one change back.
#[derive(Debug, Clone)]
pub(super) enum Undo {
    RemoveNode(u64),
    RemoveEdge(u64),
    AddNode(u64, Node),
    AddEdge(u64, Edge),
    NodeProperty(u64, String, Option<Value>),
    EdgeProperty(u64, String, Option<Value>),
}

#[derive(Debug, Default)]
pub(super) struct Store {
    pub(super) nodes: BTreeMap<u64, Node>,
    pub(super) edges: BTreeMap<u64, Edge>,
    out_of: HashMap<u64, BTreeSet<u64>>,
    into: HashMap<u64, BTreeSet<u64>>,
    /// By label and property, then by the value's bytes.
    indexes: BTreeMap<Place, HashMap<Vec<u8>, BTreeSet<u64>>>,
    pub(super) unique: BTreeSet<Place>,
    next: u64,
    /// Nodes looked at because no index helped.
    pub(super) scanned: u64,
    pub(super) undo: Vec<Undo>,
}

fn bytes(value: &Value) -> Vec<u8> {
    let mut bytes = Vec::new();
    pack(value, &mut bytes);
    bytes
}

impl Store {
    pub(super) fn add_index(&mut self, place: Place) -> bool {
        if self.indexes.contains_key(&place) {
            return false;
        }
        let mut index: HashMap<Vec<u8>, BTreeSet<u64>> = HashMap::new();
        for (id, node) in &self.nodes {
            if let Some(value) = node.properties.get(&place.1).filter(|_| node.labels.contains(&place.0)) {
                index.entry(bytes(value)).or_default().insert(*id);
            }
        }
        self.indexes.insert(place, index);
        true
    }

    pub(super) fn indexes(&self) -> impl Iterator<Item = &Place> {
        self.indexes.keys()
    }

    /// The nodes of a label with these values.
    pub(super) fn find(&mut self, label: Option<&str>, wanted: &[(String, Value)]) -> Vec<u64> {
        let has = |node: &Node| {
            label.is_none_or(|label| node.labels.contains(label))
                && wanted.iter().all(|(name, value)| node.properties.get(name) == Some(value))
        };
        let indexed = label.and_then(|label| {
            wanted.iter().find_map(|(name, value)| {
                let index = self.indexes.get(&(label.to_owned(), name.clone()))?;
                Some(index.get(&bytes(value)).cloned().unwrap_or_default())
            })
        });
        if let Some(found) = indexed {
            return found.into_iter().filter(|id| self.nodes.get(id).is_some_and(has)).collect();
        }
        self.scanned += self.nodes.len() as u64;
        self.nodes.iter().filter(|(_, node)| has(node)).map(|(id, _)| *id).collect()
    }

    /// The relationships of a type that lead from one node, to another where it is named.
    pub(super) fn edges_from(&self, from: u64, kind: &str, to: Option<u64>) -> Vec<u64> {
        let leaving = self.out_of.get(&from);
        let arriving = to.and_then(|to| self.into.get(&to));
        let all = match (leaving, arriving) {
            (Some(leaving), Some(arriving)) if arriving.len() < leaving.len() => arriving,
            (Some(leaving), _) => leaving,
            (None, _) => return Vec::new(),
        };
        let fits = |id: &&u64| {
            let edge = self.edges.get(id);
            edge.is_some_and(|edge| edge.kind == kind && edge.from == from && to.is_none_or(|to| edge.to == to))
        };
        all.iter().filter(fits).copied().collect()
    }

    pub(super) fn add_node(&mut self, node: Node) -> u64 {
        self.next += 1;
        self.put_node(self.next, node);
        self.undo.push(Undo::RemoveNode(self.next));
        self.next
    }

    pub(super) fn add_edge(&mut self, edge: Edge) -> u64 {
        self.next += 1;
        self.put_edge(self.next, edge);
        self.undo.push(Undo::RemoveEdge(self.next));
        self.next
    }

    pub(super) fn remove_edge(&mut self, id: u64) {
        if let Some(edge) = self.take_edge(id) {
            self.undo.push(Undo::AddEdge(id, edge));
        }
    }

    /// Removes a node and its relationships.
    pub(super) fn remove_node(&mut self, id: u64) {
        let touching: Vec<u64> =
            [&self.out_of, &self.into].into_iter().filter_map(|all| all.get(&id)).flatten().copied().collect();
        touching.into_iter().for_each(|edge| self.remove_edge(edge));
        if let Some(node) = self.take_node(id) {
            self.undo.push(Undo::AddNode(id, node));
        }
    }

    pub(super) fn set_node(&mut self, id: u64, name: &str, value: &Value) {
        let before = self.write_node(id, name, Some(value).filter(|value| **value != Value::Null).cloned());
        self.undo.push(Undo::NodeProperty(id, name.to_owned(), before));
    }

    pub(super) fn set_edge(&mut self, id: u64, name: &str, value: &Value) {
        let before = self.write_edge(id, name, Some(value).filter(|value| **value != Value::Null).cloned());
        self.undo.push(Undo::EdgeProperty(id, name.to_owned(), before));
    }

    /// Takes changes back, the latest first.
    pub(super) fn take_back(&mut self, changes: Vec<Undo>) {
        for change in changes.into_iter().rev() {
            match change {
                Undo::RemoveNode(id) => drop(self.take_node(id)),
                Undo::RemoveEdge(id) => drop(self.take_edge(id)),
                Undo::AddNode(id, node) => self.put_node(id, node),
                Undo::AddEdge(id, edge) => self.put_edge(id, edge),
                Undo::NodeProperty(id, name, value) => drop(self.write_node(id, &name, value)),
                Undo::EdgeProperty(id, name, value) => drop(self.write_edge(id, &name, value)),
            }
        }
    }

    /// The place whose value a node written by these changes shares with another.
    pub(super) fn violated(&mut self, changes: &[Undo]) -> Option<Place> {
        let written: BTreeSet<u64> = changes.iter().filter_map(Undo::node).collect();
        let unique: Vec<Place> = self.unique.iter().cloned().collect();
        for id in written {
            let Some(node) = self.nodes.get(&id).cloned() else { continue };
            for place in unique.iter().filter(|place| node.labels.contains(&place.0)) {
                let Some(value) = node.properties.get(&place.1) else { continue };
                if self.find(Some(&place.0), &[(place.1.clone(), value.clone())]).len() > 1 {
                    return Some(place.clone());
                }
            }
        }
        None
    }

    fn put_node(&mut self, id: u64, node: Node) {
        for ((label, name), index) in &mut self.indexes {
            if let Some(value) = node.properties.get(name).filter(|_| node.labels.contains(label)) {
                index.entry(bytes(value)).or_default().insert(id);
            }
        }
        self.nodes.insert(id, node);
    }

    fn take_node(&mut self, id: u64) -> Option<Node> {
        let node = self.nodes.remove(&id)?;
        for ((label, name), index) in &mut self.indexes {
            let value = node.properties.get(name).filter(|_| node.labels.contains(label));
            if let Some(found) = value.and_then(|value| index.get_mut(&bytes(value))) {
                found.remove(&id);
            }
        }
        Some(node)
    }

    fn put_edge(&mut self, id: u64, edge: Edge) {
        self.out_of.entry(edge.from).or_default().insert(id);
        self.into.entry(edge.to).or_default().insert(id);
        self.edges.insert(id, edge);
    }

    fn take_edge(&mut self, id: u64) -> Option<Edge> {
        let edge = self.edges.remove(&id)?;
        for (all, end) in [(&mut self.out_of, edge.from), (&mut self.into, edge.to)] {
            if let Some(found) = all.get_mut(&end) {
                found.remove(&id);
            }
        }
        Some(edge)
    }

    fn write_node(&mut self, id: u64, name: &str, value: Option<Value>) -> Option<Value> {
        let is_indexed = self.indexes.keys().any(|(_, indexed)| indexed == name);
        if is_indexed {
            let mut node = self.take_node(id)?;
            let before = write(&mut node.properties, name, value);
            self.put_node(id, node);
            return before;
        }
        write(&mut self.nodes.get_mut(&id)?.properties, name, value)
    }

    fn write_edge(&mut self, id: u64, name: &str, value: Option<Value>) -> Option<Value> {
        write(&mut self.edges.get_mut(&id)?.properties, name, value)
    }
}

impl Undo {
    fn node(&self) -> Option<u64> {
        match self {
            Self::RemoveNode(id) | Self::NodeProperty(id, ..) => Some(*id),
            _ => None,
        }
    }
}

fn write(properties: &mut BTreeMap<String, Value>, name: &str, value: Option<Value>) -> Option<Value> {
    match value {
        Some(value) => properties.insert(name.to_owned(), value),
        None => properties.remove(name),
    }
}
