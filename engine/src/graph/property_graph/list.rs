//! The properties of one node or relationship.

use crate::graph::value::{Name, Properties, Value};

/// Properties by name, in the order of the names. A list and no tree: there are a handful, and millions of lists.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct PropertyList(Vec<(Name, Value)>);

impl PropertyList {
    /// The value of a property; `None` where it is not there. O(log properties).
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&Value> {
        let place = self.place(name).ok()?;
        self.0.get(place).map(|(_, value)| value)
    }

    /// All properties, in the order of their names; none is null.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = (&str, &Value)> {
        self.0.iter().map(|(name, value)| (name.as_ref(), value))
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    fn place(&self, name: &str) -> Result<usize, usize> {
        self.0.binary_search_by(|(other, _)| other.as_ref().cmp(name))
    }

    /// Sets a property; null removes it.
    pub(super) fn set(&mut self, name: Name, value: Value) {
        match self.place(&name) {
            Ok(place) if value.is_null() => drop(self.0.remove(place)),
            Ok(place) => self.0[place].1 = value,
            Err(_) if value.is_null() => {}
            Err(place) => {
                self.0.reserve_exact(1);
                self.0.insert(place, (name, value));
            }
        }
    }

    pub(super) fn set_all(&mut self, properties: &Properties) {
        self.0.reserve_exact(properties.len().saturating_sub(self.0.len()));
        for (name, value) in properties {
            self.set(name.clone(), value.clone());
        }
    }

    pub(super) fn memory_bytes(&self) -> usize {
        self.0.capacity() * size_of::<(Name, Value)>()
            + self.0.iter().map(|(_, value)| value.memory_bytes()).sum::<usize>()
    }
}
