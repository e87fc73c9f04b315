//! Texts that a procedure gives again and again.

use std::cell::OnceCell;

use crate::error::{Error, Result};
use crate::out::{Out, list_of};
use crate::sys;
use crate::value::OwnedValue;

/// Texts by number, each made a value of the server when it is first given: for names that stand in many records, where
/// making them anew takes longer than finding what is said of them.
#[derive(Debug)]
pub struct Texts<'c, 't> {
    known: &'t [String],
    made: Vec<OnceCell<OwnedValue<'c>>>,
    memory: *mut sys::mgp_memory,
}

impl<'c, 't> Texts<'c, 't> {
    pub(crate) fn new(memory: *mut sys::mgp_memory, texts: &'t [String]) -> Self {
        Self { known: texts, made: texts.iter().map(|_| OnceCell::new()).collect(), memory }
    }

    fn value(&self, number: u32) -> Result<&OwnedValue<'c>> {
        let unknown = || Error::new(format!("there is no text number {number}"));
        let (place, text) = self.made.get(number as usize).zip(self.known.get(number as usize)).ok_or_else(unknown)?;
        if place.get().is_none() {
            // Nobody else can have set it meanwhile: the values of a call are for one thread.
            let _set = place.set(Out::from(text).make(self.memory)?);
        }
        place.get().ok_or_else(unknown)
    }

    /// The text of a number, to give. Complexity: O(1) but for the first time.
    ///
    /// # Errors
    /// [`Error::Message`] for a number beyond the texts; [`Error::OutOfMemory`], [`Error::Nul`].
    pub fn get(&self, number: u32) -> Result<Out<'_>> {
        self.value(number).map(Out::from)
    }

    /// The texts of several numbers as a list, to give. Complexity: linear.
    ///
    /// # Errors
    /// As [`Texts::get`].
    pub fn list(&self, numbers: &[u32]) -> Result<OwnedValue<'c>> {
        list_of(self.memory, numbers.len(), numbers.iter().map(|number| Ok(self.value(*number)?.as_ptr())))
    }
}
