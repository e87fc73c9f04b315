//! The labels and properties of one node or relationship.

use crate::graph::Name;
use crate::value::Value;

/// Labels in the order they were given. Most nodes have one, which stands in its place.
#[derive(Debug, Clone, Default)]
pub(super) enum Labels {
    #[default]
    None,
    One(Name),
    Many(Vec<Name>),
}

impl Labels {
    /// All of them.
    #[inline]
    pub(super) fn names(&self) -> &[Name] {
        match self {
            Self::None => &[],
            Self::One(name) => std::slice::from_ref(name),
            Self::Many(names) => names,
        }
    }

    /// Gives a label, behind those there are, or takes it. Complexity: linear.
    pub(super) fn set(&mut self, label: Name, present: bool) {
        let mut names = self.names().to_vec();
        match (present, names.contains(&label)) {
            (true, false) => names.push(label),
            (false, true) => names.retain(|other| *other != label),
            _ => return,
        }
        *self = match names[..] {
            [] => Self::None,
            [only] => Self::One(only),
            _ => Self::Many(names),
        };
    }
}

/// Few: looking at one after the other is faster than halving.
const FEW: usize = 8;

/// Properties sorted by name. Most relationships have one or none, which stands in its place and not behind a pointer: a
/// walk over all relationships reads memory in its order.
#[derive(Debug, Clone)]
pub(super) struct Properties {
    /// The name and the value of the first, or [`Name::NONE`] and null.
    first: Name,
    value: Value,
    /// Those behind it; most have none.
    #[expect(clippy::box_collection, reason = "half the size of the vector, in every relationship")]
    more: Option<Box<Vec<(Name, Value)>>>,
}

impl Default for Properties {
    fn default() -> Self {
        Self { first: Name::NONE, value: Value::Null, more: None }
    }
}

impl Properties {
    /// All of them, sorted by name.
    pub(super) fn iter(&self) -> impl Iterator<Item = (Name, &Value)> {
        let first = (self.first != Name::NONE).then_some((self.first, &self.value));
        first.into_iter().chain(self.more().iter().map(|entry| (entry.0, &entry.1)))
    }

    fn more(&self) -> &[(Name, Value)] {
        self.more.as_ref().map_or(&[], |more| more)
    }

    /// The value of one. Complexity: O(log n).
    #[inline]
    pub(super) fn get(&self, name: Name) -> Option<&Value> {
        if self.first == name {
            return (name != Name::NONE).then_some(&self.value);
        }
        find(self.more(), name)
    }

    /// Sets one; null removes it. Complexity: O(n).
    pub(super) fn set(&mut self, name: Name, value: Value) {
        let mut entries = std::mem::take(self).into_entries();
        let place = entries.binary_search_by_key(&name, |entry| entry.0);
        if let Ok(index) = place {
            entries.remove(index);
        }
        if value != Value::Null {
            entries.insert(place.unwrap_or_else(|index| index), (name, value));
        }
        *self = Self::of(entries);
    }

    fn into_entries(self) -> Vec<(Name, Value)> {
        let mut entries = self.more.map(|more| *more).unwrap_or_default();
        if self.first != Name::NONE {
            entries.insert(0, (self.first, self.value));
        }
        entries
    }

    fn of(mut entries: Vec<(Name, Value)>) -> Self {
        if entries.is_empty() {
            return Self::default();
        }
        let (first, value) = entries.remove(0);
        Self { first, value, more: (!entries.is_empty()).then(|| Box::new(entries)) }
    }
}

fn find(entries: &[(Name, Value)], name: Name) -> Option<&Value> {
    if entries.len() <= FEW {
        return entries.iter().find(|entry| entry.0 == name).map(|entry| &entry.1);
    }
    let index = entries.binary_search_by_key(&name, |entry| entry.0).ok()?;
    entries.get(index).map(|entry| &entry.1)
}
