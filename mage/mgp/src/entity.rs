//! Nodes, relationships and paths, in place, and their iterators.

mod iterators;
mod kinds;
mod path;
mod properties;

use std::marker::PhantomData;

#[cfg(doc)]
use crate::error::Error;
use crate::error::Result;
use crate::name::AsName;
use crate::raw::{check, fetch, text, with_c_str};
use crate::sys;

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
