//! The one random stream of every rule set: PCG XSL-RR 128/64, as spec/brigade.md section 6 pins it down.
//!
//! Everything is integer arithmetic of fixed width, so a seed gives the same draws on every target. A uniform of the
//! game is 24 bits wide; "u < p" is decided by comparing integers ([`Chance`]), which is exact.

const MULTIPLIER: u128 = 0x2360_ED05_1FC6_5DA4_4385_DF64_9FCC_F645;
/// Two steps of the generator at once: the square of the multiplier.
const MULTIPLIER_TWICE: u128 = MULTIPLIER.wrapping_mul(MULTIPLIER);

/// PCG XSL-RR 128/64 (`Pcg64` of `rand_pcg` 0.3): 2^128 states, 64 bits a draw.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Pcg64 {
    state: u128,
    increment: u128,
    /// What two steps at once add; it follows from the increment.
    twice: u128,
}

impl Pcg64 {
    /// The generator of a seed, expanded as `seed_from_u64` of `rand_core` 0.6 does.
    #[must_use]
    pub fn new(seed: u64) -> Self {
        let mut expander = seed;
        let mut words = [0_u64; 4];
        for half in 0..8 {
            expander = expander.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(11_634_580_027_462_260_723);
            let folded = low_word(((expander >> 18) ^ expander) >> 27);
            let word = folded.rotate_right(low_word(expander >> 59));
            words[half / 2] |= u64::from(word) << (32 * (half % 2));
        }
        let increment = (u128::from(words[2]) | (u128::from(words[3]) << 64)) | 1;
        let start = u128::from(words[0]) | (u128::from(words[1]) << 64);
        let mut generator = Self::from_parts(start.wrapping_add(increment), increment);
        generator.advance();
        generator
    }

    /// The generator at a remembered point of its stream; see [`Pcg64::parts`].
    ///
    /// An even increment is made odd, because only odd ones have the full period.
    #[must_use]
    pub fn from_parts(state: u128, increment: u128) -> Self {
        let increment = increment | 1;
        Self { state, increment, twice: increment.wrapping_mul(MULTIPLIER).wrapping_add(increment) }
    }

    /// State and increment, from which [`Pcg64::from_parts`] continues.
    #[must_use]
    pub fn parts(&self) -> (u128, u128) {
        (self.state, self.increment)
    }

    #[inline]
    fn advance(&mut self) {
        self.state = multiply(self.state, MULTIPLIER).wrapping_add(self.increment);
    }

    /// The next 64 bits.
    #[inline]
    pub fn next_u64(&mut self) -> u64 {
        self.advance();
        output(self.state)
    }

    /// The next two draws of 64 bits, neither of which waits for the other.
    #[inline]
    pub(crate) fn next_two(&mut self) -> [u64; 2] {
        let between = multiply(self.state, MULTIPLIER).wrapping_add(self.increment);
        self.state = multiply(self.state, MULTIPLIER_TWICE).wrapping_add(self.twice);
        [output(between), output(self.state)]
    }

    /// The next 32 bits: the low half of a 64-bit draw.
    #[inline]
    pub fn next_u32(&mut self) -> u32 {
        low_word(self.next_u64())
    }

    /// Uniform in `[0, 1)` with 24 bits.
    #[inline]
    #[expect(clippy::cast_precision_loss, reason = "24 bits fit a f32 exactly")]
    pub fn next_f32(&mut self) -> f32 {
        (self.next_u32() >> 8) as f32 * (1.0 / 16_777_216.0)
    }

    /// Uniform in `[0, 1)` with 53 bits.
    #[inline]
    #[expect(clippy::cast_precision_loss, reason = "53 bits fit a f64 exactly")]
    pub fn next_f64(&mut self) -> f64 {
        (self.next_u64() >> 11) as f64 * (1.0 / 9_007_199_254_740_992.0)
    }

    /// Uniform in `0..bound` by Lemire's widening multiplication with the upstream's rejection zone, on 64 bits on
    /// every target. A bound of 0 gives 0 and draws nothing.
    #[inline]
    pub fn next_below(&mut self, bound: u64) -> u64 {
        if bound == 0 {
            return 0;
        }
        let zone = (bound << bound.leading_zeros()).wrapping_sub(1);
        loop {
            let (high, low) = widen(self.next_u64(), bound);
            if low <= zone {
                return high;
            }
        }
    }

    /// A whole number in `0..bound` as a house or an index.
    #[inline]
    #[expect(clippy::cast_possible_truncation, reason = "the draw is below a u16")]
    pub(crate) fn index_below(&mut self, bound: u16) -> u16 {
        self.next_below(u64::from(bound)) as u16
    }
}

