//! Which patterns are wanted, and how long the search may take.

use ludograph_engine::mining::{PATTERN_LENGTH_MAX, PATTERNS_MAX, PATTERNS_MAX_DEFAULT, Support};
use ludograph_mgp::{Call, Error, Result, Settings, View};

/// Milliseconds a search may take unless told otherwise, and a day.
const TIME_MS_DEFAULT: u64 = 10_000;
const TIME_MS_MAX: u64 = 86_400_000;
/// The longest patterns that are sought unless told otherwise.
const LENGTH_MAX_DEFAULT: u64 = 3;

/// The settings of every procedure.
pub(crate) const SETTINGS: [&str; 8] =
    ["item_label", "direction", "min_length", "max_length", "max_patterns", "top", "alpha", "time_ms"];

/// An error of the engine as a sentence for the client.
pub(crate) fn said(error: impl std::fmt::Display) -> Error {
    Error::new(error.to_string())
}

/// What all searches are told.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Wanted {
    pub(crate) support: Support,
    pub(crate) length_min: usize,
    pub(crate) length_max: usize,
    pub(crate) patterns_max: usize,
    pub(crate) top: Option<usize>,
    pub(crate) alpha: f64,
    pub(crate) time_ms: u64,
}

impl Wanted {
    pub(crate) fn read(call: &Call<'_>, settings: &Settings<'_>) -> Result<Self> {
        let longest = PATTERN_LENGTH_MAX as u64;
        let length_max = settings.whole("max_length", LENGTH_MAX_DEFAULT, 1..=longest)?;
        let length_min = settings.whole("min_length", 1, 1..=longest)?;
        if length_min > length_max {
            let wanted = format!("at most options.max_length, which is {length_max}");
            return Err(Error::argument("options.min_length", &wanted, length_min));
        }
        let patterns_max = settings.whole("max_patterns", PATTERNS_MAX_DEFAULT as u64, 1..=PATTERNS_MAX as u64)?;
        let small = |value: u64| usize::try_from(value).unwrap_or(usize::MAX);
        Ok(Self {
            support: support(call)?,
            length_min: small(length_min),
            length_max: small(length_max),
            patterns_max: small(patterns_max),
            top: settings.positive_or_none("top")?.map(|top| top as usize),
            alpha: settings.number("alpha", 0.05, 0.0..=1.0)?,
            time_ms: settings.whole("time_ms", TIME_MS_DEFAULT, 1..=TIME_MS_MAX)?,
        })
    }
}

/// A whole number is rows, one with a point a share of all rows.
fn support(call: &Call<'_>) -> Result<Support> {
    let wanted = "a number of rows from 1 on, or a share above 0 and at most 1 written with a point";
    match call.arg::<View<'_>>("support")? {
        View::Int(rows) => {
            let found = u32::try_from(rows).ok().filter(|rows| *rows > 0).map(Support::Rows);
            found.ok_or_else(|| Error::argument("support", wanted, rows))
        }
        View::Float(share) if share > 0.0 && share <= 1.0 => Ok(Support::Share(share)),
        other => Err(Error::argument("support", wanted, other.said())),
    }
}
