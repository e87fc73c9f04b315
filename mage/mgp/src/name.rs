//! Names of properties and labels.

use std::ffi::{CStr, CString, c_char};

use crate::error::{Error, Result};
use crate::raw::with_c_str;

/// A name that is asked for with every node or relationship: made a C string once instead of at each question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Name(CString);

impl Name {
    /// The name of a text.
    ///
    /// # Errors
    /// [`Error::Nul`] for a text that C cannot hold.
    pub fn new(text: &str) -> Result<Self> {
        CString::new(text).map(Self).map_err(|_| Error::Nul(text.to_owned()))
    }

    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        // It was made of a `str`.
        self.0.to_str().unwrap_or_default()
    }

    /// The same for C.
    #[must_use]
    pub fn as_c_str(&self) -> &CStr {
        &self.0
    }
}

/// What names a property or a label: a text, or a [`Name`] where it is asked for often.
pub trait AsName: sealed::Sealed {}
impl<T: sealed::Sealed + ?Sized> AsName for T {}

pub(crate) mod sealed {
    use super::{Name, Result, c_char, with_c_str};

    /// What [`super::AsName`] is used for.
    pub trait Sealed {
        /// Runs `run` with the name as a C string.
        fn with<R>(&self, run: impl FnOnce(*const c_char) -> R) -> Result<R>;
        /// The name.
        fn text(&self) -> &str;
    }

    impl Sealed for str {
        fn with<R>(&self, run: impl FnOnce(*const c_char) -> R) -> Result<R> {
            with_c_str(self, run)
        }
        fn text(&self) -> &str {
            self
        }
    }

    impl Sealed for String {
        fn with<R>(&self, run: impl FnOnce(*const c_char) -> R) -> Result<R> {
            with_c_str(self, run)
        }
        fn text(&self) -> &str {
            self
        }
    }

    impl Sealed for Name {
        #[inline]
        fn with<R>(&self, run: impl FnOnce(*const c_char) -> R) -> Result<R> {
            Ok(run(self.as_c_str().as_ptr()))
        }
        fn text(&self) -> &str {
            self.as_str()
        }
    }

    impl<T: Sealed + ?Sized> Sealed for &T {
        #[inline]
        fn with<R>(&self, run: impl FnOnce(*const c_char) -> R) -> Result<R> {
            (**self).with(run)
        }
        fn text(&self) -> &str {
            (**self).text()
        }
    }
}
