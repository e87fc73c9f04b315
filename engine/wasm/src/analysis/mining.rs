//! What goes together in runs, by name.

use std::sync::Mutex;

use ludograph_engine::balatro::{JokerKind, SynergyOptions, pair_synergies};
use ludograph_engine::mining::{
    Bounds, CommunityOptions, ContrastOptions, Contrasts, GeneratorPlan, ItemsetOptions, MiningError, ModelOptions,
    NamedRun, Offer, PairOptions, PairSynergies, Runs, SequenceOptions, Shop, Support, SynergyEdge, Vocabulary,
    WinModel, communities, contrast_itemsets, contrast_sequences, generate, itemsets, pair_synergy, sequences, suggest,
};
use serde::Deserialize;
use serde_json::{Value, json};
use wasm_bindgen::prelude::wasm_bindgen;

use super::{answer, deadline};
use crate::error::Refused;
use crate::input::read_json;

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

/// Names of ids.
fn named(ids: &[u32], names: &Vocabulary) -> Vec<String> {
    ids.iter().map(|id| names.name(*id).unwrap_or_default().to_owned()).collect()
}

fn name(id: u32, names: &Vocabulary) -> String {
    names.name(id).unwrap_or_default().to_owned()
}

#[expect(clippy::cast_precision_loss, reason = "counts of rows")]
fn share(support: u32, rows: usize) -> f64 {
    f64::from(support) / (rows.max(1) as f64)
}

/// What bounds a search of patterns.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct PatternJson {
    support: f64,
    #[serde(default = "three")]
    length_max: usize,
    #[serde(default = "thousand")]
    patterns_max: usize,
    #[serde(default = "ten_seconds")]
    time_max_ms: f64,
}

fn three() -> usize {
    3
}

fn thousand() -> usize {
    1000
}

fn ten_seconds() -> f64 {
    10_000.0
}

impl PatternJson {
    fn read(text: &str) -> Result<Self, Refused> {
        read_json("options", text)
    }

    /// Rows from 1 on, a share below.
    fn support(&self) -> Result<Support, Refused> {
        if self.support < 1.0 {
            return Ok(Support::Share(self.support));
        }
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "checked to be a whole u32")]
        let rows = self.support as u32;
        if f64::from(rows).total_cmp(&self.support).is_eq() {
            return Ok(Support::Rows(rows));
        }
        Err(Refused::new("argument", format!("support: {} is neither a share below 1 nor whole rows", self.support)))
    }
}

/// Frequent itemsets of runs, which are JSON, one a line.
///
/// # Errors
/// `json`, `argument`.
#[wasm_bindgen]
pub fn mine_itemsets(runs: &str, options: &str) -> Result<String, Refused> {
    let (runs, asked) = (Runs::from_json_lines(runs)?, PatternJson::read(options)?);
    let over = deadline(asked.time_max_ms)?;
    let bounds = Bounds { length_max: asked.length_max, patterns_max: asked.patterns_max, stop: Some(&over) };
    let found =
        itemsets(runs.items(), &ItemsetOptions { support_min: asked.support()?, bounds, ..Default::default() })?;
    let row = |set: &ludograph_engine::mining::Itemset| {
        json!({
            "items": named(&set.items, runs.item_names()), "support": set.support,
            "share": share(set.support, found.rows), "lift": set.lift, "p": set.p, "q": set.q,
        })
    };
    let patterns: Vec<Value> = found.patterns.iter().map(row).collect();
    answer(&json!({"rows": found.rows, "patterns": patterns, "complete": found.reached.is_complete()}))
}

/// Frequent sequences of runs' events.
///
/// # Errors
/// `json`, `argument`.
#[wasm_bindgen]
pub fn mine_sequences(runs: &str, options: &str) -> Result<String, Refused> {
    let (runs, asked) = (Runs::from_json_lines(runs)?, PatternJson::read(options)?);
    let over = deadline(asked.time_max_ms)?;
    let bounds = Bounds { length_max: asked.length_max, patterns_max: asked.patterns_max, stop: Some(&over) };
    let options = SequenceOptions { support_min: asked.support()?, bounds, ..Default::default() };
    let found = sequences(runs.events(), &options)?;
    let row = |sequence: &ludograph_engine::mining::FrequentSequence| {
        json!({
            "events": named(&sequence.events, runs.event_names()), "support": sequence.support,
            "share": share(sequence.support, found.rows), "lift": sequence.lift, "p": sequence.p, "q": sequence.q,
        })
    };
    let patterns: Vec<Value> = found.patterns.iter().map(row).collect();
    answer(&json!({"rows": found.rows, "patterns": patterns, "complete": found.reached.is_complete()}))
}

