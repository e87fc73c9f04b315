//! `mgp_date_*`.

use std::ffi::c_int;

use super::memory::Memory;
use super::object::Moment;
use super::pointer::{CText, In, Out};
use super::slot::Handle;
use super::{Code, Outcome};
use crate::clock;
use crate::temporal::{Date, Duration};

type DateHandle = Handle<Moment<Date>>;

/// The interface's `mgp_date_parameters`.
#[derive(Clone, Copy)]
#[repr(C)]
pub(crate) struct DateParameters {
    year: c_int,
    month: c_int,
    day: c_int,
}

impl DateParameters {
    pub(super) fn date(self) -> Outcome<Date> {
        Date::new(self.year.into(), self.month.into(), self.day.into()).ok_or(Code::InvalidArgument)
    }
}

/// A part of a day or time as a C int; all of them are below 10,000.
pub(super) fn small(part: i64, result: Out<c_int>) -> Outcome {
    result.set(c_int::try_from(part).map_err(|_| Code::OutOfRange)?)
}

/// A length of time with the sign turned.
pub(super) fn negative(length: Duration) -> Outcome<Duration> {
    length.microseconds().checked_neg().map(Duration::from_microseconds).ok_or(Code::OutOfRange)
}

/// From one moment to another, both in microseconds.
pub(super) fn difference(first: i64, second: i64) -> Outcome<Moment<Duration>> {
    first.checked_sub(second).map(|us| Moment(Duration::from_microseconds(us))).ok_or(Code::OutOfRange)
}

fn shifted(date: Date, length: Duration) -> Outcome<Moment<Date>> {
    date.plus(length).map(Moment).ok_or(Code::OutOfRange)
}

super::exports! {
    fn mgp_date_from_string(string: CText, memory: Handle<Memory>, date: Out<DateHandle>) {
        let parsed = Date::parse(string.as_str()?).ok_or(Code::InvalidArgument)?;
        date.make(memory.arena()?, Moment(parsed))
    }
    fn mgp_date_from_parameters(parameters: In<DateParameters>, memory: Handle<Memory>, date: Out<DateHandle>) {
        date.make(memory.arena()?, Moment(parameters.read()?.date()?))
    }
    fn mgp_date_copy(date: DateHandle, memory: Handle<Memory>, result: Out<DateHandle>) {
        let copy = *date.get()?;
        result.make(memory.arena()?, copy)
    }
    fn mgp_date_destroy(date: DateHandle) -> () { date.destroy("mgp_date_destroy") }
    fn mgp_date_equal(first: DateHandle, second: DateHandle, result: Out<c_int>) {
        let equal = first.get()?.0 == second.get()?.0;
        result.set(c_int::from(equal))
    }
    fn mgp_date_get_year(date: DateHandle, year: Out<c_int>) { small(date.get()?.0.parts().0, year) }
    fn mgp_date_get_month(date: DateHandle, month: Out<c_int>) { small(date.get()?.0.parts().1, month) }
    fn mgp_date_get_day(date: DateHandle, day: Out<c_int>) { small(date.get()?.0.parts().2, day) }
    fn mgp_date_timestamp(date: DateHandle, timestamp: Out<i64>) { timestamp.set(date.get()?.0.microseconds()) }
    fn mgp_date_now(memory: Handle<Memory>, date: Out<DateHandle>) {
        date.make(memory.arena()?, Moment(clock::now()?.date()))
    }
    fn mgp_date_add_duration(
        date: DateHandle, dur: Handle<Moment<Duration>>, memory: Handle<Memory>, result: Out<DateHandle>,
    ) { result.make(memory.arena()?, shifted(date.get()?.0, dur.get()?.0)?) }
    fn mgp_date_sub_duration(
        date: DateHandle, dur: Handle<Moment<Duration>>, memory: Handle<Memory>, result: Out<DateHandle>,
    ) { result.make(memory.arena()?, shifted(date.get()?.0, negative(dur.get()?.0)?)?) }
    fn mgp_date_diff(
        first: DateHandle, second: DateHandle, memory: Handle<Memory>, result: Out<Handle<Moment<Duration>>>,
    ) {
        let length = difference(first.get()?.0.microseconds(), second.get()?.0.microseconds())?;
        result.make(memory.arena()?, length)
    }
}
