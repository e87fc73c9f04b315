//! The explanation as a table for a terminal.

use std::fmt;

use super::Explanation;
use super::trace::Step;
use crate::number::{with_five_digits, with_four_decimals};

const HEADS: [&str; 8] = ["part", "card", "#", "source", "effect", "chips", "mult", "$"];

/// Columns that hold numbers stand to the right.
const RIGHT: [bool; 8] = [false, false, true, false, false, true, true, true];

/// One line for each step, then the score: an aligned table.
impl fmt::Display for Explanation {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let rows: Vec<[String; 8]> = self.steps.iter().map(cells).collect();
        let heads = HEADS.map(str::to_owned);
        let width = |column: usize| {
            let cells = std::iter::once(&heads).chain(&rows).filter_map(|row| row.get(column));
            cells.map(|cell| cell.chars().count()).max().unwrap_or(0)
        };
        let widths: Vec<usize> = (0..HEADS.len()).map(width).collect();
        for row in std::iter::once(&heads).chain(&rows) {
            let padded = row.iter().zip(&widths).zip(RIGHT).map(|((cell, width), right)| {
                if right { format!("{cell:>width$}") } else { format!("{cell:<width$}") }
            });
            writeln!(formatter, "{}", padded.collect::<Vec<_>>().join("  ").trim_end())?;
        }
        let score = &self.score;
        write!(
            formatter,
            "{}: {} × {} = {}",
            score.hand,
            number(score.chips),
            number(score.mult),
            number(score.score)
        )?;
        if score.blocked { write!(formatter, " (the blind lets this hand score nothing)") } else { Ok(()) }
    }
}

fn cells(step: &Step) -> [String; 8] {
    let trigger = if step.trigger > 1 { step.trigger.to_string() } else { String::new() };
    let dollars = if step.dollars == 0.0 { String::new() } else { number(step.dollars) };
    let (phase, card) = (step.phase.name().to_owned(), step.card.clone());
    [phase, card, trigger, step.source.clone(), step.effect.clone(), number(step.chips), number(step.mult), dollars]
}

/// A score as it is shown: whole below a million million, at most four decimals; larger ones in powers of ten.
#[must_use]
pub fn number(value: f64) -> String {
    if value.abs() >= 1e12 {
        return with_five_digits(value);
    }
    let text = with_four_decimals(value);
    let text = text.trim_end_matches('0').trim_end_matches('.');
    if text.is_empty() || text == "-0" { "0".to_owned() } else { text.to_owned() }
}
