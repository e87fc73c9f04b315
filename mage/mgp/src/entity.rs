//! Nodes, relationships and paths, in place, and their iterators.

mod iterators;
mod kinds;

use std::marker::PhantomData;

use crate::error::{Error, Result};
use crate::name::AsName;
use crate::out::Out;
use crate::raw::{check, fetch, text, with_c_str};
use crate::sys;
use crate::value::{FromValue, OwnedValue, View};

pub use iterators::{Edges, Vertices};
pub use kinds::Kinds;

macro_rules! borrowed {
    ($(#[$doc:meta])* $name:ident, $raw:ident) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy)]
        pub struct $name<'v> {
            pub(crate) raw: *mut sys::$raw,
            pub(crate) memory: *mut sys::mgp_memory,
            life: PhantomData<&'v sys::$raw>,
        }

        impl<'v> $name<'v> {
            pub(crate) fn new(raw: *mut sys::$raw, memory: *mut sys::mgp_memory) -> Self {
                Self { raw, memory, life: PhantomData }
            }
        }
    };
}

borrowed!(/// A node, borrowed for `'v`.
    Vertex, mgp_vertex);
borrowed!(/// A relationship, borrowed for `'v`.
    Edge, mgp_edge);
borrowed!(/// A path, borrowed for `'v`.
    Path, mgp_path);

macro_rules! owned {
    ($(#[$doc:meta])* $name:ident, $of:ident, $raw:ident, $destroy:ident) => {
        $(#[$doc])*
        #[derive(Debug)]
        pub struct $name<'c> {
            raw: *mut sys::$raw,
            memory: *mut sys::mgp_memory,
            life: PhantomData<&'c sys::mgp_memory>,
        }

        impl $name<'_> {
            pub(crate) fn new(raw: *mut sys::$raw, memory: *mut sys::mgp_memory) -> Self {
                Self { raw, memory, life: PhantomData }
            }

            /// What it owns, to look at.
            #[must_use]
            pub fn get(&self) -> $of<'_> {
                $of::new(self.raw, self.memory)
            }
        }

        impl Drop for $name<'_> {
            fn drop(&mut self) {
                // SAFETY: made by the server for the module, not destroyed before, and not borrowed any more.
                unsafe { sys::$destroy(self.raw) };
            }
        }
    };
}

owned!(/// A node that the module owns.
    OwnedVertex, Vertex, mgp_vertex, mgp_vertex_destroy);
owned!(/// A relationship that the module owns.
    OwnedEdge, Edge, mgp_edge, mgp_edge_destroy);
owned!(/// A path that the module owns.
    OwnedPath, Path, mgp_path, mgp_path_destroy);

/// Properties: the same words for nodes and relationships.
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

impl<'v> Vertex<'v> {
    /// The node's id.
    ///
    /// # Errors
    /// [`Error::Deleted`].
    #[inline]
    pub fn id(&self) -> Result<i64> {
        // SAFETY: the vertex is live.
        fetch("mgp_vertex_get_id", |out| unsafe { sys::mgp_vertex_get_id(self.raw, out) })
    }

    /// Whether the node has the label.
    ///
    /// # Errors
    /// [`Error::Deleted`].
    #[inline]
    pub fn has_label(&self, label: impl AsName) -> Result<bool> {
        let has = label.with(|label| {
            // SAFETY: the vertex is live.
            let make = |out| unsafe { sys::mgp_vertex_has_label_named(self.raw, label, out) };
            fetch("mgp_vertex_has_label_named", make)
        })??;
        Ok(has != 0)
    }

