//! What a measure finds, as columns.

use std::sync::Arc;

use arrow::array::{ArrayRef, Float64Array, Int64Array, StringViewBuilder};
use arrow::datatypes::{DataType, Field, Schema, SchemaRef};
use datafusion::error::Result;
use ludograph_engine::graph::{NodeId, PropertyGraph};

use super::measure::Kind;
use crate::query::graph_tables::value_text;

/// A node of a group.
pub(super) struct Row {
    /// The group's number.
    pub(super) group: i64,
    /// How many nodes it has.
    pub(super) size: i64,
    pub(super) node: NodeId,
}

/// A node of a path.
pub(super) struct Step {
    pub(super) node: NodeId,
    /// The length of the path up to it.
    pub(super) length: f64,
}

/// The columns of a measure.
pub(super) fn schema(kind: &Kind) -> SchemaRef {
    let whole = |name: &str| Field::new(name, DataType::Int64, false);
    let text = |name: &str| Field::new(name, DataType::Utf8View, false);
    let number = |name: &str| Field::new(name, DataType::Float64, false);
    let node = || vec![whole("id"), text("label"), text("key")];
    let fields = match kind {
        Kind::Pagerank { .. } => [node(), vec![number("rank")]].concat(),
        Kind::Betweenness(_) => [node(), vec![number("betweenness")]].concat(),
        Kind::Components => [vec![whole("component"), whole("size")], node()].concat(),
        Kind::Communities { .. } => [vec![whole("community"), whole("size")], node()].concat(),
        Kind::ShortestPath { .. } => [vec![whole("step")], node(), vec![number("length")]].concat(),
    };
    Arc::new(Schema::new(fields))
}

/// Nodes with a number each: the greatest first, equal ones by the node's number.
pub(super) fn by_number(graph: &PropertyGraph, nodes: &[NodeId], numbers: Vec<f64>) -> Result<Vec<ArrayRef>> {
    let mut rows: Vec<(NodeId, f64)> = nodes.iter().copied().zip(numbers).collect();
    rows.sort_by(|one, other| other.1.total_cmp(&one.1).then(one.0.cmp(&other.0)));
    let mut columns = of_nodes(graph, rows.iter().map(|row| row.0))?;
    columns.push(Arc::new(Float64Array::from_iter_values(rows.iter().map(|row| row.1))));
    Ok(columns)
}

/// Nodes in groups: the largest first, equal ones by their number, and within one by the node's.
pub(super) fn grouped(graph: &PropertyGraph, mut rows: Vec<Row>) -> Result<Vec<ArrayRef>> {
    rows.sort_by_key(|row| (std::cmp::Reverse(row.size), row.group, row.node));
    let groups = Int64Array::from_iter_values(rows.iter().map(|row| row.group));
    let sizes = Int64Array::from_iter_values(rows.iter().map(|row| row.size));
    let mut columns: Vec<ArrayRef> = vec![Arc::new(groups), Arc::new(sizes)];
    columns.extend(of_nodes(graph, rows.iter().map(|row| row.node))?);
    Ok(columns)
}

/// The nodes of a path, from its start.
pub(super) fn path(graph: &PropertyGraph, steps: &[Step]) -> Result<Vec<ArrayRef>> {
    let numbers = Int64Array::from_iter_values((0..).take(steps.len()));
    let mut columns: Vec<ArrayRef> = vec![Arc::new(numbers)];
    columns.extend(of_nodes(graph, steps.iter().map(|step| step.node))?);
    columns.push(Arc::new(Float64Array::from_iter_values(steps.iter().map(|step| step.length))));
    Ok(columns)
}

/// Number, label and key.
fn of_nodes(graph: &PropertyGraph, nodes: impl Iterator<Item = NodeId>) -> Result<Vec<ArrayRef>> {
    let (mut ids, mut labels, mut keys) = (Vec::new(), StringViewBuilder::new(), StringViewBuilder::new());
    for node in nodes.filter_map(|node| graph.node(node)) {
        ids.push(i64::from(node.id().0));
        labels.append_value(node.label());
        keys.append_value(value_text(node.key_value())?);
    }
    Ok(vec![Arc::new(Int64Array::from(ids)), Arc::new(labels.finish()), Arc::new(keys.finish())])
}
