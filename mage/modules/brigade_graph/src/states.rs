//! `brigade_graph.states` and `brigade_graph.ruin`: how it ends from each town, and from the start.

use std::borrow::Cow;

use ludograph_engine::brigade::{Bottleneck, Outcome, StateMeasure};
use ludograph_mgp::{Call, Out, Result};

use crate::said;
use crate::towns::{self, SETTINGS};

/// Bottlenecks unless told otherwise; each takes one more solution of the system.
const TOP_DEFAULT: u64 = 5;
const TOP_MAX: u64 = 1_000;

const OUTCOMES: [(&str, Outcome); 3] =
    [("ruin", Outcome::Ruin), ("survival", Outcome::Survival), ("cut", Outcome::Cut)];

fn count(count: u64) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

/// `states(options)`: the towns in their order.
pub(crate) fn states(call: &Call<'_>) -> Result<()> {
    let settings = call.settings("options", &SETTINGS)?;
    let measured = towns::read(call, &settings)?.graph.measure().map_err(said)?;
    call.check_abort()?;
    measured.states.iter().try_for_each(|state| record(call, state))
}

fn record(call: &Call<'_>, state: &StateMeasure) -> Result<()> {
    let outlook = &state.outlook;
    call.record((
        ("town", state.town.to_string()),
        ("burning", state.town.burning().count_ones()),
        ("ruined", state.town.ruined().count_ones()),
        ("visits", count(state.visits)),
        ("mean_reward", state.mean_reward),
        ("expected_visits", state.expected_visits),
        ("survival", outlook.survival),
        ("ruin", outlook.ruin),
        ("cut", outlook.cut),
        ("nights", outlook.nights),
        ("nights_to_survival", outlook.nights_to_survival),
        ("nights_to_ruin", outlook.nights_to_ruin),
    ))
}

/// `ruin(options)`: one record.
pub(crate) fn ruin(call: &Call<'_>) -> Result<()> {
    let settings = call.settings("options", &[&["outcome", "top"], &SETTINGS[..]].concat())?;
    let outcome = settings.choice("outcome", &OUTCOMES, Outcome::Ruin)?;
    let top = settings.whole("top", TOP_DEFAULT, 0..=TOP_MAX)?;
    let walked = towns::read(call, &settings)?;
    let measured = walked.graph.measure().map_err(said)?;
    call.check_abort()?;
    let most = usize::try_from(top).unwrap_or(usize::MAX);
    let bottlenecks = if most == 0 { Vec::new() } else { measured.bottlenecks(outcome, most).map_err(said)? };
    let outlook = &measured.outlook;
    call.record((
        ("games", count(walked.graph.games())),
        ("unplaced", count(walked.unplaced)),
        ("towns", measured.states.len()),
        ("survival", outlook.survival),
        ("ruin", outlook.ruin),
        ("cut", outlook.cut),
        ("nights", outlook.nights),
        ("nights_to_survival", outlook.nights_to_survival),
        ("nights_to_ruin", outlook.nights_to_ruin),
        ("bottlenecks", Out::List(bottlenecks.iter().map(bottleneck).collect())),
    ))
}

fn bottleneck(found: &Bottleneck) -> Out<'static> {
    let entry = |key: &'static str, value: Out<'static>| (Cow::Borrowed(key), value);
    Out::Map(vec![
        entry("town", found.town.to_string().into()),
        entry("passed", found.passed.into()),
        entry("visits", found.visits.into()),
        entry("outcome", found.outcome.into()),
    ])
}
