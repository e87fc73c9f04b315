//! The part of the graph that one game makes, and what leads from one such picture to the next.

use std::collections::BTreeMap;

use super::change::{Change, EdgeKey, NodeKey, properties_bytes};
use super::schema::{self, label};
use super::value::{Name, Properties, Value};

/// The nodes and relationships that follow from one game.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Picture {
    nodes: BTreeMap<NodeKey, Properties>,
    edges: BTreeMap<EdgeKey, Properties>,
}

impl Picture {
    /// A node of the schema; properties named twice are those named last.
    pub(super) fn node(&mut self, key: &NodeKey, set: Properties) {
        self.nodes.entry(key.clone()).or_default().extend(set);
    }

    pub(super) fn edge(&mut self, key: EdgeKey, set: Properties) {
        self.edges.insert(key, set);
    }

    /// What makes a graph that shows `before` show this one. Without `before` the graph may show an older picture that
    /// nobody remembers: what only this game made is removed first.
    pub(super) fn changes_since(&self, before: Option<&Self>, into: &mut Vec<Change>) {
        let known = before.map(|before| (&before.nodes, &before.edges));
        for (key, set) in &self.nodes {
            if known.is_none_or(|(nodes, _)| nodes.get(key) != Some(set)) {
                into.push(Change::MergeNode { key: key.clone(), set: set.clone() });
            }
        }
        match known {
            Some((_, edges)) => {
                let gone = edges.keys().filter(|key| is_own(key) && !self.edges.contains_key(*key));
                into.extend(gone.map(|key| Change::RemoveEdge { key: key.clone() }));
            }
            None => self.forget_all(into),
        }
        for (key, set) in &self.edges {
            if known.is_none_or(|(_, edges)| edges.get(key) != Some(set)) {
                into.push(Change::MergeEdge { key: key.clone(), set: set.clone() });
            }
        }
    }

    fn forget_all(&self, into: &mut Vec<Change>) {
        for key in self.nodes.keys().filter(|key| owns_its_edges(&key.label)) {
            let kinds = schema::EDGES.iter().filter(|edge| edge.from == key.label);
            into.extend(kinds.map(|edge| Change::RemoveEdges { from: key.clone(), kind: edge.kind.into() }));
        }
    }

    pub(super) fn memory_bytes(&self) -> usize {
        let nodes = self.nodes.iter().map(|(key, set)| key.memory_bytes() + properties_bytes(set));
        let edges =
            self.edges.iter().map(|(key, set)| key.from.memory_bytes() + key.to.memory_bytes() + properties_bytes(set));
        nodes.sum::<usize>() + edges.sum::<usize>()
    }
}

/// Nodes of which each belongs to one game, so that what leads from them follows from that game alone.
fn owns_its_edges(label: &str) -> bool {
    label == label::RUN || label == label::AGENT
}

/// Whether a relationship goes when its game no longer shows it. What leads from shared nodes stays: another game may
/// have made it too.
fn is_own(key: &EdgeKey) -> bool {
    owns_its_edges(&key.from.label) || key.key.as_ref().is_some_and(|(name, _)| name == "game_id")
}

/// Properties from names and values.
pub(super) fn set<const N: usize>(entries: [(&'static str, Value); N]) -> Properties {
    entries.into_iter().map(|(name, value)| (Name::from(name), value)).collect()
}

/// A key of a node of the schema.
pub(super) fn key(label: &'static str, value: impl Into<Value>) -> NodeKey {
    NodeKey::new(label, schema::key_of(label).unwrap_or("id"), value)
}