    /// The node's labels.
    ///
    /// # Errors
    /// [`Error::Deleted`].
    pub fn labels(&self) -> Result<Vec<&'v str>> {
        // SAFETY: the vertex is live.
        let count = fetch("mgp_vertex_labels_count", |out| unsafe { sys::mgp_vertex_labels_count(self.raw, out) })?;
        let label = |index| {
            // SAFETY: the vertex is live.
            let make = |out| unsafe { sys::mgp_vertex_label_at(self.raw, index, out) };
            let label: sys::mgp_name = fetch("mgp_vertex_label_at", make)?;
            // SAFETY: names of labels live as long as the server.
            unsafe { text(label.name) }
        };
        (0..count).map(label).collect()
    }

    /// Gives the node a label.
    ///
    /// # Errors
    /// [`Error::ReadOnly`], [`Error::Deleted`].
    pub fn add_label(&self, label: &str) -> Result<()> {
        with_c_str(label, |name| {
            // SAFETY: the vertex is live; the server copies the name.
            check("mgp_vertex_add_label", unsafe { sys::mgp_vertex_add_label(self.raw, sys::mgp_name { name }) })
        })?
    }

    /// Takes a label from the node.
    ///
    /// # Errors
    /// [`Error::ReadOnly`], [`Error::Deleted`].
    pub fn remove_label(&self, label: &str) -> Result<()> {
        with_c_str(label, |name| {
            // SAFETY: the vertex is live; the server only reads the name.
            check("mgp_vertex_remove_label", unsafe { sys::mgp_vertex_remove_label(self.raw, sys::mgp_name { name }) })
        })?
    }

    /// The relationships that lead from the node.
    ///
    /// # Errors
    /// [`Error::Deleted`], [`Error::OutOfMemory`].
    pub fn out_edges(&self) -> Result<Edges<'v>> {
        // SAFETY: the vertex and the call's memory are live.
        let make = |out| unsafe { sys::mgp_vertex_iter_out_edges(self.raw, self.memory, out) };
        Ok(Edges::new(fetch("mgp_vertex_iter_out_edges", make)?, self.memory))
    }

    /// The relationships that lead to the node.
    ///
    /// # Errors
    /// [`Error::Deleted`], [`Error::OutOfMemory`].
    pub fn in_edges(&self) -> Result<Edges<'v>> {
        // SAFETY: the vertex and the call's memory are live.
        let make = |out| unsafe { sys::mgp_vertex_iter_in_edges(self.raw, self.memory, out) };
        Ok(Edges::new(fetch("mgp_vertex_iter_in_edges", make)?, self.memory))
    }

    /// The same node, owned by the module: what an iterator shows changes with its next step, a copy does not.
    ///
    /// # Errors
    /// [`Error::OutOfMemory`].
    pub fn to_owned(&self) -> Result<OwnedVertex<'v>> {
        // SAFETY: the vertex and the call's memory are live.
        let make = |out| unsafe { sys::mgp_vertex_copy(self.raw, self.memory, out) };
        Ok(OwnedVertex::new(fetch("mgp_vertex_copy", make)?, self.memory))
    }
}

impl<'v> Edge<'v> {
    /// The relationship's id.
    ///
    /// # Errors
    /// [`Error::Deleted`].
    pub fn id(&self) -> Result<i64> {
        // SAFETY: the edge is live.
        fetch("mgp_edge_get_id", |out| unsafe { sys::mgp_edge_get_id(self.raw, out) })
    }

