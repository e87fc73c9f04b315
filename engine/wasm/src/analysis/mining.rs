//! What goes together in runs, by name. Runs come as `package/src/analysis/runs.ts` writes them.

use std::sync::Mutex;

use ludograph_engine::balatro::{JokerKind, SynergyOptions, number_text, pair_synergies};
use ludograph_engine::mining::{
    Bounds, CommunityOptions, ContrastOptions, GeneratorPlan, ItemsetOptions, MiningError, ModelOptions, Offer,
    PairOptions, PairSynergies, Run, Runs, SequenceOptions, Shop, Support, SynergyEdge, Vocabulary, WinModel,
    communities, contrast_itemsets, contrast_sequences, generate, itemsets, pair_synergy, sequences, suggest,
};
use wasm_bindgen::prelude::wasm_bindgen;

use super::deadline;
use super::packed::{Bytes, Packed, texts};
use crate::error::Refused;

/// The false discovery rate at which a pair counts as winning.
const ALPHA: f64 = 0.05;
/// The most runs of [`demo_runs`].
const DEMO_RUNS_MAX: u32 = 100_000;

impl From<MiningError> for Refused {
    fn from(error: MiningError) -> Self {
        let code = match &error {
            MiningError::Unknown { .. } => "unknown_name",
            MiningError::Count { .. } => "count",
            MiningError::Json { .. } => "json",
            _ => "argument",
        };
        Self::new(code, error.to_string())
    }
}

impl Packed {
    fn name(&mut self, id: u32, names: &Vocabulary) -> &mut Self {
        self.put(names.name(id).unwrap_or_default())
    }

    /// Names of ids.
    fn named(&mut self, ids: &[u32], names: &Vocabulary) -> &mut Self {
        ids.iter().fold(self.list(ids.len()), |packed, id| packed.name(*id, names))
    }
}

/// Runs: the names of items and of events, how many runs; of each a byte whose bits say won, ante, score, then those of the
/// two that are told as doubles, and the places of its items' and events' names, each list counted.
fn read_runs(bytes: &[u8]) -> Result<Runs, Refused> {
    let bytes = &mut Bytes::new(bytes);
    let (items, events) = (vocabulary(bytes)?, vocabulary(bytes)?);
    let mut runs = Runs::new(items, events);
    let mut run = Run::default();
    for _ in 0..bytes.count() {
        let bits = bytes.byte();
        run.won = bits & 1 != 0;
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "checked to be a whole u32")]
        let ante = (bits & 2 != 0).then(|| bytes.number() as u32);
        run.ante = ante;
        run.score = (bits & 4 != 0).then(|| bytes.number());
        for list in [&mut run.items, &mut run.events] {
            list.clear();
            list.extend((0..bytes.count()).map(|_| bytes.count()));
        }
        runs.push(&run)?;
    }
    Ok(runs)
}

fn vocabulary(bytes: &mut Bytes<'_>) -> Result<Vocabulary, Refused> {
    let mut names = Vocabulary::default();
    for _ in 0..bytes.count() {
        names.intern(bytes.text())?;
    }
    Ok(names)
}

#[expect(clippy::cast_precision_loss, reason = "counts of rows")]
fn share(support: u32, rows: usize) -> f64 {
    f64::from(support) / (rows.max(1) as f64)
}

/// Rows from 1 on, a share below.
fn support_of(support: f64) -> Result<Support, Refused> {
    if support < 1.0 {
        return Ok(Support::Share(support));
    }
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "checked to be a whole u32")]
    let rows = support as u32;
    if f64::from(rows).total_cmp(&support).is_eq() {
        return Ok(Support::Rows(rows));
    }
    Err(Refused::new(
        "argument",
        format!("support: {} is neither a share below 1 nor whole rows", number_text(support)),
    ))
}

/// Frequent itemsets of runs.
///
/// # Errors
/// `argument`.
#[wasm_bindgen]
pub fn mine_itemsets(
    runs: &[u8],
    support: f64,
    length_max: usize,
    patterns_max: usize,
    time_max_ms: f64,
) -> Result<Vec<u8>, Refused> {
    let (runs, over) = (read_runs(runs)?, deadline(time_max_ms)?);
    let bounds = Bounds { length_max, patterns_max, stop: Some(&over) };
    let options = ItemsetOptions { support_min: support_of(support)?, bounds, ..Default::default() };
    let found = itemsets(runs.items(), &options)?;
    let mut packed = Packed::default();
    packed.object("rows patterns complete").put(found.rows);
    packed.table("items support share lift p q", found.patterns.len());
    for set in &found.patterns {
        packed.named(&set.items, runs.item_names()).put(set.support).put(share(set.support, found.rows));
        packed.put(set.lift).put(set.p).put(set.q);
    }
    Ok(packed.put(found.reached.is_complete()).take())
}

