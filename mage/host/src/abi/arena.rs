//! The memory and the surroundings of one call.

use std::alloc::Layout;
use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::ffi::c_void;
use std::ptr::NonNull;
use std::time::{Duration, Instant};

use super::iterators::{EdgesIterator, MapItem, MapItemsIterator, PropertiesIterator, VerticesIterator};
use super::memory::Memory;
use super::message::{Message, Messages};
use super::module::{Function, Module, Procedure};
use super::object::{Data, Edge, List, Map, Moment, PathObject, Vertex};
use super::result::{FunctionContext, FunctionResult, Record, ResultObject};
use super::slot::{CText, Pool};
use super::types::TypeObject;
use super::{Code, Outcome};
use crate::graph::{ChangeError, Graph, Name};
use crate::options::Limits;
use crate::value::Text;

/// How many steps go by between two looks at the clock.
const CLOCK_EVERY: u64 = 256;

/// How many names a call remembers: a module asks for few, and for each of them many times.
const NAMES_KEPT: usize = 8;

/// How long a procedure may go on after its deadline before the interface refuses to allocate for it.
const GRACE: Duration = Duration::from_millis(500);

thread_local! {
    static CURRENT: Cell<*const Arena> = const { Cell::new(std::ptr::null()) };
    /// Misuses since the host last looked: the function that was called wrongly, and how often.
    static MISUSES: RefCell<BTreeMap<&'static str, u64>> = const { RefCell::new(BTreeMap::new()) };
}

/// The graph of a call.
struct Surroundings {
    graph: NonNull<dyn Graph>,
    mutable: bool,
}

/// The objects of one call or one initialisation.
///
/// Boxed: slots point back to it.
pub(crate) struct Arena {
    pub(super) values: Pool<Data>,
    pub(super) lists: Pool<List>,
    pub(super) maps: Pool<Map>,
    pub(super) vertices: Pool<Vertex>,
    pub(super) edges: Pool<Edge>,
    pub(super) paths: Pool<PathObject>,
    pub(super) dates: Pool<Moment<crate::Date>>,
    pub(super) local_times: Pool<Moment<crate::LocalTime>>,
    pub(super) local_date_times: Pool<Moment<crate::LocalDateTime>>,
    pub(super) durations: Pool<Moment<crate::Duration>>,
    pub(super) map_items: Pool<MapItem>,
    pub(super) map_items_iterators: Pool<MapItemsIterator>,
    pub(super) properties_iterators: Pool<PropertiesIterator>,
    pub(super) edges_iterators: Pool<EdgesIterator>,
    pub(super) vertices_iterators: Pool<VerticesIterator>,
    pub(super) memories: Pool<Memory>,
    pub(super) graphs: Pool<super::graph::GraphObject>,
    pub(super) results: Pool<ResultObject>,
    pub(super) records: Pool<Record>,
    pub(super) function_contexts: Pool<FunctionContext>,
    pub(super) function_results: Pool<FunctionResult>,
    pub(super) modules: Pool<Module>,
    pub(super) procedures: Pool<Procedure>,
    pub(super) functions: Pool<Function>,
    pub(super) types: Pool<TypeObject>,
    pub(super) messages: Pool<Messages>,
    pub(super) message: Pool<Message>,
    surroundings: RefCell<Option<Surroundings>>,
    /// Names that were found in the graph; what is called so stays as long as the graph.
    names: RefCell<Vec<(Text, Name)>>,
    blocks: RefCell<BTreeMap<usize, Layout>>,
    limits: Limits,
    used_bytes: Cell<usize>,
    peak_bytes: Cell<usize>,
    allocations: Cell<u64>,
    steps: Cell<u64>,
    refused: Cell<bool>,
}

impl Arena {
    /// An empty arena under the limits.
    pub(crate) fn new(limits: Limits) -> Box<Self> {
        Box::new(Self {
            values: Pool::default(),
            lists: Pool::default(),
            maps: Pool::default(),
            vertices: Pool::default(),
            edges: Pool::default(),
            paths: Pool::default(),
            dates: Pool::default(),
            local_times: Pool::default(),
            local_date_times: Pool::default(),
            durations: Pool::default(),
            map_items: Pool::default(),
            map_items_iterators: Pool::default(),
            properties_iterators: Pool::default(),
            edges_iterators: Pool::default(),
            vertices_iterators: Pool::default(),
            memories: Pool::default(),
            graphs: Pool::default(),
            results: Pool::default(),
            records: Pool::default(),
            function_contexts: Pool::default(),
            function_results: Pool::default(),
            modules: Pool::default(),
            procedures: Pool::default(),
            functions: Pool::default(),
            types: Pool::default(),
            messages: Pool::default(),
            message: Pool::default(),
            surroundings: RefCell::new(None),
            names: RefCell::default(),
            blocks: RefCell::default(),
            limits,
            used_bytes: Cell::new(0),
            peak_bytes: Cell::new(0),
            allocations: Cell::new(0),
            steps: Cell::new(0),
            refused: Cell::new(false),
        })
    }

