//! Which events lie ahead of every place, as bits, and how often each does over many places.
//!
//! The support of every extension of a prefix is the sum of such bits over its places. They are added 64 columns at a
//! time by carry-save adders (Harley and Seal; Muła, Kurz, Lemire 2018): about 17 instructions a place for all of them.

use super::database::Database;

/// Above so many words a place the bits would take more room than the entries themselves are worth.
const WORDS_MAX: usize = 8;
/// Masks that are added before a carry is counted.
const BLOCK: usize = 16;

/// For each place and each group of 64 ranks, the events from the place to the end of its row.
#[derive(Debug)]
pub(super) struct Suffixes {
    /// `masks[group][place]`.
    masks: Vec<Vec<u64>>,
}

impl Suffixes {
    /// `None` where there are too many events. O(entries · ranks / 64).
    pub(super) fn new(database: &Database) -> Option<Self> {
        let groups = database.events.len().div_ceil(64);
        if groups > WORDS_MAX {
            return None;
        }
        let masks = (0..groups).map(|group| group_masks(database, group)).collect();
        Some(Self { masks })
    }

    /// Adds, for each rank, at how many of the places it lies ahead.
    pub(super) fn tally(&self, places: &[u32], counts: &mut [u32]) {
        for (masks, counts) in self.masks.iter().zip(counts.chunks_mut(64)) {
            add_columns(masks, places, counts);
        }
    }
}

fn group_masks(database: &Database, group: usize) -> Vec<u64> {
    let mut masks = vec![0; database.entries.len()];
    let mut mask = 0_u64;
    let entries = database.entries.iter().zip(&database.lasts).enumerate();
    for (slot, (place, (entry, last))) in masks.iter_mut().zip(entries).rev() {
        let kept = if place == *last as usize { 0 } else { mask };
        mask = kept | u64::from(entry.rank as usize / 64 == group) << (entry.rank % 64);
        *slot = mask;
    }
    masks
}

/// Sum and carry of three bits, in every column.
#[inline]
fn add_three(one: u64, two: u64, three: u64) -> (u64, u64) {
    let half = one ^ two;
    (half ^ three, (one & two) | (half & three))
}

/// The sum of four masks and a carried-in one, in every column: ones, and two carries of twos.
#[inline]
fn add_four(ones: u64, [a, b, c, d]: [u64; 4]) -> (u64, u64, u64) {
    let (sum, first) = add_three(ones, a, b);
    let (sum, second) = add_three(sum, c, d);
    (sum, first, second)
}

fn add_columns(masks: &[u64], places: &[u32], counts: &mut [u32]) {
    let (blocks, rest) = places.as_chunks::<BLOCK>();
    let (mut ones, mut twos, mut fours, mut eights) = (0, 0, 0, 0);
    for block in blocks {
        let at = |index: usize| masks[block[index] as usize];
        let four = |first: usize| [at(first), at(first + 1), at(first + 2), at(first + 3)];
        let (sum, two_a, two_b) = add_four(ones, four(0));
        let (sum, two_c, two_d) = add_four(sum, four(4));
        let (pairs, four_a, four_b) = add_four(twos, [two_a, two_b, two_c, two_d]);
        let (sum, two_a, two_b) = add_four(sum, four(8));
        let (sum, two_c, two_d) = add_four(sum, four(12));
        let (pairs, four_c, four_d) = add_four(pairs, [two_a, two_b, two_c, two_d]);
        let (quads, eight_a, eight_b) = add_four(fours, [four_a, four_b, four_c, four_d]);
        let (octets, sixteens) = add_three(eights, eight_a, eight_b);
        (ones, twos, fours, eights) = (sum, pairs, quads, octets);
        add_bits(sixteens, 16, counts);
    }
    add_bits(eights, 8, counts);
    add_bits(fours, 4, counts);
    add_bits(twos, 2, counts);
    add_bits(ones, 1, counts);
    rest.iter().for_each(|place| add_bits(masks[*place as usize], 1, counts));
}

fn add_bits(mut bits: u64, weight: u32, counts: &mut [u32]) {
    while bits != 0 {
        counts[bits.trailing_zeros() as usize] += weight;
        bits &= bits - 1;
    }
}
