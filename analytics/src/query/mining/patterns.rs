//! `frequent_itemsets`, `frequent_sequences` and `contrast_patterns`.

use std::sync::Arc;

use arrow::array::ArrayRef;
use arrow::datatypes::{DataType, SchemaRef};
use async_trait::async_trait;
use datafusion::catalog::Session;
use datafusion::common::plan_err;
use datafusion::error::Result;
use ludograph_engine::mining::{
    Bounds, ContrastOptions, ItemsetOptions, PATTERN_LENGTH_MAX, SequenceOptions, Support, Vocabulary,
    contrast_itemsets, contrast_sequences, itemsets, sequences,
};

use super::arguments::Arguments;
use super::source::{Names, Source};
use super::{
    PATTERNS_MAX, Search, check_whole, deadline, integers, names, names_type, numbers, refused, schema, some_numbers,
};

pub(super) const ITEMSETS: &str = "frequent_itemsets";
pub(super) const SEQUENCES: &str = "frequent_sequences";
pub(super) const CONTRASTS: &str = "contrast_patterns";

/// The longest patterns that are sought unless told otherwise.
const LENGTH_MAX_DEFAULT: usize = 3;

/// `frequent_itemsets(support [, length_max] [, query])`
pub(super) fn read_itemsets(arguments: &mut Arguments<'_>) -> Result<Arc<dyn Search>> {
    Ok(Arc::new(Frequent { function: ITEMSETS, names: Names::Items, wanted: Wanted::read(ITEMSETS, arguments)? }))
}

/// `frequent_sequences(support [, length_max] [, query])`
pub(super) fn read_sequences(arguments: &mut Arguments<'_>) -> Result<Arc<dyn Search>> {
    Ok(Arc::new(Frequent { function: SEQUENCES, names: Names::Events, wanted: Wanted::read(SEQUENCES, arguments)? }))
}

/// `contrast_patterns('itemsets' | 'sequences', support [, length_max] [, query])`
pub(super) fn read_contrasts(arguments: &mut Arguments<'_>) -> Result<Arc<dyn Search>> {
    let names = match arguments.text().as_deref() {
        Some("itemsets") => Names::Items,
        Some("sequences") => Names::Events,
        _ => return plan_err!("{CONTRASTS} takes 'itemsets' or 'sequences' first"),
    };
    Ok(Arc::new(Contrasted { names, wanted: Wanted::read(CONTRASTS, arguments)? }))
}

/// Which patterns of what.
#[derive(Debug)]
struct Wanted {
    support: Support,
    length_max: usize,
    source: Source,
}

impl Wanted {
    fn read(function: &'static str, arguments: &mut Arguments<'_>) -> Result<Self> {
        let support = arguments.support()?;
        let length_max = arguments.count("the greatest length", 1, PATTERN_LENGTH_MAX)?;
        let source = Source::new(function, arguments.text());
        Ok(Self { support, length_max: length_max.unwrap_or(LENGTH_MAX_DEFAULT), source })
    }

    fn bounds<'a>(&self, stop: &'a dyn Fn() -> bool) -> Bounds<'a> {
        Bounds { length_max: self.length_max, patterns_max: PATTERNS_MAX, stop: Some(stop) }
    }
}

fn named<'a>(pattern: &[u32], vocabulary: &'a Vocabulary) -> Vec<&'a str> {
    pattern.iter().filter_map(|id| vocabulary.name(*id)).collect()
}

/// What occurs often.
#[derive(Debug)]
struct Frequent {
    function: &'static str,
    names: Names,
    wanted: Wanted,
}

/// A pattern of either kind.
struct Row<'a> {
    names: Vec<&'a str>,
    support: usize,
    lift: f64,
    p: Option<f64>,
    q: Option<f64>,
}

#[async_trait]
impl Search for Frequent {
    fn schema(&self) -> SchemaRef {
        schema(&[
            (if self.names == Names::Items { "items" } else { "events" }, names_type()),
            ("length", DataType::Int64),
            ("support", DataType::Int64),
            ("share", DataType::Float64),
            ("lift", DataType::Float64),
            ("p", DataType::Float64),
            ("q", DataType::Float64),
        ])
    }

