//! Adds bits column by column: how many of the masks have each bit.
//!
//! Masks are added 32 at a time by carry-save adders (Harley and Seal; Muła, Kurz, Lemire 2018), about six instructions a
//! mask for all 64 columns; what overflows is counted bit by bit.

/// Masks that are added at once.
const BLOCK: usize = 32;

/// Counts the bits of masks of `W` words in each of their 64 · `W` columns, as far as they are wanted.
#[derive(Debug, Clone)]
pub(super) struct Columns<const W: usize> {
    /// Masks that wait for their block to fill.
    waiting: [[u64; W]; BLOCK],
    filled: usize,
    wanted: [u64; W],
    /// Bits of the sums so far: ones, twos, fours, eights, sixteens.
    low: [[u64; W]; 5],
    counts: [[u32; 64]; W],
}

impl<const W: usize> Columns<W> {
    /// No masks yet, of which these columns will be counted.
    pub(super) fn of(wanted: [u64; W]) -> Self {
        Self { waiting: [[0; W]; BLOCK], filled: 0, wanted, low: [[0; W]; 5], counts: [[0; 64]; W] }
    }

    /// Adds a mask.
    #[inline]
    pub(super) fn add(&mut self, mask: [u64; W]) {
        self.waiting[self.filled % BLOCK] = std::array::from_fn(|word| mask[word] & self.wanted[word]);
        self.filled = self.filled.wrapping_add(1);
        if self.filled == BLOCK {
            self.add_block();
        }
    }

    /// How many masks had each bit, word by word.
    pub(super) fn counts(&mut self) -> &[[u32; 64]; W] {
        let filled = std::mem::take(&mut self.filled);
        let low = std::mem::replace(&mut self.low, [[0; W]; 5]);
        for word in 0..W {
            let counts = &mut self.counts[word];
            self.waiting[..filled].iter().for_each(|mask| add_bits(mask[word], 1, counts));
            low.iter().zip([1, 2, 4, 8, 16]).for_each(|(bits, weight)| add_bits(bits[word], weight, counts));
        }
        &self.counts
    }

    #[inline(never)]
    fn add_block(&mut self) {
        self.filled = 0;
        for word in 0..W {
            let [ones, twos, fours, eights, sixteens] = self.low.map(|low| low[word]);
            let half = |first: usize| std::array::from_fn(|index| self.waiting[first + index][word]);
            let (low, one) = add_sixteen([ones, twos, fours, eights], &half(0));
            let ([ones, twos, fours, eights], other) = add_sixteen(low, &half(BLOCK / 2));
            let (sixteens, over) = add_three(sixteens, one, other);
            let low = [ones, twos, fours, eights, sixteens];
            low.iter().zip(&mut self.low).for_each(|(bits, low)| low[word] = *bits);
            add_bits(over, 32, &mut self.counts[word]);
        }
    }
}

/// Adds sixteen masks to a sum of four bits in every column: the sum, and what it carries.
#[inline]
fn add_sixteen([ones, twos, fours, eights]: [u64; 4], masks: &[u64; BLOCK / 2]) -> ([u64; 4], u64) {
    let four = |first: usize| [masks[first], masks[first + 1], masks[first + 2], masks[first + 3]];
    let (ones, two_a, two_b) = add_four(ones, four(0));
    let (ones, two_c, two_d) = add_four(ones, four(4));
    let (twos, four_a, four_b) = add_four(twos, [two_a, two_b, two_c, two_d]);
    let (ones, two_a, two_b) = add_four(ones, four(8));
    let (ones, two_c, two_d) = add_four(ones, four(12));
    let (twos, four_c, four_d) = add_four(twos, [two_a, two_b, two_c, two_d]);
    let (fours, eight_a, eight_b) = add_four(fours, [four_a, four_b, four_c, four_d]);
    let (eights, carry) = add_three(eights, eight_a, eight_b);
    ([ones, twos, fours, eights], carry)
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

#[inline]
fn add_bits(mut bits: u64, weight: u32, counts: &mut [u32; 64]) {
    while bits != 0 {
        let count = &mut counts[bits.trailing_zeros() as usize % 64];
        // A count is one of rows, which fit.
        *count = count.wrapping_add(weight);
        bits &= bits - 1;
    }
}

#[cfg(test)]
mod tests {
    use super::Columns;

    #[test]
    fn columns_count_what_counting_bit_by_bit_counts() {
        for masks in [0_u64, 1, 31, 32, 33, 250] {
            let mask = |index: u64| [index.wrapping_mul(0x9e37_79b9_7f4a_7c15), !index];
            let mut columns = Columns::of([u64::MAX, u64::MAX - 4]);
            let mut expected = [[0_u32; 64]; 2];
            for index in 0..masks {
                columns.add(mask(index));
                for (word, bits) in mask(index).iter().enumerate() {
                    (0..64).for_each(|bit| {
                        expected[word][bit] += u32::from(bits >> bit & 1 == 1 && (word, bit) != (1, 2));
                    });
                }
                // To ask in between changes nothing.
                if index % 70 == 7 {
                    columns.counts();
                }
            }
            assert_eq!(*columns.counts(), expected, "{masks} masks");
        }
    }
}
