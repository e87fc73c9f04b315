//! Iterators over the graph. What they show is theirs and changes with the next step: the borrow checker sees to it
//! that nobody looks at it later.

use std::marker::PhantomData;

use super::{Edge, Vertex};
use crate::error::Result;
use crate::raw::{fetch, text};
use crate::sys;
use crate::value::Value;

macro_rules! iterator {
    ($(#[$doc:meta])* $name:ident, $shows:ident, $raw:ident, $get:ident, $next:ident, $destroy:ident) => {
        $(#[$doc])*
        #[derive(Debug)]
        pub struct $name<'v> {
            raw: *mut sys::$raw,
            memory: *mut sys::mgp_memory,
            started: bool,
            life: PhantomData<&'v sys::$raw>,
        }

        impl $name<'_> {
            pub(crate) fn new(raw: *mut sys::$raw, memory: *mut sys::mgp_memory) -> Self {
                Self { raw, memory, started: false, life: PhantomData }
            }

            /// The next one, until there is none. Not an `Iterator`: what is shown is borrowed from this one, until
            /// the next step.
            ///
            /// # Errors
            /// [`Error::Deleted`](crate::Error::Deleted), [`Error::OutOfMemory`](crate::Error::OutOfMemory).
            #[expect(clippy::should_implement_trait, reason = "what it shows does not outlive the next step")]
            #[inline]
            pub fn next(&mut self) -> Result<Option<$shows<'_>>> {
                let (raw, first) = (self.raw, !std::mem::replace(&mut self.started, true));
                let shown = if first {
                    // SAFETY: the iterator is live.
                    fetch(stringify!($get), |out| unsafe { sys::$get(raw, out) })?
                } else {
                    // SAFETY: the iterator is live.
                    fetch(stringify!($next), |out| unsafe { sys::$next(raw, out) })?
                };
                Ok((!shown.is_null()).then(|| $shows::new(shown, self.memory)))
            }

            /// How many there are from here on.
            ///
            /// # Errors
            /// As [`Self::next`].
            pub fn count(mut self) -> Result<usize> {
                let mut count = 0;
                while self.next()?.is_some() {
                    count += 1;
                }
                Ok(count)
            }
        }

        impl Drop for $name<'_> {
            fn drop(&mut self) {
                // SAFETY: made by the server for the module and not destroyed before.
                unsafe { sys::$destroy(self.raw) };
            }
        }
    };
}

iterator!(/// The nodes of the graph.
    Vertices, Vertex, mgp_vertices_iterator,
    mgp_vertices_iterator_get, mgp_vertices_iterator_next, mgp_vertices_iterator_destroy);
iterator!(/// The relationships at one end of a node.
    Edges, Edge, mgp_edges_iterator,
    mgp_edges_iterator_get, mgp_edges_iterator_next, mgp_edges_iterator_destroy);

struct Properties(*mut sys::mgp_properties_iterator);

impl Drop for Properties {
    fn drop(&mut self) {
        // SAFETY: made by the server for the module and not destroyed before.
        unsafe { sys::mgp_properties_iterator_destroy(self.0) };
    }
}

pub(super) fn for_each_property(
    raw: *mut sys::mgp_properties_iterator,
    memory: *mut sys::mgp_memory,
    mut each: impl FnMut(&str, Value<'_>) -> Result<()>,
) -> Result<()> {
    let all = Properties(raw);
    // SAFETY: the iterator is live until `all` is dropped, here and below.
    let mut shown =
        fetch("mgp_properties_iterator_get", |out| unsafe { sys::mgp_properties_iterator_get(all.0, out) })?;
    while !shown.is_null() {
        // SAFETY: not null, so the iterator shows a property and does not move on meanwhile.
        let property = unsafe { &*shown };
        // SAFETY: the name lives as long as the property is shown.
        each(unsafe { text(property.name) }?, Value::new(property.value, memory))?;
        // SAFETY: the iterator is live.
        shown = fetch("mgp_properties_iterator_next", |out| unsafe { sys::mgp_properties_iterator_next(all.0, out) })?;
    }
    Ok(())
}
