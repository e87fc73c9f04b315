//! When values are equal, and how they are ordered.

use std::cmp::Ordering;

use crate::value::Value;

/// Equality of the query language: null where a null is in the way.
pub(super) fn equal(a: &Value, b: &Value) -> Option<bool> {
    match (a, b) {
        (Value::Null, _) | (_, Value::Null) => None,
        (Value::List(a), Value::List(b)) if a.len() == b.len() => all(a.iter().zip(b).map(|(a, b)| equal(a, b))),
        (Value::Map(a), Value::Map(b)) if a.len() == b.len() && a.keys().eq(b.keys()) => {
            all(a.values().zip(b.values()).map(|(a, b)| equal(a, b)))
        }
        _ => Some(compare(a, b).map_or(a == b, Ordering::is_eq)),
    }
}

/// False if any is false, else null if any is null.
fn all(parts: impl Iterator<Item = Option<bool>>) -> Option<bool> {
    let mut whole = Some(true);
    for part in parts {
        match part {
            Some(false) => return Some(false),
            None => whole = None,
            Some(true) => {}
        }
    }
    whole
}

/// The order of two values of one kind, as `<` has it; `None` where there is none.
pub(super) fn compare(a: &Value, b: &Value) -> Option<Ordering> {
    Some(match (a, b) {
        (Value::Bool(a), Value::Bool(b)) => a.cmp(b),
        (Value::Int(a), Value::Int(b)) => a.cmp(b),
        (Value::Float(a), Value::Float(b)) => return a.partial_cmp(b),
        (Value::Int(a), Value::Float(b)) => return int_to_float(*a, *b),
        (Value::Float(a), Value::Int(b)) => return int_to_float(*b, *a).map(Ordering::reverse),
        (Value::String(a), Value::String(b)) => a.cmp(b),
        (Value::Date(a), Value::Date(b)) => a.cmp(b),
        (Value::LocalTime(a), Value::LocalTime(b)) => a.cmp(b),
        (Value::LocalDateTime(a), Value::LocalDateTime(b)) => a.cmp(b),
        (Value::Duration(a), Value::Duration(b)) => a.cmp(b),
        _ => return None,
    })
}

/// Exact also where a double cannot hold the integer.
fn int_to_float(a: i64, b: f64) -> Option<Ordering> {
    const TWO_TO_63: f64 = 9_223_372_036_854_775_808.0;
    if b.is_nan() {
        return None;
    }
    if b >= TWO_TO_63 {
        return Some(Ordering::Less);
    }
    if b < -TWO_TO_63 {
        return Some(Ordering::Greater);
    }
    #[expect(clippy::cast_possible_truncation, reason = "within 64 bits, as checked above")]
    let whole = b.trunc() as i64;
    Some(a.cmp(&whole).then_with(|| 0.0_f64.partial_cmp(&b.fract()).unwrap_or(Ordering::Equal)))
}

/// The order of any two values, for `ORDER BY` and `DISTINCT`: by kind, then by value; numbers are one kind, NaN is the
/// greatest of them, null comes last.
pub(super) fn order(a: &Value, b: &Value) -> Ordering {
    let by_kind = rank(a).cmp(&rank(b));
    by_kind.then_with(|| match (a, b) {
        (Value::List(a), Value::List(b)) => {
            let pairs = a.iter().zip(b).map(|(a, b)| order(a, b));
            pairs.into_iter().find(|found| found.is_ne()).unwrap_or_else(|| a.len().cmp(&b.len()))
        }
        (Value::Map(a), Value::Map(b)) => {
            let pairs = a.iter().zip(b).map(|((k, v), (l, w))| k.cmp(l).then_with(|| order(v, w)));
            pairs.into_iter().find(|found| found.is_ne()).unwrap_or_else(|| a.len().cmp(&b.len()))
        }
        (Value::Node(a), Value::Node(b)) => a.cmp(b),
        (Value::Relationship(a), Value::Relationship(b)) => a.cmp(b),
        (Value::Path(a), Value::Path(b)) => a.start.cmp(&b.start).then_with(|| a.steps.cmp(&b.steps)),
        _ => compare(a, b).unwrap_or_else(|| is_nan(a).cmp(&is_nan(b))),
    })
}

fn is_nan(value: &Value) -> bool {
    matches!(value, Value::Float(value) if value.is_nan())
}

fn rank(value: &Value) -> u8 {
    match value {
        Value::Map(_) => 0,
        Value::Node(_) => 1,
        Value::Relationship(_) => 2,
        Value::List(_) => 3,
        Value::Path(_) => 4,
        Value::LocalDateTime(_) => 5,
        Value::Date(_) => 6,
        Value::LocalTime(_) => 7,
        Value::Duration(_) => 8,
        Value::String(_) => 9,
        Value::Bool(_) => 10,
        Value::Int(_) | Value::Float(_) => 11,
        Value::Null => 12,
    }
}
