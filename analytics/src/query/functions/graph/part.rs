//! The part of the graph that a measure looks at.

use std::collections::BTreeSet;

use datafusion::common::plan_err;
use datafusion::error::{DataFusionError, Result};
use ludograph_engine::graph::{Csr, Edge, GraphError, Node, NodeId, Projection, PropertyGraph, schema};

use super::super::arguments::Arguments;
use crate::query::nearest;

/// Labels, types and weight, as they were asked for.
#[derive(Debug)]
pub(super) struct Part {
    function: &'static str,
    labels: BTreeSet<String>,
    kinds: BTreeSet<String>,
    /// The property that is the weight; without one, every relationship weighs 1.
    weight: Option<String>,
}

impl Part {
    /// Reads `labels`, `types` and, where the function has it, `weight`.
    pub(super) fn read(arguments: &Arguments<'_>, has_weight: bool) -> Result<Self> {
        let function = arguments.function();
        let named = |parameter: &str, known: Vec<&'static str>| -> Result<BTreeSet<String>> {
            let text = arguments.text(parameter, "")?;
            let names = text.split(',').map(str::trim).filter(|name| !name.is_empty());
            names.map(|name| check(function, parameter, name, &known)).collect()
        };
        let labels = named("labels", schema::NODES.iter().map(|node| node.label).collect())?;
        let kinds = named("types", schema::EDGES.iter().map(|edge| edge.kind).collect())?;
        let weight = if has_weight { arguments.perhaps_text("weight")? } else { None };
        let weighable = schema::EDGES.iter().flat_map(|edge| edge.properties.iter().copied());
        let known: Vec<&'static str> = weighable.collect();
        let weight = weight.map(|name| check(function, "weight", &name, &known)).transpose()?;
        Ok(Self { function, labels, kinds, weight })
    }

    pub(super) fn is_weighted(&self) -> bool {
        self.weight.is_some()
    }

    fn keeps(&self, node: &Node<'_>) -> bool {
        self.labels.is_empty() || self.labels.contains(node.label().as_ref())
    }

    /// Whether a relationship is of a type that was asked for.
    pub(super) fn takes(&self, edge: &Edge<'_>) -> bool {
        self.kinds.is_empty() || self.kinds.contains(edge.kind().as_ref())
    }

    /// A relationship's weight; `None` where the property is missing or no number.
    pub(super) fn weight_of(&self, edge: &Edge<'_>) -> Option<f64> {
        match &self.weight {
            None => Some(1.0),
            Some(name) => edge.properties().get(name)?.as_number(),
        }
    }

    /// The part of a graph.
    pub(super) fn project(&self, graph: &PropertyGraph) -> Result<Projection> {
        let mut unweighed = None;
        let projected = Csr::project(
            graph,
            |node| self.keeps(node),
            |edge| {
                if !self.takes(edge) {
                    return None;
                }
                let weight = self.weight_of(edge);
                if weight.is_none() {
                    unweighed.get_or_insert_with(|| (edge.id().0, edge.kind().to_string()));
                }
                weight
            },
        );
        if let (Some((id, kind)), Some(name)) = (unweighed, &self.weight) {
            let words = format!("{}: the {kind} relationship {id} has no number `{name}`", self.function);
            return Err(DataFusionError::Execution(words));
        }
        projected.map_err(|error| self.refused(&error))
    }

    /// The node that a text names: its number, or its label and key as in `Joker:j_baron`.
    pub(super) fn find(&self, graph: &PropertyGraph, parameter: &str, text: &str) -> Result<NodeId> {
        let found = match text.parse::<u32>() {
            Ok(number) => graph.node(NodeId(number)),
            Err(_) => {
                let Some((label, key)) = text.split_once(':') else {
                    return plan_err!(
                        "{}: {parameter} is a node's number, or LABEL:KEY; this is {text}",
                        self.function
                    );
                };
                let known: Vec<&'static str> = schema::NODES.iter().map(|node| node.label).collect();
                let label = check(self.function, parameter, label, &known)?;
                let property = schema::key_of(&label).unwrap_or_default();
                graph.find(&ludograph_engine::graph::NodeKey::new(label, property, key))
            }
        };
        match found {
            Some(node) if self.keeps(&node) => Ok(node.id()),
            Some(_) => plan_err!("{}: {parameter} {text} has none of the labels asked for", self.function),
            None => plan_err!("{}: there is no node {text}", self.function),
        }
    }

    /// What the engine refuses.
    pub(super) fn refused(&self, error: &GraphError) -> DataFusionError {
        DataFusionError::Execution(format!("{}: {error}", self.function))
    }
}

/// A name that is known, or an error with the one that was perhaps meant.
fn check(function: &str, parameter: &str, name: &str, known: &[&'static str]) -> Result<String> {
    if known.contains(&name) {
        return Ok(name.to_owned());
    }
    let meant = nearest(name, known.iter().copied()).map(|near| format!("; did you mean `{near}`?"));
    let one = parameter.trim_end_matches('s');
    plan_err!("{function}: no {one} is called `{name}`{}", meant.unwrap_or_default())
}