/// The product modulo 2^128.
#[cfg(not(target_arch = "wasm32"))]
#[inline]
fn multiply(state: u128, by: u128) -> u128 {
    state.wrapping_mul(by)
}

/// The product modulo 2^128. WebAssembly multiplies 64 bits to 64; the compiler's routine for more is a call that passes
/// its numbers through memory.
#[cfg(target_arch = "wasm32")]
#[inline]
fn multiply(state: u128, by: u128) -> u128 {
    let (high, low) = widen(low_half(state), low_half(by));
    let crossed = low_half(state).wrapping_mul(high_half(by)).wrapping_add(high_half(state).wrapping_mul(low_half(by)));
    u128::from(high.wrapping_add(crossed)) << 64 | u128::from(low)
}

/// The product of two numbers of 64 bits: high and low half.
#[cfg(not(target_arch = "wasm32"))]
#[inline]
fn widen(one: u64, other: u64) -> (u64, u64) {
    let product = u128::from(one) * u128::from(other);
    (high_half(product), low_half(product))
}

/// The product of two numbers of 64 bits, by their halves: high and low half.
#[cfg(any(test, target_arch = "wasm32"))]
#[inline]
fn widen_by_halves(one: u64, other: u64) -> (u64, u64) {
    const LOW: u64 = 0xFFFF_FFFF;
    let (one_low, one_high, other_low, other_high) = (one & LOW, one >> 32, other & LOW, other >> 32);
    let low = one_low.wrapping_mul(other_low);
    // Neither sum can pass 2^64: (2^32 - 1)^2 + 2 (2^32 - 1) = 2^64 - 1.
    let middle = one_high.wrapping_mul(other_low).wrapping_add(low >> 32);
    let crossed = one_low.wrapping_mul(other_high).wrapping_add(middle & LOW);
    let high = one_high.wrapping_mul(other_high).wrapping_add(middle >> 32).wrapping_add(crossed >> 32);
    (high, one.wrapping_mul(other))
}

#[cfg(target_arch = "wasm32")]
#[inline]
fn widen(one: u64, other: u64) -> (u64, u64) {
    widen_by_halves(one, other)
}

#[inline]
fn output(state: u128) -> u64 {
    (high_half(state) ^ low_half(state)).rotate_right(low_word(high_half(state) >> 58))
}

#[inline]
#[expect(clippy::cast_possible_truncation, reason = "the low half is what is asked for")]
fn low_half(value: u128) -> u64 {
    value as u64
}

#[inline]
fn high_half(value: u128) -> u64 {
    (value >> 64) as u64
}

#[inline]
#[expect(clippy::cast_possible_truncation, reason = "the low word is what is asked for")]
fn low_word(value: u64) -> u32 {
    value as u32
}

/// A probability, ready to be compared with a draw.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Chance {
    /// `ceil(p · 2^24) · 2^8`: a 32-bit draw lies below it exactly if its 24-bit uniform lies below p. For p of 1 it is
    /// one more than fits, and `certain` stands for it.
    limit: u32,
    certain: bool,
    probability: f64,
}

impl Chance {
    /// `probability` must lie in `0..=1`; anything else is taken as the nearer end.
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped to 0..=2^24")]
    pub(crate) fn new(probability: f64) -> Self {
        let steps = (probability * 16_777_216.0).ceil().clamp(0.0, 16_777_216.0) as u32;
        let certain = steps == 1 << 24;
        Self { limit: if certain { u32::MAX } else { steps << 8 }, certain, probability }
    }

    /// What a draw of 32 bits must lie below, at most 2^32.
    pub(super) fn limit(&self) -> u64 {
        if self.certain { 1 << 32 } else { u64::from(self.limit) }
    }
}

/// Where the uniforms of a game come from.
pub(crate) trait Draws {
    /// The generator itself, if the uniforms come from it.
    #[inline]
    fn generator(&mut self) -> Option<&mut Pcg64> {
        None
    }

    /// One draw: whether it lies below the chance.
    fn below(&mut self, chance: &Chance) -> bool;

    /// `count` draws, at most 64: bit j tells whether the j-th lies below the chance.
    #[inline]
    fn below_each(&mut self, count: u32, chance: &Chance) -> u64 {
        (0..count).fold(0, |bits, draw| bits | (u64::from(self.below(chance)) << draw))
    }
}

impl Draws for Pcg64 {
    #[inline]
    fn generator(&mut self) -> Option<&mut Pcg64> {
        Some(self)
    }

