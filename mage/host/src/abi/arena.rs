//! The memory and the surroundings of one call.

mod budget;
mod graph;
mod names;

use std::alloc::Layout;
use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::ffi::c_void;

use self::budget::Budget;
use self::graph::GraphOfCall;
use self::names::Names;
use super::iterators::{EdgesIterator, MapItem, MapItemsIterator, PropertiesIterator, VerticesIterator};
use super::memory::Memory;
use super::message::{Message, Messages};
use super::module::{Function, Module, Procedure};
use super::object::{Data, Edge, List, Map, Moment, PathObject, Vertex};
use super::result::{FunctionContext, FunctionResult, Record, ResultObject};
use super::slot::Pool;
use super::types::TypeObject;
use super::{Code, Outcome};
use crate::options::Limits;
use crate::value::Value;

/// Slots of a call that is over are kept for the next one on the thread if they take no more than this.
const SPARE_BYTES_MAX: usize = 1 << 20;

/// Room for no more elements than this is kept for another list.
const SPARE_ROOM_MAX: usize = 64;

thread_local! {
    /// The arena of the last call, without objects: most calls need as many slots as the one before.
    static SPARE: Cell<Option<Box<Arena>>> = const { Cell::new(None) };
    static CURRENT: Cell<*const Arena> = const { Cell::new(std::ptr::null()) };
    /// Misuses since the host last looked: the function that was called wrongly, and how often.
    static MISUSES: RefCell<BTreeMap<&'static str, u64>> = const { RefCell::new(BTreeMap::new()) };
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
    graph: GraphOfCall,
    names: Names,
    budget: Budget,
    blocks: RefCell<BTreeMap<usize, Layout>>,
    /// The room of the last list that was given back: most modules fill one list after the other.
    spare_room: Cell<Vec<Value>>,
    /// What the slots of all pools take.
    slots_bytes: Cell<usize>,
}

/// A method of every pool.
macro_rules! pools {
    ($arena:ident.$method:ident()) => {
        [
            $arena.values.$method(),
            $arena.lists.$method(),
            $arena.maps.$method(),
            $arena.vertices.$method(),
            $arena.edges.$method(),
            $arena.paths.$method(),
            $arena.dates.$method(),
            $arena.local_times.$method(),
            $arena.local_date_times.$method(),
            $arena.durations.$method(),
            $arena.map_items.$method(),
            $arena.map_items_iterators.$method(),
            $arena.properties_iterators.$method(),
            $arena.edges_iterators.$method(),
            $arena.vertices_iterators.$method(),
            $arena.memories.$method(),
            $arena.graphs.$method(),
            $arena.results.$method(),
            $arena.records.$method(),
            $arena.function_contexts.$method(),
            $arena.function_results.$method(),
            $arena.modules.$method(),
            $arena.procedures.$method(),
            $arena.functions.$method(),
            $arena.types.$method(),
            $arena.messages.$method(),
            $arena.message.$method(),
        ]
    };
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
            graph: GraphOfCall::default(),
            names: Names::default(),
            budget: Budget::new(limits),
            blocks: RefCell::default(),
            spare_room: Cell::default(),
            slots_bytes: Cell::new(0),
        })
    }

    /// An empty arena under the limits, with the slots of the last call on the thread if it kept them.
    pub(crate) fn for_call(limits: Limits) -> Box<Self> {
        let Some(mut spare) = SPARE.try_with(Cell::take).ok().flatten() else { return Self::new(limits) };
        spare.budget = Budget::new(limits);
        spare
    }

    /// Ends the call: what is left of its objects and blocks is given back.
    pub(crate) fn end(mut self: Box<Self>) {
        if self.slots_bytes.get() > SPARE_BYTES_MAX {
            return;
        }
        let _cleared = pools!(self.clear());
        self.free_blocks();
        self.names.end();
        // Where the thread is ending, too, the arena is dropped.
        let _kept = SPARE.try_with(|spare| spare.set(Some(self)));
    }

    /// Empty room for the elements of a list; none where there is no memory.
    #[inline]
    pub(super) fn list_room(&self, elements: usize) -> Option<Vec<Value>> {
        let spare = self.spare_room.take();
        if spare.capacity() >= elements {
            return Some(spare);
        }
        let mut room = Vec::new();
        room.try_reserve_exact(elements).ok()?;
        Some(room)
    }

    /// Takes back room, emptied, for another list.
    #[inline]
    pub(super) fn keep_list_room(&self, room: Vec<Value>) {
        if room.capacity() <= SPARE_ROOM_MAX {
            self.spare_room.set(room);
        }
    }

    fn free_blocks(&mut self) {
        for (block, layout) in std::mem::take(self.blocks.get_mut()) {
            // SAFETY: every entry of the table was made by `allocate` with its layout and not given back since.
            unsafe { std::alloc::dealloc(block as *mut u8, layout) };
        }
    }

    /// Counts slots that a pool made.
    pub(super) fn note_slots(&self, bytes: usize) {
        self.slots_bytes.set(self.slots_bytes.get() + bytes);
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
        self.free_blocks();
    }
}
