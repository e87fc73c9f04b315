//! Everything a graph holds, in an order of its own that does not depend on how it came there.

use std::collections::{BTreeMap, BTreeSet};

use super::store::Store;
use crate::value::Value;

/// A node.
#[derive(Debug, Clone, PartialEq)]
pub struct NodeDump {
    /// Its labels.
    pub labels: BTreeSet<String>,
    /// Its properties.
    pub properties: BTreeMap<String, Value>,
}

/// A relationship.
#[derive(Debug, Clone, PartialEq)]
pub struct EdgeDump {
    /// Its type.
    pub kind: String,
    /// Where it leads from.
    pub from: NodeDump,
    /// Where it leads to.
    pub to: NodeDump,
    /// Its properties.
    pub properties: BTreeMap<String, Value>,
}

/// Everything, sorted by content.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Dump {
    /// The nodes.
    pub nodes: Vec<NodeDump>,
    /// The relationships.
    pub edges: Vec<EdgeDump>,
}

impl Dump {
    pub(super) fn of(store: &Store) -> Self {
        let node = |id: &u64| {
            let node = store.nodes.get(id);
            let (labels, properties) =
                node.map(|node| (node.labels.clone(), node.properties.clone())).unwrap_or_default();
            NodeDump { labels, properties }
        };
        let edge = |edge: &super::store::Edge| EdgeDump {
            kind: edge.kind.clone(),
            from: node(&edge.from),
            to: node(&edge.to),
            properties: edge.properties.clone(),
        };
        let mut dump =
            Self { nodes: store.nodes.keys().map(node).collect(), edges: store.edges.values().map(edge).collect() };
        dump.nodes.sort_by_cached_key(|node| format!("{node:?}"));
        dump.edges.sort_by_cached_key(|edge| format!("{edge:?}"));
        dump
    }
}
