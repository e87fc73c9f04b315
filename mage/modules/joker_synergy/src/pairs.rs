//! `joker_synergy.pairs`: every pair that is seen together often enough, and what speaks for it.

use ludograph_engine::mining::{PairOrder, PairSynergy, Uplift};
use ludograph_mgp::{Call, Out, Result, Texts};

use crate::graph::{self, History};
use crate::interaction::Interactions;
use crate::wanted::{ORDERS, PAIR_SETTINGS, Wanted};

/// Fields that every pair has.
pub(crate) const FIGURES: [&str; 12] = [
    "lift",
    "npmi",
    "p",
    "q",
    "odds_ratio",
    "odds_ratio_low",
    "odds_ratio_high",
    "uplift",
    "uplift_low",
    "uplift_high",
    "uplift_p",
    "uplift_q",
];

/// Fields that are null where nothing is known: without `interaction_contexts`, for jokers that the game's rules do not
/// know; where runs have no scores.
pub(crate) const SOMETIMES: [&str; 6] =
    ["interaction", "interaction_low", "interaction_high", "interaction_q", "strength", "confidence"];

/// The two-sided 95 % point of the normal distribution.
const NORMAL_95: f64 = 1.959_963_984_540_054;
/// Situations of each archetype a caller may ask for.
const CONTEXTS_MAX: u64 = 10_000;

/// `pairs(min_runs, options)`
pub(crate) fn pairs(call: &Call<'_>) -> Result<()> {
    let own = ["order", "top", "min_win_rate", "with", "interaction_contexts", "seed"];
    let settings = call.settings("options", &[&own[..], &PAIR_SETTINGS].concat())?;
    let wanted = Wanted::read(call.positive("min_runs")?, &settings)?;
    let order = settings.choice("order", &ORDERS, PairOrder::Uplift)?;
    let top = settings.positive_or_none("top")?;
    let win_rate_min = settings.number("min_win_rate", 0.0, 0.0..=1.0)?;
    let contexts = settings.whole("interaction_contexts", 0, 0..=CONTEXTS_MAX)?;
    let seed = settings.whole("seed", 0, 0..=u64::try_from(i64::MAX).unwrap_or(0))?;

    let deadline = call.deadline_ms(wanted.time_ms);
    let mut history = graph::read(call)?;
    let with = settings.get::<&str>("with")?.map(|name| history.jokers.find("joker", name)).transpose()?;
    let runs = history.runs(call)?;
    let found = wanted.judge(call, &runs, order, &|| deadline.is_over())?;
    let kept = found.pairs.iter().filter(|pair| pair.win_rate >= win_rate_min);
    let kept = kept.filter(|pair| with.is_none_or(|item| pair.first == item || pair.second == item));
    let kept: Vec<&PairSynergy> = kept.take(top.map_or(usize::MAX, |top| top as usize)).collect();
    let asked: Vec<(u32, u32)> = kept.iter().map(|pair| (pair.first, pair.second)).collect();
    let interactions = sample(call, &history, &asked, contexts, seed, wanted.time_ms)?;
    let complete = found.reached.is_complete() && interactions.is_complete;
    let texts = call.texts(history.jokers.ids());
    kept.into_iter().try_for_each(|pair| record(call, &texts, pair, &interactions, complete))
}

/// The interactions, where a caller asked for any.
pub(crate) fn sample(
    call: &Call<'_>,
    history: &History<'_>,
    pairs: &[(u32, u32)],
    contexts: u64,
    seed: u64,
    time_ms: u64,
) -> Result<Interactions> {
    if contexts == 0 {
        return Ok(Interactions::none());
    }
    let contexts = u32::try_from(contexts).unwrap_or(u32::MAX).max(2);
    let ending = call.ending_ms(time_ms);
    Interactions::sample(call, &history.jokers, pairs, (contexts, seed), &|| ending.is_over())
}

/// Log odds of winning, and the ends of their 95 % interval.
fn interval(uplift: &Uplift) -> [f64; 3] {
    let spread = NORMAL_95 * uplift.deviation;
    [uplift.log_odds, uplift.log_odds - spread, uplift.log_odds + spread]
}

fn record(
    call: &Call<'_>,
    jokers: &Texts<'_, '_>,
    pair: &PairSynergy,
    interactions: &Interactions,
    complete: bool,
) -> Result<()> {
    let found = interactions.of(pair.first, pair.second);
    let [uplift, low, high] = interval(&pair.uplift);
    call.record((
        ("joker_a", jokers.get(pair.first)?),
        ("joker_b", jokers.get(pair.second)?),
        ("runs", pair.runs),
        ("wins", pair.wins),
        ("lift", pair.lift),
        ("npmi", pair.npmi),
        ("p", pair.association_p),
        ("q", pair.association_q),
        ("odds_ratio", pair.association.value),
        ("odds_ratio_low", pair.association.low),
        ("odds_ratio_high", pair.association.high),
        ("uplift", uplift),
        ("uplift_low", low),
        ("uplift_high", high),
        ("uplift_p", pair.uplift.p),
        ("uplift_q", pair.uplift.q),
        ("interaction", found.map(|pair| pair.interaction)),
        ("interaction_low", found.map(|pair| pair.low)),
        ("interaction_high", found.map(|pair| pair.high)),
        ("interaction_q", found.map(|pair| pair.q)),
        ("strength", pair.mean_score.map(|found| found.strength)),
        ("confidence", pair.mean_score.map(|found| found.confidence)),
        ("complete", Out::Bool(complete)),
    ))
}
