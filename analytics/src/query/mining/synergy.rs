//! `joker_synergy`: which pairs go together, and which win together.

use std::sync::Arc;

use arrow::array::{ArrayRef, BooleanArray};
use arrow::datatypes::{DataType, SchemaRef};
use async_trait::async_trait;
use datafusion::catalog::Session;
use datafusion::error::Result;
use ludograph_engine::mining::{PairOptions, pair_synergy};

use super::arguments::Arguments;
use super::source::{Names, Source};
use super::{PATTERNS_MAX, Search, check_whole, deadline, integers, numbers, refused, schema, texts};

pub(super) const NAME: &str = "joker_synergy";

/// The false discovery rate at which a pair counts as winning.
const ALPHA: f64 = 0.05;
/// Runs with both, unless told otherwise.
const RUNS_MIN_DEFAULT: usize = 20;

/// `joker_synergy([runs_min] [, query])`
pub(super) fn read(arguments: &mut Arguments<'_>) -> Result<Arc<dyn Search>> {
    let runs_min = arguments.count("the fewest runs with both", 1, u32::MAX as usize)?.unwrap_or(RUNS_MIN_DEFAULT);
    let runs_min = u32::try_from(runs_min).unwrap_or(u32::MAX);
    Ok(Arc::new(Synergy { runs_min, source: Source::new(NAME, arguments.text()) }))
}

#[derive(Debug)]
struct Synergy {
    runs_min: u32,
    source: Source,
}

#[async_trait]
impl Search for Synergy {
    fn schema(&self) -> SchemaRef {
        let number = |name| (name, DataType::Float64);
        schema(&[
            ("joker_a", DataType::Utf8),
            ("joker_b", DataType::Utf8),
            ("runs", DataType::Int64),
            ("wins", DataType::Int64),
            number("win_share"),
            number("lift"),
            number("npmi"),
            number("together_p"),
            number("uplift"),
            number("uplift_error"),
            number("uplift_p"),
            number("uplift_q"),
            ("is_winning", DataType::Boolean),
        ])
    }

    async fn answer(&self, session: &dyn Session) -> Result<Vec<ArrayRef>> {
        let runs = self.source.runs(session, Names::Items, true).await?;
        let stop = deadline();
        let options = PairOptions {
            runs_min: self.runs_min,
            pairs_max: PATTERNS_MAX,
            stop: Some(&stop),
            ..PairOptions::default()
        };
        let found = pair_synergy(&runs, &options).map_err(|error| refused(NAME, error))?;
        check_whole(NAME, found.reached)?;
        let pairs = &found.pairs;
        let name = |id: u32| runs.item_names().name(id).unwrap_or_default();
        let number = |value: fn(&ludograph_engine::mining::PairSynergy) -> f64| numbers(pairs.iter().map(value));
        Ok(vec![
            texts(pairs.iter().map(|pair| name(pair.first))),
            texts(pairs.iter().map(|pair| name(pair.second))),
            integers(pairs.iter().map(|pair| pair.runs as usize)),
            integers(pairs.iter().map(|pair| pair.wins as usize)),
            number(|pair| pair.win_rate),
            number(|pair| pair.lift),
            number(|pair| pair.npmi),
            number(|pair| pair.together_p),
            number(|pair| pair.uplift.log_odds),
            number(|pair| pair.uplift.deviation),
            number(|pair| pair.uplift.p),
            number(|pair| pair.uplift.q),
            Arc::new(pairs.iter().map(|pair| Some(pair.is_winning(ALPHA))).collect::<BooleanArray>()),
        ])
    }
}
