//! MT19937 as numpy's `RandomState` seeds and reads it: the generator of the upstream's Python environment.

const SIZE: usize = 624;
const SHIFT: usize = 397;

/// The generator; 624 words of state.
pub(super) struct Mersenne {
    words: [u32; SIZE],
    next: usize,
}

impl Mersenne {
    pub(super) fn new(seed: u32) -> Self {
        let mut words = [seed; SIZE];
        for (index, place) in (1_u32..).zip(1..SIZE) {
            let before = words[place - 1];
            words[place] = (before ^ (before >> 30)).wrapping_mul(1_812_433_253).wrapping_add(index);
        }
        Self { words, next: SIZE }
    }

    fn refill(&mut self) {
        for place in 0..SIZE {
            let joined = (self.words[place] & 0x8000_0000) | (self.words[(place + 1) % SIZE] & 0x7FFF_FFFF);
            let twist = if joined & 1 == 1 { 0x9908_B0DF } else { 0 };
            self.words[place] = self.words[(place + SHIFT) % SIZE] ^ (joined >> 1) ^ twist;
        }
        self.next = 0;
    }

    fn next_u32(&mut self) -> u32 {
        if self.next == SIZE {
            self.refill();
        }
        let mut word = self.words[self.next];
        self.next += 1;
        word ^= word >> 11;
        word ^= (word << 7) & 0x9D2C_5680;
        word ^= (word << 15) & 0xEFC6_0000;
        word ^ (word >> 18)
    }

    /// Uniform in `[0, 1)` with 53 bits.
    pub(super) fn next_f64(&mut self) -> f64 {
        let (high, low) = (self.next_u32() >> 5, self.next_u32() >> 6);
        (f64::from(high) * 67_108_864.0 + f64::from(low)) / 9_007_199_254_740_992.0
    }
}
