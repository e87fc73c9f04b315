//! Days, times and lengths of time, in microseconds and days since 1970-01-01, without zones.
//!
//! The conversion between a day's number and its year, month and day is the proleptic Gregorian calendar by eras of
//! 400 years (H. Hinnant, "chrono-compatible low-level date algorithms").

mod parse;

use std::fmt;

/// Microseconds in a day.
pub const DAY_US: i64 = 86_400_000_000;
const HOUR_US: i64 = 3_600_000_000;
const MINUTE_US: i64 = 60_000_000;
const SECOND_US: i64 = 1_000_000;

/// A day of the years 0 to 9999.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date {
    days: i64,
}

impl Date {
    /// The day, if there is one: month 1 to 12, day 1 to the month's length, year 0 to 9999.
    #[must_use]
    pub fn new(year: i64, month: i64, day: i64) -> Option<Self> {
        let known = (0..=9999).contains(&year) && (1..=12).contains(&month);
        (known && (1..=days_in_month(year, month)).contains(&day))
            .then(|| Self { days: days_from_civil(year, month, day) })
    }

    /// The day so many days after 1970-01-01.
    #[must_use]
    pub fn from_days(days: i64) -> Option<Self> {
        let first = days_from_civil(0, 1, 1);
        let last = days_from_civil(9999, 12, 31);
        (first..=last).contains(&days).then_some(Self { days })
    }

    /// Days since 1970-01-01.
    #[must_use]
    pub fn days(self) -> i64 {
        self.days
    }

    /// Microseconds from 1970-01-01 to the day's start.
    #[must_use]
    pub fn microseconds(self) -> i64 {
        self.days * DAY_US
    }

    /// Year, month, day.
    #[must_use]
    pub fn parts(self) -> (i64, i64, i64) {
        civil_from_days(self.days)
    }

    /// The day a length of time later; what is no whole day is cut.
    #[must_use]
    pub fn plus(self, length: Duration) -> Option<Self> {
        let sum = self.microseconds().checked_add(length.microseconds)?;
        Self::from_days(sum.div_euclid(DAY_US))
    }
}

/// A time of day in microseconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LocalTime {
    microseconds: i64,
}

impl LocalTime {
    /// The time, if every part is within its bounds (hour 0 to 23, minute and second 0 to 59, the others 0 to 999).
    #[must_use]
    pub fn new(hour: i64, minute: i64, second: i64, millisecond: i64, microsecond: i64) -> Option<Self> {
        let within = (0..24).contains(&hour)
            && (0..60).contains(&minute)
            && (0..60).contains(&second)
            && (0..1000).contains(&millisecond)
            && (0..1000).contains(&microsecond);
        let whole = hour * HOUR_US + minute * MINUTE_US + second * SECOND_US + millisecond * 1000 + microsecond;
        within.then_some(Self { microseconds: whole })
    }

    /// The time so many microseconds after midnight, counted around the clock.
    #[must_use]
    pub fn from_microseconds(microseconds: i64) -> Self {
        Self { microseconds: microseconds.rem_euclid(DAY_US) }
    }

    /// Microseconds since midnight.
    #[must_use]
    pub fn microseconds(self) -> i64 {
        self.microseconds
    }

    /// Hour, minute, second, millisecond, microsecond.
    #[must_use]
    pub fn parts(self) -> [i64; 5] {
        let us = self.microseconds;
        [us / HOUR_US, us / MINUTE_US % 60, us / SECOND_US % 60, us / 1000 % 1000, us % 1000]
    }

    /// The time a length of time later, around the clock.
    #[must_use]
    pub fn plus(self, length: Duration) -> Self {
        Self::from_microseconds(self.microseconds + length.microseconds % DAY_US)
    }
}

/// A day and a time of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LocalDateTime {
    microseconds: i64,
}

impl LocalDateTime {
    /// The moment of a day's time.
    #[must_use]
    pub fn new(date: Date, time: LocalTime) -> Self {
        Self { microseconds: date.microseconds() + time.microseconds }
    }

