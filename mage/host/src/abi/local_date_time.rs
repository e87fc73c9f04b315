//! `mgp_local_date_time_*`.

use std::ffi::c_int;

use super::date::{DateParameters, difference, negative, small};
use super::local_time::{LocalTimeParameters, part};
use super::memory::Memory;
use super::object::Moment;
use super::pointer::{CText, In, Out};
use super::slot::Handle;
use super::{Code, Outcome};
use crate::clock;
use crate::temporal::{Duration, LocalDateTime};

type MomentHandle = Handle<Moment<LocalDateTime>>;

/// The interface's `mgp_local_date_time_parameters`.
#[derive(Clone, Copy)]
#[repr(C)]
pub(crate) struct LocalDateTimeParameters {
    date: In<DateParameters>,
    time: In<LocalTimeParameters>,
}

fn shifted(moment: LocalDateTime, length: Duration) -> Outcome<Moment<LocalDateTime>> {
    moment.plus(length).map(Moment).ok_or(Code::OutOfRange)
}

super::exports! {
    fn mgp_local_date_time_from_string(string: CText, memory: Handle<Memory>, moment: Out<MomentHandle>) {
        let parsed = LocalDateTime::parse(string.as_str()?).ok_or(Code::InvalidArgument)?;
        moment.make(memory.arena()?, Moment(parsed))
    }
    fn mgp_local_date_time_from_parameters(
        parameters: In<LocalDateTimeParameters>, memory: Handle<Memory>, moment: Out<MomentHandle>,
    ) {
        let parameters = parameters.read()?;
        let made = LocalDateTime::new(parameters.date.read()?.date()?, parameters.time.read()?.time()?);
        moment.make(memory.arena()?, Moment(made))
    }
    fn mgp_local_date_time_copy(moment: MomentHandle, memory: Handle<Memory>, result: Out<MomentHandle>) {
        let copy = *moment.get()?;
        result.make(memory.arena()?, copy)
    }
    fn mgp_local_date_time_destroy(moment: MomentHandle) -> () { moment.destroy("mgp_local_date_time_destroy") }
    fn mgp_local_date_time_equal(first: MomentHandle, second: MomentHandle, result: Out<c_int>) {
        let equal = first.get()?.0 == second.get()?.0;
        result.set(c_int::from(equal))
    }
    fn mgp_local_date_time_get_year(moment: MomentHandle, year: Out<c_int>) {
        small(moment.get()?.0.date().parts().0, year)
    }
    fn mgp_local_date_time_get_month(moment: MomentHandle, month: Out<c_int>) {
        small(moment.get()?.0.date().parts().1, month)
    }
    fn mgp_local_date_time_get_day(moment: MomentHandle, day: Out<c_int>) {
        small(moment.get()?.0.date().parts().2, day)
    }
    fn mgp_local_date_time_get_hour(moment: MomentHandle, hour: Out<c_int>) { part(moment.get()?.0.time(), 0, hour) }
    fn mgp_local_date_time_get_minute(moment: MomentHandle, minute: Out<c_int>) {
        part(moment.get()?.0.time(), 1, minute)
    }
    fn mgp_local_date_time_get_second(moment: MomentHandle, second: Out<c_int>) {
        part(moment.get()?.0.time(), 2, second)
    }
    fn mgp_local_date_time_get_millisecond(moment: MomentHandle, millisecond: Out<c_int>) {
        part(moment.get()?.0.time(), 3, millisecond)
    }
    fn mgp_local_date_time_get_microsecond(moment: MomentHandle, microsecond: Out<c_int>) {
        part(moment.get()?.0.time(), 4, microsecond)
    }
    fn mgp_local_date_time_timestamp(moment: MomentHandle, timestamp: Out<i64>) {
        timestamp.set(moment.get()?.0.microseconds())
    }
    fn mgp_local_date_time_now(memory: Handle<Memory>, moment: Out<MomentHandle>) {
        moment.make(memory.arena()?, Moment(clock::now()?))
    }
    fn mgp_local_date_time_add_duration(
        moment: MomentHandle, dur: Handle<Moment<Duration>>, memory: Handle<Memory>, result: Out<MomentHandle>,
    ) { result.make(memory.arena()?, shifted(moment.get()?.0, dur.get()?.0)?) }
    fn mgp_local_date_time_sub_duration(
        moment: MomentHandle, dur: Handle<Moment<Duration>>, memory: Handle<Memory>, result: Out<MomentHandle>,
    ) { result.make(memory.arena()?, shifted(moment.get()?.0, negative(dur.get()?.0)?)?) }
    fn mgp_local_date_time_diff(
        first: MomentHandle, second: MomentHandle, memory: Handle<Memory>, result: Out<Handle<Moment<Duration>>>,
    ) {
        let length = difference(first.get()?.0.microseconds(), second.get()?.0.microseconds())?;
        result.make(memory.arena()?, length)
    }
}
