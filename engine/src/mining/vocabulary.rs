//! Names of items and events: what an id means.

use std::collections::HashMap;

use super::error::MiningError;
use super::limits::IDS_MAX;
use super::numbers::narrow;

/// A table of names; the id of a name is its index, given in the order of first mention.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Vocabulary {
    names: Vec<String>,
    ids: HashMap<String, u32>,
}

impl Vocabulary {
    /// The id of a name, which becomes known by asking.
    ///
    /// # Errors
    /// [`MiningError::Range`] once there are [`IDS_MAX`] names.
    pub fn intern(&mut self, name: &str) -> Result<u32, MiningError> {
        if let Some(id) = self.ids.get(name) {
            return Ok(*id);
        }
        MiningError::expect_range("names", self.names.len(), 0, u64::from(IDS_MAX) - 1)?;
        let id = narrow(self.names.len());
        self.names.push(name.to_owned());
        self.ids.insert(name.to_owned(), id);
        Ok(id)
    }

    /// The name of an id.
    #[must_use]
    pub fn name(&self, id: u32) -> Option<&str> {
        self.names.get(id as usize).map(String::as_str)
    }

    /// The id of a known name. `what` says in the error what kind of name it is.
    ///
    /// # Errors
    /// [`MiningError::Unknown`], with the most similar known name.
    pub fn id(&self, what: &'static str, name: &str) -> Result<u32, MiningError> {
        let id = self.ids.get(name).copied();
        id.ok_or_else(|| MiningError::unknown(what, name, self.names.iter().map(String::as_str)))
    }

    /// All names, in the order of their ids.
    #[must_use]
    pub fn names(&self) -> &[String] {
        &self.names
    }

    /// How many names there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.names.len()
    }

    /// Whether no name is known.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.names.is_empty()
    }
}
