//! Paths.

use super::{Edge, OwnedPath, Path, Vertex};
#[cfg(doc)]
use crate::error::Error;
use crate::error::Result;
use crate::raw::{check, fetch};
use crate::sys;

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
