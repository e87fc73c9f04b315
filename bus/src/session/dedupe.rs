//! What a run of a producer has sent of late.

use std::collections::{HashMap, VecDeque};
use std::hash::{BuildHasherDefault, Hasher};

use ludograph_proto::pb::Event;
use xxhash_rust::xxh3::{Xxh3, xxh3_64};

use crate::limits::KEYS_PER_PROCESS_MAX;

/// What makes an event the same event: its id, type and timestamp, hashed to 128 bits. The run of the producer is the
/// third part of the key: each keeps a [`Seen`] of its own. An event without an id is known by its content instead.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct Key(u128);

/// A hash of an event's payload, to tell a copy from another event under the same key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Content(u64);

/// The key and content of an event whose encoded payload is given.
pub(crate) fn identify(event: &Event, wire_type: &str, payload: &[u8]) -> (Key, Content) {
    let content = xxh3_64(payload);
    let mut hasher = Xxh3::new();
    match &event.event_id {
        Some(id) => {
            hasher.update(b"id");
            hasher.update(id.as_bytes());
        }
        None => {
            hasher.update(b"content");
            hasher.update(&content.to_le_bytes());
        }
    }
    hasher.update(&[0]);
    hasher.update(wire_type.as_bytes());
    hasher.update(&[0]);
    hasher.update(&event.source_time_ms.map_or([0xff; 8], |time| time.to_bits().to_le_bytes()));
    (Key(hasher.digest128()), Content(content))
}

/// What a lookup found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Known {
    /// Nothing under this key.
    New,
    /// The same event.
    Copy,
    /// Another payload under the same key.
    Conflict,
}

/// The last [`KEYS_PER_PROCESS_MAX`] keys.
#[derive(Debug, Default)]
pub(crate) struct Seen {
    contents: HashMap<Key, Content, BuildHasherDefault<KeyHasher>>,
    order: VecDeque<Key>,
}

impl Seen {
    pub(crate) fn lookup(&self, key: Key, content: Content) -> Known {
        match self.contents.get(&key) {
            None => Known::New,
            Some(known) if *known == content => Known::Copy,
            Some(_) => Known::Conflict,
        }
    }

    pub(crate) fn contains(&self, key: Key) -> bool {
        self.contents.contains_key(&key)
    }

    pub(crate) fn insert(&mut self, key: Key, content: Content) {
        if self.contents.insert(key, content).is_none() {
            self.order.push_back(key);
        }
        while self.order.len() > KEYS_PER_PROCESS_MAX {
            if let Some(oldest) = self.order.pop_front() {
                self.contents.remove(&oldest);
            }
        }
    }

    /// Forgets keys whose events were not stored after all.
    pub(crate) fn forget(&mut self, keys: &[Key]) {
        for key in keys {
            self.contents.remove(key);
        }
        let contents = &self.contents;
        self.order.retain(|key| contents.contains_key(key));
    }
}

/// The keys are hashes already.
#[derive(Debug, Default)]
pub(crate) struct KeyHasher(u64);

impl Hasher for KeyHasher {
    fn finish(&self) -> u64 {
        self.0
    }
    fn write(&mut self, bytes: &[u8]) {
        self.0 = xxh3_64(bytes);
    }
    fn write_u128(&mut self, key: u128) {
        #[allow(clippy::cast_possible_truncation, reason = "either half of a hash is a hash")]
        let low = key as u64;
        self.0 = low;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_oldest_keys_are_forgotten_first() {
        let mut seen = Seen::default();
        let count = KEYS_PER_PROCESS_MAX as u128 + 10;
        for key in 0..count {
            seen.insert(Key(key), Content(1));
        }
        assert_eq!(seen.lookup(Key(9), Content(1)), Known::New);
        assert_eq!(seen.lookup(Key(10), Content(1)), Known::Copy);
        assert_eq!(seen.lookup(Key(10), Content(2)), Known::Conflict);
        seen.forget(&[Key(10), Key(11)]);
        assert_eq!(seen.lookup(Key(10), Content(1)), Known::New);
        assert_eq!(seen.order.len(), KEYS_PER_PROCESS_MAX - 2);
    }
}
