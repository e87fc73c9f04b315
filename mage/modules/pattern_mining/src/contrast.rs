//! `pattern_mining.contrast`: what tells good transactions from bad ones.

use ludograph_engine::mining::{
    Contrast, ContrastOptions, ContrastOrder, PERMUTATIONS_MAX, contrast_itemsets, contrast_sequences,
};
use ludograph_mgp::{Call, Error, Name, Result, Settings, Texts, View};

use crate::frequent::{SEQUENCE_SETTINGS, itemset_options, sequence_options, share};
use crate::source::{Outcome, RANKS_ON, RankOn, Source};
use crate::wanted::{SETTINGS, Wanted, said};

/// Fields that every pattern has.
pub(crate) const FIGURES: [&str; 7] =
    ["win_share", "lift", "odds_ratio", "odds_ratio_low", "odds_ratio_high", "p", "q"];

const ORDERS: [(&str, ContrastOrder); 4] = [
    ("significance", ContrastOrder::Significance),
    ("odds_ratio", ContrastOrder::OddsRatio),
    ("odds_ratio_ascending", ContrastOrder::OddsRatioAscending),
    ("support", ContrastOrder::Support),
];

/// `contrast(label, relationship, property, outcome, support, options)`. With `options.sequence_by` its patterns are
/// sequences, without it itemsets.
pub(crate) fn contrast(call: &Call<'_>) -> Result<()> {
    let own = ["kind", "order", "good", "sequence_by", "permutations", "seed"];
    let settings = call.settings("options", &[&own[..], &SEQUENCE_SETTINGS, &SETTINGS].concat())?;
    let wanted = Wanted::read(call, &settings)?;
    let judged = judged(&wanted, &settings)?;
    let deadline = call.deadline_ms(wanted.time_ms);
    let stop = || deadline.is_over();
    let by = settings.get::<Name<'_>>("sequence_by")?;
    let mut source = Source::read(call, &settings)?;
    let is_sequence = by.is_some();
    source.order = match by {
        Some(property) => Some((property, settings.choice("order_on", &RANKS_ON, RankOn::Relationship)?)),
        None => None,
    };
    let good = settings.get::<View<'_>>("good")?.unwrap_or(View::Bool(true));
    if !matches!(good, View::Bool(_) | View::Int(_) | View::String(_)) {
        return Err(Error::argument("options.good", "a truth, an integer or a text", good.said()));
    }
    source.outcome = Some(Outcome { property: call.arg("outcome")?, good });
    let table = source.table(call, &settings)?;
    let found = if is_sequence {
        let options = sequence_options(&wanted, &settings, &stop)?;
        contrast_sequences(&table.sequences(call)?, &table.good, &options, &judged)
    } else {
        let options = itemset_options(&wanted, &settings, &stop)?;
        contrast_itemsets(&table.transactions(call)?, &table.good, &options, &judged)
    };
    let found = found.map_err(said)?;
    call.check_abort()?;
    let names = call.texts(table.names());
    found.patterns.iter().try_for_each(|pattern| record(call, &names, pattern, found.reached.is_complete()))
}

fn judged(wanted: &Wanted, settings: &Settings<'_>) -> Result<ContrastOptions> {
    let permutations = settings.whole("permutations", 0, 0..=u64::from(PERMUTATIONS_MAX))?;
    Ok(ContrastOptions {
        alpha: wanted.alpha,
        permutations: u32::try_from(permutations).unwrap_or(u32::MAX),
        seed: settings.whole("seed", 0, 0..=u64::try_from(i64::MAX).unwrap_or(0))?,
        order: settings.choice("order", &ORDERS, ContrastOrder::Significance)?,
        top: wanted.top,
    })
}

fn record(call: &Call<'_>, names: &Texts<'_, '_>, found: &Contrast, complete: bool) -> Result<()> {
    let pattern = names.list(&found.pattern)?;
    call.record((
        ("pattern", &pattern),
        ("length", found.pattern.len()),
        ("support", found.support),
        ("wins", found.wins),
        ("win_share", share(found.wins, found.support as usize)),
        ("lift", found.lift),
        ("odds_ratio", found.odds_ratio.value),
        ("odds_ratio_low", found.odds_ratio.low),
        ("odds_ratio_high", found.odds_ratio.high),
        ("p", found.p),
        ("q", found.q),
        ("family_p", found.family_p),
        ("complete", complete),
    ))
}
