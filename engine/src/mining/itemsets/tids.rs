//! Sets of rows in the denser of two forms, and their intersection.

use crate::mining::numbers::narrow;

/// A list entry takes as much room as this many bits of a set of bits, so sparser sets are lists.
const LIST_BELOW: usize = 32;

/// The rows that contain something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Tids {
    /// One bit a row.
    Bits(Vec<u64>),
    /// Ascending row numbers.
    List(Vec<u32>),
}

impl Tids {
    /// Room for so many of the rows, none yet.
    pub(super) fn with_room(support: u32, rows: usize) -> Self {
        if is_sparse(support, rows) {
            Self::List(Vec::with_capacity(support as usize))
        } else {
            Self::Bits(vec![0; rows.div_ceil(64)])
        }
    }

    /// Adds a row above all the others.
    #[inline]
    pub(super) fn add(&mut self, row: u32) {
        match self {
            Self::Bits(words) => words[row as usize / 64] |= 1 << (row % 64),
            Self::List(list) => list.push(row),
        }
    }

    #[cfg(test)]
    pub(super) fn len(&self) -> u32 {
        match self {
            Self::Bits(words) => words.iter().map(|word| word.count_ones()).sum(),
            Self::List(list) => narrow(list.len()),
        }
    }

    /// How many rows are in both. O(rows / 64) or O(length of the lists).
    pub(super) fn common(&self, other: &Self) -> u32 {
        match (self, other) {
            (Self::Bits(one), Self::Bits(two)) => {
                one.iter().zip(two).map(|(left, right)| (left & right).count_ones()).sum()
            }
            (Self::Bits(words), Self::List(list)) | (Self::List(list), Self::Bits(words)) => {
                narrow(list.iter().filter(|row| contains(words, **row)).count())
            }
            (Self::List(one), Self::List(two)) => {
                let mut count = 0;
                merge(one, two, |_| count += 1);
                count
            }
        }
    }

    /// The rows in both, whose number the caller knows.
    pub(super) fn intersection(&self, other: &Self, support: u32, rows: usize) -> Self {
        let mut common = Self::with_room(support, rows);
        match (self, other) {
            (Self::Bits(one), Self::Bits(two)) => match &mut common {
                Self::Bits(words) => {
                    words.iter_mut().zip(one.iter().zip(two)).for_each(|(word, (left, right))| *word = left & right);
                }
                Self::List(list) => list_bits(one.iter().zip(two).map(|(left, right)| left & right), list),
            },
            (Self::Bits(words), Self::List(list)) | (Self::List(list), Self::Bits(words)) => {
                list.iter().filter(|row| contains(words, **row)).for_each(|row| common.add(*row));
            }
            (Self::List(one), Self::List(two)) => merge(one, two, |row| common.add(row)),
        }
        common
    }

    /// Calls for each row, ascending.
    pub(super) fn for_each(&self, mut visit: impl FnMut(u32)) {
        match self {
            Self::Bits(words) => {
                for (index, word) in words.iter().enumerate() {
                    each_bit(*word, index, &mut visit);
                }
            }
            Self::List(list) => list.iter().copied().for_each(visit),
        }
    }
}

fn is_sparse(support: u32, rows: usize) -> bool {
    support as usize * LIST_BELOW < rows
}

#[inline]
fn contains(words: &[u64], row: u32) -> bool {
    words[row as usize / 64] >> (row % 64) & 1 == 1
}

fn each_bit(mut word: u64, index: usize, visit: &mut impl FnMut(u32)) {
    let base = narrow(index * 64);
    while word != 0 {
        visit(base + word.trailing_zeros());
        word &= word - 1;
    }
}

fn list_bits(words: impl Iterator<Item = u64>, list: &mut Vec<u32>) {
    words.enumerate().for_each(|(index, word)| each_bit(word, index, &mut |row| list.push(row)));
}

fn merge(one: &[u32], two: &[u32], mut visit: impl FnMut(u32)) {
    let (mut ones, mut twos) = (one.iter().copied().peekable(), two.iter().copied().peekable());
    while let (Some(left), Some(right)) = (ones.peek().copied(), twos.peek().copied()) {
        if left == right {
            visit(left);
        }
        if left <= right {
            ones.next();
        }
        if right <= left {
            twos.next();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Tids;

    fn of(rows: &[u32], support: u32) -> Tids {
        let mut tids = Tids::with_room(support, 200);
        rows.iter().for_each(|row| tids.add(*row));
        tids
    }

    #[test]
    fn all_pairs_of_forms_meet_in_the_same_rows() {
        let (one, two) = ([0, 3, 64, 65, 130, 199], [3, 4, 65, 131, 199]);
        for one in [of(&one, 1), of(&one, 100)] {
            for two in [of(&two, 1), of(&two, 100)] {
                assert_eq!(one.common(&two), 3);
                for support in [1, 100] {
                    let common = one.intersection(&two, support, 200);
                    let mut rows = Vec::new();
                    common.for_each(|row| rows.push(row));
                    assert_eq!(rows, [3, 65, 199]);
                    assert_eq!(common.len(), 3);
                }
            }
        }
    }
}
