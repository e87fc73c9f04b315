//! Days, times and lengths of time, as plain numbers.

use std::ffi::c_int;

use crate::error::Result;
use crate::raw::fetch;
use crate::sys;

/// A day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date {
    /// 0 to 9999.
    pub year: i32,
    /// 1 to 12.
    pub month: i32,
    /// 1 to 31.
    pub day: i32,
}

/// A time of day, without a zone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LocalTime {
    /// Microseconds since midnight, below 86,400,000,000.
    pub microseconds: i64,
}

/// A day and a time, without a zone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LocalDateTime {
    /// The day.
    pub date: Date,
    /// The time.
    pub time: LocalTime,
}

/// A length of time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Duration {
    /// Of either sign.
    pub microseconds: i64,
}

const DAY_US: i64 = 86_400_000_000;

impl Date {
    pub(crate) fn read(date: *mut sys::mgp_date) -> Result<Self> {
        // SAFETY: a live date of the call, here and in the next two.
        let year = fetch("mgp_date_get_year", |out| unsafe { sys::mgp_date_get_year(date, out) })?;
        // SAFETY: as above.
        let month = fetch("mgp_date_get_month", |out| unsafe { sys::mgp_date_get_month(date, out) })?;
        // SAFETY: as above.
        let day = fetch("mgp_date_get_day", |out| unsafe { sys::mgp_date_get_day(date, out) })?;
        Ok(Self { year, month, day })
    }

    pub(crate) fn parameters(self) -> sys::mgp_date_parameters {
        sys::mgp_date_parameters { parts: [self.year, self.month, self.day] }
    }
}

impl LocalTime {
    pub(crate) fn read(time: *mut sys::mgp_local_time) -> Result<Self> {
        // SAFETY: a live time of the call.
        let us = fetch("mgp_local_time_timestamp", |out| unsafe { sys::mgp_local_time_timestamp(time, out) })?;
        Ok(Self { microseconds: us })
    }

    pub(crate) fn parameters(self) -> sys::mgp_local_time_parameters {
        let us = self.microseconds;
        let parts = [us / 3_600_000_000, us / 60_000_000 % 60, us / 1_000_000 % 60, us / 1000 % 1000, us % 1000];
        // What does not fit is out of the interface's bounds as well, and refused by it.
        sys::mgp_local_time_parameters { parts: parts.map(|part| c_int::try_from(part).unwrap_or(-1)) }
    }
}

impl LocalDateTime {
    pub(crate) fn read(moment: *mut sys::mgp_local_date_time) -> Result<Self> {
        // SAFETY: a live moment of the call, here and in the next three.
        let year = fetch("mgp_local_date_time_get_year", |o| unsafe { sys::mgp_local_date_time_get_year(moment, o) })?;
        // SAFETY: as above.
        let month =
            fetch("mgp_local_date_time_get_month", |o| unsafe { sys::mgp_local_date_time_get_month(moment, o) })?;
        // SAFETY: as above.
        let day = fetch("mgp_local_date_time_get_day", |o| unsafe { sys::mgp_local_date_time_get_day(moment, o) })?;
        // SAFETY: as above.
        let us: i64 =
            fetch("mgp_local_date_time_timestamp", |o| unsafe { sys::mgp_local_date_time_timestamp(moment, o) })?;
        let time = LocalTime { microseconds: us.rem_euclid(DAY_US) };
        Ok(Self { date: Date { year, month, day }, time })
    }
}

impl Duration {
    pub(crate) fn read(duration: *mut sys::mgp_duration) -> Result<Self> {
        // SAFETY: a live duration of the call.
        let us =
            fetch("mgp_duration_get_microseconds", |o| unsafe { sys::mgp_duration_get_microseconds(duration, o) })?;
        Ok(Self { microseconds: us })
    }
}