    async fn answer(&self, session: &dyn Session) -> Result<Vec<ArrayRef>> {
        let runs = self.wanted.source.runs(session, self.names, false).await?;
        let stop = deadline();
        let bounds = self.wanted.bounds(&stop);
        let refuse = |error| refused(self.function, error);
        let support_min = self.wanted.support;
        let (rows, reached): (Vec<Row<'_>>, _) = if self.names == Names::Items {
            let options = ItemsetOptions { support_min, bounds, ..ItemsetOptions::default() };
            let found = itemsets(runs.items(), &options).map_err(refuse)?;
            let row = |found: &ludograph_engine::mining::Itemset| Row {
                names: named(&found.items, runs.item_names()),
                support: found.support as usize,
                lift: found.lift,
                p: found.p,
                q: found.q,
            };
            (found.patterns.iter().map(row).collect(), found.reached)
        } else {
            let options = SequenceOptions { support_min, bounds, ..SequenceOptions::default() };
            let found = sequences(runs.events(), &options).map_err(refuse)?;
            let row = |found: &ludograph_engine::mining::FrequentSequence| Row {
                names: named(&found.events, runs.event_names()),
                support: found.support as usize,
                lift: found.lift,
                p: found.p,
                q: found.q,
            };
            (found.patterns.iter().map(row).collect(), found.reached)
        };
        check_whole(self.function, reached)?;
        Ok(vec![
            names(rows.iter().map(|row| row.names.clone())),
            integers(rows.iter().map(|row| row.names.len())),
            integers(rows.iter().map(|row| row.support)),
            numbers(rows.iter().map(|row| share(row.support, runs.len()))),
            numbers(rows.iter().map(|row| row.lift)),
            some_numbers(rows.iter().map(|row| row.p)),
            some_numbers(rows.iter().map(|row| row.q)),
        ])
    }
}

#[expect(clippy::cast_precision_loss, reason = "rows are far fewer than a double counts")]
fn share(support: usize, rows: usize) -> f64 {
    support as f64 / rows.max(1) as f64
}

/// What tells won from lost.
#[derive(Debug)]
struct Contrasted {
    names: Names,
    wanted: Wanted,
}

#[async_trait]
impl Search for Contrasted {
    fn schema(&self) -> SchemaRef {
        let number = |name| (name, DataType::Float64);
        schema(&[
            ("pattern", names_type()),
            ("length", DataType::Int64),
            ("support", DataType::Int64),
            ("wins", DataType::Int64),
            number("win_share"),
            number("lift"),
            number("odds_ratio"),
            number("odds_low"),
            number("odds_high"),
            number("p"),
            number("q"),
        ])
    }

    async fn answer(&self, session: &dyn Session) -> Result<Vec<ArrayRef>> {
        let runs = self.wanted.source.runs(session, self.names, true).await?;
        let stop = deadline();
        let (support_min, bounds) = (self.wanted.support, self.wanted.bounds(&stop));
        let judged = ContrastOptions::default();
        let (found, vocabulary) = if self.names == Names::Items {
            let options = ItemsetOptions { support_min, bounds, ..ItemsetOptions::default() };
            (contrast_itemsets(runs.items(), runs.won(), &options, &judged), runs.item_names())
        } else {
            let options = SequenceOptions { support_min, bounds, ..SequenceOptions::default() };
            (contrast_sequences(runs.events(), runs.won(), &options, &judged), runs.event_names())
        };
        let found = found.map_err(|error| refused(CONTRASTS, error))?;
        check_whole(CONTRASTS, found.reached)?;
        let rows = &found.patterns;
        Ok(vec![
            names(rows.iter().map(|row| named(&row.pattern, vocabulary))),
            integers(rows.iter().map(|row| row.pattern.len())),
            integers(rows.iter().map(|row| row.support as usize)),
            integers(rows.iter().map(|row| row.wins as usize)),
            numbers(rows.iter().map(|row| share(row.wins as usize, row.support as usize))),
            numbers(rows.iter().map(|row| row.lift)),
            numbers(rows.iter().map(|row| row.odds_ratio.value)),
            numbers(rows.iter().map(|row| row.odds_ratio.low)),
            numbers(rows.iter().map(|row| row.odds_ratio.high)),
            numbers(rows.iter().map(|row| row.p)),
            numbers(rows.iter().map(|row| row.q)),
        ])
    }
}
