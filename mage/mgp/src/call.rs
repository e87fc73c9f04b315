//! One call of a procedure or function, as its author sees it.

use std::marker::PhantomData;
use std::sync::Arc;
use std::time::{Duration, Instant};

use crate::container::List;
use crate::declare::Signature;
use crate::entity::{Edge, OwnedEdge, OwnedPath, OwnedVertex, Vertex, Vertices};
use crate::error::{Error, Result, hint};
use crate::memory::{Buffer, Tracker};
use crate::out::Out;
use crate::raw::{check, fetch, with_c_str};
use crate::sys;
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
    life: PhantomData<&'c mut sys::mgp_graph>,
}

impl<'c> Call<'c> {
    pub(crate) fn new(
        [arguments, graph, result, memory]: [*mut std::ffi::c_void; 4],
        signature: Arc<Signature>,
    ) -> Self {
        let memory = memory.cast();
        let arguments = Arguments::new(arguments.cast(), memory, signature);
        Self { arguments, graph: graph.cast(), result: result.cast(), memory, life: PhantomData }
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
    /// # Errors
    /// [`Error::Undeclared`], [`Error::MissingField`], [`Error::OutOfMemory`].
    pub fn record<'o>(&self, fields: impl AsRef<[(&'o str, Out<'o>)]>) -> Result<()> {
        let (fields, declared) = (fields.as_ref(), &self.arguments.signature.fields);
        for (name, _) in fields {
            if !declared.iter().any(|known| known == name) {
                let hint = hint(name, declared.iter().map(String::as_str));
                return Err(Error::Undeclared { what: "result field", name: (*name).to_owned(), hint });
            }
        }
        if let Some(name) = declared.iter().find(|known| !fields.iter().any(|(name, _)| name == *known)) {
            return Err(Error::MissingField(name.clone()));
        }
        if self.result.is_null() {
            return Err(Error::new("a batched procedure gives no records while it starts"));
        }
        let values = fields.iter().map(|(_, value)| value.make(self.memory)).collect::<Result<Vec<_>>>()?;
        // SAFETY: the result is live for the call.
        let make = |out| unsafe { sys::mgp_result_new_record(self.result, out) };
        let record = fetch("mgp_result_new_record", make)?;
        for ((name, _), value) in fields.iter().zip(&values) {
            with_c_str(name, |name| {
                // SAFETY: record, name and value are live; the server copies the value.
                let code = unsafe { sys::mgp_result_record_insert(record, name, value.as_ptr()) };
                check("mgp_result_record_insert", code)
            })??;
        }
        Ok(())
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
        Deadline { call: self, end: Instant::now().checked_add(Duration::from_millis(milliseconds)) }
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

/// A time to stop at.
#[derive(Debug, Clone, Copy)]
pub struct Deadline<'a, 'c> {
    call: &'a Call<'c>,
    end: Option<Instant>,
}

impl Deadline<'_, '_> {
    /// Whether the time is over, or the server wants the procedure to stop.
    #[must_use]
    pub fn is_over(&self) -> bool {
        self.end.is_some_and(|end| Instant::now() >= end) || self.call.must_abort()
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