    /// Makes this the arena of functions that are given no object and no memory, while `run` runs.
    pub(crate) fn as_current<R>(&self, run: impl FnOnce() -> R) -> R {
        let before = CURRENT.replace(std::ptr::from_ref(self));
        let result = run();
        CURRENT.set(before);
        result
    }

    /// The arena of the initialisation or call that runs on this thread.
    pub(crate) fn current<'a>() -> Outcome<&'a Self> {
        // SAFETY: `as_current` sets the pointer for as long as it borrows the arena, and puts back the one before.
        unsafe { CURRENT.get().as_ref() }.ok_or(Code::Logic)
    }

    /// Lets the objects of the arena see the graph while `run` runs.
    pub(crate) fn with_graph<R>(&self, graph: &mut dyn Graph, mutable: bool, run: impl FnOnce() -> R) -> R {
        let graph = NonNull::from(graph);
        // SAFETY: only the lifetime of the trait object is widened. The pointer is taken back below before the
        // borrow of the graph ends, and no other way to the graph is used while it is set.
        let graph: NonNull<dyn Graph> = unsafe { std::mem::transmute(graph) };
        self.surroundings.replace(Some(Surroundings { graph, mutable }));
        let result = run();
        self.surroundings.replace(None);
        self.names.take();
        result
    }

    /// Reads the graph of the call.
    #[inline]
    pub(crate) fn read<R>(&self, read: impl FnOnce(&dyn Graph) -> Outcome<R>) -> Outcome<R> {
        let surroundings = self.surroundings.try_borrow().map_err(|_| Code::Logic)?;
        let surroundings = surroundings.as_ref().ok_or(Code::InvalidArgument)?;
        // SAFETY: set by `with_graph`, whose borrow of the graph lasts; changes go through `change`, which needs the
        // surroundings for itself, so no mutable reference is alive here.
        read(unsafe { surroundings.graph.as_ref() })
    }

    /// Reads something of a part of the graph; `is_there` is only asked where the call could have deleted it.
    #[inline]
    pub(crate) fn read_part<R>(
        &self,
        is_there: impl FnOnce(&dyn Graph) -> bool,
        read: impl FnOnce(&dyn Graph) -> Outcome<R>,
    ) -> Outcome<R> {
        let surroundings = self.surroundings.try_borrow().map_err(|_| Code::Logic)?;
        let surroundings = surroundings.as_ref().ok_or(Code::InvalidArgument)?;
        // SAFETY: as in `read`.
        let graph = unsafe { surroundings.graph.as_ref() };
        if surroundings.mutable && !is_there(graph) {
            return Err(Code::DeletedObject);
        }
        read(graph)
    }

    /// The graph's name of a text, if anything is called so. Complexity: a comparison or few where it was asked for before.
    pub(crate) fn name(&self, graph: &dyn Graph, text: CText) -> Outcome<Option<Name>> {
        let mut kept = self.names.try_borrow_mut().map_err(|_| Code::Logic)?;
        if let Some(at) = kept.iter().position(|(known, _)| text.is(known)) {
            // What was asked for last is likely to be asked for next.
            kept.swap(0, at);
            return Ok(kept.first().map(|(_, name)| *name));
        }
        let found = graph.find_name(text.as_str()?);
        if let Some((name, known)) = found.and_then(|name| Some((name, graph.name(name)?))) {
            kept.truncate(NAMES_KEPT - 1);
            kept.push((known.clone(), name));
        }
        Ok(found)
    }

    /// Changes the graph of the call.
    pub(crate) fn change<R>(&self, change: impl FnOnce(&mut dyn Graph) -> Result<R, ChangeError>) -> Outcome<R> {
        let mut surroundings = self.surroundings.try_borrow_mut().map_err(|_| Code::Logic)?;
        let surroundings = surroundings.as_mut().ok_or(Code::InvalidArgument)?;
        if !surroundings.mutable {
            return Err(Code::ImmutableObject);
        }
        // SAFETY: as in `read`; the surroundings are borrowed mutably, so no other reference is alive.
        let changed = change(unsafe { surroundings.graph.as_mut() });
        changed.map_err(|error| match error {
            ChangeError::Deleted => Code::DeletedObject,
            ChangeError::Attached => Code::Logic,
            ChangeError::Unstorable => Code::ValueConversion,
            ChangeError::Full => Code::UnableToAllocate,
        })
    }

    /// Whether the graph of the call can be changed.
    pub(crate) fn is_mutable(&self) -> Outcome<bool> {
        let surroundings = self.surroundings.try_borrow().map_err(|_| Code::Logic)?;
        surroundings.as_ref().map(|surroundings| surroundings.mutable).ok_or(Code::InvalidArgument)
    }

