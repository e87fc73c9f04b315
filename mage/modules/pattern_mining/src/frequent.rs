//! `pattern_mining.itemsets` and `pattern_mining.sequences`: what occurs often.

use ludograph_engine::mining::{
    Bounds, ItemsetKind, ItemsetOptions, ItemsetOrder, Reached, SequenceOptions, SequenceOrder,
    itemsets as find_itemsets, sequences as find_sequences,
};
use ludograph_mgp::{Call, Result, Settings, Texts};

use crate::source::{RANKS_ON, RankOn, Source, Table};
use crate::wanted::{SETTINGS, Wanted, said};

const KINDS: [(&str, ItemsetKind); 3] =
    [("all", ItemsetKind::All), ("closed", ItemsetKind::Closed), ("maximal", ItemsetKind::Maximal)];

const ITEMSET_ORDERS: [(&str, ItemsetOrder); 4] = [
    ("support", ItemsetOrder::Support),
    ("lift", ItemsetOrder::Lift),
    ("significance", ItemsetOrder::Significance),
    ("items", ItemsetOrder::Items),
];

const SEQUENCE_ORDERS: [(&str, SequenceOrder); 4] = [
    ("support", SequenceOrder::Support),
    ("lift", SequenceOrder::Lift),
    ("significance", SequenceOrder::Significance),
    ("events", SequenceOrder::Events),
];

/// The settings of searches for sequences.
pub(crate) const SEQUENCE_SETTINGS: [&str; 4] = ["order_on", "max_gap", "max_span", "closed"];

/// Which itemsets; the caller adds order and number.
pub(crate) fn itemset_options<'a>(
    wanted: &Wanted,
    settings: &Settings<'_>,
    stop: &'a dyn Fn() -> bool,
) -> Result<ItemsetOptions<'a>> {
    Ok(ItemsetOptions {
        support_min: wanted.support,
        length_min: wanted.length_min,
        kind: settings.choice("kind", &KINDS, ItemsetKind::All)?,
        alpha: wanted.alpha,
        bounds: Bounds { length_max: wanted.length_max, patterns_max: wanted.patterns_max, stop: Some(stop) },
        ..ItemsetOptions::default()
    })
}

/// Which sequences; the caller adds order and number.
pub(crate) fn sequence_options<'a>(
    wanted: &Wanted,
    settings: &Settings<'_>,
    stop: &'a dyn Fn() -> bool,
) -> Result<SequenceOptions<'a>> {
    let bound = |key: &str, least: u64| -> Result<Option<u32>> {
        let is_given = settings.get::<i64>(key)?.is_some();
        let value = settings.whole(key, least, least..=u64::from(u32::MAX))?;
        Ok(is_given.then(|| u32::try_from(value).unwrap_or(u32::MAX)))
    };
    Ok(SequenceOptions {
        support_min: wanted.support,
        length_min: wanted.length_min,
        gap_max: bound("max_gap", 0)?,
        span_max: bound("max_span", 1)?,
        closed: settings.flag("closed", false)?,
        alpha: wanted.alpha,
        bounds: Bounds { length_max: wanted.length_max, patterns_max: wanted.patterns_max, stop: Some(stop) },
        ..SequenceOptions::default()
    })
}

/// `itemsets(label, relationship, property, support, options)`
pub(crate) fn itemsets(call: &Call<'_>) -> Result<()> {
    let settings = call.settings("options", &[&["kind", "order"], &SETTINGS[..]].concat())?;
    let wanted = Wanted::read(call, &settings)?;
    let deadline = call.deadline_ms(wanted.time_ms);
    let stop = || deadline.is_over();
    let mut options = itemset_options(&wanted, &settings, &stop)?;
    options.order = settings.choice("order", &ITEMSET_ORDERS, ItemsetOrder::Support)?;
    options.top = wanted.top;
    let table = Source::read(call, &settings)?.table(call, &settings)?;
    let found = find_itemsets(&table.transactions(call)?, &options).map_err(said)?;
    call.check_abort()?;
    let names = call.texts(table.names());
    found.patterns.iter().try_for_each(|pattern| {
        let figures = Figures { support: pattern.support, lift: pattern.lift, p: pattern.p, q: pattern.q };
        figures.record(call, "items", (&table, &names), &pattern.items, found.reached)
    })
}

/// `sequences(label, relationship, property, order, support, options)`
pub(crate) fn sequences(call: &Call<'_>) -> Result<()> {
    let known = [&["order"], &SEQUENCE_SETTINGS[..], &SETTINGS[..]].concat();
    let settings = call.settings("options", &known)?;
    let wanted = Wanted::read(call, &settings)?;
    let deadline = call.deadline_ms(wanted.time_ms);
    let stop = || deadline.is_over();
    let mut options = sequence_options(&wanted, &settings, &stop)?;
    options.order = settings.choice("order", &SEQUENCE_ORDERS, SequenceOrder::Support)?;
    options.top = wanted.top;
    let mut source = Source::read(call, &settings)?;
    source.order = Some((call.arg("order")?, settings.choice("order_on", &RANKS_ON, RankOn::Relationship)?));
    let table = source.table(call, &settings)?;
    let found = find_sequences(&table.sequences(call)?, &options).map_err(said)?;
    call.check_abort()?;
    let names = call.texts(table.names());
    found.patterns.iter().try_for_each(|pattern| {
        let figures = Figures { support: pattern.support, lift: pattern.lift, p: pattern.p, q: pattern.q };
        figures.record(call, "events", (&table, &names), &pattern.events, found.reached)
    })
}

/// What is said of a pattern of either kind.
struct Figures {
    support: u32,
    lift: f64,
    p: Option<f64>,
    q: Option<f64>,
}

impl Figures {
    fn record(
        &self,
        call: &Call<'_>,
        field: &'static str,
        (table, names): (&Table<'_>, &Texts<'_, '_>),
        ids: &[u32],
        reached: Reached,
    ) -> Result<()> {
        let named = names.list(ids)?;
        call.record((
            (field, &named),
            ("length", ids.len()),
            ("support", self.support),
            ("share", share(self.support, table.len())),
            ("lift", self.lift),
            ("p", self.p),
            ("q", self.q),
            ("complete", reached.is_complete()),
        ))
    }
}

/// A part of all rows.
#[expect(clippy::cast_precision_loss, reason = "rows are far fewer than a double counts")]
pub(crate) fn share(part: u32, rows: usize) -> f64 {
    f64::from(part) / rows.max(1) as f64
}
