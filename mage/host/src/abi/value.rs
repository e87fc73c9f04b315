//! `mgp_value_*`.

use std::ffi::{c_char, c_int};

use super::memory::Memory;
use super::object::{self, Data, Edge, List, Map, Moment, PathObject, Vertex};
use super::pointer::{Blank, CText, Out};
use super::slot::{Handle, Object};
use super::{Code, Outcome};

type Date = Moment<crate::Date>;
type LocalTime = Moment<crate::LocalTime>;
type LocalDateTime = Moment<crate::LocalDateTime>;
type Duration = Moment<crate::Duration>;

/// Makes a value that owns the part. Only if that succeeds has the part changed hands.
fn own<T: Object>(part: Handle<T>, data: Data, result: Out<Handle<Data>>) -> Outcome {
    result.check()?;
    part.must_be_free()?;
    let arena = part.arena()?;
    // Charged for before it is made: a failure in `place` would give the part back with the value.
    part.set_owned(true)?;
    let place = Handle::new(arena, Data::Null);
    match place {
        Ok(handle) => {
            *handle.get_mut()? = data;
            result.set(handle)
        }
        Err(code) => {
            part.set_owned(false)?;
            Err(code)
        }
    }
}

/// A value without parts, for quick ways.
#[expect(clippy::inline_always, reason = "of the data the compiler then writes only what the value has")]
#[inline(always)]
fn make(memory: Handle<Memory>, data: Data, result: &Out<Handle<Data>>) -> Option<()> {
    result.is_place().then_some(())?;
    let arena = memory.seen()?.1;
    result.put(arena.values.place_plain(arena, data)?)
}

/// A value that owns a list, for quick ways.
#[inline]
fn own_plain(list: Handle<List>, result: &Out<Handle<Data>>) -> Option<()> {
    let arena = list.seen()?.1;
    if !list.is_free_plain() || !result.is_place() {
        return None;
    }
    let value = arena.values.place_plain(arena, Data::List(list))?;
    list.set_part_plain();
    result.put(value)
}

/// Drops a list whose elements are no objects, for quick ways.
#[inline(never)]
fn drop_list(value: Handle<Data>) -> Option<()> {
    let (data, arena) = value.seen()?;
    let Data::List(list) = *data else { return None };
    list.seen()?;
    if !value.is_free_plain() {
        return None;
    }
    // SAFETY: looked at, and nothing else refers to it.
    unsafe { list.part_mut() }.empty_plain(arena)?;
    list.drop_plain_part(|_| true)?;
    value.drop_plain(|_| true)
}

fn is(value: Handle<Data>, result: Out<c_int>, test: impl FnOnce(&Data) -> bool) -> Outcome {
    let answer = test(&*value.get()?);
    result.set(c_int::from(answer))
}

fn part<T: Blank>(value: Handle<Data>, result: Out<T>, pick: impl FnOnce(&Data) -> Option<T>) -> Outcome {
    let found = pick(&*value.get()?).ok_or(Code::Logic)?;
    result.set(found)
}

/// Picks the content of one variant.
macro_rules! pick {
    ($variant:ident) => {
        |data: &Data| if let Data::$variant(part) = data { Some(*part) } else { None }
    };
}

