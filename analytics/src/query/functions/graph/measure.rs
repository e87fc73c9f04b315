//! The measures with their arguments.

use arrow::array::ArrayRef;
use datafusion::common::plan_err;
use datafusion::error::{DataFusionError, Result};
use ludograph_engine::graph::{
    BetweennessOptions, Budget, NodeId, PagerankOptions, Projection, PropertyGraph, betweenness, components, pagerank,
    shortest_paths,
};
use ludograph_engine::mining::{CommunityOptions, SynergyEdge, communities};

use super::super::arguments::Arguments;
use super::columns::{self, Row, Step};
use super::part::Part;

/// Iterations that may be asked for.
const ITERATIONS_MAX: u64 = 100_000;

/// A measure of a part of the graph.
#[derive(Debug)]
pub(super) struct Measure {
    part: Part,
    pub(super) kind: Kind,
}

#[derive(Debug)]
pub(super) enum Kind {
    Pagerank { options: PagerankOptions, directed: bool },
    Components,
    ShortestPath { source: String, target: String, directed: bool },
    Betweenness(BetweennessOptions),
    Communities { resolution: f64, seed: u64 },
}

impl Measure {
    /// Reads the arguments of a call.
    pub(super) fn read(arguments: &Arguments<'_>) -> Result<Self> {
        let part = Part::read(arguments, arguments.function() != "components")?;
        let weighted = part.is_weighted();
        let kind = match arguments.function() {
            "pagerank" => {
                let known = PagerankOptions::default();
                let most = arguments.whole("iterations_max", known.iterations_max.into(), 1..=ITERATIONS_MAX)?;
                let options = PagerankOptions {
                    damping: arguments.number("damping", known.damping)?,
                    tolerance: arguments.number("tolerance", known.tolerance)?,
                    iterations_max: u32::try_from(most).unwrap_or(u32::MAX),
                    weighted,
                };
                Kind::Pagerank { options, directed: arguments.flag("directed", true)? }
            }
            "components" => Kind::Components,
            "shortest_path" => {
                let end = |parameter: &str| match arguments.perhaps_text(parameter)? {
                    Some(text) => Ok(text),
                    None => plan_err!("shortest_path: {parameter} is missing: a node's number as a text, or LABEL:KEY"),
                };
                Kind::ShortestPath {
                    source: end("source")?,
                    target: end("target")?,
                    directed: arguments.flag("directed", true)?,
                }
            }
            "betweenness" => Kind::Betweenness(BetweennessOptions {
                weighted,
                directed: arguments.flag("directed", true)?,
                normalized: arguments.flag("normalized", true)?,
            }),
            "communities" => Kind::Communities {
                resolution: arguments.number("resolution", 1.0)?,
                seed: arguments.whole("seed", 0, 0..=u64::MAX)?,
            },
            other => return Err(DataFusionError::Internal(format!("no measure {other}"))),
        };
        Ok(Self { part, kind })
    }

    /// Carries it out. `stop` ends it with an error.
    pub(super) fn columns(&self, graph: &PropertyGraph, stop: &dyn Fn() -> bool) -> Result<Vec<ArrayRef>> {
        let budget = Budget { work_max: None, stop: Some(stop) };
        let refused = |error| self.part.refused(&error);
        let projection = self.part.project(graph)?;
        let Projection { csr, nodes } = &projection;
        match &self.kind {
            Kind::Pagerank { options, directed } => {
                let both_ways = (!directed).then(|| csr.both_ways());
                let ranks = pagerank(both_ways.as_ref().unwrap_or(csr), options, budget).map_err(refused)?;
                columns::by_number(graph, nodes, ranks)
            }
            Kind::Betweenness(options) => {
                let shares = betweenness(csr, options, budget).map_err(refused)?;
                columns::by_number(graph, nodes, shares)
            }
            Kind::Components => {
                let roots = components(csr, budget).map_err(refused)?;
                let mut sizes = vec![0; nodes.len()];
                roots.iter().for_each(|root| sizes[*root as usize] += 1);
                let row = |(node, root): (&NodeId, &u32)| Row {
                    group: nodes.get(*root as usize).map_or(0, |root| i64::from(root.0)),
                    size: sizes[*root as usize],
                    node: *node,
                };
                columns::grouped(graph, nodes.iter().zip(&roots).map(row).collect())
            }
            Kind::Communities { resolution, seed } => {
                columns::grouped(graph, grouped_by_leiden(&projection, *resolution, *seed, stop)?)
            }
            Kind::ShortestPath { source, target, directed } => {
                let source = self.part.find(graph, "source", source)?;
                let target = self.part.find(graph, "target", target)?;
                let both_ways = (!directed).then(|| csr.both_ways());
                let place = |node: NodeId| nodes.binary_search(&node).ok().and_then(|place| u32::try_from(place).ok());
                let (Some(from), Some(to)) = (place(source), place(target)) else { return columns::path(graph, &[]) };
                let weighted = self.part.is_weighted();
                let paths =
                    shortest_paths(both_ways.as_ref().unwrap_or(csr), from, weighted, budget).map_err(refused)?;
                let steps = paths.path(to).unwrap_or_default().into_iter().filter_map(|node| {
                    let length = paths.lengths.get(node as usize).copied().flatten()?;
                    Some(Step { node: *nodes.get(node as usize)?, length })
                });
                columns::path(graph, &steps.collect::<Vec<_>>())
            }
        }
    }
}

/// The communities of a part, each relationship leading both ways.
fn grouped_by_leiden(part: &Projection, resolution: f64, seed: u64, stop: &dyn Fn() -> bool) -> Result<Vec<Row>> {
    let refused = |words: String| DataFusionError::Execution(format!("communities: {words}"));
    let edge = |edge: ludograph_engine::graph::WeightedEdge| SynergyEdge {
        first: edge.from,
        second: edge.to,
        weight: edge.weight,
        deviation: 0.0,
    };
    let edges: Vec<SynergyEdge> = part.csr.edges().map(edge).collect();
    let resolutions = [resolution];
    let options = CommunityOptions { resolutions: &resolutions, seed, stop: Some(stop), ..CommunityOptions::default() };
    let found = communities(&edges, &options).map_err(|error| refused(error.to_string()))?;
    let Some(partition) = found.partitions.first() else {
        return Err(refused("took longer than it may; ask for fewer labels or types".to_owned()));
    };
    let mut rows = Vec::with_capacity(found.nodes);
    for (number, community) in (0..).zip(&partition.communities) {
        let size = i64::try_from(community.members.len()).unwrap_or(i64::MAX);
        let members = community.members.iter().filter_map(|member| part.nodes.get(*member as usize));
        rows.extend(members.map(|node| Row { group: number, size, node: *node }));
    }
    Ok(rows)
}