/// Patterns that tell won runs from lost ones; `kind` is `itemsets` or `sequences`.
///
/// # Errors
/// `json`, `argument`.
#[wasm_bindgen]
pub fn mine_contrast(kind: &str, runs: &str, options: &str) -> Result<String, Refused> {
    let (runs, asked) = (Runs::from_json_lines(runs)?, PatternJson::read(options)?);
    let over = deadline(asked.time_max_ms)?;
    let bounds = Bounds { length_max: asked.length_max, patterns_max: asked.patterns_max, stop: Some(&over) };
    let (support_min, judged) = (asked.support()?, ContrastOptions::default());
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
    answer(&contrasts(&found, names))
}

fn contrasts(found: &Contrasts, names: &Vocabulary) -> Value {
    let row = |contrast: &ludograph_engine::mining::Contrast| {
        let odds = contrast.odds_ratio;
        json!({
            "pattern": named(&contrast.pattern, names), "support": contrast.support, "wins": contrast.wins,
            "winShare": f64::from(contrast.wins) / f64::from(contrast.support.max(1)), "lift": contrast.lift,
            "oddsRatio": odds.value, "oddsLow": odds.low, "oddsHigh": odds.high, "p": contrast.p, "q": contrast.q,
        })
    };
    let patterns: Vec<Value> = found.patterns.iter().map(row).collect();
    json!({"rows": found.rows, "won": found.won, "patterns": patterns, "complete": found.reached.is_complete()})
}

fn pairs_of(runs: &Runs, runs_min: u32, top: Option<usize>) -> Result<PairSynergies, Refused> {
    Ok(pair_synergy(runs, &PairOptions { runs_min, top, ..Default::default() })?)
}

/// Every pair of items with enough runs; `top` 0 stands for all.
///
/// # Errors
/// `json`, `argument`.
#[wasm_bindgen]
pub fn mine_pairs(runs: &str, runs_min: u32, top: u32) -> Result<String, Refused> {
    let runs = Runs::from_json_lines(runs)?;
    let found = pairs_of(&runs, runs_min, (top > 0).then_some(top as usize))?;
    let names = runs.item_names();
    let row = |pair: &ludograph_engine::mining::PairSynergy| {
        json!({
            "first": name(pair.first, names), "second": name(pair.second, names), "runs": pair.runs,
            "wins": pair.wins, "winRate": pair.win_rate, "support": pair.support, "lift": pair.lift,
            "npmi": pair.npmi, "togetherP": pair.together_p, "associationP": pair.association_p,
            "associationQ": pair.association_q, "uplift": pair.uplift.log_odds, "upliftError": pair.uplift.deviation,
            "upliftP": pair.uplift.p, "upliftQ": pair.uplift.q, "isWinning": pair.is_winning(ALPHA),
        })
    };
    let pairs: Vec<Value> = found.pairs.iter().map(row).collect();
    answer(&json!({"runs": found.runs, "won": found.won, "pairs": pairs, "complete": found.reached.is_complete()}))
}

/// Communities of what goes together; `by` is `association` or `uplift`, `resolutions` a JSON list.
///
/// # Errors
/// `json`, `argument`.
#[wasm_bindgen]
pub fn mine_clusters(
    runs: &str,
    runs_min: u32,
    by: &str,
    resolutions: &str,
    seed: u64,
    bootstrap: u32,
) -> Result<String, Refused> {
    let runs = Runs::from_json_lines(runs)?;
    let resolutions: Vec<f64> = read_json("resolutions", resolutions)?;
    let edge = match by {
        "association" => SynergyEdge::of_association,
        "uplift" => SynergyEdge::of_uplift,
        _ => return Err(Refused::new("argument", format!("by: {by} is neither association nor uplift"))),
    };
    let edges: Vec<SynergyEdge> = pairs_of(&runs, runs_min, None)?.pairs.iter().map(edge).collect();
    let options = CommunityOptions { resolutions: &resolutions, seed, bootstrap, ..Default::default() };
    let found = communities(&edges, &options)?;
    let partition = |partition: &ludograph_engine::mining::CommunityPartition| {
        let community = |community: &ludograph_engine::mining::Community| json!({"members": named(&community.members, runs.item_names()), "stability": community.stability});
        let communities: Vec<Value> = partition.communities.iter().map(community).collect();
        json!({"resolution": partition.resolution, "modularity": partition.quality, "communities": communities})
    };
    answer(&json!({"resolutions": found.partitions.iter().map(partition).collect::<Vec<_>>()}))
}

