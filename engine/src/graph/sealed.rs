//! The ids of games that are over.

use std::collections::{HashSet, VecDeque};

/// Bytes one id takes, in the order and in the set.
const ID_BYTES: usize = 56;

/// Ids of sealed games, the oldest first.
#[derive(Debug, Default)]
pub(super) struct Sealed {
    order: VecDeque<[u8; 16]>,
    ids: HashSet<[u8; 16]>,
}

impl Sealed {
    /// Remembers an id, and forgets the oldest beyond so many.
    pub(super) fn add(&mut self, id: [u8; 16], most: usize) {
        if self.ids.insert(id) {
            self.order.push_back(id);
        }
        while self.order.len() > most {
            self.order.pop_front().inspect(|oldest| _ = self.ids.remove(oldest));
        }
    }

    pub(super) fn contains(&self, id: &[u8; 16]) -> bool {
        self.ids.contains(id)
    }

    /// The ids, the oldest first.
    pub(super) fn iter(&self) -> impl Iterator<Item = &[u8; 16]> {
        self.order.iter()
    }

    pub(super) fn memory_bytes(&self) -> usize {
        self.order.len() * ID_BYTES
    }
}
