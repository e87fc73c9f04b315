//! One call of a procedure or function, as its author sees it.

use std::cell::OnceCell;
use std::marker::PhantomData;
use std::sync::Arc;
use std::time::{Duration, Instant};

use crate::container::List;
use crate::declare::{Field, Signature};
use crate::entity::{Edge, OwnedEdge, OwnedPath, OwnedVertex, Vertex, Vertices};
use crate::error::{Error, Result, hint};
use crate::memory::{Buffer, Tracker};
use crate::numbering::{ById, Numbering};
use crate::out::{Made, Out};
use crate::raw::{check, fetch, with_c_str};
use crate::row::{Room, Row};
use crate::sys;
use crate::texts::Texts;
use crate::value::{FromValue, OwnedValue, Value};

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
    /// Null, false and true.
    constants: [OnceCell<OwnedValue<'c>>; 3],
    /// For the values of a record.
    room: Room,
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
        let constants = [const { OnceCell::new() }; 3];
        Self { arguments, graph, result, memory, constants, room: Room::default(), life: PhantomData }
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
    pub fn record<'o>(&'o self, fields: impl IntoIterator<Item = (&'o str, Out<'o>)>) -> Result<()> {
        let declared = &self.arguments.signature.fields;
        let mut row = Row::new(&self.room, declared.len())?;
        let (mut fields, mut order) = (fields.into_iter(), declared.iter());
        while let Some((name, value)) = fields.next() {
            match order.next() {
                Some(field) if field.is(name) => self.add(&mut row, field, value)?,
                _ => return self.record_in_another_order(row, std::iter::once((name, value)).chain(fields).collect()),
            }
        }
        match order.next() {
            Some(missing) => Err(Error::MissingField(missing.name.to_owned())),
            None => self.give(&row),
        }
    }

    /// As [`Call::record`], from the first field on that does not stand in the declared order.
    #[cold]
    fn record_in_another_order<'o>(&'o self, mut row: Row<'o>, rest: Vec<(&'o str, Out<'o>)>) -> Result<()> {
        let declared = &self.arguments.signature.fields;
        for (name, value) in rest {
            let field = declared.iter().find(|field| field.is(name)).ok_or_else(|| {
                let hint = hint(name, declared.iter().map(|known| known.name));
                Error::Undeclared { what: "result field", name: name.to_owned(), hint }
            })?;
            self.add(&mut row, field, value)?;
        }
        match declared.iter().find(|field| !row.has(field)) {
            Some(missing) => Err(Error::MissingField(missing.name.to_owned())),
            None => self.give(&row),
        }
    }

    /// Makes a field's value and adds it to the row.
    #[expect(
        clippy::inline_always,
        reason = "most values stand in the caller's code, which then needs no look at their kind"
    )]
    #[inline(always)]
    fn add<'o>(&'o self, row: &mut Row<'o>, field: &'o Field, value: Out<'o>) -> Result<()> {
        let made = match &value {
            // Most values are numbers, which need no more than this.
            // SAFETY: the call's memory is live, here and below.
            Out::Int(v) => row.make(field, |out| unsafe { sys::mgp_value_make_int(*v, self.memory, out) }),
            // SAFETY: as above.
            Out::Float(v) => row.make(field, |out| unsafe { sys::mgp_value_make_double(*v, self.memory, out) }),
            Out::Given(given) => {
                row.push(field, Made::Given(*given));
                Ok(())
            }
            other => return self.add_other(row, field, other),
        };
        // It owns nothing.
        std::mem::forget(value);
        made
    }

    fn add_other<'o>(&'o self, row: &mut Row<'o>, field: &'o Field, value: &Out<'o>) -> Result<()> {
        row.push(field, self.made(value)?);
        Ok(())
    }

    /// Adds a record with the values.
    fn give(&self, row: &Row<'_>) -> Result<()> {
        if self.result.is_null() {
            return Err(Error::new("a batched procedure gives no records while it starts"));
        }
        // SAFETY: the result is live for the call.
        let make = |out| unsafe { sys::mgp_result_new_record(self.result, out) };
        let record = fetch("mgp_result_new_record", make)?;
        for (name, value) in row.iter() {
            // SAFETY: record, name and value are live; the server copies the value.
            check("mgp_result_record_insert", unsafe { sys::mgp_result_record_insert(record, name, value) })?;
        }
        Ok(())
    }

    /// A field's value as the server's. Null and truths are made once in a call.
    fn made<'o>(&'o self, value: &Out<'o>) -> Result<Made<'o>> {
        let place = match value {
            Out::Null => 0,
            Out::Bool(truth) => 1 + usize::from(*truth),
            other => return other.made(self.memory, 0),
        };
        match self.constants.get(place).and_then(OnceCell::get) {
            Some(made) => Ok(Made::Given(made.get())),
            None => self.make_constant(place, value),
        }
    }

    #[cold]
    fn make_constant<'o>(&'o self, place: usize, value: &Out<'o>) -> Result<Made<'o>> {
        let made = value.make(self.memory)?;
        let Some(constant) = self.constants.get(place) else { return Ok(Made::New(made)) };
        Ok(Made::Given(constant.get_or_init(|| made).get()))
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
        Deadline { call: self, end: Instant::now().checked_add(Duration::from_millis(milliseconds)) }
    }

    /// The same as a value that may be shared with other threads. Only on the call's own does it ask the server; on
    /// others it knows the time alone.
    #[must_use]
    pub fn ending_ms(&self, milliseconds: u64) -> Ending<'c> {
        let end = Instant::now().checked_add(Duration::from_millis(milliseconds));
        Ending { graph: self.graph, thread: this_thread(), end, life: PhantomData }
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

fn this_thread() -> libc::pthread_t {
    // SAFETY: it takes nothing and cannot fail.
    unsafe { libc::pthread_self() }
}

/// A time to stop at, for closures that other threads may call.
#[derive(Debug, Clone, Copy)]
pub struct Ending<'c> {
    graph: *mut sys::mgp_graph,
    thread: libc::pthread_t,
    end: Option<Instant>,
    life: PhantomData<&'c sys::mgp_graph>,
}

// SAFETY: the graph is only asked on the thread of the call, which is compared before; the rest are plain numbers.
unsafe impl Send for Ending<'_> {}
// SAFETY: as above.
unsafe impl Sync for Ending<'_> {}

impl Ending<'_> {
    /// Whether the time is over or, on the call's thread, whether the server wants the procedure to stop.
    #[must_use]
    pub fn is_over(&self) -> bool {
        if self.end.is_some_and(|end| Instant::now() >= end) {
            return true;
        }
        // SAFETY: on the thread of the call, and the graph lives for `'c`.
        this_thread() == self.thread && unsafe { sys::mgp_must_abort(self.graph) != 0 }
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