    /// The moment so many microseconds after 1970-01-01T00:00, within the years 0 to 9999.
    #[must_use]
    pub fn from_microseconds(microseconds: i64) -> Option<Self> {
        Date::from_days(microseconds.div_euclid(DAY_US)).map(|_| Self { microseconds })
    }

    /// Microseconds since 1970-01-01T00:00.
    #[must_use]
    pub fn microseconds(self) -> i64 {
        self.microseconds
    }

    /// The day.
    #[must_use]
    pub fn date(self) -> Date {
        Date { days: self.microseconds.div_euclid(DAY_US) }
    }

    /// The time of day.
    #[must_use]
    pub fn time(self) -> LocalTime {
        LocalTime::from_microseconds(self.microseconds)
    }

    /// The moment a length of time later.
    #[must_use]
    pub fn plus(self, length: Duration) -> Option<Self> {
        Self::from_microseconds(self.microseconds.checked_add(length.microseconds)?)
    }
}

/// A length of time in microseconds, of either sign.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Duration {
    microseconds: i64,
}

impl Duration {
    /// So many microseconds.
    #[must_use]
    pub fn from_microseconds(microseconds: i64) -> Self {
        Self { microseconds }
    }

    /// The sum of days, hours, minutes, seconds, milliseconds and microseconds, or `None` where it does not fit.
    #[must_use]
    pub fn from_parts(parts: [f64; 6]) -> Option<Self> {
        let units = [DAY_US, HOUR_US, MINUTE_US, SECOND_US, 1000, 1];
        let mut whole: i64 = 0;
        for (part, unit) in parts.into_iter().zip(units) {
            whole = whole.checked_add(scaled(part, unit)?)?;
        }
        Some(Self { microseconds: whole })
    }

    /// The whole length.
    #[must_use]
    pub fn microseconds(self) -> i64 {
        self.microseconds
    }
}

/// `part * unit` in whole microseconds. The whole part is scaled as an integer, so that days keep their microseconds.
fn scaled(part: f64, unit: i64) -> Option<i64> {
    const WHOLE_MAX: f64 = 9.0e15;
    if !part.is_finite() || part.abs() > WHOLE_MAX {
        return None;
    }
    #[expect(clippy::cast_possible_truncation, reason = "checked against WHOLE_MAX above")]
    let whole = part.trunc() as i64;
    #[expect(clippy::cast_possible_truncation, clippy::cast_precision_loss, reason = "below one unit: at most a day")]
    let rest = (part.fract() * unit as f64).round() as i64;
    whole.checked_mul(unit)?.checked_add(rest)
}

fn days_from_civil(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let year_of_era = year.rem_euclid(400);
    let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    era * 146_097 + day_of_era - 719_468
}

fn civil_from_days(days: i64) -> (i64, i64, i64) {
    let shifted = days + 719_468;
    let era = shifted.div_euclid(146_097);
    let day_of_era = shifted.rem_euclid(146_097);
    let year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted_month = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * shifted_month + 2) / 5 + 1;
    let month = if shifted_month < 10 { shifted_month + 3 } else { shifted_month - 9 };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    (year, month, day)
}

fn days_in_month(year: i64, month: i64) -> i64 {
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    match month {
        2 => 28 + i64::from(leap),
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, month, day) = self.parts();
        write!(f, "{year:04}-{month:02}-{day:02}")
    }
}

impl fmt::Display for LocalTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [hour, minute, second, ..] = self.parts();
        write!(f, "{hour:02}:{minute:02}:{second:02}.{:06}", self.microseconds % SECOND_US)
    }
}

impl fmt::Display for LocalDateTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}T{}", self.date(), self.time())
    }
}

impl fmt::Display for Duration {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.microseconds < 0 { "-" } else { "" };
        let us = self.microseconds.unsigned_abs();
        let (day, hour, minute) = (us / 86_400_000_000, us / 3_600_000_000 % 24, us / 60_000_000 % 60);
        write!(f, "{sign}P{day}DT{hour}H{minute}M{}.{:06}S", us / 1_000_000 % 60, us % 1_000_000)
    }
}
