//! What a caller can do wrong, and what data can be wrong. Nothing in this module panics instead.

use thiserror::Error;

/// Why a call on the game was refused. The game is then as it was before the call.
#[derive(Debug, Clone, PartialEq, Error)]
#[non_exhaustive]
pub enum BrigadeError {
    /// An action names a house that is not on the ring.
    #[error("agent {agent}: house {value} is outside 0..={last}", last = houses.saturating_sub(1))]
    House {
        /// The agent.
        agent: usize,
        /// What was given.
        value: i64,
        /// How many houses there are.
        houses: u16,
    },
    /// A mode or a signal that is neither 0 (rest) nor 1 (work).
    #[error("agent {agent}: {field} {value} is neither 0 (rest) nor 1 (work)")]
    Mode {
        /// The agent.
        agent: usize,
        /// `mode`, `signal` or `round1`.
        field: &'static str,
        /// What was given.
        value: i64,
    },
    /// An action with neither two nor three parts.
    #[error("agent {agent}: an action has 2 or 3 parts [house, mode, signal], not {found}")]
    ActionLength {
        /// The agent.
        agent: usize,
        /// How many parts it has.
        found: usize,
    },
    /// A list with the wrong number of entries.
    #[error("{what}: expected {expected} entries, got {found}")]
    Count {
        /// Which list.
        what: &'static str,
        /// How many are needed.
        expected: usize,
        /// How many there are.
        found: usize,
    },
    /// A parameter outside its range, or not a number.
    #[error("{field}: {} is not {allowed}", crate::number::shown(*value))]
    Parameter {
        /// The parameter's name in files.
        field: &'static str,
        /// What was given.
        value: f64,
        /// The allowed range in words.
        allowed: &'static str,
    },
    /// A whole number outside its range.
    #[error("{field}: {value} is outside {least}..={most}")]
    Range {
        /// The parameter's name in files.
        field: &'static str,
        /// What was given.
        value: i64,
        /// The smallest allowed.
        least: i64,
        /// The largest allowed.
        most: i64,
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
    /// A step after the game's end.
    #[error("the game is over after {nights} nights; reset it first")]
    Over {
        /// How many nights were played.
        nights: u32,
    },
    /// `step` on a two-phase scenario, or `step_two_phase` on another one.
    #[error("the scenario's commitment mode is `{mode}`: call `{call}`")]
    Commitment {
        /// The scenario's mode.
        mode: &'static str,
        /// The call that fits.
        call: &'static str,
    },
    /// A bad action in one lane of a batch.
    #[error("lane {lane}: {error}")]
    Lane {
        /// The lane.
        lane: usize,
        /// What is wrong there.
        error: Box<BrigadeError>,
    },
    /// Recorded draws that do not fit what a night asks for.
    #[error("{used} draws are needed, {given} were given")]
    DrawCount {
        /// How many the rules ask for.
        used: usize,
        /// How many were given.
        given: usize,
    },
    /// Text that is not the JSON that is expected.
    #[error("{what}: {message}")]
    Json {
        /// What was to be read.
        what: &'static str,
        /// What is wrong with it, and where.
        message: String,
    },
    /// A system of equations whose solution does not hold when put back.
    #[error("the equations could not be solved: the residual is {}", crate::number::with_five_digits(*residual))]
    Unsolved {
        /// The largest residual, relative to the largest value.
        residual: f64,
    },
    /// An agent or a scenario that an exact measure does not cover.
    #[error("{what} cannot be measured exactly: {why}")]
    NotExact {
        /// Which agent or parameter.
        what: String,
        /// Why.
        why: &'static str,
    },
    /// Bytes that are no replay, or a damaged one.
    #[error("damaged replay at byte {offset}: {what}")]
    Corrupt {
        /// Where it was noticed.
        offset: usize,
        /// What is wrong.
        what: &'static str,
    },
    /// A replay that does not come out as it was recorded.
    #[error("night {night}: the replay's {what} differs from the simulation")]
    Diverged {
        /// The night, 0-based.
        night: u32,
        /// What differs first.
        what: &'static str,
    },
}

impl BrigadeError {
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

    pub(crate) fn json(what: &'static str, error: &serde_json::Error) -> Self {
        Self::Json { what, message: error.to_string() }
    }

    pub(crate) fn expect_count(what: &'static str, expected: usize, found: usize) -> Result<(), Self> {
        if expected == found { Ok(()) } else { Err(Self::Count { what, expected, found }) }
    }
}

fn suggest(nearest: Option<&str>) -> String {
    nearest.map(|name| format!("; did you mean `{name}`?")).unwrap_or_default()
}
