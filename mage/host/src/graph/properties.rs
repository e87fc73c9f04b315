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
#[derive(Debug, Clone, Default)]
pub(super) enum Properties {
    #[default]
    None,
    One((Name, Value)),
    Many(Vec<(Name, Value)>),
}

impl Properties {
    /// All of them, sorted by name.
    #[inline]
    pub(super) fn entries(&self) -> &[(Name, Value)] {
        match self {
            Self::None => &[],
            Self::One(entry) => std::slice::from_ref(entry),
            Self::Many(entries) => entries,
        }
    }

    /// The value of one. Complexity: O(log n).
    #[inline]
    pub(super) fn get(&self, name: Name) -> Option<&Value> {
        if let Self::One(entry) = self {
            return (entry.0 == name).then_some(&entry.1);
        }
        find(self.entries(), name)
    }

    /// Sets one; null removes it. Complexity: O(n).
    pub(super) fn set(&mut self, name: Name, value: Value) {
        let place = self.entries().binary_search_by_key(&name, |entry| entry.0);
        let (index, is_there) = match place {
            Ok(index) => (index, true),
            Err(index) => (index, false),
        };
        if value == Value::Null && !is_there {
            return;
        }
        let mut entries = match std::mem::take(self) {
            Self::None => Vec::new(),
            Self::One(entry) => vec![entry],
            Self::Many(entries) => entries,
        };
        if is_there {
            entries.remove(index);
        }
        if value != Value::Null {
            entries.insert(index, (name, value));
        }
        *self = match entries.len() {
            0 => Self::None,
            1 => entries.pop().map_or(Self::None, Self::One),
            _ => Self::Many(entries),
        };
    }
}

fn find(entries: &[(Name, Value)], name: Name) -> Option<&Value> {
    if entries.len() <= FEW {
        return entries.iter().find(|entry| entry.0 == name).map(|entry| &entry.1);
    }
    let index = entries.binary_search_by_key(&name, |entry| entry.0).ok()?;
    entries.get(index).map(|entry| &entry.1)
}
