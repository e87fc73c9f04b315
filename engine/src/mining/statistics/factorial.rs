//! Logarithms of factorials, and of the binomial probabilities built from them without cancellation.

/// The logarithm of √(2π).
const HALF_LN_TWO_PI: f64 = 0.918_938_533_204_672_7;
/// The logarithm of 2π.
const LN_TWO_PI: f64 = 1.837_877_066_409_345_3;

/// `ln n! − (n + ½) ln n + n − ln √(2π)` for n of 0 to 15; the entry of 0 is not used.
const STIRLING_ERRORS: [f64; 16] = [
    0.0,
    0.081_061_466_795_327_26,
    0.041_340_695_955_409_3,
    0.027_677_925_684_998_34,
    0.020_790_672_103_765_093,
    0.016_644_691_189_821_193,
    0.013_876_128_823_070_748,
    0.011_896_709_945_891_77,
    0.010_411_265_261_972_096,
    0.009_255_462_182_712_733,
    0.008_330_563_433_362_87,
    0.007_573_675_487_951_841,
    0.006_942_840_107_209_53,
    0.006_408_994_188_004_207,
    0.005_951_370_112_758_847_5,
    0.005_554_733_551_962_801,
];

/// What Stirling's formula leaves out: `ln n! − (n + ½) ln n + n − ln √(2π)`; n ≥ 1. Exact to 1e-16.
fn stirling_error(n: u32) -> f64 {
    if let Some(error) = STIRLING_ERRORS.get(n as usize) {
        return *error;
    }
    let inverse = 1.0 / f64::from(n);
    let square = inverse * inverse;
    let tail = 1.0 / 1260.0 - square * (1.0 / 1680.0 - square * (1.0 / 1188.0 - square * (691.0 / 360_360.0)));
    inverse * (1.0 / 12.0 - square * (1.0 / 360.0 - square * tail))
}

/// The natural logarithm of n!. Constant time: Stirling's series, tabulated below 16; relative error about 1e-16.
#[must_use]
pub fn ln_factorial(n: u32) -> f64 {
    if n < 2 {
        return 0.0;
    }
    let number = f64::from(n);
    stirling_error(n) + (number + 0.5) * number.ln() - number + HALF_LN_TWO_PI
}

/// The natural logarithm of "n choose k"; −∞ for k > n.
#[must_use]
pub fn ln_binomial(n: u32, k: u32) -> f64 {
    if k > n { f64::NEG_INFINITY } else { ln_factorial(n) - ln_factorial(k) - ln_factorial(n - k) }
}

/// Deviance `x ln(x / mean) + mean − x` without cancellation where x is near the mean (Loader 2000, `bd0`).
fn deviance(x: f64, mean: f64) -> f64 {
    let difference = x - mean;
    if difference.abs() >= 0.1 * (x + mean) {
        return x * (x / mean).ln() + mean - x;
    }
    let ratio = difference / (x + mean);
    let mut sum = difference * ratio;
    let (mut term, square) = (2.0 * x * ratio, ratio * ratio);
    let mut odd = 1.0;
    loop {
        term *= square;
        odd += 2.0;
        let next = sum + term / odd;
        // Each term is at most a hundredth of the one before, so this ends after a few.
        if next.to_bits() == sum.to_bits() {
            return next;
        }
        sum = next;
    }
}

/// Logarithm of the binomial probability of `x` in `n` draws with chance `p` = 1 − `q` (Loader 2000, "Fast and accurate
/// computation of binomial probabilities"); `0 < p < 1`, `x <= n`.
pub(super) fn ln_binomial_probability(x: u32, n: u32, p: f64, q: f64) -> f64 {
    let (successes, draws) = (f64::from(x), f64::from(n));
    if n == 0 {
        return 0.0;
    }
    if x == 0 {
        return if p < 0.1 { -deviance(draws, draws * q) - draws * p } else { draws * q.ln() };
    }
    if x == n {
        return if q < 0.1 { -deviance(draws, draws * p) - draws * q } else { draws * p.ln() };
    }
    let failures = f64::from(n - x);
    let error = stirling_error(n) - stirling_error(x) - stirling_error(n - x);
    let spread = LN_TWO_PI + successes.ln() + (-successes / draws).ln_1p();
    error - deviance(successes, draws * p) - deviance(failures, draws * q) - 0.5 * spread
}
