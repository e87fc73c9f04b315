//! The figures of pairs, and whether planted sets stand out.

use super::expected::{Expected, ExpectedPair, SEPARATOR};
use super::{MiningReport, agree};
use crate::mining::bounds::Support;
use crate::mining::error::MiningError;
use crate::mining::itemsets::{ItemsetOptions, itemsets};
use crate::mining::numbers::narrow;
use crate::mining::runs::Runs;
use crate::mining::statistics::{FourFold, fisher_greater};

/// Figures of other tools are told from ours by more than this, relative.
const TOLERANCE: f64 = 1e-8;
/// Error rate at which a planted set has to be found.
const PLANTED_Q: f64 = 1e-6;

pub(super) fn check_pairs(runs: &Runs, expected: &Expected, report: &mut MiningReport) -> Result<(), MiningError> {
    for (name, pair) in &expected.pairs {
        let case = format!("pair {name}");
        let ids = name.split_once(SEPARATOR).map(|(one, other)| {
            Ok::<_, MiningError>((runs.item_names().id("item", one)?, runs.item_names().id("item", other)?))
        });
        match ids {
            Some(ids) => report.add(&case, check_pair(runs, ids?, pair)),
            None => report.add(&case, Err(format!("no `{SEPARATOR}` between two names"))),
        }
    }
    Ok(())
}

fn check_pair(runs: &Runs, (one, other): (u32, u32), expected: &ExpectedPair) -> Result<(), String> {
    let (mut both, mut first, mut second, mut wins, mut won) = (0, 0, 0, 0, 0);
    for (row, outcome) in runs.items().iter().zip(runs.won()) {
        let (has_one, has_other) = (row.binary_search(&one).is_ok(), row.binary_search(&other).is_ok());
        first += u32::from(has_one);
        second += u32::from(has_other);
        both += u32::from(has_one && has_other);
        won += u32::from(*outcome);
        wins += u32::from(has_one && has_other && *outcome);
    }
    let rows = narrow(runs.len());
    let together = FourFold::of(both, first, second, rows);
    let winning = FourFold::of(wins, both, won, rows);
    agree("n", f64::from(expected.n), f64::from(both), 0.0)?;
    agree("wins", f64::from(expected.wins), f64::from(wins), 0.0)?;
    agree("lift", expected.lift, together.lift(), TOLERANCE)?;
    agree("pmi", expected.pmi, together.pmi(), TOLERANCE)?;
    agree("npmi", expected.npmi, together.npmi(), TOLERANCE)?;
    agree("win_rate", expected.win_rate, f64::from(wins) / f64::from(both), TOLERANCE)?;
    agree("fisher_cooccur_p", expected.fisher_cooccur_p, fisher_greater(together), TOLERANCE)?;
    agree("fisher_win_p", expected.fisher_win_p, fisher_greater(winning), TOLERANCE)
}

/// Each planted set is frequent and significant.
pub(super) fn check_planted(runs: &Runs, expected: &Expected, report: &mut MiningReport) -> Result<(), MiningError> {
    let Some(support_min) = expected.min_support_count else { return Ok(()) };
    let options = ItemsetOptions { support_min: Support::Rows(support_min), ..ItemsetOptions::default() };
    let found = itemsets(runs.items(), &options)?;
    for planted in &expected.planted_itemsets {
        let ids = planted.iter().map(|name| runs.item_names().id("item", name)).collect::<Result<Vec<_>, _>>();
        let outcome = ids.map_err(|error| error.to_string()).and_then(|mut ids| {
            ids.sort_unstable();
            let itemset = found.patterns.iter().find(|itemset| itemset.items == ids).ok_or("not frequent")?;
            match itemset.q {
                Some(q_value) if q_value <= PLANTED_Q => Ok(()),
                q_value => Err(format!("q: expected at most {PLANTED_Q}, got {q_value:?}")),
            }
        });
        report.add(&format!("planted {}", planted.join(", ")), outcome);
    }
    Ok(())
}
