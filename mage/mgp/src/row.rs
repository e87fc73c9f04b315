//! The values of a record, before the server has it.

use std::cell::{RefCell, RefMut};
use std::ffi::c_int;
use std::fmt;

use crate::error::{Error, Result};
use crate::out::Out;
use crate::raw::fetch;
use crate::sys;

/// The value of one field.
struct Place {
    value: *mut sys::mgp_value,
    held: Held,
}

/// What is known of a place's value. What stands in one record after the other is made once.
#[derive(PartialEq)]
enum Held {
    /// There is none, or it is another's.
    Nothing,
    Null,
    Bool(bool),
    Int(i64),
    /// The bits: of numbers that compare alike, such as the zeros, they say which it is.
    Float(u64),
    Other,
}

impl Place {
    const EMPTY: Self = Self { value: std::ptr::null_mut(), held: Held::Nothing };

    /// Destroys the value if it is the place's own.
    #[inline]
    fn clear(&mut self) {
        if self.held != Held::Nothing {
            self.held = Held::Nothing;
            // SAFETY: made by the server for the place, and nobody else has it.
            unsafe { sys::mgp_value_destroy(self.value) };
        }
    }

    /// Takes what the server makes, unless the place holds it.
    #[inline]
    fn hold(&mut self, held: Held, make: impl FnOnce(*mut *mut sys::mgp_value) -> c_int) -> Result<()> {
        if self.held == held {
            return Ok(());
        }
        self.clear();
        self.value = fetch("mgp_value_make", make)?;
        self.held = held;
        Ok(())
    }

    #[inline(never)]
    fn hold_int(&mut self, number: i64, memory: *mut sys::mgp_memory) -> Result<()> {
        // SAFETY: the call's memory is live.
        self.hold(Held::Int(number), |out| unsafe { sys::mgp_value_make_int(number, memory, out) })
    }

    #[inline(never)]
    fn hold_float(&mut self, number: f64, memory: *mut sys::mgp_memory) -> Result<()> {
        // SAFETY: the call's memory is live.
        self.hold(Held::Float(number.to_bits()), |out| unsafe { sys::mgp_value_make_double(number, memory, out) })
    }

    #[inline(never)]
    fn hold_other(&mut self, value: &Out<'_>, memory: *mut sys::mgp_memory) -> Result<()> {
        self.clear();
        self.value = value.make(memory)?.into_ptr();
        self.held = Held::Other;
        Ok(())
    }
}

/// Values of one record after the other: a place a field, in the declared order.
#[derive(Default)]
pub(crate) struct Places(RefCell<Vec<Place>>);

impl fmt::Debug for Places {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Places")
    }
}

impl Drop for Places {
    fn drop(&mut self) {
        self.0.get_mut().iter_mut().for_each(Place::clear);
    }
}

/// The record that is being filled. Values of the record before stay in its places until they are filled anew.
pub(crate) struct Row<'r> {
    places: RefMut<'r, Vec<Place>>,
    memory: *mut sys::mgp_memory,
}

impl fmt::Debug for Row<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Row of {}", self.places.len())
    }
}

impl<'r> Row<'r> {
    /// A row with so many places; as many with every record of a call, whose memory it is. There is one at a time.
    #[inline]
    pub(crate) fn new(places: &'r Places, length: usize, memory: *mut sys::mgp_memory) -> Result<Self> {
        let places = places.0.try_borrow_mut().map_err(|_| Error::new("a record is being made of another's fields"))?;
        let mut row = Self { places, memory };
        if row.places.len() < length {
            row.grow(length)?;
        }
        Ok(row)
    }

    #[cold]
    fn grow(&mut self, length: usize) -> Result<()> {
        let bytes = length * size_of::<Place>();
        self.places.try_reserve_exact(length).map_err(|_| Error::OutOfMemory(Some(bytes)))?;
        self.places.resize_with(length, || Place::EMPTY);
        Ok(())
    }

    /// Fills a place. A value that is given stays there as long as the row is used.
    #[expect(clippy::inline_always, reason = "see `Record::set`")]
    #[inline(always)]
    pub(crate) fn fill(&mut self, at: usize, value: Out<'r>) -> Result<()> {
        let memory = self.memory;
        let place = self.places.get_mut(at).ok_or_else(|| Error::new("a record has no such field"))?;
        let filled = match &value {
            // SAFETY: the call's memory is live, here and below.
            Out::Null => place.hold(Held::Null, |out| unsafe { sys::mgp_value_make_null(memory, out) }),
            Out::Bool(truth) => {
                // SAFETY: as above.
                let make = |out| unsafe { sys::mgp_value_make_bool(i32::from(*truth), memory, out) };
                place.hold(Held::Bool(*truth), make)
            }
            Out::Int(number) => place.hold_int(*number, memory),
            Out::Float(number) => place.hold_float(*number, memory),
            Out::Given(given) => {
                place.clear();
                place.value = given.raw;
                Ok(())
            }
            other => return place.hold_other(other, memory),
        };
        // It owns nothing.
        std::mem::forget(value);
        filled
    }

    /// The values, once every place is filled.
    #[inline]
    pub(crate) fn iter(&self) -> impl Iterator<Item = *mut sys::mgp_value> + '_ {
        self.places.iter().map(|place| place.value)
    }
}