    #[inline]
    fn below(&mut self, chance: &Chance) -> bool {
        let draw = self.next_u32();
        draw < chance.limit || chance.certain
    }

    #[inline]
    fn below_each(&mut self, count: u32, chance: &Chance) -> u64 {
        let bits = self.bits_below(count, chance.limit);
        if chance.certain { Self::all(count) } else { bits }
    }
}

impl Pcg64 {
    /// `count` draws of 32 bits, at most 64: bit j tells whether the j-th lies below the limit.
    ///
    /// Two steps are made at once from the same state: neither waits for the other's multiplication.
    #[inline]
    pub(super) fn bits_below(&mut self, count: u32, limit: u32) -> u64 {
        let (increment, twice) = (self.increment, self.twice);
        // A rotation and an addition with carry. A shift in place of the rotation takes the compiler one instruction more.
        let push =
            |bits: u64, state: u128| bits.rotate_right(1).wrapping_add(u64::from(low_word(output(state)) < limit));
        let mut bits = 0_u64;
        let mut left = count;
        let mut state = self.state;
        while left > 1 {
            let between = multiply(state, MULTIPLIER).wrapping_add(increment);
            state = multiply(state, MULTIPLIER_TWICE).wrapping_add(twice);
            bits = push(push(bits, between), state);
            left = left.wrapping_sub(2);
        }
        if left == 1 {
            state = multiply(state, MULTIPLIER).wrapping_add(increment);
            bits = push(bits, state);
        }
        self.state = state;
        // The first draw has come round to just above the last one's place by now.
        bits.rotate_left(count.wrapping_sub(1))
    }

    fn all(count: u32) -> u64 {
        if count == 0 { 0 } else { u64::MAX.wrapping_shr(64_u32.wrapping_sub(count)) }
    }
}

/// Draws recorded elsewhere, fed in order.
#[derive(Debug)]
pub(crate) struct Recorded<'a> {
    values: &'a [f64],
    /// How many were asked for, also past the end.
    pub(crate) used: usize,
}

impl<'a> Recorded<'a> {
    pub(crate) fn new(values: &'a [f64]) -> Self {
        Self { values, used: 0 }
    }
}

impl Draws for Recorded<'_> {
    fn below(&mut self, chance: &Chance) -> bool {
        let value = self.values.get(self.used).copied();
        self.used += 1;
        value.is_some_and(|value| value < chance.probability)
    }
}

#[cfg(test)]
mod tests {
    use super::{Chance, Draws, Pcg64, widen, widen_by_halves};

    #[test]
    fn the_first_draws_of_seed_42_are_those_of_the_specification() {
        let mut draws = Pcg64::new(42);
        assert_eq!(draws.next_u64(), 4_178_418_447_715_145_737);
        assert_eq!(draws.next_u64(), 4_410_739_922_618_931_473);
        let mut draws = Pcg64::new(42);
        assert_eq!(draws.next_f32().to_bits(), 0.636_720_2_f32.to_bits());
        assert_eq!(draws.next_f32().to_bits(), 0.173_184_93_f32.to_bits());
    }

    #[test]
    fn many_draws_at_once_are_the_same_draws_one_by_one() {
        for count in 0..=64 {
            for probability in [0.0, 0.02, 0.3, 0.999_999_9, 1.0] {
                let chance = Chance::new(probability);
                let (mut together, mut single) = (Pcg64::new(9), Pcg64::new(9));
                let bits = together.below_each(count, &chance);
                for draw in 0..count {
                    assert_eq!(bits >> draw & 1 == 1, f64::from(single.next_f32()) < probability);
                }
                assert_eq!(together, single);
            }
        }
    }

    #[test]
    fn halves_multiply_as_wholes_do() {
        let mut draws = Pcg64::new(5);
        let ends = [0, 1, u64::MAX, u64::from(u32::MAX), 1 << 32, 1 << 63];
        for round in 0..10_000 {
            let pick = |draws: &mut Pcg64| {
                let end = ends[usize::try_from(draws.next_below(6)).unwrap()];
                if round % 3 == 0 { end } else { draws.next_u64() }
            };
            let (one, other) = (pick(&mut draws), pick(&mut draws));
            assert_eq!(widen_by_halves(one, other), widen(one, other), "{one} {other}");
        }
    }

    #[test]
    fn a_bound_of_zero_draws_nothing() {
        let mut draws = Pcg64::new(1);
        assert_eq!(draws.next_below(0), 0);
        assert_eq!(draws, Pcg64::new(1));
    }
}
