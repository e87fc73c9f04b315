//! One call of a procedure or function, as its author sees it.

use std::marker::PhantomData;
use std::sync::Arc;

use crate::container::List;
use crate::deadline::{Deadline, Ending};
use crate::declare::Signature;
use crate::entity::{Edge, OwnedEdge, OwnedPath, OwnedVertex, Vertex, Vertices};
use crate::error::{Error, Result, hint};
use crate::memory::{Buffer, Tracker};
use crate::numbering::{ById, Numbering};
use crate::raw::{check, fetch, with_c_str};
use crate::record::{Fields, Record};
use crate::row::Places;
use crate::sys;
use crate::texts::Texts;
use crate::value::{FromValue, Value};

/// The arguments of a call, by name.
#[derive(Debug, Clone)]
pub struct Arguments<'c> {
    list: List<'c>,
    signature: Arc<Signature>,
}

impl<'c> Arguments<'c> {
    pub(crate) fn new(raw: *mut sys::mgp_list, memory: *mut sys::mgp_memory, signature: Arc<Signature>) -> Self {
        Self { list: List::new(raw, memory), signature }
    }

    /// An argument as a Rust type; one that was left out is its default.
    ///
    /// # Errors
    /// [`Error::Undeclared`], [`Error::Type`].
    pub fn get<T: FromValue<'c>>(&self, name: &str) -> Result<T> {
        let known = &self.signature.arguments;
        let index = known.iter().position(|known| known == name).ok_or_else(|| Error::Undeclared {
            what: "argument",
            name: name.to_owned(),
            hint: hint(name, known.iter().map(String::as_str)),
        })?;
        let value: Value<'c> = self.list.at(index)?;
        value.to(name)
    }
}

/// A call of a procedure. It is not `Send`: the interface is for the thread that calls.
#[derive(Debug)]
pub struct Call<'c> {
    arguments: Arguments<'c>,
    graph: *mut sys::mgp_graph,
    /// Null while a batched procedure starts.
    result: *mut sys::mgp_result,
    memory: *mut sys::mgp_memory,
    /// For the values of records.
    places: Places,
    life: PhantomData<&'c mut sys::mgp_graph>,
}

impl<'c> Call<'c> {
    pub(crate) fn new(
        [arguments, graph, result, memory]: [*mut std::ffi::c_void; 4],
        signature: Arc<Signature>,
    ) -> Self {
        let memory = memory.cast();
        let arguments = Arguments::new(arguments.cast(), memory, signature);
        let (graph, result) = (graph.cast(), result.cast());
        Self { arguments, graph, result, memory, places: Places::default(), life: PhantomData }
    }