/// Frequent sequences of runs' events.
///
/// # Errors
/// `argument`.
#[wasm_bindgen]
pub fn mine_sequences(
    runs: &[u8],
    support: f64,
    length_max: usize,
    patterns_max: usize,
    time_max_ms: f64,
) -> Result<Vec<u8>, Refused> {
    let (runs, over) = (read_runs(runs)?, deadline(time_max_ms)?);
    let bounds = Bounds { length_max, patterns_max, stop: Some(&over) };
    let options = SequenceOptions { support_min: support_of(support)?, bounds, ..Default::default() };
    let found = sequences(runs.events(), &options)?;
    let mut packed = Packed::default();
    packed.object("rows patterns complete").put(found.rows);
    packed.table("events support share lift p q", found.patterns.len());
    for sequence in &found.patterns {
        packed.named(&sequence.events, runs.event_names()).put(sequence.support);
        packed.put(share(sequence.support, found.rows)).put(sequence.lift).put(sequence.p).put(sequence.q);
    }
    Ok(packed.put(found.reached.is_complete()).take())
}

/// Patterns that tell won runs from lost ones; `kind` is `itemsets` or `sequences`.
///
/// # Errors
/// `argument`.
#[wasm_bindgen]
pub fn mine_contrast(
    kind: &str,
    runs: &[u8],
    support: f64,
    length_max: usize,
    patterns_max: usize,
    time_max_ms: f64,
) -> Result<Vec<u8>, Refused> {
    let (runs, over) = (read_runs(runs)?, deadline(time_max_ms)?);
    let bounds = Bounds { length_max, patterns_max, stop: Some(&over) };
    let (support_min, judged) = (support_of(support)?, ContrastOptions::default());
    let (found, names) = match kind {
        "itemsets" => {
            let search = ItemsetOptions { support_min, bounds, ..Default::default() };
            (contrast_itemsets(runs.items(), runs.won(), &search, &judged)?, runs.item_names())
        }
        "sequences" => {
            let search = SequenceOptions { support_min, bounds, ..Default::default() };
            (contrast_sequences(runs.events(), runs.won(), &search, &judged)?, runs.event_names())
        }
        _ => return Err(Refused::new("argument", format!("kind: {kind} is neither itemsets nor sequences"))),
    };
    let mut packed = Packed::default();
    packed.object("rows won patterns complete").put(found.rows).put(found.won);
    packed.table("pattern support wins winShare lift oddsRatio oddsLow oddsHigh p q", found.patterns.len());
    for contrast in &found.patterns {
        let (odds, share) = (contrast.odds_ratio, f64::from(contrast.wins) / f64::from(contrast.support.max(1)));
        packed.named(&contrast.pattern, names).put(contrast.support).put(contrast.wins).put(share).put(contrast.lift);
        packed.put(odds.value).put(odds.low).put(odds.high).put(contrast.p).put(contrast.q);
    }
    Ok(packed.put(found.reached.is_complete()).take())
}

fn pairs_of(runs: &Runs, runs_min: u32, top: Option<usize>) -> Result<PairSynergies, Refused> {
    Ok(pair_synergy(runs, &PairOptions { runs_min, top, ..Default::default() })?)
}

/// Every pair of items with enough runs; `top` 0 stands for all.
///
/// # Errors
/// `argument`.
#[wasm_bindgen]
pub fn mine_pairs(runs: &[u8], runs_min: u32, top: u32) -> Result<Vec<u8>, Refused> {
    let runs = read_runs(runs)?;
    let found = pairs_of(&runs, runs_min, (top > 0).then_some(top as usize))?;
    let names = runs.item_names();
    let mut packed = Packed::default();
    packed.object("runs won pairs complete").put(found.runs).put(found.won);
    let columns = "first second runs wins winRate support lift npmi togetherP associationP associationQ uplift \
                   upliftError upliftP upliftQ isWinning";
    packed.table(columns, found.pairs.len());
    for pair in &found.pairs {
        packed.name(pair.first, names).name(pair.second, names).put(pair.runs).put(pair.wins).put(pair.win_rate);
        packed.put(pair.support).put(pair.lift).put(pair.npmi).put(pair.together_p).put(pair.association_p);
        packed.put(pair.association_q).put(pair.uplift.log_odds).put(pair.uplift.deviation).put(pair.uplift.p);
        packed.put(pair.uplift.q).put(pair.is_winning(ALPHA));
    }
    Ok(packed.put(found.reached.is_complete()).take())
}

