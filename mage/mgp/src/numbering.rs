//! Numbers for ids: what turns the nodes of a graph into the indices that algorithms work on.

use crate::error::{Error, Result};
use crate::memory::Buffer;

/// An entry without an id; a number is never this.
const FREE: u32 = u32::MAX;
/// Entries at first; a power of two, as all later counts are.
const ENTRIES_FIRST: usize = 64;

/// Numbers ids from 0, in the order in which they are first met. Its memory is the server's and counts against the call's
/// limit: 16 bytes an entry, at most three quarters of them in use.
#[derive(Debug)]
pub struct Numbering<'c> {
    entries: Buffer<'c, (i64, u32)>,
    count: u32,
    /// A shift that leaves as many bits of a product as there are bits in an entry's place.
    shift: u32,
}

impl<'c> Numbering<'c> {
    pub(crate) fn new(mut entries: Buffer<'c, (i64, u32)>) -> Result<Self> {
        entries.resize(ENTRIES_FIRST, (0, FREE))?;
        Ok(Self { entries, count: 0, shift: 64 - ENTRIES_FIRST.trailing_zeros() })
    }

    /// How many ids have a number.
    #[must_use]
    pub fn len(&self) -> usize {
        self.count as usize
    }

    /// Whether no id has one.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.count == 0
    }

    /// The entry of an id, or the free one where it would be. Complexity: O(1) on average; ids are spread by
    /// multiplication (Knuth 1973, section 6.4), neighbours go to neighbours.
    fn place(&self, id: i64) -> usize {
        let mask = self.entries.len() - 1;
        let spread = id.cast_unsigned().wrapping_mul(0x9e37_79b9_7f4a_7c15) >> self.shift;
        let mut place = usize::try_from(spread).unwrap_or(0) & mask;
        while let Some((other, number)) = self.entries.get(place) {
            if *number == FREE || *other == id {
                break;
            }
            place = (place + 1) & mask;
        }
        place
    }

    /// The number of an id that has one.
    #[must_use]
    pub fn find(&self, id: i64) -> Option<u32> {
        self.entries.get(self.place(id)).map(|entry| entry.1).filter(|number| *number != FREE)
    }

    /// The number of an id, and whether it is new.
    ///
    /// # Errors
    /// [`Error::OutOfMemory`].
    #[inline]
    pub fn number(&mut self, id: i64) -> Result<(u32, bool)> {
        if let Some(number) = self.find(id) {
            return Ok((number, false));
        }
        if self.len() + 1 > self.entries.len() / 4 * 3 {
            self.grow()?;
        }
        let number = self.count;
        if number >= FREE - 1 {
            return Err(Error::OutOfMemory(None));
        }
        let place = self.place(id);
        if let Some(entry) = self.entries.get_mut(place) {
            *entry = (id, number);
        }
        self.count += 1;
        Ok((number, true))
    }

    fn grow(&mut self) -> Result<()> {
        let mut larger = self.entries.empty_beside();
        larger.resize(self.entries.len() * 2, (0, FREE))?;
        let smaller = std::mem::replace(&mut self.entries, larger);
        self.shift -= 1;
        for (id, number) in smaller.iter().filter(|(_, number)| *number != FREE) {
            let place = self.place(*id);
            if let Some(entry) = self.entries.get_mut(place) {
                *entry = (*id, *number);
            }
        }
        Ok(())
    }
}