    /// An argument as a Rust type; as [`Arguments::get`].
    ///
    /// # Errors
    /// [`Error::Undeclared`], [`Error::Type`].
    pub fn arg<T: FromValue<'c>>(&self, name: &str) -> Result<T> {
        self.arguments.get(name)
    }

    /// Adds a record: each declared field once, best in the declared order. Nothing is added when a field is wrong.
    ///
    /// ```no_run
    /// # fn run(call: &ludograph_mgp::Call<'_>) -> ludograph_mgp::Result<()> {
    /// call.record((("joker", "j_duo"), ("runs", 12_i64), ("lift", 1.5)))
    /// # }
    /// ```
    ///
    /// # Errors
    /// [`Error::Undeclared`], [`Error::MissingField`], [`Error::OutOfMemory`].
    #[inline]
    pub fn record<'o>(&'o self, fields: impl Fields<'o>) -> Result<()> {
        let mut record = Record::new(&self.arguments.signature.fields, &self.places, self.memory)?;
        fields.set(&mut record)?;
        record.give(self.result)
    }

    /// Texts that stand in many records, such as names: each is made once.
    #[must_use]
    pub fn texts<'t>(&self, texts: &'t [String]) -> Texts<'c, 't> {
        Texts::new(self.memory, texts)
    }

    /// The nodes of the graph, or of the part of it that the query projected.
    ///
    /// # Errors
    /// [`Error::OutOfMemory`].
    pub fn vertices(&self) -> Result<Vertices<'c>> {
        // SAFETY: graph and memory are live for the call.
        let make = |out| unsafe { sys::mgp_graph_iter_vertices(self.graph, self.memory, out) };
        Ok(Vertices::new(fetch("mgp_graph_iter_vertices", make)?, self.memory))
    }

    /// The node with the id, if there is one.
    ///
    /// # Errors
    /// [`Error::OutOfMemory`].
    pub fn vertex(&self, id: i64) -> Result<Option<OwnedVertex<'c>>> {
        // SAFETY: graph and memory are live for the call.
        let make = |out| unsafe { sys::mgp_graph_get_vertex_by_id(self.graph, id, self.memory, out) };
        match fetch("mgp_graph_get_vertex_by_id", make) {
            Ok(raw) if raw.is_null() => Ok(None),
            Ok(raw) => Ok(Some(OwnedVertex::new(raw, self.memory))),
            Err(Error::Interface { .. }) => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// Whether the graph can be changed.
    ///
    /// # Errors
    /// [`Error::Interface`].
    pub fn is_mutable(&self) -> Result<bool> {
        // SAFETY: the graph is live for the call.
        Ok(fetch("mgp_graph_is_mutable", |out| unsafe { sys::mgp_graph_is_mutable(self.graph, out) })? != 0)
    }

    /// A new node without labels and properties.
    ///
    /// # Errors
    /// [`Error::ReadOnly`], [`Error::OutOfMemory`].
    pub fn create_vertex(&self) -> Result<OwnedVertex<'c>> {
        // SAFETY: graph and memory are live for the call.
        let make = |out| unsafe { sys::mgp_graph_create_vertex(self.graph, self.memory, out) };
        Ok(OwnedVertex::new(fetch("mgp_graph_create_vertex", make)?, self.memory))
    }

    /// A new relationship without properties.
    ///
    /// # Errors
    /// [`Error::ReadOnly`], [`Error::Deleted`], [`Error::OutOfMemory`].
    pub fn create_edge(&self, from: &Vertex<'_>, to: &Vertex<'_>, kind: &str) -> Result<OwnedEdge<'c>> {
        let raw = with_c_str(kind, |name| {
            let make = |out| {
                let kind = sys::mgp_name { name };
                // SAFETY: graph, memory and both vertices are live; the server copies the name.
                unsafe { sys::mgp_graph_create_edge(self.graph, from.raw, to.raw, kind, self.memory, out) }
            };
            fetch("mgp_graph_create_edge", make)
        })??;
        Ok(OwnedEdge::new(raw, self.memory))
    }

    /// Deletes a relationship.
    ///
    /// # Errors
    /// [`Error::ReadOnly`], [`Error::Deleted`].
    pub fn delete_edge(&self, edge: &Edge<'_>) -> Result<()> {
        // SAFETY: graph and edge are live.
        check("mgp_graph_delete_edge", unsafe { sys::mgp_graph_delete_edge(self.graph, edge.raw) })
    }

    /// Deletes a node; with `detach`, its relationships too.
    ///
    /// # Errors
    /// [`Error::ReadOnly`], [`Error::Deleted`]; [`Error::Interface`] for a node with relationships without `detach`.
    pub fn delete_vertex(&self, vertex: &Vertex<'_>, detach: bool) -> Result<()> {
        if detach {
            // SAFETY: graph and vertex are live.
            let code = unsafe { sys::mgp_graph_detach_delete_vertex(self.graph, vertex.raw) };
            return check("mgp_graph_detach_delete_vertex", code);
        }
        // SAFETY: graph and vertex are live.
        check("mgp_graph_delete_vertex", unsafe { sys::mgp_graph_delete_vertex(self.graph, vertex.raw) })
    }

    /// A path that starts, and so far ends, at a node.
    ///
    /// # Errors
    /// [`Error::OutOfMemory`].
    pub fn path(&self, start: &Vertex<'_>) -> Result<OwnedPath<'c>> {
        // SAFETY: vertex and memory are live.
        let make = |out| unsafe { sys::mgp_path_make_with_start(start.raw, self.memory, out) };
        Ok(OwnedPath::new(fetch("mgp_path_make_with_start", make)?, self.memory))
    }

    /// Whether the server wants the procedure to stop. It looks at a clock: ask every thousand steps rather than at each.
    #[must_use]
    pub fn must_abort(&self) -> bool {
        // SAFETY: the graph is live for the call.
        unsafe { sys::mgp_must_abort(self.graph) != 0 }
    }

    /// [`Error::Aborted`] if the server wants the procedure to stop.
    ///
    /// # Errors
    /// [`Error::Aborted`].
    pub fn check_abort(&self) -> Result<()> {
        if self.must_abort() { Err(Error::Aborted) } else { Ok(()) }
    }

    /// A deadline so many milliseconds from now; the server's wish to stop comes with it.
    #[must_use]
    pub fn deadline_ms(&self, milliseconds: u64) -> Deadline<'_, 'c> {
        Deadline::in_ms(self, milliseconds)
    }

    /// The same as a value that may be shared with other threads. Only on the call's own does it ask the server; on
    /// others it knows the time alone.
    #[must_use]
    pub fn ending_ms(&self, milliseconds: u64) -> Ending<'c> {
        Ending::in_ms(self.graph, milliseconds)
    }

    /// A node that an iterator shows, owned by the module: it outlives the iterator.
    ///
    /// # Errors
    /// [`Error::OutOfMemory`].
    pub fn own_vertex(&self, vertex: &Vertex<'_>) -> Result<OwnedVertex<'c>> {
        // SAFETY: the vertex and the call's memory are live; the copy is the module's own.
        let make = |out| unsafe { sys::mgp_vertex_copy(vertex.raw, self.memory, out) };
        Ok(OwnedVertex::new(fetch("mgp_vertex_copy", make)?, self.memory))
    }

    /// A relationship that an iterator shows, owned by the module: it outlives the iterator.
    ///
    /// # Errors
    /// [`Error::OutOfMemory`].
    pub fn own_edge(&self, edge: &Edge<'_>) -> Result<OwnedEdge<'c>> {
        // SAFETY: the edge and the call's memory are live; the copy is the module's own.
        let make = |out| unsafe { sys::mgp_edge_copy(edge.raw, self.memory, out) };
        Ok(OwnedEdge::new(fetch("mgp_edge_copy", make)?, self.memory))
    }

    /// Numbers for ids, in the server's memory.
    ///
    /// # Errors
    /// [`Error::OutOfMemory`].
    pub fn numbering(&self) -> Result<Numbering<'c>> {
        self.by_id().map(Numbering::new)
    }

    /// A table of numbers by id, in the server's memory.
    ///
    /// # Errors
    /// [`Error::OutOfMemory`].
    pub fn by_id(&self) -> Result<ById<'c>> {
        ById::new(self.buffer())
    }

    /// Whether the call may use so many bytes more. For what is about to be built of Rust's own vectors, whose lack of
    /// memory would end the server: what does not fit is an error here, before.
    ///
    /// # Errors
    /// [`Error::OutOfMemory`].
    pub fn expect_memory(&self, bytes: usize) -> Result<()> {
        self.buffer::<u8>().resize_unwritten(bytes)
    }

    pub(crate) fn arguments(&self) -> &Arguments<'c> {
        &self.arguments
    }

    /// An empty array in the server's memory, counted against the call's limit.
    #[must_use]
    pub fn buffer<T: Copy>(&self) -> Buffer<'c, T> {
        Buffer::new(self.memory)
    }

    /// For threads of the module's own: see [`Tracker`].
    #[must_use]
    pub fn tracker(&self) -> Tracker<'c> {
        Tracker::new(self.graph)
    }
}

/// A call of a function. Functions see no graph but the nodes among their arguments.
#[derive(Debug)]
pub struct FunctionCall<'c> {
    pub(crate) arguments: Arguments<'c>,
}

impl<'c> FunctionCall<'c> {
    /// An argument as a Rust type; as [`Arguments::get`].
    ///
    /// # Errors
    /// [`Error::Undeclared`], [`Error::Type`].
    pub fn arg<T: FromValue<'c>>(&self, name: &str) -> Result<T> {
        self.arguments.get(name)
    }
}
