//! The towns that games with an outcome pass through.

use super::solve::System;
use super::town::Town;
use crate::brigade::error::BrigadeError;
use crate::sort;

/// A town on the way to an outcome.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Bottleneck {
    /// The town.
    pub town: Town,
    /// The share of the games with the outcome that meet it after their start.
    pub passed: f64,
    /// How often these games meet it on average.
    pub visits: f64,
    /// The probability of the outcome from it.
    pub outcome: f64,
}

/// The `most` towns with the highest `passed`, the starts left out.
///
/// Given the outcome a town is visited n h(town) / h times, with n its expected visits, h the probability of the outcome
/// from there and from the start; and at least once with that divided by its visits once it is met, which is the diagonal
/// of the fundamental matrix. Nobody passes a town more often than it is visited, so towns are tried by falling visits
/// until no further one can be among the first.
pub(super) fn bottlenecks(
    towns: &[Town],
    starts: &[f64],
    expected: &[f64],
    reaches: &[f64],
    visits: &System,
    most: usize,
) -> Result<Vec<Bottleneck>, BrigadeError> {
    let from_start: f64 = starts.iter().zip(reaches).map(|(share, reach)| share * reach).sum();
    if from_start <= 0.0 {
        return Ok(Vec::new());
    }
    let given = |state: usize| expected[state] * reaches[state] / from_start;
    let mut states: Vec<usize> =
        (0..towns.len()).filter(|state| starts[*state] == 0.0 && given(*state) > 0.0).collect();
    sort::by(&mut states, |one, other| given(*other).total_cmp(&given(*one)).then(one.cmp(other)));
    let mut found: Vec<Bottleneck> = Vec::new();
    for state in states {
        let last =
            if found.len() < most { f64::NEG_INFINITY } else { found.last().map_or(f64::INFINITY, |b| b.passed) };
        if given(state) <= last {
            break;
        }
        let mut once = vec![0.0; towns.len()];
        once[state] = 1.0;
        let again = visits.solve(&once)?[state];
        let (visits, outcome) = (given(state), reaches[state]);
        found.push(Bottleneck { town: towns[state], passed: (visits / again).min(1.0), visits, outcome });
        sort::by(&mut found, |one, other| other.passed.total_cmp(&one.passed).then(one.town.cmp(&other.town)));
        found.truncate(most);
    }
    Ok(found)
}
