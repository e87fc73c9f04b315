//! Values as JSON, both ways.

use serde_json::{Map, Value as Json, json};

use crate::graph::{Graph, Name};
use crate::value::{NESTING_MAX, Text, Value};

/// Why a JSON value is no value of the query language.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ValueError {
    /// Strings of the interface end at their first NUL.
    #[error("{0:?} holds a NUL character, which a module could not read")]
    Nul(String),
    /// Neither a 64-bit integer nor a double.
    #[error("{0} is no number of 64 bits")]
    Number(String),
    /// Deeper than [`NESTING_MAX`].
    #[error("lists and maps nest deeper than {NESTING_MAX}")]
    Nesting,
}

/// A value from JSON: whole numbers become integers, objects become maps.
///
/// # Errors
/// [`ValueError`].
pub fn value_from_json(json: &Json) -> Result<Value, ValueError> {
    nested(json, 0)
}

fn nested(json: &Json, depth: usize) -> Result<Value, ValueError> {
    if depth > NESTING_MAX {
        return Err(ValueError::Nesting);
    }
    Ok(match json {
        Json::Null => Value::Null,
        Json::Bool(value) => Value::Bool(*value),
        Json::Number(number) => match number.as_i64() {
            Some(value) => Value::Int(value),
            None if number.is_u64() => return Err(ValueError::Number(number.to_string())),
            None => Value::Float(number.as_f64().ok_or_else(|| ValueError::Number(number.to_string()))?),
        },
        Json::String(text) => Value::String(checked(text)?),
        Json::Array(items) => Value::List(items.iter().map(|item| nested(item, depth + 1)).collect::<Result<_, _>>()?),
        Json::Object(members) => {
            let entry = |(key, item): (&String, &Json)| Ok((checked(key)?, nested(item, depth + 1)?));
            Value::Map(members.iter().map(entry).collect::<Result<_, _>>()?)
        }
    })
}

fn checked(text: &str) -> Result<Text, ValueError> {
    Text::new(text).ok_or_else(|| ValueError::Nul(text.to_owned()))
}

/// A value as JSON. Nodes become `{"id", "labels", "properties"}`, relationships `{"id", "type", "from", "to",
/// "properties"}`, paths lists of both in turn, days and times strings; a float that is no number becomes null.
#[must_use]
pub fn value_to_json(graph: &dyn Graph, value: &Value) -> Json {
    match value {
        Value::Null => Json::Null,
        Value::Bool(value) => json!(value),
        Value::Int(value) => json!(value),
        Value::Float(value) => json!(value),
        Value::String(text) => json!(text.as_str()),
        Value::List(items) => items.iter().map(|item| value_to_json(graph, item)).collect(),
        Value::Map(entries) => {
            let entry = |(key, item): (&Text, &Value)| (key.as_str().to_owned(), value_to_json(graph, item));
            Json::Object(entries.iter().map(entry).collect())
        }
        Value::Node(node) => {
            let labels: Vec<&str> =
                graph.labels(*node).iter().filter_map(|l| graph.name(*l)).map(Text::as_str).collect();
            let properties = properties_to_json(graph, graph.node_properties(*node));
            json!({"id": graph.node_id(*node), "labels": labels, "properties": properties})
        }
        Value::Relationship(relationship) => relationship_to_json(graph, *relationship),
        Value::Path(path) => {
            let mut items = vec![value_to_json(graph, &Value::Node(path.start))];
            for (step, node) in &path.steps {
                items.push(relationship_to_json(graph, *step));
                items.push(value_to_json(graph, &Value::Node(*node)));
            }
            Json::Array(items)
        }
        Value::Date(date) => json!(date.to_string()),
        Value::LocalTime(time) => json!(time.to_string()),
        Value::LocalDateTime(moment) => json!(moment.to_string()),
        Value::Duration(length) => json!(length.to_string()),
    }
}

fn relationship_to_json(graph: &dyn Graph, relationship: crate::value::Relationship) -> Json {
    let Some((kind, from, to)) = graph.relationship(relationship) else { return Json::Null };
    json!({
        "id": graph.relationship_id(relationship),
        "type": graph.name(kind).map(Text::as_str),
        "from": graph.node_id(from),
        "to": graph.node_id(to),
        "properties": properties_to_json(graph, graph.relationship_properties(relationship)),
    })
}

fn properties_to_json(graph: &dyn Graph, properties: Vec<(Name, Value)>) -> Json {
    let entry = |(name, value): (Name, Value)| Some((graph.name(name)?.to_string(), value_to_json(graph, &value)));
    Json::Object(properties.into_iter().filter_map(entry).collect::<Map<_, _>>())
}
