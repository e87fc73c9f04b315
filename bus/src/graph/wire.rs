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
