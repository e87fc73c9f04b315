//! The jokers of a run's states, where they or the round differ from the state before.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::limits::JOKERS_SEEN_MAX;
use super::observation::{NAMES_BETWEEN, StateSeen};
use super::point::Whole;

/// The jokers a state showed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct JokersSeen {
    /// When, microseconds since the epoch.
    pub time_us: i64,
    /// Position of its event.
    pub position: u64,
    /// The round it named.
    pub round: Option<i32>,
    /// The ante it named.
    pub ante: Option<i32>,
    /// Their names from the left, joined by [`NAMES_BETWEEN`].
    #[serde(with = "shared_text")]
    pub joined: Arc<str>,
}

/// A shared text as a text.
mod shared_text {
    use std::sync::Arc;

    use serde::{Deserialize as _, Deserializer, Serializer};

    pub(super) fn serialize<S: Serializer>(text: &Arc<str>, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(text)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Arc<str>, D::Error> {
        String::deserialize(deserializer).map(Into::into)
    }
}

impl JokersSeen {
    /// Their names from the left, in the mod's words.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.joined.split(NAMES_BETWEEN).filter(|name| !name.is_empty())
    }

    fn key(&self) -> (i64, u64) {
        (self.time_us, self.position)
    }

    fn says_the_same(&self, other: &Self) -> bool {
        self.joined == other.joined && self.round == other.round && self.ante == other.ante
    }
}

/// Jokers seen, by time; of a row of states that say the same, the first and the last.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(super) struct JokersTimeline {
    seen: Vec<JokersSeen>,
}

impl JokersTimeline {
    /// Takes in a state. Constant time where states come in order, linear in those after it where one is late. Beyond
    /// [`JOKERS_SEEN_MAX`] nothing more is taken in.
    pub(super) fn observe(&mut self, time_us: i64, position: u64, state: &StateSeen<'_>) {
        let (Some(true), Some(joined)) = (state.in_game, state.jokers) else { return };
        let known = self.seen.last().filter(|last| *last.joined == *joined);
        let joined = known.map_or_else(|| joined.into(), |last| Arc::clone(&last.joined));
        let (round, ante) = (Whole::of(state.round).get(), Whole::of(state.ante).get());
        self.insert(JokersSeen { time_us, position, round, ante, joined });
    }

    fn insert(&mut self, new: JokersSeen) {
        let at = match self.seen.last() {
            Some(last) if last.key() > new.key() => self.seen.partition_point(|other| other.key() <= new.key()),
            _ => self.seen.len(),
        };
        let same = |place: Option<usize>| {
            place.and_then(|place| self.seen.get(place)).is_some_and(|other| other.says_the_same(&new))
        };
        let before = same(at.checked_sub(1));
        if before && same(Some(at)) {
            return;
        }
        let replaced = if before && same(at.checked_sub(2)) {
            Some(at - 1)
        } else if same(Some(at)) && same(Some(at + 1)) {
            Some(at)
        } else {
            None
        };
        if let Some(place) = replaced.and_then(|place| self.seen.get_mut(place)) {
            *place = new;
        } else if self.seen.len() < JOKERS_SEEN_MAX {
            self.seen.insert(at, new);
        }
    }

    pub(super) fn seen(&self) -> &[JokersSeen] {
        &self.seen
    }

    pub(super) fn memory_bytes(&self) -> usize {
        self.seen.capacity() * size_of::<JokersSeen>() + self.seen.iter().map(|seen| seen.joined.len()).sum::<usize>()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn timeline(seen: &[(i64, &str)]) -> Vec<(i64, String)> {
        let mut timeline = JokersTimeline::default();
        for (position, (time_us, jokers)) in (0..).zip(seen) {
            let state = StateSeen { in_game: Some(true), jokers: Some(jokers), ..StateSeen::default() };
            timeline.observe(*time_us, position, &state);
        }
        timeline.seen.iter().map(|seen| (seen.time_us, seen.joined.to_string())).collect()
    }

    #[test]
    fn the_ends_of_a_row_are_kept_so_that_what_is_late_falls_between() {
        let ends = |list: &[(i64, &str)]| list.iter().map(|(at, names)| (*at, (*names).to_owned())).collect::<Vec<_>>();
        assert_eq!(timeline(&[(1, "A"), (2, "A"), (3, "A"), (9, "A")]), ends(&[(1, "A"), (9, "A")]));
        let late = timeline(&[(1, "A"), (3, "A"), (9, "A"), (5, "B")]);
        assert_eq!(late, ends(&[(1, "A"), (5, "B"), (9, "A")]));
        assert_eq!(timeline(&[(5, "A"), (7, "A"), (1, "A"), (6, "A")]), ends(&[(1, "A"), (7, "A")]));
    }

    #[test]
    fn a_menu_holds_no_jokers() {
        let mut timeline = JokersTimeline::default();
        let menu = StateSeen { in_game: Some(false), jokers: Some(""), ..StateSeen::default() };
        timeline.observe(1, 1, &menu);
        assert_eq!(timeline.seen(), []);
    }
}