/// Communities of what goes together; `by` is `association` or `uplift`.
///
/// # Errors
/// `argument`.
#[wasm_bindgen]
pub fn mine_clusters(
    runs: &[u8],
    runs_min: u32,
    by: &str,
    resolutions: &[f64],
    seed: u64,
    bootstrap: u32,
) -> Result<Vec<u8>, Refused> {
    let runs = read_runs(runs)?;
    let edge = match by {
        "association" => SynergyEdge::of_association,
        "uplift" => SynergyEdge::of_uplift,
        _ => return Err(Refused::new("argument", format!("by: {by} is neither association nor uplift"))),
    };
    let edges: Vec<SynergyEdge> = pairs_of(&runs, runs_min, None)?.pairs.iter().map(edge).collect();
    let options = CommunityOptions { resolutions, seed, bootstrap, ..Default::default() };
    let found = communities(&edges, &options)?;
    let mut packed = Packed::default();
    packed.object("resolutions").table("resolution modularity communities", found.partitions.len());
    for partition in &found.partitions {
        packed.put(partition.resolution).put(partition.quality);
        packed.table("members stability", partition.communities.len());
        for community in &partition.communities {
            packed.named(&community.members, runs.item_names()).put(community.stability);
        }
    }
    Ok(packed.take())
}

/// The best next items, by what they are expected to do for winning. `owned` and `items` are lists of names, `costs` belong
/// to `items`; a `depth` that is not finite is not told.
///
/// # Errors
/// `unknown_name`, `count`, `argument`.
#[wasm_bindgen]
#[expect(clippy::too_many_arguments, reason = "plain values cross the border without a reader for an object")]
pub fn mine_suggestions(
    runs: &[u8],
    owned: &[u8],
    items: &[u8],
    costs: &[u32],
    sell_values: &[u32],
    money: u32,
    slots: usize,
    depth: f64,
    runs_min: u32,
) -> Result<Vec<u8>, Refused> {
    let runs = read_runs(runs)?;
    let names = runs.item_names();
    let ids =
        |names_of: &[u8]| texts(names_of).iter().map(|name| names.id("item", name)).collect::<Result<Vec<_>, _>>();
    let (owned, items) = (ids(owned)?, ids(items)?);
    let offers: Vec<Offer> = items.into_iter().zip(costs).map(|(item, cost)| Offer { item, cost: *cost }).collect();
    let model =
        WinModel::fit(&runs, &pairs_of(&runs, runs_min, None)?, &ModelOptions { runs_min, ..Default::default() })?;
    let depth = Some(depth).filter(|depth| depth.is_finite());
    let found = suggest(&model, &Shop { owned: &owned, sell_values, offers: &offers, money, slots, depth })?;
    let mut packed = Packed::default();
    packed.table("item cost insteadOf gain gainLow gainHigh evidence", found.len());
    for suggestion in &found {
        packed.name(suggestion.item, names).put(suggestion.cost);
        packed.put(suggestion.instead_of.and_then(|item| names.name(item)));
        packed.put(suggestion.gain).put(suggestion.gain_low).put(suggestion.gain_high);
        packed.table("with logOdds deviation runs", suggestion.evidence.len());
        for term in &suggestion.evidence {
            packed.put(term.with.and_then(|item| names.name(item)));
            packed.put(term.log_odds).put(term.deviation).put(term.runs);
        }
    }
    Ok(packed.take())
}

/// The interaction of every pair of these jokers (a list of ids or names), from scoring.
///
/// # Errors
/// `unknown_name`, `count`, `argument`.
#[wasm_bindgen]
pub fn mine_scoring(ids: &[u8], contexts: u32, seed: u64, time_max_ms: f64) -> Result<Vec<u8>, Refused> {
    let kinds = texts(ids).iter().map(|id| JokerKind::find(id)).collect::<Result<Vec<_>, _>>()?;
    let options = SynergyOptions { kinds, contexts, seed, ..Default::default() };
    let over = Mutex::new(deadline(time_max_ms)?);
    let report = pair_synergies(&options, &|_, _| over.lock().is_ok_and(|over| !over()))?;
    let mut packed = Packed::default();
    packed.object("pairs complete").table("one other interaction low high p q significant samples", report.pairs.len());
    for pair in &report.pairs {
        packed.put(pair.one.info().id.as_str()).put(pair.other.info().id.as_str()).put(pair.interaction);
        packed.put(pair.low).put(pair.high).put(pair.p).put(pair.q).put(pair.significant).put(pair.samples);
    }
    Ok(packed.put(report.complete).take())
}

/// Runs of the engine's own generator.
///
/// # Errors
/// `argument` for more than 100,000 runs.
#[wasm_bindgen]
pub fn demo_runs(count: u32, seed: u64) -> Result<Vec<u8>, Refused> {
    if count > DEMO_RUNS_MAX {
        return Err(Refused::new("argument", format!("runs: {count} is outside 0..={DEMO_RUNS_MAX}")));
    }
    let runs = generate(&GeneratorPlan::demo(count as usize, seed))?;
    let mut packed = Packed::default();
    packed.table("items events won ante score", runs.len());
    for index in 0..runs.len() {
        packed.named(runs.items().row(index), runs.item_names());
        packed.named(runs.events().row(index), runs.event_names());
        packed.put(runs.won().get(index).copied().unwrap_or_default());
        packed.put(runs.antes().get(index).copied().flatten()).put(runs.scores().get(index).copied().flatten());
    }
    Ok(packed.take())
}
