//! What becomes of a graph: the changes that every graph takes alike.

use std::fmt;

use super::value::{Name, Properties, Value};

/// How a node is known: no other node of the label has this value of the property.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NodeKey {
    /// Its label.
    pub label: Name,
    /// The key property's name.
    pub property: Name,
    /// The key property's value; never null.
    pub value: Value,
}

impl NodeKey {
    /// A key.
    #[must_use]
    pub fn new(label: impl Into<Name>, property: impl Into<Name>, value: impl Into<Value>) -> Self {
        Self { label: label.into(), property: property.into(), value: value.into() }
    }

    /// Bytes it holds.
    #[must_use]
    pub fn memory_bytes(&self) -> usize {
        size_of::<Self>() + self.value.memory_bytes()
    }
}

impl fmt::Display for NodeKey {
    /// As a pattern: `(:Joker {id: "j_baron"})`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "(:{} {{{}: ", self.label, self.property)?;
        match &self.value {
            Value::Text(text) => write!(f, "{text:?}")?,
            Value::Int(number) => write!(f, "{number}")?,
            other => write!(f, "{other:?}")?,
        }
        f.write_str("})")
    }
}

/// How a relationship is known.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EdgeKey {
    /// The node it leads from.
    pub from: NodeKey,
    /// Its type.
    pub kind: Name,
    /// The node it leads to.
    pub to: NodeKey,
    /// The property that tells it from others of the type between the same nodes, and its value, which is never null.
    /// `None`: there is at most one.
    pub key: Option<(Name, Value)>,
}

/// One change of a graph.
///
/// * Effects are absolute: a change says what is there after it, never by how much something grows. So a change that is
///   taken twice changes nothing the second time, and neither does a sequence that is taken again from any of its places
///   on, as long as it is taken to its end.
/// * Changes are to be taken in their order. A [`Change::MergeEdge`] comes after the [`Change::MergeNode`] of both its
///   ends.
/// * `set` names properties beyond the key's own, which merging sets by itself. A null removes a property; properties
///   that are not named stay as they are.
#[derive(Debug, Clone, PartialEq)]
pub enum Change {
    /// The node is there, and these are its properties. In Cypher: `MERGE (n:L {k: v}) SET n += set`.
    MergeNode {
        /// Which node.
        key: NodeKey,
        /// What is set.
        set: Properties,
    },
    /// The relationship is there, and these are its properties. In Cypher:
    /// `MATCH (a:…), (b:…) MERGE (a)-[r:K {k: v}]->(b) SET r += set`.
    MergeEdge {
        /// Which relationship.
        key: EdgeKey,
        /// What is set.
        set: Properties,
    },
    /// The relationship is not there. In Cypher: `MATCH (a:…)-[r:K {k: v}]->(b:…) DELETE r`.
    RemoveEdge {
        /// Which relationship.
        key: EdgeKey,
    },
    /// No relationship of the type leads from the node. In Cypher: `MATCH (a:…)-[r:K]->() DELETE r`.
    RemoveEdges {
        /// The node they lead from.
        from: NodeKey,
        /// Their type.
        kind: Name,
    },
}

impl Change {
    /// Bytes it holds.
    #[must_use]
    pub fn memory_bytes(&self) -> usize {
        let edge = |key: &EdgeKey| key.from.memory_bytes() + key.to.memory_bytes();
        let beyond = match self {
            Self::MergeNode { key, set } => key.value.memory_bytes() + properties_bytes(set),
            Self::MergeEdge { key, set } => edge(key) + properties_bytes(set),
            Self::RemoveEdge { key } => edge(key),
            Self::RemoveEdges { from, .. } => from.value.memory_bytes(),
        };
        size_of::<Self>() + beyond
    }
}

/// Bytes that properties hold, without the map itself.
pub(super) fn properties_bytes(properties: &Properties) -> usize {
    properties.values().map(|value| size_of::<(Name, Value)>() + value.memory_bytes()).sum()
}
