//! Sets of houses as bits in words of 64, and the town made of two such sets.
//!
//! Code that runs a night is generic over the container: `[u64; 1]` for rings of up to 64 houses, where the compiler
//! knows the length and keeps the town in registers, and `Box<[u64]>` for larger ones.

/// A container of words that can be a set of houses.
pub(crate) trait Words: AsRef<[u64]> + AsMut<[u64]> {}

impl<T: AsRef<[u64]> + AsMut<[u64]>> Words for T {}

/// The town: which houses burn and which are ruined, with room for a night's intermediate sets.
#[derive(Debug, Clone)]
pub(crate) struct Board<S> {
    pub(crate) burning: S,
    pub(crate) ruined: S,
    /// What burned when the night began.
    pub(crate) start: S,
    /// What was lit by neighbours this night.
    pub(crate) lit: S,
}

/// What rewards compare, whatever the container: it is looked at once a night, and this way compiled once.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Sets<'a> {
    pub(crate) start: &'a [u64],
    pub(crate) burning: &'a [u64],
    pub(crate) ruined: &'a [u64],
}

impl<S: Words> Board<S> {
    #[inline]
    pub(crate) fn sets(&self) -> Sets<'_> {
        Sets { start: self.start.as_ref(), burning: self.burning.as_ref(), ruined: self.ruined.as_ref() }
    }
}

impl Board<[u64; 1]> {
    #[inline]
    pub(crate) fn packed(burning: u64, ruined: u64) -> Self {
        Self { burning: [burning], ruined: [ruined], start: [0], lit: [0] }
    }
}

impl Board<Box<[u64]>> {
    pub(crate) fn wide(words: usize) -> Self {
        let empty = vec![0; words].into_boxed_slice();
        Self { burning: empty.clone(), ruined: empty.clone(), start: empty.clone(), lit: empty }
    }
}

/// The bit of a house within its word.
#[inline]
pub(crate) fn bit(house: u32) -> u64 {
    1 << (house % 64)
}

/// The word of a house.
#[inline]
pub(crate) fn word(house: u32) -> usize {
    (house / 64) as usize
}

/// Whether a set holds a house.
#[inline]
pub(crate) fn holds(set: &[u64], house: u32) -> bool {
    set[word(house)] & bit(house) != 0
}

/// How many houses a set holds.
#[inline]
pub(crate) fn count(set: &[u64]) -> u32 {
    set.iter().map(|word| word.count_ones()).sum()
}

/// The houses of a set, ascending.
#[inline]
pub(crate) fn houses_of(set: &[u64]) -> impl Iterator<Item = u16> + '_ {
    set.iter().enumerate().flat_map(|(index, word)| ones(*word).map(move |place| house_at(index, place)))
}

/// The places of the set bits of one word, ascending.
#[inline]
pub(crate) fn ones(word: u64) -> Ones {
    Ones(word)
}

/// See [`ones`].
#[derive(Debug, Clone)]
pub(crate) struct Ones(u64);

impl Iterator for Ones {
    type Item = u32;

    #[inline]
    fn next(&mut self) -> Option<u32> {
        if self.0 == 0 {
            return None;
        }
        let place = self.0.trailing_zeros();
        self.0 &= self.0.wrapping_sub(1);
        Some(place)
    }
}

#[inline]
#[expect(clippy::cast_possible_truncation, reason = "a ring has at most 1,024 houses")]
pub(crate) fn house_at(word: usize, place: u32) -> u16 {
    (word as u32 * 64 + place) as u16
}

/// The bits of `word` number `index` that belong to a ring of `houses`.
#[inline]
pub(crate) fn ring_mask(houses: u32, index: usize) -> u64 {
    let left = u64::from(houses).saturating_sub(index as u64 * 64);
    if left >= 64 { u64::MAX } else { (1 << left) - 1 }
}

/// Spreads the low bits of `ordinals` over the set bits of `places`: bit j goes to the j-th set place.
#[inline]
pub(crate) fn deposit(mut ordinals: u64, mut places: u64) -> u64 {
    let mut result = 0;
    while ordinals != 0 {
        if ordinals & 1 == 1 {
            result |= places & places.wrapping_neg();
        }
        places &= places.wrapping_sub(1);
        ordinals >>= 1;
    }
    result
}

/// [`deposit`] over all places that are not in `gaps`: every gap pushes what lies above it one place up. Quick where gaps
/// are few.
#[inline]
pub(crate) fn open_gaps(mut ordinals: u64, gaps: u64) -> u64 {
    for place in ones(gaps) {
        let above = ordinals & u64::MAX.wrapping_shl(place);
        ordinals = ordinals.wrapping_add(above);
    }
    ordinals
}

#[cfg(test)]
mod tests {
    use super::{deposit, open_gaps};

    #[test]
    fn gaps_are_opened_where_bits_would_not_be_deposited() {
        for gaps in 0..256_u64 {
            let places = !gaps & 0xFF;
            for ordinals in 0..1_u64 << places.count_ones() {
                assert_eq!(open_gaps(ordinals, gaps), deposit(ordinals, places), "{ordinals:b} {gaps:b}");
            }
        }
    }
}
