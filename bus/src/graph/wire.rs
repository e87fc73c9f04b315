//! Values and rows in the client's types.

use ludograph_engine::graph::{Properties, Value};
use neo4rs::{BoltBoolean, BoltFloat, BoltInteger, BoltList, BoltMap, BoltNull, BoltString, BoltType};

use super::statement::Row;

pub(super) fn value(value: &Value) -> BoltType {
    match value {
        Value::Null => BoltType::Null(BoltNull),
        Value::Bool(value) => BoltType::Boolean(BoltBoolean::new(*value)),
        Value::Int(value) => BoltType::Integer(BoltInteger::new(*value)),
        Value::Float(value) => BoltType::Float(BoltFloat::new(*value)),
        Value::Text(text) => BoltType::String(BoltString::new(text)),
        Value::List(items) => BoltType::List(BoltList { value: items.iter().map(self::value).collect() }),
    }
}

fn properties(properties: &Properties) -> BoltType {
    let entries = properties.iter().map(|(name, value)| (BoltString::new(name), self::value(value)));
    BoltType::Map(entries.collect::<BoltMap>())
}

/// Bytes a value takes on the wire at most.
fn value_bytes(value: &Value) -> usize {
    match value {
        Value::Null | Value::Bool(_) => 1,
        Value::Int(_) | Value::Float(_) => 9,
        Value::Text(text) => 5 + text.len(),
        Value::List(items) => 5 + items.iter().map(value_bytes).sum::<usize>(),
    }
}

/// Bytes a row takes on the wire at most.
pub(super) fn row_bytes(row: &Row) -> usize {
    /// A map's size and a name's, each at most.
    const SIZE: usize = 5;
    let named = |name: &str, value: &Value| SIZE + name.len() + value_bytes(value);
    let keys: usize = row.keys.iter().map(|(name, value)| named(name, value)).sum();
    let set: usize = row.set.iter().flatten().map(|(name, value)| named(name, value)).sum();
    SIZE + keys + SIZE + "props".len() + SIZE + set
}

/// The rows of a statement as its one parameter.
pub(super) fn rows(rows: &[Row]) -> BoltType {
    let one = |row: &Row| {
        let mut map = BoltMap::with_capacity(row.keys.len() + 1);
        row.keys.iter().for_each(|(name, value)| map.put(BoltString::new(name), self::value(value)));
        row.set.iter().for_each(|set| map.put(BoltString::new("props"), properties(set)));
        BoltType::Map(map)
    };
    BoltType::List(BoltList { value: rows.iter().map(one).collect() })
}
