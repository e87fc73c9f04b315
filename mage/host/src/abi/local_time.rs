//! `mgp_local_time_*`.

use std::ffi::c_int;

use super::date::{difference, negative, small};
use super::memory::Memory;
use super::object::Moment;
use super::pointer::{CText, In, Out};
use super::slot::Handle;
use super::{Code, Outcome};
use crate::clock;
use crate::temporal::{Duration, LocalTime};

type TimeHandle = Handle<Moment<LocalTime>>;

/// The interface's `mgp_local_time_parameters`.
#[derive(Clone, Copy)]
#[repr(C)]
pub(crate) struct LocalTimeParameters {
    hour: c_int,
    minute: c_int,
    second: c_int,
    millisecond: c_int,
    microsecond: c_int,
}

impl LocalTimeParameters {
    pub(super) fn time(self) -> Outcome<LocalTime> {
        let [hour, minute, second] = [self.hour, self.minute, self.second].map(i64::from);
        LocalTime::new(hour, minute, second, self.millisecond.into(), self.microsecond.into())
            .ok_or(Code::InvalidArgument)
    }
}

/// Hour, minute, second, millisecond or microsecond, by its number.
pub(super) fn part(time: LocalTime, index: usize, result: Out<c_int>) -> Outcome {
    small(time.parts().get(index).copied().unwrap_or_default(), result)
}

super::exports! {
    fn mgp_local_time_from_string(string: CText, memory: Handle<Memory>, time: Out<TimeHandle>) {
        let parsed = LocalTime::parse(string.as_str()?).ok_or(Code::InvalidArgument)?;
        time.make(memory.arena()?, Moment(parsed))
    }
    fn mgp_local_time_from_parameters(
        parameters: In<LocalTimeParameters>, memory: Handle<Memory>, time: Out<TimeHandle>,
    ) { time.make(memory.arena()?, Moment(parameters.read()?.time()?)) }
    fn mgp_local_time_copy(time: TimeHandle, memory: Handle<Memory>, result: Out<TimeHandle>) {
        let copy = *time.get()?;
        result.make(memory.arena()?, copy)
    }
    fn mgp_local_time_destroy(time: TimeHandle) -> () { time.destroy("mgp_local_time_destroy") }
    fn mgp_local_time_equal(first: TimeHandle, second: TimeHandle, result: Out<c_int>) {
        let equal = first.get()?.0 == second.get()?.0;
        result.set(c_int::from(equal))
    }
    fn mgp_local_time_get_hour(time: TimeHandle, hour: Out<c_int>) { part(time.get()?.0, 0, hour) }
    fn mgp_local_time_get_minute(time: TimeHandle, minute: Out<c_int>) { part(time.get()?.0, 1, minute) }
    fn mgp_local_time_get_second(time: TimeHandle, second: Out<c_int>) { part(time.get()?.0, 2, second) }
    fn mgp_local_time_get_millisecond(time: TimeHandle, millisecond: Out<c_int>) { part(time.get()?.0, 3, millisecond) }
    fn mgp_local_time_get_microsecond(time: TimeHandle, microsecond: Out<c_int>) { part(time.get()?.0, 4, microsecond) }
    fn mgp_local_time_timestamp(time: TimeHandle, timestamp: Out<i64>) { timestamp.set(time.get()?.0.microseconds()) }
    fn mgp_local_time_now(memory: Handle<Memory>, time: Out<TimeHandle>) {
        time.make(memory.arena()?, Moment(clock::now()?.time()))
    }
    fn mgp_local_time_add_duration(
        time: TimeHandle, dur: Handle<Moment<Duration>>, memory: Handle<Memory>, result: Out<TimeHandle>,
    ) {
        let sum = time.get()?.0.plus(dur.get()?.0);
        result.make(memory.arena()?, Moment(sum))
    }
    fn mgp_local_time_sub_duration(
        time: TimeHandle, dur: Handle<Moment<Duration>>, memory: Handle<Memory>, result: Out<TimeHandle>,
    ) {
        let sum = time.get()?.0.plus(negative(dur.get()?.0)?);
        result.make(memory.arena()?, Moment(sum))
    }
    fn mgp_local_time_diff(
        first: TimeHandle, second: TimeHandle, memory: Handle<Memory>, result: Out<Handle<Moment<Duration>>>,
    ) {
        let length = difference(first.get()?.0.microseconds(), second.get()?.0.microseconds())?;
        result.make(memory.arena()?, length)
    }
}
