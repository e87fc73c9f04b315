//! Properties: the same words for nodes and relationships.

use super::{Edge, Vertex, iterators};
use crate::error::{Error, Result};
use crate::name::AsName;
use crate::out::Out;
use crate::raw::{check, fetch, with_c_str};
use crate::sys;
use crate::value::{FromValue, OwnedValue, View};

macro_rules! properties {
    ($name:ident, $owner:literal, $get:ident, $set:ident, $iter:ident) => {
        impl<'v> $name<'v> {
            /// The value of a property; null where it is not set. Complexity: the server's; one value is copied.
            ///
            /// # Errors
            /// [`Error::Deleted`], [`Error::OutOfMemory`].
            #[inline]
            pub fn property(&self, name: impl AsName) -> Result<OwnedValue<'v>> {
                let raw = name.with(|name| {
                    let make = |out| {
                        // SAFETY: the object and the call's memory are live.
                        unsafe { sys::$get(self.raw, name, self.memory, out) }
                    };
                    fetch(stringify!($get), make)
                })??;
                Ok(OwnedValue::new(raw, self.memory))
            }

            /// A property as a Rust type that keeps nothing borrowed; `Option` for one that may be missing.
            ///
            /// # Errors
            /// [`Error::MissingProperty`] and [`Error::Type`], naming the object's id and the property.
            #[inline]
            pub fn get<T: for<'a> FromValue<'a>>(&self, name: impl AsName) -> Result<T> {
                let value = self.property(&name)?;
                match value.get().read::<T>()? {
                    Some(found) => Ok(found),
                    None => Err(self.unlike(name.text(), &value, T::NAME)),
                }
            }

            /// The error for a property of another type.
            #[cold]
            fn unlike(&self, name: &str, value: &OwnedValue<'_>, wanted: &'static str) -> Error {
                let told = |value: &OwnedValue<'_>| {
                    Ok((format!(concat!($owner, " {}"), self.id()?), value.get().view()?.kind()))
                };
                let (owner, got) = match told(value) {
                    Ok(told) => told,
                    Err(error) => return error,
                };
                if got == View::Null.kind() {
                    return Error::MissingProperty { owner, property: name.to_owned() };
                }
                let what = format!("{owner}: property '{name}'");
                Error::Type { what, wanted, got: got.to_owned() }
            }

            /// Sets a property; null removes it.
            ///
            /// # Errors
            /// [`Error::ReadOnly`] in procedures that were declared to read; [`Error::Deleted`].
            pub fn set<'a>(&self, name: &str, value: impl Into<Out<'a>>) -> Result<()> {
                let value = value.into().make(self.memory)?;
                with_c_str(name, |name| {
                    // SAFETY: the object and the value are live; the server copies the value.
                    check(stringify!($set), unsafe { sys::$set(self.raw, name, value.as_ptr()) })
                })?
            }

            /// Shows each property, in the server's order, until `each` fails.
            ///
            /// # Errors
            /// Those of `each`; [`Error::Deleted`], [`Error::OutOfMemory`].
            pub fn for_each_property(&self, each: impl FnMut(&str, crate::Value<'_>) -> Result<()>) -> Result<()> {
                let make = |out| {
                    // SAFETY: the object and the call's memory are live.
                    unsafe { sys::$iter(self.raw, self.memory, out) }
                };
                iterators::for_each_property(fetch(stringify!($iter), make)?, self.memory, each)
            }
        }
    };
}

properties!(Vertex, "node", mgp_vertex_get_property, mgp_vertex_set_property, mgp_vertex_iter_properties);
properties!(Edge, "relationship", mgp_edge_get_property, mgp_edge_set_property, mgp_edge_iter_properties);
