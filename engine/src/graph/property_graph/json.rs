//! A graph as JSON, in the form in which graphs are handed to query modules.

use serde::ser::{Serialize, SerializeMap, SerializeSeq, Serializer};

use super::{Edge, Node, PropertyGraph, PropertyList};
use crate::graph::value::Value;

impl PropertyGraph {
    /// The graph as `{"nodes": [{"id", "labels", "properties"}], "relationships": [{"id", "type", "from", "to",
    /// "properties"}]}`, ids being the numbers. Doubles that are no finite number are left out, and NUL characters, which
    /// modules in C cannot read, become U+FFFD. Linear in the graph.
    ///
    /// # Errors
    /// None that a graph could cause; `serde_json`'s signature has one.
    pub fn to_json(&self) -> Result<String, serde_json::Error> {
        serde_json::to_string(&Whole(self))
    }
}

struct Whole<'a>(&'a PropertyGraph);
struct Nodes<'a>(&'a PropertyGraph);
struct Edges<'a>(&'a PropertyGraph);

impl Serialize for Whole<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(2))?;
        map.serialize_entry("nodes", &Nodes(self.0))?;
        map.serialize_entry("relationships", &Edges(self.0))?;
        map.end()
    }
}

impl Serialize for Nodes<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut list = serializer.serialize_seq(Some(self.0.node_count()))?;
        self.0.nodes().try_for_each(|node| list.serialize_element(&node))?;
        list.end()
    }
}

impl Serialize for Edges<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut list = serializer.serialize_seq(Some(self.0.edge_count()))?;
        self.0.edges().try_for_each(|edge| list.serialize_element(&edge))?;
        list.end()
    }
}

impl Serialize for Node<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(3))?;
        map.serialize_entry("id", &self.id().0)?;
        map.serialize_entry("labels", &[self.label()])?;
        map.serialize_entry("properties", self.properties())?;
        map.end()
    }
}

impl Serialize for Edge<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(5))?;
        map.serialize_entry("id", &self.id().0)?;
        map.serialize_entry("type", self.kind())?;
        map.serialize_entry("from", &self.from().0)?;
        map.serialize_entry("to", &self.to().0)?;
        map.serialize_entry("properties", self.properties())?;
        map.end()
    }
}

/// As an object, in the order of the names; doubles that are no finite number are left out.
impl Serialize for PropertyList {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let sayable = |value: &Value| !matches!(value, Value::Float(number) if !number.is_finite());
        let mut map = serializer.serialize_map(None)?;
        for (name, value) in self.iter().filter(|(_, value)| sayable(value)) {
            map.serialize_entry(name, value)?;
        }
        map.end()
    }
}

impl Serialize for Value {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Null => serializer.serialize_unit(),
            Self::Bool(value) => serializer.serialize_bool(*value),
            Self::Int(value) => serializer.serialize_i64(*value),
            Self::Float(value) => serializer.serialize_f64(*value),
            Self::Text(text) if text.contains('\0') => serializer.serialize_str(&text.replace('\0', "\u{fffd}")),
            Self::Text(text) => serializer.serialize_str(text),
            Self::List(items) => items.serialize(serializer),
        }
    }
}
