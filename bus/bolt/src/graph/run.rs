//! Carrying clauses out.

use std::collections::BTreeMap;

use super::GraphError;
use super::parse::{Clause, EdgePattern, Expression, NodePattern, Pattern, Setting};
use super::store::{Edge, Node, Store};
use crate::value::Value;

/// What a name stands for.
#[derive(Debug, Clone)]
enum Bound {
    Node(u64),
    Edge(u64),
    Value(Value),
}

type Row = BTreeMap<String, Bound>;

/// Column names and records.
pub(super) type Records = (Vec<String>, Vec<Vec<Value>>);

/// Carries clauses out, one after the other over all rows.
pub(super) fn run(store: &mut Store, clauses: &[Clause], parameters: &Value) -> Result<Records, GraphError> {
    let mut rows = vec![Row::new()];
    let mut records = Records::default();
    for clause in clauses {
        let mut scope = Scope { store, parameters };
        rows = match clause {
            Clause::Unwind { list, name } => scope.unwind(rows, list, name)?,
            Clause::Match(patterns) => {
                patterns.iter().try_fold(rows, |rows, pattern| scope.expand(rows, pattern, Missing::Skipped))?
            }
            Clause::Merge(pattern) => scope.expand(rows, pattern, Missing::Made)?,
            Clause::Set(settings) => scope.set(rows, settings)?,
            Clause::Delete(name) => scope.delete(rows, name),
            Clause::With { items, is_last } => {
                rows = scope.with(&rows, items)?;
                if *is_last {
                    records.0 = items.iter().map(|(_, name)| name.clone()).collect();
                    let seen = |row: &Row, name: &String| row.get(name).map_or(Value::Null, value);
                    records.1 = rows.iter().map(|row| records.0.iter().map(|name| seen(row, name)).collect()).collect();
                }
                rows
            }
        };
    }
    Ok(records)
}

/// What becomes of a row whose pattern is not there.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Missing {
    Skipped,
    Made,
}

struct Scope<'a> {
    store: &'a mut Store,
    parameters: &'a Value,
}

