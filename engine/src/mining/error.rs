//! What a caller can do wrong, and what data can be wrong. Nothing in this module panics instead.

use thiserror::Error;

/// Why a call was refused.
#[derive(Debug, Clone, PartialEq, Error)]
#[non_exhaustive]
pub enum MiningError {
    /// A parameter outside its range, or not a number.
    #[error("{field}: {} is not {allowed}", crate::number::shown(*value))]
    Parameter {
        /// The parameter's name.
        field: &'static str,
        /// What was given.
        value: f64,
        /// The allowed range in words.
        allowed: &'static str,
    },
    /// A whole number outside its range.
    #[error("{field}: {value} is outside {least}..={most}")]
    Range {
        /// The parameter's name.
        field: &'static str,
        /// What was given.
        value: u64,
        /// The smallest allowed.
        least: u64,
        /// The largest allowed.
        most: u64,
    },
    /// Two lists that belong together and are not of one length.
    #[error("{what}: expected {expected} entries, got {found}")]
    Count {
        /// Which list.
        what: &'static str,
        /// How many are needed.
        expected: usize,
        /// How many there are.
        found: usize,
    },
    /// A name nobody knows.
    #[error("unknown {what} `{name}`{}", suggest(nearest.as_deref()))]
    Unknown {
        /// What kind of name.
        what: &'static str,
        /// The name.
        name: String,
        /// The most similar known name.
        nearest: Option<String>,
    },
    /// Something the call needs and the data does not have.
    #[error("{what} is missing: {needed}")]
    Missing {
        /// What is missing.
        what: &'static str,
        /// What it would be needed for, and where it comes from.
        needed: &'static str,
    },
    /// Text that is not the JSON that is expected.
    #[error("{what}, line {line}: {message}")]
    Json {
        /// What was to be read.
        what: &'static str,
        /// The line, 1-based.
        line: usize,
        /// What is wrong with it.
        message: String,
    },
    /// A system of equations without a solution of finite size.
    #[error("the model's equations have no finite solution (column {column}); a larger ridge helps")]
    Singular {
        /// The column at which it was noticed.
        column: usize,
    },
}

impl MiningError {
    /// An unknown name, with the nearest of the known ones.
    pub(crate) fn unknown<'a>(what: &'static str, name: &str, known: impl IntoIterator<Item = &'a str>) -> Self {
        // Long input is cut: what is quoted back stays readable, and the comparison cheap.
        let name: String = name.chars().take(64).collect();
        let nearest = known
            .into_iter()
            .map(|known| (strsim::damerau_levenshtein(&name, known), known))
            .filter(|(distance, known)| *distance <= 2.max(known.len() / 3))
            .min()
            .map(|(_, known)| known.to_owned());
        Self::Unknown { what, name, nearest }
    }

    pub(crate) fn expect_count(what: &'static str, expected: usize, found: usize) -> Result<(), Self> {
        if expected == found { Ok(()) } else { Err(Self::Count { what, expected, found }) }
    }

    pub(crate) fn expect_range(field: &'static str, value: usize, least: u64, most: u64) -> Result<(), Self> {
        let value = u64::try_from(value).unwrap_or(u64::MAX);
        if (least..=most).contains(&value) { Ok(()) } else { Err(Self::Range { field, value, least, most }) }
    }

    /// Refuses a number that is not in `low..=high`; NaN is in no range.
    pub(crate) fn expect_between(
        field: &'static str,
        value: f64,
        low: f64,
        high: f64,
        allowed: &'static str,
    ) -> Result<(), Self> {
        if value >= low && value <= high { Ok(()) } else { Err(Self::Parameter { field, value, allowed }) }
    }
}

fn suggest(nearest: Option<&str>) -> String {
    nearest.map(|name| format!("; did you mean `{name}`?")).unwrap_or_default()
}
