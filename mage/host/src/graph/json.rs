//! Loading and saving a graph as JSON.
//!
//! ```json
//! {"nodes": [{"id": 1, "labels": ["Run"], "properties": {"seed": "A"}}],
//!  "relationships": [{"id": 1, "type": "USED", "from": 1, "to": 2, "properties": {}}]}
//! ```
//!
//! `labels`, `properties` and a relationship's `id` may be left out. Read is also the list that Memgraph's
//! `export_util` writes: objects of type `node` and `relationship`, the latter with `start`, `end` and `label`.

use std::collections::BTreeMap;

use serde_json::{Map, Value as Json, json};

use super::{ChangeError, Graph, PropertyGraph};
use crate::convert::{value_from_json, value_to_json};
use crate::value::{Node, Relationship, Text, Value};

/// Why a file is no graph.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum GraphFileError {
    /// The file is no JSON.
    #[error("the graph is no JSON: {0}")]
    Json(#[from] serde_json::Error),
    /// A member has the wrong form.
    #[error("{place}: {reason}")]
    Form {
        /// Which entry, such as `nodes[3].id`.
        place: String,
        /// What was found and what is allowed.
        reason: String,
    },
    /// A relationship names a node that is not there.
    #[error("{place}: there is no node with id {id}")]
    UnknownNode {
        /// Which entry, such as `relationships[0].from`.
        place: String,
        /// The id.
        id: i64,
    },
    /// Two nodes have one id.
    #[error("{place}: a node with id {id} is there already")]
    RepeatedNode {
        /// Which entry.
        place: String,
        /// The id.
        id: i64,
    },
    /// The graph could not take it.
    #[error("{place}: {source}")]
    Change {
        /// Which entry.
        place: String,
        /// The graph's reason.
        source: ChangeError,
    },
}

impl PropertyGraph {
    /// Reads a graph; nodes may stand after the relationships that name them.
    ///
    /// # Errors
    /// [`GraphFileError`], naming the entry.
    pub fn from_json(text: &str) -> Result<Self, GraphFileError> {
        let json: Json = serde_json::from_str(text)?;
        let (nodes, relationships) = entries(&json)?;
        let mut graph = Self::new();
        for (place, node) in nodes {
            add_node(&mut graph, &place, node)?;
        }
        for (place, relationship) in relationships {
            add_relationship(&mut graph, &place, relationship)?;
        }
        Ok(graph)
    }

    /// Writes the graph in the form [`PropertyGraph::from_json`] reads. Days and times become strings.
    #[must_use]
    pub fn to_json(&self) -> String {
        let nodes: Vec<Json> = (0..self.node_bound()).map(Node).filter(|node| self.has_node(*node)).map(|node| {
            let labels: Vec<&str> = self.labels(node).iter().filter_map(|l| self.name(*l)).map(Text::as_str).collect();
            json!({"id": self.node_id(node), "labels": labels, "properties": self.properties_json(self.node_properties(node))})
        }).collect();
        let mut all = Vec::new();
        for node in (0..self.node_bound()).map(Node) {
            self.relationships(node, super::Direction::Out, &mut all);
        }
        all.sort_unstable();
        let relationships: Vec<Json> = all.into_iter().filter_map(|edge| self.relationship_json(edge)).collect();
        json!({"nodes": nodes, "relationships": relationships}).to_string()
    }

    fn relationship_json(&self, edge: Relationship) -> Option<Json> {
        let (kind, from, to) = self.relationship(edge)?;
        Some(json!({
            "id": self.relationship_id(edge), "type": self.name(kind)?.as_str(), "from": self.node_id(from),
            "to": self.node_id(to), "properties": self.properties_json(self.relationship_properties(edge)),
        }))
    }

    fn properties_json(&self, properties: Vec<(super::Name, Value)>) -> Json {
        let entries = properties
            .into_iter()
            .filter_map(|(name, value)| Some((self.name(name)?.as_str().to_owned(), value_to_json(self, &value))));
        Json::Object(entries.collect())
    }
}

type Entries<'a> = Vec<(String, &'a Map<String, Json>)>;

fn form(place: &str, reason: impl Into<String>) -> GraphFileError {
    GraphFileError::Form { place: place.to_owned(), reason: reason.into() }
}

