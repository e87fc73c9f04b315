//! Operators on values. An error is a sentence; the caller knows the place.

use super::super::ast::Operator;
use super::super::compare::{compare, equal};
use crate::value::Value;

type Computed = Result<Value, String>;

/// `left operator right`.
pub(super) fn binary(operator: Operator, left: &Value, right: &Value) -> Computed {
    match operator {
        Operator::And | Operator::Or | Operator::Xor => logical(operator, left, right),
        Operator::Equal => Ok(optional(equal(left, right))),
        Operator::Different => Ok(optional(equal(left, right).map(|equal| !equal))),
        Operator::In => contained(left, right),
        _ if *left == Value::Null || *right == Value::Null => Ok(Value::Null),
        Operator::Less | Operator::LessEqual | Operator::Greater | Operator::GreaterEqual => {
            ordered(operator, left, right)
        }
        Operator::StartsWith | Operator::EndsWith | Operator::Contains => textual(operator, left, right),
        _ => arithmetic(operator, left, right),
    }
}

/// `-value`.
pub(super) fn negative(value: &Value) -> Computed {
    match value {
        Value::Null => Ok(Value::Null),
        Value::Int(number) => number.checked_neg().map(Value::Int).ok_or_else(|| overflow("-", value, value)),
        Value::Float(number) => Ok(Value::Float(-number)),
        other => Err(format!("- takes a number, got {}", other.kind())),
    }
}

fn optional(value: Option<bool>) -> Value {
    value.map_or(Value::Null, Value::Bool)
}

fn logical(operator: Operator, left: &Value, right: &Value) -> Computed {
    let truth = |value: &Value| match value {
        Value::Null => Ok(None),
        Value::Bool(value) => Ok(Some(*value)),
        other => Err(format!("AND, OR and XOR take booleans, got {}", other.kind())),
    };
    let (left, right) = (truth(left)?, truth(right)?);
    Ok(optional(match operator {
        Operator::And => match (left, right) {
            (Some(false), _) | (_, Some(false)) => Some(false),
            (Some(true), Some(true)) => Some(true),
            _ => None,
        },
        Operator::Or => match (left, right) {
            (Some(true), _) | (_, Some(true)) => Some(true),
            (Some(false), Some(false)) => Some(false),
            _ => None,
        },
        _ => left.zip(right).map(|(left, right)| left != right),
    }))
}

fn contained(left: &Value, right: &Value) -> Computed {
    let items = match right {
        Value::Null => return Ok(Value::Null),
        Value::List(items) => items,
        other => return Err(format!("IN takes a list, got {}", other.kind())),
    };
    let mut unknown = false;
    for item in items {
        match equal(left, item) {
            Some(true) => return Ok(Value::Bool(true)),
            Some(false) => {}
            None => unknown = true,
        }
    }
    Ok(if unknown { Value::Null } else { Value::Bool(false) })
}

fn ordered(operator: Operator, left: &Value, right: &Value) -> Computed {
    let is_nan = |value: &Value| matches!(value, Value::Float(number) if number.is_nan());
    if is_nan(left) || is_nan(right) {
        return Ok(Value::Bool(false));
    }
    let found = compare(left, right);
    let found = found.ok_or_else(|| format!("{} and {} have no order", left.kind(), right.kind()))?;
    Ok(Value::Bool(match operator {
        Operator::Less => found.is_lt(),
        Operator::LessEqual => found.is_le(),
        Operator::Greater => found.is_gt(),
        _ => found.is_ge(),
    }))
}

fn textual(operator: Operator, left: &Value, right: &Value) -> Computed {
    let (Value::String(left), Value::String(right)) = (left, right) else {
        return Err(format!("{} takes strings, got {} and {}", name(operator), left.kind(), right.kind()));
    };
    let (left, right) = (left.as_str(), right.as_str());
    Ok(Value::Bool(match operator {
        Operator::StartsWith => left.starts_with(right),
        Operator::EndsWith => left.ends_with(right),
        _ => left.contains(right),
    }))
}

fn name(operator: Operator) -> &'static str {
    match operator {
        Operator::StartsWith => "STARTS WITH",
        Operator::EndsWith => "ENDS WITH",
        Operator::Contains => "CONTAINS",
        Operator::Add => "+",
        Operator::Subtract => "-",
        Operator::Multiply => "*",
        Operator::Divide => "/",
        _ => "%",
    }
}

fn overflow(operator: &str, left: &Value, right: &Value) -> String {
    format!("{left:?} {operator} {right:?} is beyond 64 bits")
}

fn arithmetic(operator: Operator, left: &Value, right: &Value) -> Computed {
    match (left, right) {
        (Value::Int(a), Value::Int(b)) => integers(operator, *a, *b),
        (Value::String(a), Value::String(b)) if operator == Operator::Add => Ok(Value::string(&format!("{a}{b}"))),
        (Value::List(a), Value::List(b)) if operator == Operator::Add => {
            Ok(Value::List(a.iter().chain(b).cloned().collect()))
        }
        _ => match (float(left), float(right)) {
            (Some(a), Some(b)) => Ok(Value::Float(match operator {
                Operator::Add => a + b,
                Operator::Subtract => a - b,
                Operator::Multiply => a * b,
                Operator::Divide => a / b,
                _ => a % b,
            })),
            _ => Err(format!("{} does not take {} and {}", name(operator), left.kind(), right.kind())),
        },
    }
}

fn integers(operator: Operator, a: i64, b: i64) -> Computed {
    if b == 0 && matches!(operator, Operator::Divide | Operator::Remainder) {
        return Err("division by zero".to_owned());
    }
    let result = match operator {
        Operator::Add => a.checked_add(b),
        Operator::Subtract => a.checked_sub(b),
        Operator::Multiply => a.checked_mul(b),
        Operator::Divide => a.checked_div(b),
        _ => a.checked_rem(b),
    };
    result.map(Value::Int).ok_or_else(|| overflow(name(operator), &Value::Int(a), &Value::Int(b)))
}

fn float(value: &Value) -> Option<f64> {
    match value {
        #[expect(clippy::cast_precision_loss, reason = "what the query language does with an integer beside a float")]
        Value::Int(number) => Some(*number as f64),
        Value::Float(number) => Some(*number),
        _ => None,
    }
}
