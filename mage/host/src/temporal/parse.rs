//! The written forms: `2024-02-29`, `12:30:00.5`, `2024-02-29T12:30`, `P1DT2H3M4.5S`, and the compact ones.

use super::{Date, Duration, LocalDateTime, LocalTime};

impl Date {
    /// From `YYYY-MM-DD`, `YYYY-MM` or `YYYYMMDD`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        if let Some((year, rest)) = text.split_once('-') {
            let (month, day) = rest.split_once('-').unwrap_or((rest, "01"));
            return Self::new(digits(year, 4)?, digits(month, 2)?, digits(day, 2)?);
        }
        let whole = (text.len() == 8).then_some(text)?;
        Self::new(digits(whole.get(..4)?, 4)?, digits(whole.get(4..6)?, 2)?, digits(whole.get(6..)?, 2)?)
    }
}

impl LocalTime {
    /// From `HH:MM:SS.ffffff`, `HH:MM:SS`, `HH:MM`, `HHMMSS`, `HHMM` or `HH`, each with an optional `T` before it.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.strip_prefix('T').unwrap_or(text);
        let (clock, fraction) = match text.split_once('.') {
            Some((clock, fraction)) => (clock, fraction_us(fraction)?),
            None => (text, 0),
        };
        let parts: Vec<&str> = if clock.contains(':') {
            clock.split(':').collect()
        } else {
            (0..clock.len()).step_by(2).map(|at| clock.get(at..at + 2)).collect::<Option<_>>()?
        };
        let seconds_named = parts.len() == 3;
        if parts.is_empty() || parts.len() > 3 || (fraction > 0 && !seconds_named) {
            return None;
        }
        let part = |index: usize| parts.get(index).map_or(Some(0), |part| digits(part, 2));
        Self::new(part(0)?, part(1)?, part(2)?, fraction / 1000, fraction % 1000)
    }
}

impl LocalDateTime {
    /// From a date, `T`, and a time.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let (date, time) = text.split_once('T')?;
        Some(Self::new(Date::parse(date)?, LocalTime::parse(time)?))
    }
}

impl Duration {
    /// From `P[nD][T[nH][nM][nS]]`; each number may have a sign and a fraction.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let (negative, text) = text.strip_prefix('-').map_or((false, text), |rest| (true, rest));
        let body = text.strip_prefix('P')?;
        let (days, clock) = body.split_once('T').map_or((body, None), |(days, clock)| (days, Some(clock)));
        if days.is_empty() && clock.is_none_or(str::is_empty) {
            return None;
        }
        let mut parts = [0.0; 6];
        fields(days, &["D"], parts.get_mut(0..1)?)?;
        fields(clock.unwrap_or_default(), &["H", "M", "S"], parts.get_mut(1..4)?)?;
        let length = Self::from_parts(parts)?;
        Some(if negative { Self::from_microseconds(length.microseconds().checked_neg()?) } else { length })
    }
}

/// Numbers each followed by its unit, units in their order, into the places of the units.
fn fields(mut text: &str, units: &[&str], places: &mut [f64]) -> Option<()> {
    for (unit, place) in units.iter().zip(places) {
        if let Some((number, rest)) = text.split_once(unit) {
            let written = number.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b'-' | b'+'));
            *place = written.then(|| number.parse().ok())??;
            text = rest;
        }
    }
    text.is_empty().then_some(())
}

fn digits(text: &str, count: usize) -> Option<i64> {
    let written = text.len() == count && text.bytes().all(|byte| byte.is_ascii_digit());
    written.then(|| text.parse().ok())?
}

/// `5` is half a second: up to six digits after the point, in microseconds.
fn fraction_us(text: &str) -> Option<i64> {
    let count = text.len();
    (1..=6).contains(&count).then(|| digits(text, count))?.map(|value| {
        let missing = u32::try_from(6 - count).unwrap_or(0);
        value * 10_i64.pow(missing)
    })
}