    /// The relationship's type.
    ///
    /// # Errors
    /// [`Error::Deleted`].
    pub fn kind(&self) -> Result<&'v str> {
        // SAFETY: the edge is live.
        let kind = fetch("mgp_edge_get_type", |out| unsafe { sys::mgp_edge_get_type(self.raw, out) })?;
        // SAFETY: names of types live as long as the server.
        unsafe { text(kind.name) }
    }

    /// Whether its type is so called. Complexity: O(length of the name); cheaper than [`Edge::kind`].
    ///
    /// # Errors
    /// [`Error::Deleted`].
    #[inline]
    pub fn is_kind(&self, name: &str) -> Result<bool> {
        // SAFETY: the edge is live.
        let kind = fetch("mgp_edge_get_type", |out| unsafe { sys::mgp_edge_get_type(self.raw, out) })?;
        // SAFETY: names of types live as long as the server and are NUL-terminated.
        Ok(unsafe { crate::raw::is_text(kind.name, name) })
    }

    /// Which of several types it has; `None` for another. Complexity: O(1) for a type that was met a moment ago.
    ///
    /// # Errors
    /// [`Error::Deleted`].
    #[inline]
    pub fn kind_among(&self, kinds: &Kinds<'_>) -> Result<Option<usize>> {
        // SAFETY: the edge is live.
        let kind = fetch("mgp_edge_get_type", |out| unsafe { sys::mgp_edge_get_type(self.raw, out) })?;
        // SAFETY: names of types live as long as the server and are NUL-terminated.
        Ok(unsafe { kinds.find(kind.name) })
    }

    /// The node it starts at.
    ///
    /// # Errors
    /// [`Error::OutOfMemory`].
    #[inline]
    pub fn from(&self) -> Result<Vertex<'v>> {
        // SAFETY: the edge is live, and the vertex is a part of it.
        let raw = fetch("mgp_edge_get_from", |out| unsafe { sys::mgp_edge_get_from(self.raw, out) })?;
        Ok(Vertex::new(raw, self.memory))
    }

    /// The node it ends at.
    ///
    /// # Errors
    /// [`Error::OutOfMemory`].
    #[inline]
    pub fn to(&self) -> Result<Vertex<'v>> {
        // SAFETY: the edge is live, and the vertex is a part of it.
        let raw = fetch("mgp_edge_get_to", |out| unsafe { sys::mgp_edge_get_to(self.raw, out) })?;
        Ok(Vertex::new(raw, self.memory))
    }

    /// The same relationship, owned by the module.
    ///
    /// # Errors
    /// [`Error::OutOfMemory`].
    pub fn to_owned(&self) -> Result<OwnedEdge<'v>> {
        // SAFETY: the edge and the call's memory are live.
        let make = |out| unsafe { sys::mgp_edge_copy(self.raw, self.memory, out) };
        Ok(OwnedEdge::new(fetch("mgp_edge_copy", make)?, self.memory))
    }
}

impl<'v> Path<'v> {
    /// How many relationships it has.
    ///
    /// # Errors
    /// [`Error::Interface`].
    pub fn len(&self) -> Result<usize> {
        // SAFETY: the path is live.
        fetch("mgp_path_size", |out| unsafe { sys::mgp_path_size(self.raw, out) })
    }

    /// Whether it is one node alone.
    ///
    /// # Errors
    /// [`Error::Interface`].
    pub fn is_empty(&self) -> Result<bool> {
        Ok(self.len()? == 0)
    }

    /// A node of it; there is one more than relationships.
    ///
    /// # Errors
    /// [`Error::Interface`] beyond the end.
    pub fn vertex(&self, index: usize) -> Result<Vertex<'v>> {
        // SAFETY: the path is live, and the vertex is a part of it.
        let raw = fetch("mgp_path_vertex_at", |out| unsafe { sys::mgp_path_vertex_at(self.raw, index, out) })?;
        Ok(Vertex::new(raw, self.memory))
    }

    /// A relationship of it.
    ///
    /// # Errors
    /// [`Error::Interface`] beyond the end.
    pub fn edge(&self, index: usize) -> Result<Edge<'v>> {
        // SAFETY: the path is live, and the edge is a part of it.
        let raw = fetch("mgp_path_edge_at", |out| unsafe { sys::mgp_path_edge_at(self.raw, index, out) })?;
        Ok(Edge::new(raw, self.memory))
    }
}

impl OwnedPath<'_> {
    /// Goes on over a relationship at the path's end.
    ///
    /// # Errors
    /// [`Error::Interface`] for one that is not at its end; [`Error::OutOfMemory`].
    pub fn expand(&mut self, edge: &Edge<'_>) -> Result<()> {
        // SAFETY: the path is the module's own and borrowed by nobody; the edge is live and copied by the server.
        check("mgp_path_expand", unsafe { sys::mgp_path_expand(self.raw, edge.raw) })
    }
}
