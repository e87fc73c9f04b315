//! The time that modules are told: UTC.

use std::time::{SystemTime, UNIX_EPOCH};

use crate::abi::{Code, Outcome};
use crate::temporal::LocalDateTime;

pub(crate) fn now() -> Outcome<LocalDateTime> {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).map_err(|_| Code::Unknown)?;
    let microseconds = i64::try_from(since.as_micros()).map_err(|_| Code::OutOfRange)?;
    LocalDateTime::from_microseconds(microseconds).ok_or(Code::OutOfRange)
}
