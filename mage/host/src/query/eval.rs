//! The values of expressions.

mod operators;

use std::collections::BTreeMap;

use super::Parameters;
use super::ast::{Expression, Kind, Operator};
use crate::error::QueryError;
use crate::graph::Graph;
use crate::host::Host;
use crate::options::Options;
use crate::value::{NESTING_MAX, Text, Value};

/// What an expression is evaluated in.
pub(super) struct Scope<'a> {
    pub(super) query: &'a str,
    pub(super) host: &'a Host,
    pub(super) graph: &'a mut dyn Graph,
    pub(super) parameters: &'a Parameters,
    pub(super) options: &'a Options,
    /// The names of the row's values.
    pub(super) names: Vec<String>,
}

type Evaluated = Result<Value, QueryError>;

impl Scope<'_> {
    /// An error at a byte of the query.
    pub(super) fn error(&self, at: usize, reason: impl Into<String>) -> QueryError {
        let position = self.query.get(..at).unwrap_or(self.query).chars().count() + 1;
        QueryError::Evaluation { position, reason: reason.into() }
    }

    /// The expression's value for a row.
    pub(super) fn value(&mut self, expression: &Expression, row: &[Value]) -> Evaluated {
        let at = expression.at;
        match &expression.kind {
            Kind::Literal(value) => Ok(value.clone()),
            Kind::Parameter(name) => {
                let found = self.parameters.get(name).cloned();
                found.ok_or_else(|| self.error(at, format!("the parameter ${name} has no value")))
            }
            Kind::Variable(name) => {
                let found = self.names.iter().position(|known| known == name).and_then(|index| row.get(index));
                found.cloned().ok_or_else(|| self.unknown_name(at, name))
            }
            Kind::List(items) => {
                let values = items.iter().map(|item| self.value(item, row)).collect::<Result<Vec<_>, _>>()?;
                self.bounded(at, Value::List(values))
            }
            Kind::Map(entries) => {
                let mut values = BTreeMap::new();
                for (key, item) in entries {
                    values.insert(Text::from(key.as_str()), self.value(item, row)?);
                }
                self.bounded(at, Value::Map(values))
            }
            Kind::Property(inner, name) => {
                let inner = self.value(inner, row)?;
                self.property(at, &inner, name)
            }
            Kind::Index(inner, index) => {
                let (inner, index) = (self.value(inner, row)?, self.value(index, row)?);
                self.element(at, &inner, &index)
            }
            Kind::Function(name, arguments) => {
                let values = arguments.iter().map(|item| self.value(item, row)).collect::<Result<Vec<_>, _>>()?;
                self.function(at, name, &values)
            }
            Kind::Not(inner) => match self.value(inner, row)? {
                Value::Null => Ok(Value::Null),
                Value::Bool(value) => Ok(Value::Bool(!value)),
                other => Err(self.error(at, format!("NOT takes a boolean, got {}", other.kind()))),
            },
            Kind::Negative(inner) => {
                let inner = self.value(inner, row)?;
                operators::negative(&inner).map_err(|reason| self.error(at, reason))
            }
            Kind::IsNull(inner, wanted) => Ok(Value::Bool((self.value(inner, row)? == Value::Null) == *wanted)),
            Kind::Binary(operator, left, right) => self.binary(at, *operator, (left, right), row),
        }
    }

    /// What `WHERE` keeps: true; null counts as false.
    pub(super) fn holds(&mut self, condition: &Expression, row: &[Value]) -> Result<bool, QueryError> {
        match self.value(condition, row)? {
            Value::Bool(holds) => Ok(holds),
            Value::Null => Ok(false),
            other => Err(self.error(condition.at, format!("WHERE takes a boolean, got {}", other.kind()))),
        }
    }

    fn binary(
        &mut self,
        at: usize,
        operator: Operator,
        (left, right): (&Expression, &Expression),
        row: &[Value],
    ) -> Evaluated {
        let left = self.value(left, row)?;
        // AND and OR need not look at the right where the left decides.
        match (operator, &left) {
            (Operator::And, Value::Bool(false)) => return Ok(Value::Bool(false)),
            (Operator::Or, Value::Bool(true)) => return Ok(Value::Bool(true)),
            _ => {}
        }
        let right = self.value(right, row)?;
        let value = operators::binary(operator, &left, &right).map_err(|reason| self.error(at, reason))?;
        self.bounded(at, value)
    }

    fn bounded(&self, at: usize, value: Value) -> Evaluated {
        if value.depth() > NESTING_MAX {
            return Err(self.error(at, format!("lists and maps nest deeper than {NESTING_MAX}")));
        }
        Ok(value)
    }

    fn unknown_name(&self, at: usize, name: &str) -> QueryError {
        let hint = crate::error::hint(name, self.names.iter().map(String::as_str));
        let known = if self.names.is_empty() { "none".to_owned() } else { self.names.join(", ") };
        self.error(at, format!("there is no '{name}' here; there are: {known}.{hint}"))
    }

    fn property(&self, at: usize, inner: &Value, name: &str) -> Evaluated {
        let found = match inner {
            Value::Null => None,
            Value::Map(entries) => entries.get(name).cloned(),
            Value::Node(node) => {
                self.graph.find_name(name).and_then(|name| self.graph.node_property(*node, name)).cloned()
            }
            Value::Relationship(relationship) => {
                let name = self.graph.find_name(name);
                name.and_then(|name| self.graph.relationship_property(*relationship, name)).cloned()
            }
            other => return Err(self.error(at, format!("{} has no properties", other.kind()))),
        };
        Ok(found.unwrap_or(Value::Null))
    }

    fn element(&self, at: usize, inner: &Value, index: &Value) -> Evaluated {
        match (inner, index) {
            (Value::Null, _) | (_, Value::Null) => Ok(Value::Null),
            (Value::List(items), Value::Int(index)) => {
                let length = i64::try_from(items.len()).unwrap_or(i64::MAX);
                let place = if *index < 0 { index.saturating_add(length) } else { *index };
                let found = usize::try_from(place).ok().and_then(|place| items.get(place));
                Ok(found.cloned().unwrap_or(Value::Null))
            }
            (inner, Value::String(name)) => self.property(at, inner, name.as_str()),
            (inner, index) => Err(self.error(at, format!("{} cannot be indexed by {}", inner.kind(), index.kind()))),
        }
    }

    fn function(&mut self, at: usize, name: &str, values: &[Value]) -> Evaluated {
        if name.contains('.') {
            return Ok(self.host.call_function(self.graph, name, values, self.options)?);
        }
        if name.eq_ignore_ascii_case("coalesce") {
            return Ok(values.iter().find(|value| **value != Value::Null).cloned().unwrap_or(Value::Null));
        }
        let known = ["id", "labels", "type", "properties", "size", "coalesce"];
        if !known.iter().any(|known| name.eq_ignore_ascii_case(known)) {
            let hint = crate::error::hint(name, known.into_iter());
            return Err(
                self.error(at, format!("there is no function '{name}' here; there are: {}.{hint}", known.join(", ")))
            );
        }
        let [value] = values else {
            return Err(self.error(at, format!("'{name}' requires exactly 1 argument, got {}", values.len())));
        };
        self.builtin(&name.to_ascii_lowercase(), value)
            .ok_or_else(|| self.error(at, format!("'{name}' does not take {}", value.kind())))
    }

    fn builtin(&self, name: &str, value: &Value) -> Option<Value> {
        let text = |name| self.graph.name(name).map(|text| Value::String(text.clone()));
        let map = |properties: Vec<(crate::graph::Name, Value)>| {
            let entry = |(name, value)| Some((self.graph.name(name)?.clone(), value));
            Value::Map(properties.into_iter().filter_map(entry).collect())
        };
        Some(match (name, value) {
            (_, Value::Null) => Value::Null,
            ("id", Value::Node(node)) => Value::Int(self.graph.node_id(*node)),
            ("id", Value::Relationship(relationship)) => Value::Int(self.graph.relationship_id(*relationship)),
            ("labels", Value::Node(node)) => {
                Value::List(self.graph.labels(*node).iter().filter_map(|name| text(*name)).collect())
            }
            ("type", Value::Relationship(relationship)) => text(self.graph.relationship(*relationship)?.0)?,
            ("properties", Value::Node(node)) => map(self.graph.node_properties(*node)),
            ("properties", Value::Relationship(relationship)) => map(self.graph.relationship_properties(*relationship)),
            ("properties", Value::Map(_)) => value.clone(),
            ("size", Value::List(items)) => Value::Int(i64::try_from(items.len()).ok()?),
            ("size", Value::Map(entries)) => Value::Int(i64::try_from(entries.len()).ok()?),
            ("size", Value::String(text)) => Value::Int(i64::try_from(text.as_str().chars().count()).ok()?),
            ("size", Value::Path(path)) => Value::Int(i64::try_from(path.steps.len()).ok()?),
            _ => return None,
        })
    }
}
