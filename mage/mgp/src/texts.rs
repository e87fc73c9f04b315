//! Texts that a procedure gives again and again.

use std::cell::OnceCell;

use crate::error::Result;
use crate::out::Out;
use crate::sys;
use crate::value::OwnedValue;

/// Texts by number, each made a value of the server when it is first given: for names that stand in many records, where
/// making them anew takes longer than finding what is said of them.
#[derive(Debug)]
pub struct Texts<'c> {
    made: Vec<OnceCell<OwnedValue<'c>>>,
    memory: *mut sys::mgp_memory,
}

impl Texts<'_> {
    pub(crate) fn new(memory: *mut sys::mgp_memory, count: usize) -> Self {
        Self { made: (0..count).map(|_| OnceCell::new()).collect(), memory }
    }

    /// The text of a number, to give. `text` is what it is, in every call the same; beyond the count it is made anew each
    /// time. Complexity: O(1) but for the first time.
    ///
    /// # Errors
    /// [`Error::OutOfMemory`](crate::Error::OutOfMemory), [`Error::Nul`](crate::Error::Nul).
    pub fn get<'t>(&'t self, number: usize, text: &'t str) -> Result<Out<'t>> {
        let Some(place) = self.made.get(number) else { return Ok(text.into()) };
        if place.get().is_none() {
            // Nobody else can have set it meanwhile: the values of a call are for one thread.
            let _set = place.set(Out::from(text).make(self.memory)?);
        }
        Ok(place.get().map_or_else(|| text.into(), Out::from))
    }
}
