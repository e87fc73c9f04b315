//! A record of a result: values by the names of the declared fields.

use crate::declare::Field;
use crate::error::{Error, Result, hint};
use crate::out::Out;
use crate::raw::{check, fetch};
use crate::row::{Places, Row};
use crate::sys;

/// A record that is being made; given to the server once every declared field is set.
#[derive(Debug)]
pub struct Record<'o> {
    declared: &'o [Field],
    row: Row<'o>,
    /// How many fields were set.
    next: usize,
    /// Which fields are set; empty as long as they are set in the declared order.
    is_set: Vec<bool>,
}

impl<'o> Record<'o> {
    /// A record of the declared fields, in the places of the one before.
    #[inline]
    pub(crate) fn new(declared: &'o [Field], places: &'o Places, memory: *mut sys::mgp_memory) -> Result<Self> {
        Ok(Self { declared, row: Row::new(places, declared.len(), memory)?, next: 0, is_set: Vec::new() })
    }

    /// Sets a field; one that is set twice has the last value, and one that could not be set has none.
    ///
    /// # Errors
    /// [`Error::Undeclared`], [`Error::OutOfMemory`], [`Error::Nul`].
    pub fn set(&mut self, name: &str, value: impl Into<Out<'o>>) -> Result<()> {
        self.set_numbered(self.next, name, value)?;
        self.next += 1;
        Ok(())
    }

    /// As [`Record::set`], for the field behind so many others that are set.
    #[expect(
        clippy::inline_always,
        reason = "names, numbers and kinds of most values stand in the caller's code, which then need no look at them"
    )]
    #[inline(always)]
    fn set_numbered(&mut self, number: usize, name: &str, value: impl Into<Out<'o>>) -> Result<()> {
        match self.declared.get(number) {
            Some(field) if field.is(name) && self.is_set.is_empty() => self.row.fill(number, value.into()),
            _ => self.set_elsewhere(number, name, value.into()),
        }
    }

    /// Sets a field that does not stand in the declared order, as so many before it do.
    #[cold]
    fn set_elsewhere(&mut self, before: usize, name: &str, value: Out<'o>) -> Result<()> {
        let at = self.declared.iter().position(|field| field.is(name)).ok_or_else(|| {
            let hint = hint(name, self.declared.iter().map(|known| known.name));
            Error::Undeclared { what: "result field", name: name.to_owned(), hint }
        })?;
        if self.is_set.is_empty() {
            self.is_set = (0..self.declared.len()).map(|place| place < before).collect();
        }
        let filled = self.row.fill(at, value);
        if let Some(is_set) = self.is_set.get_mut(at) {
            *is_set = filled.is_ok();
        }
        filled
    }

    /// The first field that is not set.
    fn missing(&self) -> Option<&Field> {
        if self.is_set.is_empty() {
            return self.declared.get(self.next);
        }
        self.declared.iter().zip(&self.is_set).find_map(|(field, is_set)| (!is_set).then_some(field))
    }

    /// Adds the record to the result.
    pub(crate) fn give(self, result: *mut sys::mgp_result) -> Result<()> {
        if let Some(missing) = self.missing() {
            return Err(Error::MissingField(missing.name.to_owned()));
        }
        if result.is_null() {
            return Err(Error::new("a batched procedure gives no records while it starts"));
        }
        // SAFETY: the result is live for the call.
        let record = fetch("mgp_result_new_record", |out| unsafe { sys::mgp_result_new_record(result, out) })?;
        for (field, value) in self.declared.iter().zip(self.row.iter()) {
            // SAFETY: record, name and value are live; the server copies the value.
            let code = unsafe { sys::mgp_result_record_insert(record, field.c_name.as_ptr(), value) };
            check("mgp_result_record_insert", code)?;
        }
        Ok(())
    }
}

/// What a record is made of: a tuple of up to 24 pairs of a field's name and a value, or an array or vector of pairs whose
/// values are of one type.
pub trait Fields<'o> {
    /// Sets the fields.
    ///
    /// # Errors
    /// As [`Record::set`].
    fn set(self, record: &mut Record<'o>) -> Result<()>;
}

impl<'o, V: Into<Out<'o>>, const N: usize> Fields<'o> for [(&str, V); N] {
    fn set(self, record: &mut Record<'o>) -> Result<()> {
        self.into_iter().try_for_each(|(name, value)| record.set(name, value))
    }
}

impl<'o, V: Into<Out<'o>>> Fields<'o> for Vec<(&str, V)> {
    fn set(self, record: &mut Record<'o>) -> Result<()> {
        self.into_iter().try_for_each(|(name, value)| record.set(name, value))
    }
}

impl Fields<'_> for () {
    fn set(self, _record: &mut Record<'_>) -> Result<()> {
        Ok(())
    }
}

macro_rules! tuple {
    ($($number:tt $value:ident)*) => {
        impl<'o, $($value: Into<Out<'o>>),*> Fields<'o> for ($((&str, $value),)*) {
            #[inline]
            fn set(self, record: &mut Record<'o>) -> Result<()> {
                $(record.set_numbered($number, self.$number.0, self.$number.1)?;)*
                record.next = [$($number),*].len();
                Ok(())
            }
        }
    };
}

/// For the numbers and names of the first so many values, and of all fewer.
macro_rules! tuples {
    ([$($before:tt)*]) => { tuple!($($before)*); };
    ([$($before:tt)*] $number:tt $next:ident $($rest:tt)*) => {
        tuple!($($before)*);
        tuples!([$($before)* $number $next] $($rest)*);
    };
}

tuples!([0 A] 1 B 2 C 3 D 4 E 5 F 6 G 7 H 8 I 9 J 10 K 11 L 12 M 13 N 14 P 15 Q 16 R 17 S 18 T 19 U 20 W 21 X 22 Y 23 Z);
