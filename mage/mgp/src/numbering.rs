//! What is known of ids: what turns the nodes of a graph into the indices that algorithms work on.

use crate::error::{Error, Result};
use crate::memory::Buffer;

/// An entry without an id; a number is never this.
const FREE: u32 = u32::MAX;
/// Entries at first; a power of two, as all later counts are.
const ENTRIES_FIRST: usize = 64;
/// How many times as large as their count small ids may be to be looked up by themselves.
const SPARSE_MAX: usize = 8;

/// A number for each of many ids. Its memory is the server's and counts against the call's limit: 16 bytes an entry, at most
/// three quarters of them in use. Ids that are hardly larger than there are ids, as servers give them to nodes that are made
/// first, take 4 bytes for each up to the largest instead.
#[derive(Debug)]
pub struct ById<'c> {
    /// The numbers of small ids, by the ids.
    small: Buffer<'c, u32>,
    /// The other ids with their numbers, spread by [`ById::place`].
    large: Buffer<'c, (i64, u32)>,
    /// How many entries are in use, and how many of them in `large`.
    count: usize,
    large_count: usize,
    /// A shift that leaves as many bits of a product as there are bits in a place of `large`.
    shift: u32,
}

impl<'c> ById<'c> {
    pub(crate) fn new(mut large: Buffer<'c, (i64, u32)>) -> Result<Self> {
        let small = large.empty_beside();
        large.resize(ENTRIES_FIRST, (0, FREE))?;
        Ok(Self { small, large, count: 0, large_count: 0, shift: 64 - ENTRIES_FIRST.trailing_zeros() })
    }

    /// The number of an id, if it has one. Complexity: O(1) on average.
    #[inline]
    #[must_use]
    pub fn get(&self, id: i64) -> Option<u32> {
        if let Some(number) = usize::try_from(id).ok().and_then(|id| self.small.get(id))
            && *number != FREE
        {
            return Some(*number);
        }
        // One that was large when it was met stays where it was put.
        self.get_large(id)
    }

    fn get_large(&self, id: i64) -> Option<u32> {
        self.large.get(self.place(id)).map(|entry| entry.1).filter(|number| *number != FREE)
    }

    /// Gives an id that has none a number below `u32::MAX`. Complexity: O(1) amortized.
    ///
    /// # Errors
    /// [`Error::OutOfMemory`], also for `u32::MAX`.
    pub fn put(&mut self, id: i64, number: u32) -> Result<()> {
        if number == FREE {
            return Err(Error::OutOfMemory(None));
        }
        let small = usize::try_from(id).ok().filter(|id| *id < SPARSE_MAX * (self.count + ENTRIES_FIRST));
        match small {
            Some(id) => self.put_small(id, number)?,
            None => self.put_large(id, number)?,
        }
        self.count += 1;
        Ok(())
    }

    fn put_small(&mut self, id: usize, number: u32) -> Result<()> {
        if id >= self.small.len() {
            self.small.resize((id + 1).next_power_of_two(), FREE)?;
        }
        if let Some(entry) = self.small.get_mut(id) {
            *entry = number;
        }
        Ok(())
    }

    fn put_large(&mut self, id: i64, number: u32) -> Result<()> {
        if self.large_count + 1 > self.large.len() / 4 * 3 {
            self.grow()?;
        }
        self.large_count += 1;
        let place = self.place(id);
        if let Some(entry) = self.large.get_mut(place) {
            *entry = (id, number);
        }
        Ok(())
    }

    /// The entry of an id, or the free one where it would be. Complexity: O(1) on average; ids are spread by
    /// multiplication (Knuth 1973, section 6.4), neighbours go to neighbours.
    fn place(&self, id: i64) -> usize {
        let mask = self.large.len() - 1;
        let spread = id.cast_unsigned().wrapping_mul(0x9e37_79b9_7f4a_7c15) >> self.shift;
        let mut place = usize::try_from(spread).unwrap_or(0) & mask;
        while let Some((other, number)) = self.large.get(place) {
            if *number == FREE || *other == id {
                break;
            }
            place = (place + 1) & mask;
        }
        place
    }

    fn grow(&mut self) -> Result<()> {
        let mut larger = self.large.empty_beside();
        larger.resize(self.large.len() * 2, (0, FREE))?;
        let smaller = std::mem::replace(&mut self.large, larger);
        self.shift -= 1;
        for (id, number) in smaller.iter().filter(|(_, number)| *number != FREE) {
            let place = self.place(*id);
            if let Some(entry) = self.large.get_mut(place) {
                *entry = (*id, *number);
            }
        }
        Ok(())
    }
}

/// Numbers ids from 0, in the order in which they are first met. Memory: that of [`ById`].
#[derive(Debug)]
pub struct Numbering<'c> {
    numbers: ById<'c>,
}

impl<'c> Numbering<'c> {
    pub(crate) fn new(numbers: ById<'c>) -> Self {
        Self { numbers }
    }

    /// How many ids have a number.
    #[must_use]
    pub fn len(&self) -> usize {
        self.numbers.count
    }

    /// Whether no id has one.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The number of an id that has one.
    #[inline]
    #[must_use]
    pub fn find(&self, id: i64) -> Option<u32> {
        self.numbers.get(id)
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
        let number = u32::try_from(self.len()).unwrap_or(FREE);
        self.numbers.put(id, number)?;
        Ok((number, true))
    }
}