fn entries(json: &Json) -> Result<(Entries<'_>, Entries<'_>), GraphFileError> {
    match json {
        Json::Object(members) => {
            let edges = if members.contains_key("edges") { "edges" } else { "relationships" };
            Ok((array(members, "nodes")?, array(members, edges)?))
        }
        Json::Array(items) => {
            let (mut nodes, mut relationships) = (Vec::new(), Vec::new());
            for (index, item) in items.iter().enumerate() {
                let place = format!("[{index}]");
                let entry = item.as_object().ok_or_else(|| form(&place, "expected an object"))?;
                match entry.get("type").and_then(Json::as_str) {
                    Some("node") => nodes.push((place, entry)),
                    Some("relationship") => relationships.push((place, entry)),
                    _ => return Err(form(&place, "its type must be \"node\" or \"relationship\"")),
                }
            }
            Ok((nodes, relationships))
        }
        _ => Err(form("the file", "expected an object with nodes and relationships, or a list of both")),
    }
}

fn array<'a>(members: &'a Map<String, Json>, name: &str) -> Result<Entries<'a>, GraphFileError> {
    let Some(member) = members.get(name) else {
        return if name == "nodes" { Err(form("the file", "it has no nodes")) } else { Ok(Vec::new()) };
    };
    let items = member.as_array().ok_or_else(|| form(name, "expected a list"))?;
    let entry = |(index, item): (usize, &'a Json)| {
        let place = format!("{name}[{index}]");
        let entry = item.as_object().ok_or_else(|| form(&place, "expected an object"))?;
        Ok((place, entry))
    };
    items.iter().enumerate().map(entry).collect()
}

fn add_node(graph: &mut PropertyGraph, place: &str, entry: &Map<String, Json>) -> Result<(), GraphFileError> {
    let change = |source| GraphFileError::Change { place: place.to_owned(), source };
    let id = integer(entry, "id", place)?.ok_or_else(|| form(place, "it has no id"))?;
    let node = graph.insert_node(id).map_err(change)?;
    let node = node.ok_or_else(|| GraphFileError::RepeatedNode { place: place.to_owned(), id })?;
    if let Some(labels) = entry.get("labels") {
        let place = format!("{place}.labels");
        for label in labels.as_array().ok_or_else(|| form(&place, "expected a list of strings"))? {
            let label = label.as_str().and_then(Text::new);
            let label = label.ok_or_else(|| form(&place, "expected strings without NUL characters"))?;
            let name = graph.intern(&label).map_err(change)?;
            graph.set_label(node, name, true).map_err(change)?;
        }
    }
    for (key, value) in properties(entry, place)? {
        let name = graph.intern(&key).map_err(change)?;
        graph.set_node_property(node, name, value).map_err(change)?;
    }
    Ok(())
}

fn add_relationship(graph: &mut PropertyGraph, place: &str, entry: &Map<String, Json>) -> Result<(), GraphFileError> {
    let change = |source| GraphFileError::Change { place: place.to_owned(), source };
    let listed = entry.contains_key("start");
    let (from, to, kind) = if listed { ("start", "end", "label") } else { ("from", "to", "type") };
    let text = entry.get(kind).and_then(Json::as_str).and_then(Text::new);
    let text = text.ok_or_else(|| form(place, format!("it has no {kind} that is a string without NUL characters")))?;
    let kind = graph.intern(&text).map_err(change)?;
    let (from, to) = (end(graph, entry, from, place)?, end(graph, entry, to, place)?);
    let relationship = graph.create_relationship(from, to, kind).map_err(change)?;
    if let Some(id) = integer(entry, "id", place)? {
        graph.set_relationship_id(relationship, id);
    }
    for (key, value) in properties(entry, place)? {
        let name = graph.intern(&key).map_err(change)?;
        graph.set_relationship_property(relationship, name, value).map_err(change)?;
    }
    Ok(())
}

fn end(graph: &PropertyGraph, entry: &Map<String, Json>, name: &str, place: &str) -> Result<Node, GraphFileError> {
    let id = integer(entry, name, place)?.ok_or_else(|| form(place, format!("it has no {name}")))?;
    graph.find_node(id).ok_or_else(|| GraphFileError::UnknownNode { place: format!("{place}.{name}"), id })
}

fn integer(entry: &Map<String, Json>, name: &str, place: &str) -> Result<Option<i64>, GraphFileError> {
    let Some(value) = entry.get(name) else { return Ok(None) };
    let wrong = || form(&format!("{place}.{name}"), format!("expected an integer of 64 bits, got {value}"));
    value.as_i64().map(Some).ok_or_else(wrong)
}

fn properties(entry: &Map<String, Json>, place: &str) -> Result<BTreeMap<Text, Value>, GraphFileError> {
    let place = format!("{place}.properties");
    let Some(member) = entry.get("properties") else { return Ok(BTreeMap::new()) };
    match value_from_json(member).map_err(|reason| form(&place, reason.to_string()))? {
        Value::Map(entries) => Ok(entries),
        other => Err(form(&place, format!("expected an object, got {}", other.kind()))),
    }
}
