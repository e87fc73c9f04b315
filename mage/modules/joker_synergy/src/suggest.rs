//! `joker_synergy.suggest`: the best next joker, by what it is expected to do for winning.

use std::borrow::Cow;

use ludograph_engine::mining::{ModelOptions, PairOrder, Shop, Suggestion, Term, WinModel, suggest as rank};
use ludograph_mgp::{Call, Error, Out, Result};

use crate::MIN_RUNS_DEFAULT;
use crate::graph::{self, Jokers, said};
use crate::shop::Counter;
use crate::wanted::{PAIR_SETTINGS, Wanted};

/// Suggestions unless told otherwise.
const TOP_DEFAULT: u32 = 10;

/// `suggest(owned, options)`
pub(crate) fn suggest(call: &Call<'_>) -> Result<()> {
    let own = ["money", "slots", "offers", "sell_values", "ante", "min_runs", "top"];
    let settings = call.settings("options", &[&own[..], &PAIR_SETTINGS].concat())?;
    let min_runs = settings.positive("min_runs", u32::try_from(MIN_RUNS_DEFAULT).unwrap_or(1))?;
    let wanted = Wanted::read(min_runs, &settings)?;
    let top = settings.positive("top", TOP_DEFAULT)?;

    let deadline = call.deadline_ms(wanted.time_ms);
    let mut history = graph::read(call)?;
    let counter = Counter::read(call, &settings, &mut history.jokers)?;
    if history.len() == 0 {
        return Err(Error::new("the graph has no runs to learn from: no node has the label Run"));
    }
    let runs = history.runs(call)?;
    let pairs = wanted.judge(call, &runs, PairOrder::Uplift, &|| deadline.is_over())?;
    let options = ModelOptions { runs_min: min_runs, alpha: wanted.alpha, ..ModelOptions::default() };
    let model = WinModel::fit(&runs, &pairs, &options).map_err(said)?;
    call.check_abort()?;
    let shop = Shop {
        owned: &counter.owned,
        sell_values: &counter.sell_values,
        offers: &counter.offers,
        money: counter.money,
        slots: counter.slots,
        depth: counter.depth,
    };
    let suggestions = rank(&model, &shop).map_err(said)?;
    let complete = pairs.reached.is_complete();
    suggestions.iter().take(top as usize).try_for_each(|found| record(call, &history.jokers, found, complete))
}

fn record(call: &Call<'_>, jokers: &Jokers<'_>, found: &Suggestion, complete: bool) -> Result<()> {
    call.record((
        ("joker", jokers.id(found.item)),
        ("cost", found.cost),
        ("instead_of", found.instead_of.map(|item| jokers.id(item))),
        ("gain", found.gain),
        ("gain_low", found.gain_low),
        ("gain_high", found.gain_high),
        ("evidence", Out::List(found.evidence.iter().map(|term| evidence(jokers, term)).collect())),
        ("complete", complete),
    ))
}

/// One term of the model, as a map.
fn evidence<'a>(jokers: &'a Jokers<'_>, term: &Term) -> Out<'a> {
    let entry = |key: &'static str, value: Out<'a>| (Cow::Borrowed(key), value);
    Out::Map(vec![
        entry("with", term.with.map(|item| jokers.id(item)).into()),
        entry("log_odds", term.log_odds.into()),
        entry("deviation", term.deviation.into()),
        entry("runs", term.runs.into()),
    ])
}
