//! What lies ahead of every place of one row.

use super::ranked::Entry;

/// The bit of a rank.
#[inline]
pub(super) fn bit<const W: usize>(rank: usize) -> [u64; W] {
    let mut mask = [0; W];
    mask[rank / 64 % W] = 1 << (rank % 64);
    mask
}

/// The bits in both masks.
#[inline]
pub(super) fn both<const W: usize>(one: [u64; W], other: [u64; W]) -> [u64; W] {
    std::array::from_fn(|word| one[word] & other[word])
}

/// The bits in either mask.
#[inline]
pub(super) fn join<const W: usize>(one: [u64; W], other: [u64; W]) -> [u64; W] {
    std::array::from_fn(|word| one[word] | other[word])
}

/// Whether a mask has no bit.
#[inline]
pub(super) fn is_empty<const W: usize>(mask: [u64; W]) -> bool {
    mask.iter().all(|word| *word == 0)
}

/// The bits of a mask, ascending.
#[inline]
pub(super) fn each<const W: usize>(mask: [u64; W], mut visit: impl FnMut(usize)) {
    for (word, bits) in mask.iter().enumerate() {
        let mut bits = *bits;
        while bits != 0 {
            visit(word * 64 + bits.trailing_zeros() as usize);
            bits &= bits - 1;
        }
    }
}

/// A place in a row.
#[derive(Debug, Clone, Copy)]
struct Place<const W: usize> {
    /// The events behind it.
    behind: [u64; W],
    /// Where its own event comes next; means something only where that is behind it.
    again: usize,
}

/// Which events lie behind each place of a row, and where each is next. Made anew for every row in the same memory.
#[derive(Debug)]
pub(super) struct Ahead<const W: usize> {
    places: Vec<Place<W>>,
    next: [[usize; 64]; W],
}

/// A row from one place on.
#[derive(Debug, Clone, Copy)]
pub(super) struct Rest<'a, const W: usize> {
    places: &'a [Place<W>],
    /// Where each rank is next; means something only where it is ahead.
    next: &'a [[usize; 64]; W],
}

impl<const W: usize> Ahead<W> {
    /// Room for rows of so many events.
    pub(super) fn with_room(longest: usize) -> Self {
        Self { places: vec![Place { behind: [0; W], again: 0 }; longest], next: [[0; 64]; W] }
    }

    /// Reads a row from its end on, and calls for each event that comes first in the row and has something behind it of
    /// what `wanted` says for its rank: with its rank, what that is, and the rest of the row. O(row).
    #[inline]
    pub(super) fn read(
        &mut self,
        row: &[Entry],
        wanted: impl Fn(usize) -> [u64; W],
        mut visit: impl FnMut(usize, [u64; W], Rest<'_, W>),
    ) {
        let mut mask = [0_u64; W];
        let (places, next) = (&mut self.places[..row.len()], &mut self.next);
        for place in (0..row.len()).rev() {
            let (rank, first) = (row[place].rank(), row[place].first());
            let extensions = both(mask, wanted(rank)).map(|word| word & first);
            if !is_empty(extensions) {
                visit(rank, extensions, Rest { places: &*places, next: &*next });
            }
            let again = std::mem::replace(&mut next[rank / 64 % W][rank % 64], place);
            places[place] = Place { behind: mask, again };
            mask[rank / 64 % W] |= 1 << (rank % 64);
        }
    }
}

impl<const W: usize> Rest<'_, W> {
    /// The events behind a place.
    #[inline]
    pub(super) fn behind(self, place: usize) -> [u64; W] {
        self.places[place].behind
    }

    /// Where a rank that is ahead comes next.
    #[inline]
    pub(super) fn next(self, rank: usize) -> usize {
        self.next[rank / 64 % W][rank % 64]
    }

    /// Where a rank that lies behind a place comes next. O(how often it comes before that).
    #[inline]
    pub(super) fn next_behind(self, place: usize, rank: usize) -> usize {
        let mut next = self.next(rank);
        while next <= place {
            next = self.places[next].again;
        }
        next
    }
}

/// What lies behind the first place of each event of a row.
#[derive(Debug)]
pub(super) struct Firsts<const W: usize> {
    by_rank: [[(usize, [u64; W]); 64]; W],
    all: [u64; W],
}

impl<const W: usize> Firsts<W> {
    pub(super) fn new() -> Self {
        Self { by_rank: [[(0, [0; W]); 64]; W], all: [0; W] }
    }

    /// Reads a row, and says which events it has. O(row).
    #[inline]
    pub(super) fn read(&mut self, row: &[Entry]) -> [u64; W] {
        let mut mask = [0_u64; W];
        for (place, entry) in row.iter().enumerate().rev() {
            let rank = entry.rank();
            self.by_rank[rank / 64 % W][rank % 64] = (place, mask);
            mask[rank / 64 % W] |= 1 << (rank % 64);
        }
        self.all = mask;
        mask
    }

    /// Each event of the row, ascending by rank: where it comes first, and the events behind that.
    #[inline]
    pub(super) fn each(&self, mut visit: impl FnMut(usize, usize, [u64; W])) {
        each(self.all, |rank| {
            let (place, behind) = self.by_rank[rank / 64 % W][rank % 64];
            visit(rank, place, behind);
        });
    }
}