    /// Counts bytes against the limit.
    #[inline]
    pub(crate) fn charge(&self, bytes: usize) -> Outcome {
        let count = self.allocations.get().wrapping_add(1);
        self.allocations.set(count);
        if self.limits.fail_allocation == Some(count) {
            return Err(Code::UnableToAllocate);
        }
        self.step()?;
        let used = self.used_bytes.get().checked_add(bytes).ok_or(Code::UnableToAllocate)?;
        if self.limits.memory_bytes_max.is_some_and(|limit| used > limit) {
            return Err(Code::UnableToAllocate);
        }
        self.used_bytes.set(used);
        self.peak_bytes.set(self.peak_bytes.get().max(used));
        Ok(())
    }

    /// Counts one step of an allocation or an iterator; fails when the procedure goes on long after its deadline, so
    /// that also a procedure that never asks `mgp_must_abort` comes to an end if it looks at error codes.
    #[inline]
    pub(crate) fn step(&self) -> Outcome {
        let count = self.steps.get().wrapping_add(1);
        self.steps.set(count);
        if count.is_multiple_of(CLOCK_EVERY) && self.limits.deadline.is_some_and(|end| Instant::now() > end + GRACE) {
            self.refused.set(true);
        }
        if self.refused.get() { Err(Code::UnableToAllocate) } else { Ok(()) }
    }

    /// Takes bytes off the count.
    #[inline]
    pub(crate) fn discharge(&self, bytes: usize) {
        self.used_bytes.set(self.used_bytes.get().saturating_sub(bytes));
    }

    /// Whether the procedure should stop: its deadline is over, or the caller wants it.
    pub(crate) fn must_abort(&self) -> bool {
        let over = self.limits.deadline.is_some_and(|end| Instant::now() >= end);
        let wanted = self.limits.cancel.as_ref().is_some_and(crate::options::Cancel::is_cancelled);
        over || wanted
    }

    /// A block of memory; it is given back at the latest when the arena ends.
    pub(crate) fn allocate(&self, bytes: usize, alignment: usize) -> Outcome<*mut c_void> {
        let layout = Layout::from_size_align(bytes, alignment).map_err(|_| Code::InvalidArgument)?;
        if bytes == 0 {
            return Err(Code::InvalidArgument);
        }
        self.charge(bytes)?;
        // SAFETY: the size is not zero.
        let block = unsafe { std::alloc::alloc(layout) };
        if block.is_null() {
            self.discharge(bytes);
            return Err(Code::UnableToAllocate);
        }
        self.blocks.try_borrow_mut().map_err(|_| Code::Logic)?.insert(block as usize, layout);
        Ok(block.cast())
    }

    /// Gives a block back. What is no block of this arena is a misuse.
    pub(crate) fn free(&self, block: *mut c_void) {
        let layout = self.blocks.try_borrow_mut().ok().and_then(|mut blocks| blocks.remove(&(block as usize)));
        match layout {
            Some(layout) => {
                // SAFETY: `allocate` made it with this layout, and it was still in the table.
                unsafe { std::alloc::dealloc(block.cast(), layout) };
                self.discharge(layout.size());
            }
            None => Self::note_misuse("mgp_free"),
        }
    }

    /// Notes that a function was called with what it cannot take and could not say so.
    pub(crate) fn note_misuse(function: &'static str) {
        MISUSES.with_borrow_mut(|misuses| *misuses.entry(function).or_default() += 1);
    }

    /// The misuses since the last time.
    pub(crate) fn take_misuses() -> BTreeMap<&'static str, u64> {
        MISUSES.take()
    }

    /// The most bytes that were in use at once.
    pub(crate) fn peak_bytes(&self) -> usize {
        self.peak_bytes.get()
    }

    /// How often something was allocated.
    pub(crate) fn allocations(&self) -> u64 {
        self.allocations.get()
    }

    /// Whether the interface stopped allocating because the procedure went on after its deadline.
    pub(crate) fn refused(&self) -> bool {
        self.refused.get()
    }

    /// Objects and blocks that the module made and did not destroy.
    pub(crate) fn leaked(&self) -> usize {
        let moments = self.dates.alive() + self.local_times.alive() + self.local_date_times.alive();
        let iterators = self.map_items_iterators.alive()
            + self.properties_iterators.alive()
            + self.edges_iterators.alive()
            + self.vertices_iterators.alive();
        let objects = self.values.alive() + self.lists.alive() + self.maps.alive() + self.vertices.alive();
        let blocks = self.blocks.try_borrow().map_or(0, |blocks| blocks.len());
        objects + self.edges.alive() + self.paths.alive() + moments + self.durations.alive() + iterators + blocks
    }
}

impl Drop for Arena {
    fn drop(&mut self) {
        for (block, layout) in std::mem::take(self.blocks.get_mut()) {
            // SAFETY: every entry of the table was made by `allocate` with its layout and not given back since.
            unsafe { std::alloc::dealloc(block as *mut u8, layout) };
        }
    }
}