impl Scope<'_> {
    fn unwind(&self, rows: Vec<Row>, list: &Expression, name: &str) -> Result<Vec<Row>, GraphError> {
        let mut unwound = Vec::new();
        for row in rows {
            let Value::List(items) = self.evaluate(&row, list)? else {
                return Err(GraphError::Semantic("Argument of UNWIND must be a list.".to_owned()));
            };
            for item in items {
                let mut row = row.clone();
                row.insert(name.to_owned(), Bound::Value(item));
                unwound.push(row);
            }
        }
        Ok(unwound)
    }

    fn expand(&mut self, rows: Vec<Row>, pattern: &Pattern, missing: Missing) -> Result<Vec<Row>, GraphError> {
        let mut expanded = Vec::new();
        for row in rows {
            let before = expanded.len();
            for from in self.nodes(&row, &pattern.from, missing)? {
                let mut row = row.clone();
                bind(&mut row, pattern.from.name.as_ref(), Bound::Node(from));
                match &pattern.step {
                    None => expanded.push(row),
                    Some((edge, to)) => self.step(&row, from, edge, to, &mut expanded)?,
                }
            }
            if let (Some((edge, to)), Missing::Made) = (&pattern.step, missing)
                && expanded.len() == before
            {
                expanded.push(self.make_edge(row, &pattern.from, edge, to)?);
            }
        }
        Ok(expanded)
    }

    /// The nodes of a pattern; where there are none and they are to be made, a new one.
    fn nodes(&mut self, row: &Row, pattern: &NodePattern, missing: Missing) -> Result<Vec<u64>, GraphError> {
        if let Some(Bound::Node(id)) = pattern.name.as_ref().and_then(|name| row.get(name)) {
            return Ok(vec![*id]);
        }
        let wanted = self.wanted(row, &pattern.properties, missing)?;
        let found = self.store.find(pattern.label.as_deref(), &wanted);
        if !found.is_empty() || missing == Missing::Skipped {
            return Ok(found);
        }
        let labels = pattern.label.iter().cloned().collect();
        Ok(vec![self.store.add_node(Node { labels, properties: wanted.into_iter().collect() })])
    }

    fn step(
        &mut self,
        row: &Row,
        from: u64,
        edge: &EdgePattern,
        to: &NodePattern,
        expanded: &mut Vec<Row>,
    ) -> Result<(), GraphError> {
        let wanted = self.wanted(row, &edge.properties, Missing::Skipped)?;
        let ends = match to {
            NodePattern { name: Some(name), .. } if row.contains_key(name) => {
                Some(self.nodes(row, to, Missing::Skipped)?)
            }
            NodePattern { label: None, .. } => None,
            _ => Some(self.nodes(row, to, Missing::Skipped)?),
        };
        let kinds = edge.kind.as_deref();
        let found: Vec<u64> = match (&ends, kinds) {
            (Some(ends), Some(kind)) => {
                ends.iter().flat_map(|end| self.store.edges_from(from, kind, Some(*end))).collect()
            }
            (None, Some(kind)) => self.store.edges_from(from, kind, None),
            (_, None) => {
                let leaves =
                    |edge: &&Edge| edge.from == from && ends.as_ref().is_none_or(|ends| ends.contains(&edge.to));
                self.store.edges.iter().filter(|(_, edge)| leaves(edge)).map(|(id, _)| *id).collect()
            }
        };
        for id in found {
            let Some(there) = self.store.edges.get(&id) else { continue };
            if wanted.iter().all(|(name, value)| there.properties.get(name) == Some(value)) {
                let mut row = row.clone();
                bind(&mut row, to.name.as_ref(), Bound::Node(there.to));
                bind(&mut row, edge.name.as_ref(), Bound::Edge(id));
                expanded.push(row);
            }
        }
        Ok(())
    }

    /// Both ends are bound by then, which is all that is supported here.
    fn make_edge(
        &mut self,
        mut row: Row,
        from: &NodePattern,
        edge: &EdgePattern,
        to: &NodePattern,
    ) -> Result<Row, GraphError> {
        let end = |pattern: &NodePattern| match pattern.name.as_ref().and_then(|name| row.get(name)) {
            Some(Bound::Node(id)) => Ok(*id),
            _ => Err(GraphError::Semantic("this server merges relationships between bound nodes only".to_owned())),
        };
        let (from, to) = (end(from)?, end(to)?);
        let Some(kind) = edge.kind.clone() else {
            return Err(GraphError::Semantic("Exactly one relationship type must be specified for MERGE.".to_owned()));
        };
        let properties = self.wanted(&row, &edge.properties, Missing::Made)?.into_iter().collect();
        let id = self.store.add_edge(Edge { kind, from, to, properties });
        bind(&mut row, edge.name.as_ref(), Bound::Edge(id));
        Ok(row)
    }

    fn wanted(
        &self,
        row: &Row,
        properties: &[(String, Expression)],
        missing: Missing,
    ) -> Result<Vec<(String, Value)>, GraphError> {
        let one = |(name, expression): &(String, Expression)| match self.evaluate(row, expression)? {
            Value::Null if missing == Missing::Made => {
                Err(GraphError::Semantic(format!("Can't have null literal properties inside merge ({name}: null)")))
            }
            value => Ok((name.clone(), value)),
        };
        properties.iter().map(one).collect()
    }

    fn set(&mut self, rows: Vec<Row>, settings: &[Setting]) -> Result<Vec<Row>, GraphError> {
        for row in &rows {
            for setting in settings {
                match setting {
                    Setting::Property(target, name, value) => {
                        let value = self.evaluate(row, value)?;
                        self.write(row, target, name, &value)?;
                    }
                    Setting::Merge(target, values) => {
                        let Value::Map(values) = self.evaluate(row, values)? else {
                            return Err(GraphError::Semantic("Expected a map to set properties from.".to_owned()));
                        };
                        values.iter().try_for_each(|(name, value)| self.write(row, target, name, value))?;
                    }
                }
            }
        }
        Ok(rows)
    }

    fn write(&mut self, row: &Row, target: &str, name: &str, value: &Value) -> Result<(), GraphError> {
        if matches!(value, Value::Struct(..) | Value::Bytes(_)) {
            return Err(GraphError::Semantic(format!("A value of `{name}` is no property value.")));
        }
        match row.get(target) {
            Some(Bound::Node(id)) => self.store.set_node(*id, name, value),
            Some(Bound::Edge(id)) => self.store.set_edge(*id, name, value),
            _ => return Err(GraphError::Semantic(format!("Unbound variable: {target}."))),
        }
        Ok(())
    }

    fn delete(&mut self, rows: Vec<Row>, name: &str) -> Vec<Row> {
        for row in &rows {
            match row.get(name) {
                Some(Bound::Node(id)) => self.store.remove_node(*id),
                Some(Bound::Edge(id)) => self.store.remove_edge(*id),
                _ => {}
            }
        }
        rows
    }

    fn with(&self, rows: &[Row], items: &[(Expression, String)]) -> Result<Vec<Row>, GraphError> {
        let one = |row: &Row| {
            let item = |(expression, name): &(Expression, String)| match expression {
                Expression::Name(bound) if row.contains_key(bound) => {
                    Ok((name.clone(), row.get(bound).cloned().unwrap_or(Bound::Value(Value::Null))))
                }
                expression => Ok((name.clone(), Bound::Value(self.evaluate(row, expression)?))),
            };
            items.iter().map(item).collect()
        };
        rows.iter().map(one).collect()
    }

    fn evaluate(&self, row: &Row, expression: &Expression) -> Result<Value, GraphError> {
        Ok(match expression {
            Expression::Literal(value) => value.clone(),
            Expression::Parameter(name) => {
                let value = self.parameters.get(name);
                value.cloned().ok_or_else(|| GraphError::Semantic(format!("Parameter ${name} not provided.")))?
            }
            Expression::Name(name) => value(bound(row, name)?),
            Expression::Property(of, name) => match &**of {
                Expression::Name(of) => self.property(bound(row, of)?, name),
                of => self.evaluate(row, of)?.get(name).cloned().unwrap_or(Value::Null),
            },
            Expression::Call(function, argument) => self.call(function, bound(row, argument)?)?,
        })
    }

    fn property(&self, of: &Bound, name: &str) -> Value {
        let found = match of {
            Bound::Node(id) => self.store.nodes.get(id).and_then(|node| node.properties.get(name)),
            Bound::Edge(id) => self.store.edges.get(id).and_then(|edge| edge.properties.get(name)),
            Bound::Value(value) => value.get(name),
        };
        found.cloned().unwrap_or(Value::Null)
    }

    fn call(&self, function: &str, of: &Bound) -> Result<Value, GraphError> {
        let (node, edge) = match of {
            Bound::Node(id) => (self.store.nodes.get(id), None),
            Bound::Edge(id) => (None, self.store.edges.get(id)),
            Bound::Value(_) => (None, None),
        };
        Ok(match (function, node, edge, of) {
            ("labels", Some(node), ..) => Value::List(node.labels.iter().map(|label| label.as_str().into()).collect()),
            ("properties", Some(node), ..) => Value::Map(node.properties.clone()),
            ("properties", _, Some(edge), _) => Value::Map(edge.properties.clone()),
            ("type", _, Some(edge), _) => Value::Text(edge.kind.clone()),
            ("id", _, _, Bound::Node(id) | Bound::Edge(id)) => Value::Int(id.cast_signed()),
            _ => return Err(GraphError::Semantic(format!("Function '{function}' doesn't exist or does not fit."))),
        })
    }
}

fn bind(row: &mut Row, name: Option<&String>, bound: Bound) {
    if let Some(name) = name {
        row.insert(name.clone(), bound);
    }
}

fn bound<'r>(row: &'r Row, name: &str) -> Result<&'r Bound, GraphError> {
    row.get(name).ok_or_else(|| GraphError::Semantic(format!("Unbound variable: {name}.")))
}

/// What a client gets to see.
fn value(bound: &Bound) -> Value {
    match bound {
        Bound::Value(value) => value.clone(),
        Bound::Node(id) | Bound::Edge(id) => Value::Int(id.cast_signed()),
    }
}
