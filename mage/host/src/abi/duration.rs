//! `mgp_duration_*`.

use std::ffi::c_int;

use super::date::negative;
use super::memory::Memory;
use super::object::Moment;
use super::pointer::{CText, In, Out};
use super::slot::Handle;
use super::{Code, Outcome};
use crate::temporal::Duration;

type DurationHandle = Handle<Moment<Duration>>;

/// The interface's `mgp_duration_parameters`.
#[derive(Clone, Copy)]
#[repr(C)]
pub(crate) struct DurationParameters {
    day: f64,
    hour: f64,
    minute: f64,
    second: f64,
    millisecond: f64,
    microsecond: f64,
}

impl DurationParameters {
    fn duration(self) -> Outcome<Duration> {
        let parts = [self.day, self.hour, self.minute, self.second, self.millisecond, self.microsecond];
        Duration::from_parts(parts).ok_or(Code::InvalidArgument)
    }
}

fn sum(first: Duration, second: Duration) -> Outcome<Moment<Duration>> {
    let sum = first.microseconds().checked_add(second.microseconds()).ok_or(Code::OutOfRange)?;
    Ok(Moment(Duration::from_microseconds(sum)))
}

super::exports! {
    fn mgp_duration_from_string(string: CText, memory: Handle<Memory>, duration: Out<DurationHandle>) {
        let parsed = Duration::parse(string.as_str()?).ok_or(Code::InvalidArgument)?;
        duration.make(memory.arena()?, Moment(parsed))
    }
    fn mgp_duration_from_parameters(
        parameters: In<DurationParameters>, memory: Handle<Memory>, duration: Out<DurationHandle>,
    ) { duration.make(memory.arena()?, Moment(parameters.read()?.duration()?)) }
    fn mgp_duration_from_microseconds(microseconds: i64, memory: Handle<Memory>, duration: Out<DurationHandle>) {
        duration.make(memory.arena()?, Moment(Duration::from_microseconds(microseconds)))
    }
    fn mgp_duration_copy(duration: DurationHandle, memory: Handle<Memory>, result: Out<DurationHandle>) {
        let copy = *duration.get()?;
        result.make(memory.arena()?, copy)
    }
    fn mgp_duration_destroy(duration: DurationHandle) -> () { duration.destroy("mgp_duration_destroy") }
    fn mgp_duration_equal(first: DurationHandle, second: DurationHandle, result: Out<c_int>) {
        let equal = first.get()?.0 == second.get()?.0;
        result.set(c_int::from(equal))
    }
    fn mgp_duration_get_microseconds(duration: DurationHandle, microseconds: Out<i64>) {
        microseconds.set(duration.get()?.0.microseconds())
    }
    fn mgp_duration_neg(dur: DurationHandle, memory: Handle<Memory>, result: Out<DurationHandle>) {
        let turned = negative(dur.get()?.0)?;
        result.make(memory.arena()?, Moment(turned))
    }
    fn mgp_duration_add(
        first: DurationHandle, second: DurationHandle, memory: Handle<Memory>, result: Out<DurationHandle>,
    ) { result.make(memory.arena()?, sum(first.get()?.0, second.get()?.0)?) }
    fn mgp_duration_sub(
        first: DurationHandle, second: DurationHandle, memory: Handle<Memory>, result: Out<DurationHandle>,
    ) { result.make(memory.arena()?, sum(first.get()?.0, negative(second.get()?.0)?)?) }
}
