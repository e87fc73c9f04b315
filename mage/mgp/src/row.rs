//! The values of a record, before the server has it.

use std::cell::Cell;
use std::ffi::{c_char, c_int};
use std::fmt;

use crate::declare::Field;
use crate::error::{Error, Result};
use crate::out::Made;
use crate::raw::check;
use crate::sys;

/// A field's name and value.
#[derive(Clone, Copy)]
struct Entry {
    name: *const c_char,
    value: *mut sys::mgp_value,
    /// Whether the value was made for the record.
    is_made: bool,
}

/// Room for the values of a record, used for one after the other.
#[derive(Default)]
pub(crate) struct Room(Cell<Vec<Entry>>);

impl fmt::Debug for Room {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Room")
    }
}

/// Values of the server for the fields of one record, and the fields' names, which outlive it.
pub(crate) struct Row<'r> {
    room: &'r Room,
    entries: Vec<Entry>,
}

impl<'r> Row<'r> {
    /// An empty row with room for so many values.
    #[inline]
    pub(crate) fn new(room: &'r Room, length: usize) -> Result<Self> {
        let mut row = Self { room, entries: room.0.take() };
        if row.entries.capacity() < length {
            let bytes = length * size_of::<Entry>();
            row.entries.try_reserve_exact(length).map_err(|_| Error::OutOfMemory(Some(bytes)))?;
        }
        Ok(row)
    }

    /// Makes a value and adds it.
    #[inline]
    pub(crate) fn make(
        &mut self,
        field: &'r Field,
        make: impl FnOnce(*mut *mut sys::mgp_value) -> c_int,
    ) -> Result<()> {
        let mut value = std::ptr::null_mut();
        check("mgp_value_make", make(&raw mut value))?;
        self.entries.push(Entry { name: field.c_name.as_ptr(), value, is_made: true });
        Ok(())
    }

    /// Adds a value. One that is given stays there as long as the row is used.
    #[inline]
    pub(crate) fn push(&mut self, field: &'r Field, made: Made<'_>) {
        let (value, is_made) = match made {
            Made::New(value) => (value.into_ptr(), true),
            Made::Given(value) => (value.raw, false),
        };
        self.entries.push(Entry { name: field.c_name.as_ptr(), value, is_made });
    }

    /// Whether a value of the field is there.
    pub(crate) fn has(&self, field: &Field) -> bool {
        self.entries.iter().any(|entry| std::ptr::eq(entry.name, field.c_name.as_ptr()))
    }

    /// Names and values.
    #[inline]
    pub(crate) fn iter(&self) -> impl Iterator<Item = (*const c_char, *mut sys::mgp_value)> + '_ {
        self.entries.iter().map(|entry| (entry.name, entry.value))
    }
}

impl Drop for Row<'_> {
    #[inline]
    fn drop(&mut self) {
        for entry in self.entries.iter().filter(|entry| entry.is_made) {
            // SAFETY: made by the server for the record, and nobody else has it.
            unsafe { sys::mgp_value_destroy(entry.value) };
        }
        self.entries.clear();
        self.room.0.set(std::mem::take(&mut self.entries));
    }
}
