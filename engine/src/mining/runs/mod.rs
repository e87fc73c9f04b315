//! Recorded runs of a game: what was owned, what was done in which order, how it ended.

mod generate;
mod json;
mod plan;

use serde::{Deserialize, Serialize};

use super::error::MiningError;
use super::rows::{Sequences, Transactions};
use super::vocabulary::Vocabulary;

pub use generate::generate;
pub use plan::{GeneratorPlan, PlantedItems, PlantedSequence};

/// One run; ids are those of the vocabularies it is used with.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Run {
    /// What was owned, in any order.
    pub items: Vec<u32>,
    /// What was done, in order.
    pub events: Vec<u32>,
    /// Whether it was won.
    pub won: bool,
    /// The ante (level, depth) it reached, where known.
    pub ante: Option<u32>,
    /// Its score, where known; finite.
    pub score: Option<f64>,
}

/// One run by names, as files and stores have it. As JSON: `{"won": bool, "jokers" or "items": [names], "events": [names],
/// "ante": n, "score": x}`, of which all but `won` may be absent.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct NamedRun {
    /// What was owned, in any order.
    #[serde(default, alias = "jokers")]
    pub items: Vec<String>,
    /// What was done, in order.
    #[serde(default)]
    pub events: Vec<String>,
    /// Whether it was won.
    pub won: bool,
    /// The ante (level, depth) it reached, where known.
    pub ante: Option<u32>,
    /// Its score, where known; finite.
    pub score: Option<f64>,
}

/// Many runs by columns, with the names of their items and events.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Runs {
    item_names: Vocabulary,
    event_names: Vocabulary,
    items: Transactions,
    events: Sequences,
    won: Vec<bool>,
    antes: Vec<Option<u32>>,
    scores: Vec<Option<f64>>,
}

impl Runs {
    /// No runs yet, names known beforehand.
    #[must_use]
    pub fn new(item_names: Vocabulary, event_names: Vocabulary) -> Self {
        Self { item_names, event_names, ..Self::default() }
    }

    /// Reads one JSON object a line: `{"won": bool, "jokers" or "items": [names], "events": [names], "ante": n, "score":
    /// x}`, of which all but `won` may be absent; other fields and empty lines are passed over.
    ///
    /// # Errors
    /// [`MiningError::Json`] with the line, or what [`Runs::push`] refuses.
    pub fn from_json_lines(text: &str) -> Result<Self, MiningError> {
        json::read(text)
    }

    /// Adds a run.
    ///
    /// # Errors
    /// [`MiningError::Range`] for an id without a name or too many runs, [`MiningError::Parameter`] for a score that is
    /// not finite.
    pub fn push(&mut self, run: &Run) -> Result<(), MiningError> {
        for (field, ids, names) in [("item", &run.items, &self.item_names), ("event", &run.events, &self.event_names)] {
            if let Some(id) = ids.iter().find(|id| **id as usize >= names.len()) {
                let most = u64::try_from(names.len()).unwrap_or(u64::MAX).saturating_sub(1);
                return Err(MiningError::Range { field, value: u64::from(*id), least: 0, most });
            }
        }
        if let Some(score) = run.score {
            MiningError::expect_between("score", score, f64::MIN, f64::MAX, "finite")?;
        }
        self.items.push(&run.items)?;
        self.events.push(&run.events)?;
        self.won.push(run.won);
        self.antes.push(run.ante);
        self.scores.push(run.score);
        Ok(())
    }

    /// Adds a run by names; new names become known.
    ///
    /// # Errors
    /// As [`Runs::push`]; [`MiningError::Range`] for too many names.
    pub fn push_named(&mut self, run: &NamedRun) -> Result<(), MiningError> {
        let ids = |names: &[String], vocabulary: &mut Vocabulary| {
            names.iter().map(|name| vocabulary.intern(name)).collect::<Result<Vec<u32>, MiningError>>()
        };
        let items = ids(&run.items, &mut self.item_names)?;
        let events = ids(&run.events, &mut self.event_names)?;
        self.push(&Run { items, events, won: run.won, ante: run.ante, score: run.score })
    }

    /// How many runs there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.won.len()
    }

    /// Whether there is no run.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.won.is_empty()
    }

    /// The names of the items.
    #[must_use]
    pub fn item_names(&self) -> &Vocabulary {
        &self.item_names
    }

    /// The names of the events.
    #[must_use]
    pub fn event_names(&self) -> &Vocabulary {
        &self.event_names
    }

    /// What each run owned.
    #[must_use]
    pub fn items(&self) -> &Transactions {
        &self.items
    }

    /// What each run did.
    #[must_use]
    pub fn events(&self) -> &Sequences {
        &self.events
    }

    /// Which runs were won.
    #[must_use]
    pub fn won(&self) -> &[bool] {
        &self.won
    }

    /// The ante each run reached, where known.
    #[must_use]
    pub fn antes(&self) -> &[Option<u32>] {
        &self.antes
    }

    /// Each run's score, where known.
    #[must_use]
    pub fn scores(&self) -> &[Option<f64>] {
        &self.scores
    }
}
