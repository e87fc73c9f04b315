//! What a caller can do wrong. Nothing in this module's neighbours panics instead.

use thiserror::Error;

/// Why a state, a file or a request was refused.
#[derive(Debug, Clone, PartialEq, Error)]
#[non_exhaustive]
pub enum BalatroError {
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
    /// A number outside its range, or none at all.
    #[error("{field}: {} is not {allowed}", crate::number::shown(*value))]
    Number {
        /// The field's name in files.
        field: &'static str,
        /// What was given.
        value: f64,
        /// The allowed range in words.
        allowed: &'static str,
    },
    /// A list with too few or too many entries.
    #[error("{what}: {found} entries, allowed are {least} to {most}")]
    Count {
        /// Which list.
        what: &'static str,
        /// How many there are.
        found: usize,
        /// The smallest allowed.
        least: usize,
        /// The largest allowed.
        most: usize,
    },
    /// An order that is no permutation of what it orders.
    #[error("{what}: not a permutation of 0..{len}")]
    Order {
        /// What is ordered.
        what: &'static str,
        /// How many entries there are.
        len: usize,
    },
    /// An expectation was asked of what follows one course of the rolls.
    #[error("luck: `mean` has no single course; allowed are least and most")]
    Luck,
    /// Text that is not the JSON that is expected.
    #[error("{what}: {message}")]
    Json {
        /// What was to be read.
        what: &'static str,
        /// What is wrong with it, and where.
        message: String,
    },
}

/// The longest name that is quoted back: an error stays readable, and the comparison cheap.
const NAME_CHARS_MAX: usize = 64;

impl BalatroError {
    /// An unknown name, with the nearest of the known ones.
    pub(crate) fn unknown<'a>(what: &'static str, name: &str, known: impl IntoIterator<Item = &'a str>) -> Self {
        let name: String = name.chars().take(NAME_CHARS_MAX).collect();
        let nearest = known
            .into_iter()
            .map(|known| (strsim::damerau_levenshtein(&name, known), known))
            .filter(|(distance, known)| *distance <= 2.max(known.len() / 3))
            .min()
            .map(|(_, known)| known.to_owned());
        Self::Unknown { what, name, nearest }
    }

    pub(crate) fn json(what: &'static str, error: &serde_json::Error) -> Self {
        Self::Json { what, message: error.to_string() }
    }
}

fn suggest(nearest: Option<&str>) -> String {
    nearest.map_or_else(String::new, |name| format!("; did you mean `{name}`?"))
}
