//! `joker_synergy.write`: what was found, as `(:Joker)-[:SYNERGY]->(:Joker)`.

use std::collections::BTreeMap;

use ludograph_engine::mining::{PairOrder, PairSynergy};
use ludograph_mgp::{Call, Edge, Error, OwnedEdge, Result};

use crate::graph::{self, History};
use crate::interaction::Interactions;
use crate::pairs::sample;
use crate::wanted::{PAIR_SETTINGS, Wanted};

/// The type of what is written.
const SYNERGY: &str = "SYNERGY";
/// Pairs that are written unless told otherwise, those with the most runs first.
const TOP_DEFAULT: u32 = 1_000;
/// Situations of each of five archetypes in which scoring judges a pair.
const CONTEXTS_DEFAULT: u64 = 8;
const CONTEXTS_MAX: u64 = 10_000;
/// Runs with both at which a pair is sure.
const SURE_RUNS: f64 = 100.0;

/// The relationships there are, by the items at their ends, the smaller first. More than one where several were made.
type Existing<'c> = BTreeMap<(u32, u32), Vec<OwnedEdge<'c>>>;

/// `write(min_runs, options)`
pub(crate) fn write(call: &Call<'_>) -> Result<()> {
    let own = ["top", "interaction_contexts", "seed", "replace"];
    let settings = call.settings("options", &[&own[..], &PAIR_SETTINGS].concat())?;
    let wanted = Wanted::read(call.positive("min_runs")?, &settings)?;
    let top = settings.positive("top", TOP_DEFAULT)? as usize;
    let contexts = settings.whole("interaction_contexts", CONTEXTS_DEFAULT, 0..=CONTEXTS_MAX)?;
    let seed = settings.whole("seed", 0, 0..=u64::try_from(i64::MAX).unwrap_or(0))?;
    let replace = settings.flag("replace", false)?;

    let deadline = call.deadline_ms(wanted.time_ms);
    let history = graph::read(call)?;
    let found = wanted.judge(call, &history.runs(call)?, PairOrder::Runs, &|| deadline.is_over())?;
    let sure = found.pairs.iter().filter(|pair| pair.association_q <= wanted.alpha);
    let sure: Vec<&PairSynergy> = sure.take(top).collect();
    let asked: Vec<(u32, u32)> = sure.iter().map(|pair| (pair.first, pair.second)).collect();
    let interactions = sample(call, &history, &asked, contexts, seed, wanted.time_ms)?;
    if !(found.reached.is_complete() && interactions.is_complete) {
        // Half a projection would look like a whole one.
        return Err(Error::new(
            "options.time_ms or options.max_pairs ended the search before it was whole, so nothing is written; raise \
             them, or min_runs",
        ));
    }
    let mut existing = existing(call, &history)?;
    let (mut created, mut updated, mut removed) = (0_usize, 0_usize, 0_usize);
    for pair in sure {
        match existing.remove(&(pair.first, pair.second)) {
            Some(edges) => {
                updated += 1;
                edges.iter().try_for_each(|edge| set(&edge.get(), pair, &interactions))?;
            }
            None => {
                created += 1;
                create(call, &history, pair, &interactions)?;
            }
        }
    }
    let mut stale = existing.values().map(Vec::len).sum::<usize>();
    if replace {
        removed = std::mem::take(&mut stale);
        existing.values().flatten().try_for_each(|edge| call.delete_edge(&edge.get()))?;
    }
    call.record((("created", created), ("updated", updated), ("removed", removed), ("stale", stale)))
}

fn existing<'c>(call: &Call<'c>, history: &History<'c>) -> Result<Existing<'c>> {
    let mut by_node = BTreeMap::new();
    for (item, known) in (0_u32..).zip(&history.jokers.known) {
        by_node.extend(known.node.map(|node| (node, item)));
    }
    let mut found = Existing::new();
    for (node, item) in &by_node {
        let Some(vertex) = call.vertex(*node)? else { continue };
        let vertex = vertex.get();
        let mut edges = vertex.out_edges()?;
        while let Some(edge) = edges.next()? {
            if !edge.is_kind(SYNERGY)? {
                continue;
            }
            if let Some(other) = by_node.get(&edge.to()?.id()?) {
                let kept = call.own_edge(&edge)?;
                found.entry((*item.min(other), *item.max(other))).or_default().push(kept);
            }
        }
    }
    Ok(found)
}

fn create(call: &Call<'_>, history: &History<'_>, pair: &PairSynergy, interactions: &Interactions) -> Result<()> {
    let node = |item: u32| {
        let node = history.jokers.known.get(item as usize).and_then(|known| known.node);
        let vertex = node.map(|node| call.vertex(node)).transpose()?.flatten();
        vertex.ok_or_else(|| Error::new(format!("the node of joker '{}' is gone", history.jokers.id(item))))
    };
    let (from, to) = (node(pair.first)?, node(pair.second)?);
    let edge = call.create_edge(&from.get(), &to.get(), SYNERGY)?;
    set(&edge.get(), pair, interactions)
}

fn set(edge: &Edge<'_>, pair: &PairSynergy, interactions: &Interactions) -> Result<()> {
    edge.set("lift", pair.lift)?;
    edge.set("interaction", interactions.of(pair.first, pair.second).map(|found| found.interaction))?;
    edge.set("confidence", (f64::from(pair.runs) / SURE_RUNS).min(1.0))?;
    edge.set("runs", pair.runs)
}
