//! The graph of a call, and the two ways to it: to read and to change.

use std::cell::Cell;
use std::ptr::NonNull;

use super::Arena;
use crate::abi::{Code, Outcome};
use crate::graph::{ChangeError, Graph, PropertyGraph};

/// The graph that the objects of an arena see.
pub(super) struct GraphOfCall {
    graph: Cell<Option<NonNull<dyn Graph>>>,
    mutable: Cell<bool>,
    /// The same graph, if it is the host's own and the call cannot change it; or null.
    plain: Cell<*const PropertyGraph>,
}

impl Default for GraphOfCall {
    fn default() -> Self {
        Self { graph: Cell::new(None), mutable: Cell::new(false), plain: Cell::new(std::ptr::null()) }
    }
}

impl Arena {
    /// Lets the objects of the arena see the graph while `run` runs.
    pub(crate) fn with_graph<R>(&self, graph: &mut dyn Graph, mutable: bool, run: impl FnOnce() -> R) -> R {
        let graph = NonNull::from(graph);
        // SAFETY: only the lifetime of the trait object is widened. The pointer is taken back below before the
        // borrow of the graph ends, and no other way to the graph is used while it is set.
        let graph: NonNull<dyn Graph> = unsafe { std::mem::transmute(graph) };
        let own = || {
            // SAFETY: the graph is borrowed, and nothing else refers to it yet.
            let own = unsafe { graph.as_ref() }.as_property_graph();
            own.map_or(std::ptr::null(), std::ptr::from_ref)
        };
        self.graph.plain.set(if mutable { std::ptr::null() } else { own() });
        self.graph.graph.set(Some(graph));
        self.graph.mutable.set(mutable);
        let result = run();
        self.graph.graph.set(None);
        self.graph.plain.set(std::ptr::null());
        self.names.forget();
        result
    }

    /// Reads the graph of the call.
    #[inline]
    pub(crate) fn read<R>(&self, read: impl FnOnce(&dyn Graph) -> Outcome<R>) -> Outcome<R> {
        let graph = self.graph.graph.get().ok_or(Code::InvalidArgument)?;
        // SAFETY: set by `with_graph`, whose borrow of the graph lasts. The graph is changed by `change` alone, and what
        // runs there and here are closures of this crate that call no other function of the interface, so that no
        // mutable reference is alive here, and none is made while this one is used.
        read(unsafe { graph.as_ref() })
    }

    /// The host's own graph that the call cannot change, for quick ways.
    #[inline]
    pub(crate) fn plain_graph(&self) -> Option<&PropertyGraph> {
        // SAFETY: null, or set by `with_graph`, whose borrow of the graph lasts; nobody changes the graph of such a call.
        unsafe { self.graph.plain.get().as_ref() }
    }

    /// Reads something of a part of the graph; `is_there` is only asked where the call could have deleted it.
    #[inline]
    pub(crate) fn read_part<R>(
        &self,
        is_there: impl FnOnce(&dyn Graph) -> bool,
        read: impl FnOnce(&dyn Graph) -> Outcome<R>,
    ) -> Outcome<R> {
        self.read(
            |graph| if self.graph.mutable.get() && !is_there(graph) { Err(Code::DeletedObject) } else { read(graph) },
        )
    }

    /// Changes the graph of the call.
    pub(crate) fn change<R>(&self, change: impl FnOnce(&mut dyn Graph) -> Result<R, ChangeError>) -> Outcome<R> {
        let mut graph = self.graph.graph.get().ok_or(Code::InvalidArgument)?;
        if !self.graph.mutable.get() {
            return Err(Code::ImmutableObject);
        }
        // SAFETY: as in `read`: no other reference to the graph is used while this one is.
        let changed = change(unsafe { graph.as_mut() });
        changed.map_err(|error| match error {
            ChangeError::Deleted => Code::DeletedObject,
            ChangeError::Attached => Code::Logic,
            ChangeError::Unstorable => Code::ValueConversion,
            ChangeError::Full => Code::UnableToAllocate,
        })
    }

    /// Whether what was there a step ago may be gone.
    #[inline]
    pub(crate) fn is_changeable(&self) -> bool {
        self.graph.mutable.get()
    }

    /// Whether the graph of the call can be changed.
    pub(crate) fn is_mutable(&self) -> Outcome<bool> {
        if self.graph.graph.get().is_some() { Ok(self.graph.mutable.get()) } else { Err(Code::InvalidArgument) }
    }
}
