//! Tails of the normal distribution.

use std::f64::consts::{FRAC_1_SQRT_2, PI};

/// Where the series gives way to the continued fraction: both are exact to about 1e-12 there.
const SERIES_BELOW: f64 = 2.0;
/// Enough for convergence at [`SERIES_BELOW`], where both expansions are slowest.
const TERMS_MAX: u32 = 200;

/// The complementary error function: Taylor's series near 0, the continued fraction
/// `1 / (x + ½/(x + 1/(x + 1½/(x + …))))` above (Abramowitz and Stegun 7.1.5 and 7.1.14).
fn erfc(x: f64) -> f64 {
    if x.is_nan() {
        return x;
    }
    if x < 0.0 {
        return 2.0 - erfc(-x);
    }
    if x < SERIES_BELOW {
        let (square, mut power, mut sum) = (x * x, x, x);
        for index in 1..TERMS_MAX {
            let number = f64::from(index);
            power *= -square / number;
            let term = power / (2.0 * number + 1.0);
            sum += term;
            if term.abs() < 1e-17 {
                break;
            }
        }
        return 1.0 - 2.0 / PI.sqrt() * sum;
    }
    let fraction = (1..TERMS_MAX).rev().fold(x, |below, index| x + 0.5 * f64::from(index) / below);
    (-x * x).exp() / (PI.sqrt() * fraction)
}

/// P(Z ≥ z) of a standard normal Z; relative error about 1e-12.
#[must_use]
pub fn normal_upper(z: f64) -> f64 {
    0.5 * erfc(z * FRAC_1_SQRT_2)
}

/// P(|Z| ≥ |z|) of a standard normal Z.
#[must_use]
pub fn normal_two_sided(z: f64) -> f64 {
    erfc(z.abs() * FRAC_1_SQRT_2)
}