/// What is owned and on offer, by name.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct ShopJson {
    owned: Vec<String>,
    offers: Vec<OfferJson>,
    money: u32,
    #[serde(default)]
    slots: Option<usize>,
    #[serde(default)]
    sell_values: Vec<u32>,
    #[serde(default)]
    depth: Option<f64>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct OfferJson {
    item: String,
    cost: u32,
}

/// The best next items, by what they are expected to do for winning.
///
/// # Errors
/// `json`, `unknown_name`, `count`, `argument`.
#[wasm_bindgen]
pub fn mine_suggestions(runs: &str, shop: &str, runs_min: u32) -> Result<String, Refused> {
    let runs = Runs::from_json_lines(runs)?;
    let shop: ShopJson = read_json("shop", shop)?;
    let names = runs.item_names();
    let id = |name: &String| names.id("item", name);
    let owned = shop.owned.iter().map(id).collect::<Result<Vec<_>, _>>()?;
    let offer = |offer: &OfferJson| Ok(Offer { item: id(&offer.item)?, cost: offer.cost });
    let offers = shop.offers.iter().map(offer).collect::<Result<Vec<_>, MiningError>>()?;
    let model =
        WinModel::fit(&runs, &pairs_of(&runs, runs_min, None)?, &ModelOptions { runs_min, ..Default::default() })?;
    let (money, slots) = (shop.money, shop.slots.unwrap_or(5));
    let asked =
        Shop { owned: &owned, sell_values: &shop.sell_values, offers: &offers, money, slots, depth: shop.depth };
    let row = |found: &ludograph_engine::mining::Suggestion| {
        let term = |term: &ludograph_engine::mining::Term| {
            json!({
                "with": term.with.map(|item| name(item, names)), "logOdds": term.log_odds,
                "deviation": term.deviation, "runs": term.runs,
            })
        };
        json!({
            "item": name(found.item, names), "cost": found.cost,
            "insteadOf": found.instead_of.map(|item| name(item, names)), "gain": found.gain,
            "gainLow": found.gain_low, "gainHigh": found.gain_high,
            "evidence": found.evidence.iter().map(term).collect::<Vec<_>>(),
        })
    };
    answer(&suggest(&model, &asked)?.iter().map(row).collect::<Vec<_>>())
}

/// The interaction of every pair of these jokers (a JSON list of ids or names), from scoring.
///
/// # Errors
/// `json`, `unknown_name`, `count`, `argument`.
#[wasm_bindgen]
pub fn mine_scoring(ids: &str, contexts: u32, seed: u64, time_max_ms: f64) -> Result<String, Refused> {
    let ids: Vec<String> = read_json("ids", ids)?;
    let kinds = ids.iter().map(|id| JokerKind::find(id)).collect::<Result<Vec<_>, _>>()?;
    let options = SynergyOptions { kinds, contexts, seed, ..Default::default() };
    let over = Mutex::new(deadline(time_max_ms)?);
    let report = pair_synergies(&options, &|_, _| over.lock().is_ok_and(|over| !over()))?;
    let row = |pair: &ludograph_engine::balatro::PairSynergy| {
        json!({
            "one": pair.one.info().id, "other": pair.other.info().id, "interaction": pair.interaction,
            "low": pair.low, "high": pair.high, "p": pair.p, "q": pair.q, "significant": pair.significant,
            "samples": pair.samples,
        })
    };
    let pairs: Vec<Value> = report.pairs.iter().map(row).collect();
    answer(&json!({"pairs": pairs, "complete": report.complete}))
}

/// Runs of the engine's own generator, as a JSON list.
///
/// # Errors
/// `argument` for more than 100,000 runs.
#[wasm_bindgen]
pub fn demo_runs(count: u32, seed: u64) -> Result<String, Refused> {
    if count > DEMO_RUNS_MAX {
        return Err(Refused::new("argument", format!("runs: {count} is outside 0..={DEMO_RUNS_MAX}")));
    }
    let runs = generate(&GeneratorPlan::demo(count as usize, seed))?;
    let run = |index: usize| NamedRun {
        items: named(runs.items().row(index), runs.item_names()),
        events: named(runs.events().row(index), runs.event_names()),
        won: runs.won().get(index).copied().unwrap_or_default(),
        ante: runs.antes().get(index).copied().flatten(),
        score: runs.scores().get(index).copied().flatten(),
    };
    answer(&(0..runs.len()).map(run).collect::<Vec<_>>())
}
