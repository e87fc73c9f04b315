//! Asking a graph.

use petgraph::Direction;
use petgraph::stable_graph::{EdgeIndex, NodeIndex};
use petgraph::visit::{EdgeRef as _, IntoEdgeReferences as _, IntoNodeReferences as _};

use super::{EdgeData, NodeData, PropertyGraph, PropertyList};
use crate::graph::change::NodeKey;
use crate::graph::value::{Name, Value};

/// Number of a node.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NodeId(pub u32);

/// Number of a relationship.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EdgeId(pub u32);

/// A node of a graph.
#[derive(Debug, Clone, Copy)]
pub struct Node<'a> {
    id: NodeId,
    data: &'a NodeData,
}

/// A relationship of a graph.
#[derive(Debug, Clone, Copy)]
pub struct Edge<'a> {
    id: EdgeId,
    from: NodeId,
    to: NodeId,
    data: &'a EdgeData,
}

impl<'a> Node<'a> {
    /// Its number.
    #[must_use]
    pub fn id(&self) -> NodeId {
        self.id
    }

    /// Its label.
    #[must_use]
    pub fn label(&self) -> &'a Name {
        &self.data.label
    }

    /// Name of the property by which it is known.
    #[must_use]
    pub fn key_name(&self) -> &'a Name {
        &self.data.key
    }

    /// Value of the property by which it is known.
    #[must_use]
    pub fn key_value(&self) -> &'a Value {
        self.data.properties.get(&self.data.key).unwrap_or(&Value::Null)
    }

    /// Its key.
    #[must_use]
    pub fn key(&self) -> NodeKey {
        NodeKey::new(self.data.label.clone(), self.data.key.clone(), self.key_value().clone())
    }

    /// Its properties, the key among them.
    #[must_use]
    pub fn properties(&self) -> &'a PropertyList {
        &self.data.properties
    }
}

impl<'a> Edge<'a> {
    /// Its number.
    #[must_use]
    pub fn id(&self) -> EdgeId {
        self.id
    }

    /// The node it leads from.
    #[must_use]
    pub fn from(&self) -> NodeId {
        self.from
    }

    /// The node it leads to.
    #[must_use]
    pub fn to(&self) -> NodeId {
        self.to
    }

    /// Its type.
    #[must_use]
    pub fn kind(&self) -> &'a Name {
        &self.data.kind
    }

    /// Name of the property that tells it from others of its type between the same nodes, if there may be others.
    #[must_use]
    pub fn key_name(&self) -> Option<&'a Name> {
        self.data.key.as_ref()
    }

    /// Its properties, the key among them.
    #[must_use]
    pub fn properties(&self) -> &'a PropertyList {
        &self.data.properties
    }
}

impl PropertyGraph {
    /// How many nodes there are.
    #[must_use]
    pub fn node_count(&self) -> usize {
        self.graph.node_count()
    }

    /// How many relationships there are.
    #[must_use]
    pub fn edge_count(&self) -> usize {
        self.graph.edge_count()
    }

    /// The node with a number. O(1).
    #[must_use]
    pub fn node(&self, id: NodeId) -> Option<Node<'_>> {
        self.graph.node_weight(NodeIndex::new(id.0 as usize)).map(|data| Node { id, data })
    }

    /// The node with a key. O(1).
    #[must_use]
    pub fn find(&self, key: &NodeKey) -> Option<Node<'_>> {
        self.index_of(key).and_then(|index| self.node(number(index)))
    }

    /// The relationship with a number. O(1).
    #[must_use]
    pub fn edge(&self, id: EdgeId) -> Option<Edge<'_>> {
        let index = EdgeIndex::new(id.0 as usize);
        let (from, to) = self.graph.edge_endpoints(index)?;
        self.graph.edge_weight(index).map(|data| Edge { id, from: number(from), to: number(to), data })
    }

    /// All nodes, in the order of their numbers.
    pub fn nodes(&self) -> impl Iterator<Item = Node<'_>> {
        self.graph.node_references().map(|(index, data)| Node { id: number(index), data })
    }

    /// All relationships, in the order of their numbers.
    pub fn edges(&self) -> impl Iterator<Item = Edge<'_>> {
        self.graph.edge_references().map(|edge| Edge {
            id: EdgeId(small(edge.id().index())),
            from: number(edge.source()),
            to: number(edge.target()),
            data: edge.weight(),
        })
    }

    /// The relationships that lead from a node, in the order of their numbers. O(k log k) in how many there are.
    #[must_use]
    pub fn edges_from(&self, id: NodeId) -> Vec<Edge<'_>> {
        self.edges_at(id, Direction::Outgoing)
    }

    /// The relationships that lead to a node, in the order of their numbers. O(k log k) in how many there are.
    #[must_use]
    pub fn edges_to(&self, id: NodeId) -> Vec<Edge<'_>> {
        self.edges_at(id, Direction::Incoming)
    }

    fn edges_at(&self, id: NodeId, direction: Direction) -> Vec<Edge<'_>> {
        let edges = self.graph.edges_directed(NodeIndex::new(id.0 as usize), direction);
        let mut found: Vec<Edge<'_>> = edges.filter_map(|edge| self.edge(EdgeId(small(edge.id().index())))).collect();
        found.sort_unstable_by_key(Edge::id);
        found
    }

    /// Bytes it holds, about; texts that are shared are counted for each. Linear in the graph.
    #[must_use]
    pub fn memory_bytes(&self) -> usize {
        // petgraph keeps two links of 32 bits beside each weight, and two ends more at each edge; a hash table's entry
        // takes its bytes and about a seventh more.
        const INDEX: usize = 8;
        let nodes = self.graph.node_weights().map(|node| {
            size_of::<NodeData>() + INDEX + node.properties.memory_bytes() + size_of::<super::NodeSlot>() * 8 / 7
        });
        let edges = self.graph.edge_weights().map(|edge| {
            size_of::<EdgeData>() + 2 * INDEX + edge.properties.memory_bytes() + size_of::<super::EdgeSlot>() * 8 / 7
        });
        nodes.sum::<usize>() + edges.sum::<usize>()
    }
}

fn number(index: NodeIndex) -> NodeId {
    NodeId(small(index.index()))
}

/// petgraph's indices are of 32 bits.
fn small(index: usize) -> u32 {
    u32::try_from(index).unwrap_or(u32::MAX)
}