super::exports! {
    fn mgp_value_copy(value: Handle<Data>, memory: Handle<Memory>, result: Out<Handle<Data>>) {
        result.check()?;
        let copy = object::make(memory.arena()?, &object::read(value)?)?;
        result.set(copy)
    }
    fn mgp_value_destroy(value: Handle<Data>) -> () quick {
        value.drop_plain(Data::is_plain).or_else(|| drop_list(value))
    } { value.destroy("mgp_value_destroy") }
    fn mgp_value_make_null(memory: Handle<Memory>, result: Out<Handle<Data>>) quick { make(memory, Data::Null, &result) } {
        result.make(memory.arena()?, Data::Null)
    }
    fn mgp_value_make_bool(value: c_int, memory: Handle<Memory>, result: Out<Handle<Data>>) quick {
        make(memory, Data::Bool(value != 0), &result)
    } {
        result.make(memory.arena()?, Data::Bool(value != 0))
    }
    fn mgp_value_make_int(value: i64, memory: Handle<Memory>, result: Out<Handle<Data>>) quick {
        make(memory, Data::Int(value), &result)
    } {
        result.make(memory.arena()?, Data::Int(value))
    }
    fn mgp_value_make_double(value: f64, memory: Handle<Memory>, result: Out<Handle<Data>>) quick {
        make(memory, Data::Double(value), &result)
    } {
        result.make(memory.arena()?, Data::Double(value))
    }
    fn mgp_value_make_string(value: CText, memory: Handle<Memory>, result: Out<Handle<Data>>) quick {
        make(memory, Data::String(value.to_text().ok()?), &result)
    } {
        result.make(memory.arena()?, Data::String(value.to_text()?))
    }
    fn mgp_value_make_list(value: Handle<List>, result: Out<Handle<Data>>) quick { own_plain(value, &result) } { own(value, Data::List(value), result) }
    fn mgp_value_make_map(value: Handle<Map>, result: Out<Handle<Data>>) { own(value, Data::Map(value), result) }
    fn mgp_value_make_vertex(value: Handle<Vertex>, result: Out<Handle<Data>>) {
        own(value, Data::Vertex(value), result)
    }
    fn mgp_value_make_edge(value: Handle<Edge>, result: Out<Handle<Data>>) { own(value, Data::Edge(value), result) }
    fn mgp_value_make_path(value: Handle<PathObject>, result: Out<Handle<Data>>) {
        own(value, Data::Path(value), result)
    }
    fn mgp_value_make_date(value: Handle<Date>, result: Out<Handle<Data>>) { own(value, Data::Date(value), result) }
    fn mgp_value_make_local_time(value: Handle<LocalTime>, result: Out<Handle<Data>>) {
        own(value, Data::LocalTime(value), result)
    }
    fn mgp_value_make_local_date_time(value: Handle<LocalDateTime>, result: Out<Handle<Data>>) {
        own(value, Data::LocalDateTime(value), result)
    }
    fn mgp_value_make_duration(value: Handle<Duration>, result: Out<Handle<Data>>) {
        own(value, Data::Duration(value), result)
    }
    fn mgp_value_get_type(value: Handle<Data>, result: Out<c_int>) quick {
        result.put(c_int::from(value.seen()?.0.kind()))
    } {
        let number = c_int::from(value.get()?.kind());
        result.set(number)
    }
    fn mgp_value_is_null(value: Handle<Data>, result: Out<c_int>) { is(value, result, |d| matches!(d, Data::Null)) }
    fn mgp_value_is_bool(value: Handle<Data>, result: Out<c_int>) { is(value, result, |d| matches!(d, Data::Bool(_))) }
    fn mgp_value_is_int(value: Handle<Data>, result: Out<c_int>) { is(value, result, |d| matches!(d, Data::Int(_))) }
    fn mgp_value_is_double(value: Handle<Data>, result: Out<c_int>) {
        is(value, result, |d| matches!(d, Data::Double(_)))
    }
    fn mgp_value_is_string(value: Handle<Data>, result: Out<c_int>) {
        is(value, result, |d| matches!(d, Data::String(_)))
    }
    fn mgp_value_is_list(value: Handle<Data>, result: Out<c_int>) { is(value, result, |d| matches!(d, Data::List(_))) }
    fn mgp_value_is_map(value: Handle<Data>, result: Out<c_int>) { is(value, result, |d| matches!(d, Data::Map(_))) }
    fn mgp_value_is_vertex(value: Handle<Data>, result: Out<c_int>) {
        is(value, result, |d| matches!(d, Data::Vertex(_)))
    }
    fn mgp_value_is_edge(value: Handle<Data>, result: Out<c_int>) { is(value, result, |d| matches!(d, Data::Edge(_))) }
    fn mgp_value_is_path(value: Handle<Data>, result: Out<c_int>) { is(value, result, |d| matches!(d, Data::Path(_))) }
    fn mgp_value_is_date(value: Handle<Data>, result: Out<c_int>) { is(value, result, |d| matches!(d, Data::Date(_))) }
    fn mgp_value_is_local_time(value: Handle<Data>, result: Out<c_int>) {
        is(value, result, |d| matches!(d, Data::LocalTime(_)))
    }
    fn mgp_value_is_local_date_time(value: Handle<Data>, result: Out<c_int>) {
        is(value, result, |d| matches!(d, Data::LocalDateTime(_)))
    }
    fn mgp_value_is_duration(value: Handle<Data>, result: Out<c_int>) {
        is(value, result, |d| matches!(d, Data::Duration(_)))
    }
    fn mgp_value_get_bool(value: Handle<Data>, result: Out<c_int>) {
        part(value, result, |data| if let Data::Bool(b) = data { Some(c_int::from(*b)) } else { None })
    }
    fn mgp_value_get_int(value: Handle<Data>, result: Out<i64>) quick {
        if let Data::Int(number) = value.seen()?.0 { result.put(*number) } else { None }
    } { part(value, result, pick!(Int)) }
    fn mgp_value_get_double(value: Handle<Data>, result: Out<f64>) quick {
        if let Data::Double(number) = value.seen()?.0 { result.put(*number) } else { None }
    } { part(value, result, pick!(Double)) }
    fn mgp_value_get_string(value: Handle<Data>, result: Out<*const c_char>) {
        part(value, result, |data| if let Data::String(text) = data { Some(text.as_ptr()) } else { None })
    }
    fn mgp_value_get_list(value: Handle<Data>, result: Out<Handle<List>>) { part(value, result, pick!(List)) }
    fn mgp_value_get_map(value: Handle<Data>, result: Out<Handle<Map>>) { part(value, result, pick!(Map)) }
    fn mgp_value_get_vertex(value: Handle<Data>, result: Out<Handle<Vertex>>) { part(value, result, pick!(Vertex)) }
    fn mgp_value_get_edge(value: Handle<Data>, result: Out<Handle<Edge>>) { part(value, result, pick!(Edge)) }
    fn mgp_value_get_path(value: Handle<Data>, result: Out<Handle<PathObject>>) { part(value, result, pick!(Path)) }
    fn mgp_value_get_date(value: Handle<Data>, result: Out<Handle<Date>>) { part(value, result, pick!(Date)) }
    fn mgp_value_get_local_time(value: Handle<Data>, result: Out<Handle<LocalTime>>) {
        part(value, result, pick!(LocalTime))
    }
    fn mgp_value_get_local_date_time(value: Handle<Data>, result: Out<Handle<LocalDateTime>>) {
        part(value, result, pick!(LocalDateTime))
    }
    fn mgp_value_get_duration(value: Handle<Data>, result: Out<Handle<Duration>>) {
        part(value, result, pick!(Duration))
    }
}
