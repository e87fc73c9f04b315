//! Names of properties and labels.

use std::borrow::Cow;
use std::ffi::{CStr, CString, c_char};

use crate::error::{Error, Result};
use crate::raw::{fetch, with_c_str};
use crate::sys;
use crate::value::{FromValue, KIND_STRING, Value, View};

/// A name that is asked for with every node or relationship: made a C string once instead of at each question. One that
/// comes from an argument ([`Call::arg`](crate::Call::arg)) is the server's own text, in place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Name<'n>(Cow<'n, CStr>);

impl Name<'_> {
    /// The name of a text.
    ///
    /// # Errors
    /// [`Error::Nul`] for a text that C cannot hold.
    pub fn new(text: &str) -> Result<Name<'static>> {
        CString::new(text).map(|text| Name(Cow::Owned(text))).map_err(|_| Error::Nul(text.to_owned()))
    }

    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        // It was made of a `str`, or looked at.
        self.0.to_str().unwrap_or_default()
    }

    /// The same for C.
    #[must_use]
    pub fn as_c_str(&self) -> &CStr {
        &self.0
    }
}

impl<'v> FromValue<'v> for Name<'v> {
    const NAME: &'static str = "STRING";
    fn from_view(view: View<'v>) -> Option<Self> {
        if let View::String(text) = view { Name::new(text).ok() } else { None }
    }
    fn from_kind(value: Value<'v>, kind: i32) -> Result<Option<Self>> {
        if kind != KIND_STRING {
            return Ok(None);
        }
        // SAFETY: the value is live and a string.
        let text = fetch("mgp_value_get_string", |out| unsafe { sys::mgp_value_get_string(value.raw, out) })?;
        if text.is_null() {
            return Err(Error::NotUtf8);
        }
        // SAFETY: not null and NUL-terminated; the string is the value's own and lives as long.
        let text: &'v CStr = unsafe { CStr::from_ptr(text) };
        text.to_str().map(|_| Some(Name(Cow::Borrowed(text)))).map_err(|_| Error::NotUtf8)
    }
}

/// What names a property or a label: a text, or where it is asked for often a [`Name`] or a literal like `c"rank"`.
pub trait AsName: sealed::Sealed {}
impl<T: sealed::Sealed + ?Sized> AsName for T {}

pub(crate) mod sealed {
    use super::{CStr, Name, Result, c_char, with_c_str};

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

    impl Sealed for CStr {
        #[inline]
        fn with<R>(&self, run: impl FnOnce(*const c_char) -> R) -> Result<R> {
            Ok(run(self.as_ptr()))
        }
        fn text(&self) -> &str {
            self.to_str().unwrap_or_default()
        }
    }

    impl Sealed for Name<'_> {
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
