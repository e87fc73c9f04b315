//! Decimal numbers without the tables the standard library reads them with, which are 12 kB of a compressed module.

/// Digits that are read; a double holds 17.
const DIGITS_MAX: u32 = 18;
/// The largest power of ten that a double holds exactly.
const POWER_MAX: i32 = 22;

/// A number: digits, a point, an exponent. Exact up to 15 digits and powers of ten up to 22; beyond, its last digits may
/// differ from those of the nearest double. `None` for what is no number.
pub(super) fn read(text: &str) -> Option<f64> {
    let (is_negative, text) = match text.as_bytes() {
        [b'-', rest @ ..] => (true, rest),
        [b'+', rest @ ..] | rest => (false, rest),
    };
    let (mut whole, mut digits, mut power, mut is_behind, mut is_any) = (0_u64, 0, 0_i32, false, false);
    let mut rest = text;
    while let [first, after @ ..] = rest {
        match first {
            b'0'..=b'9' if digits < DIGITS_MAX => {
                whole = whole * 10 + u64::from(first - b'0');
                digits += u32::from(whole > 0);
                power -= i32::from(is_behind);
                is_any = true;
            }
            b'0'..=b'9' => power += i32::from(!is_behind),
            b'.' if !is_behind => is_behind = true,
            _ => break,
        }
        rest = after;
    }
    if let [b'e' | b'E', after @ ..] = rest {
        power = power.saturating_add(exponent(after)?);
        rest = &[];
    }
    if !is_any || !rest.is_empty() {
        return None;
    }
    #[expect(clippy::cast_precision_loss, reason = "the nearest double")]
    let number = scaled(whole as f64, power);
    Some(if is_negative { -number } else { number })
}

fn exponent(text: &[u8]) -> Option<i32> {
    let (is_negative, digits) = match text {
        [b'-', rest @ ..] => (true, rest),
        [b'+', rest @ ..] | rest => (false, rest),
    };
    let digit = |sum: i32, digit: &u8| {
        digit.is_ascii_digit().then(|| sum.saturating_mul(10).saturating_add(i32::from(digit - b'0')).min(9999))
    };
    let size = digits.iter().try_fold(0, digit).filter(|_| !digits.is_empty())?;
    Some(if is_negative { -size } else { size })
}

/// A number times a power of ten.
fn scaled(mut number: f64, power: i32) -> f64 {
    let ten_to = |power: i32| (0..power).fold(1.0, |product, _| product * 10.0);
    let mut left = power.abs();
    // Once it is 0 or infinite it stays so.
    while left > 0 && number.is_normal() {
        let step = ten_to(left.min(POWER_MAX));
        number = if power < 0 { number / step } else { number * step };
        left -= POWER_MAX;
    }
    number
}

#[cfg(test)]
mod tests {
    use super::read;

    #[test]
    fn short_numbers_are_read_as_by_the_standard_library() {
        for text in
            ["0", "-0.5", "+3", "12.75", ".5", "7.", "1e5", "3.25E-3", "100000000000", "0.1", "1.1", "6e22", "1e400"]
        {
            let wanted: f64 = text.parse().unwrap();
            assert!(read(text).unwrap().total_cmp(&wanted).is_eq(), "{text}");
        }
        let (found, wanted) = (read("1.2345678901234567e+300").unwrap(), 1.234_567_890_123_456_7e300_f64);
        assert!((found / wanted - 1.0).abs() < 1e-14);
        assert!(read("1e-400").unwrap().abs() < f64::MIN_POSITIVE);
    }

    #[test]
    fn what_is_no_number_is_none() {
        for text in ["", ".", "-", "e5", "1e", "1e+", "1x", "1.2.3", "inf", "NaN", " 1"] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
