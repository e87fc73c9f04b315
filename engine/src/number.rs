//! Numbers as text. Natively by the standard library; in a browser's module by whole numbers alone, because the standard
//! library's way to exact digits is 9 kB of the compressed module.

/// A number as the standard library shows it.
#[cfg(not(target_arch = "wasm32"))]
pub(crate) fn shown(value: f64) -> String {
    value.to_string()
}

/// A number as the standard library shows it, where it has a short decimal form; else 15 of its digits.
#[cfg(target_arch = "wasm32")]
pub(crate) fn shown(value: f64) -> String {
    small::shown(value)
}

/// A number with four decimals.
#[cfg(not(target_arch = "wasm32"))]
pub(crate) fn with_four_decimals(value: f64) -> String {
    format!("{value:.4}")
}

/// A number below 2^63 with four decimals.
#[cfg(target_arch = "wasm32")]
pub(crate) fn with_four_decimals(value: f64) -> String {
    small::with_four_decimals(value)
}

/// A number with five digits and a power of ten.
#[cfg(not(target_arch = "wasm32"))]
pub(crate) fn with_five_digits(value: f64) -> String {
    format!("{value:.4e}")
}

/// A number with five digits and a power of ten.
#[cfg(target_arch = "wasm32")]
pub(crate) fn with_five_digits(value: f64) -> String {
    small::with_digits(value, 4)
}

#[cfg(any(test, target_arch = "wasm32"))]
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "every number is checked to fit before")]
mod small {
    /// Whole numbers up to it are doubles, each of them.
    const WHOLE_MAX: f64 = 9_007_199_254_740_992.0;

    /// What is no number, or no finite one.
    fn unusual(value: f64) -> Option<&'static str> {
        if value.is_nan() {
            Some("NaN")
        } else if value.is_infinite() {
            Some(if value > 0.0 { "inf" } else { "-inf" })
        } else {
            None
        }
    }

    fn sign(value: f64) -> &'static str {
        if value.is_sign_negative() { "-" } else { "" }
    }

    pub(super) fn shown(value: f64) -> String {
        if let Some(text) = unusual(value) {
            return text.to_owned();
        }
        let size = value.abs();
        let (mut power, mut decimals) = (1.0, 0);
        // The quotient of two whole doubles is the double nearest to the decimal number.
        while decimals <= 15 && size * power < WHOLE_MAX {
            let whole = (size * power).round();
            if (whole / power).total_cmp(&size).is_eq() {
                let (whole, power) = (whole as u64, power as u64);
                if decimals == 0 {
                    return format!("{}{whole}", sign(value));
                }
                return format!("{}{}.{:0decimals$}", sign(value), whole / power, whole % power);
            }
            decimals += 1;
            power *= 10.0;
        }
        if !(1e-5..1e15).contains(&size) {
            return with_digits(value, 14);
        }
        // Fifteen digits say it as well as people read it.
        let (mut power, mut decimals) = (1.0, 0_usize);
        while size * power * 10.0 < 1e15 {
            power *= 10.0;
            decimals += 1;
        }
        let (whole, power) = ((size * power).round() as u64, power as u64);
        let text = format!("{}{}.{:0decimals$}", sign(value), whole / power, whole % power);
        text.trim_end_matches('0').trim_end_matches('.').to_owned()
    }

    /// The nearest number of four decimals; of two, the even one. Exact.
    pub(super) fn with_four_decimals(value: f64) -> String {
        if let Some(text) = unusual(value) {
            return text.to_owned();
        }
        let bits = value.to_bits();
        let (raised, fraction) = ((bits >> 52 & 0x7ff) as i32, bits & ((1 << 52) - 1));
        let (mantissa, exponent) = if raised == 0 { (fraction, -1074) } else { (fraction | 1 << 52, raised - 1075) };
        let scaled = u128::from(mantissa) * 10_000;
        let whole = match exponent {
            0.. => scaled << exponent.min(50),
            -100..0 => {
                let (whole, rest) = (scaled >> -exponent, scaled & ((1 << -exponent) - 1));
                let half = 1_u128 << (-exponent - 1);
                whole + u128::from(rest > half || (rest == half && whole & 1 == 1))
            }
            _ => 0,
        };
        // Text of 64 bits is a third of that of 128; a whole number below 2^63 has them.
        let (whole, decimals) = ((whole / 10_000) as u64, (whole % 10_000) as u32);
        format!("{}{whole}.{decimals:04}", sign(value))
    }

    /// One digit, so many decimals, a power of ten. What lies within the last digits of a double of the middle between two
    /// such numbers may become either.
    pub(super) fn with_digits(value: f64, decimals: usize) -> String {
        if let Some(text) = unusual(value) {
            return text.to_owned();
        }
        let ten_to = |power: i32| (0..power).fold(1.0, |product, _| product * 10.0);
        let (mut size, mut power) = (value.abs(), 0);
        for step in [200, 100, 50, 20, 10, 5, 2, 1] {
            while size >= ten_to(step) {
                size /= ten_to(step);
                power += step;
            }
            while size > 0.0 && size < ten_to(1 - step) {
                size *= ten_to(step);
                power -= step;
            }
        }
        let unit = ten_to(i32::try_from(decimals).unwrap_or(0));
        let mut whole = (size * unit).round_ties_even();
        if whole >= 10.0 * unit {
            whole /= 10.0;
            power += 1;
        }
        let (whole, unit) = (whole as u64, unit as u64);
        format!("{}{}.{:0decimals$}e{power}", sign(value), whole / unit, whole % unit)
    }
}

#[cfg(test)]
mod tests {
    use super::small;

    #[test]
    fn short_numbers_are_shown_as_by_the_standard_library() {
        for value in
            [0.0, -0.0, 1.0, -3.0, 0.1, 1.5, -12.375, 60_001.0, 1e15, 0.000_1, 123_456.789, f64::NAN, f64::INFINITY]
        {
            assert_eq!(small::shown(value), value.to_string());
        }
        assert_eq!([0.1 + 0.2, 1.1 + 0.1, -1.0 / 3.0].map(small::shown), ["0.3", "1.2", "-0.333333333333333"]);
        assert_eq!(small::shown(1e300), "1.00000000000000e300");
    }

    #[test]
    fn four_decimals_are_those_of_the_standard_library() {
        let mut state = 1_u64;
        for round in 0..20_000 {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            let scale = [1.0, 100.0, 1e6, 1e12, 1e-6][round % 5];
            let value = f64::from(u32::try_from(state >> 32).unwrap()) / 4_294_967_296.0 * scale;
            assert_eq!(small::with_four_decimals(value), format!("{value:.4}"));
            assert_eq!(small::with_four_decimals(-value), format!("{:.4}", -value));
        }
        for value in [0.0, -0.0, 0.000_05, 0.5, 2.5, 0.031_25, 0.093_75, 1e11, 999_999_999_999.999_9, 1e-300] {
            assert_eq!(small::with_four_decimals(value), format!("{value:.4}"));
        }
    }

    #[test]
    fn large_numbers_have_five_digits() {
        for value in [1e12, 1.234_56e15, -9.999_96e20, 1e22, 9.87654e100, f64::MAX, 1e300, 3.2e-5] {
            assert_eq!(small::with_digits(value, 4), format!("{value:.4e}"));
        }
    }
}
