//! Conversions between counts and floating point, in one place.

/// A count as a floating-point number.
#[expect(clippy::cast_precision_loss, reason = "counts stay below 2^53")]
pub(crate) fn float(count: usize) -> f64 {
    count as f64
}

/// A count of rows or entries, which the tables keep below 2^32.
pub(crate) fn narrow(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

/// A non-negative number rounded up to a count.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped to the range of u32")]
pub(crate) fn ceil_count(number: f64) -> u32 {
    number.ceil().clamp(0.0, f64::from(u32::MAX)) as u32
}
