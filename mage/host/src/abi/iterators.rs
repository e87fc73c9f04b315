//! The iterators over map items, properties, edges and vertices. Each shows one object of its own that changes with
//! every step, as the server's do.

use std::cell::Cell;
use std::ffi::{c_char, c_int};
use std::ptr::NonNull;

use super::Outcome;
use super::arena::Arena;
use super::object::{self, Data, Edge, Map, Vertex};
use super::pointer::Out;
use super::slot::{Handle, Object, Pool};
use crate::graph::{Attached, Direction};
use crate::value::{Node, Text, Value};

/// A `mgp_map_item`.
pub(crate) struct MapItem {
    pub(super) key: Text,
    pub(super) value: Handle<Data>,
}

object::object!(MapItem, 0x4d67_0020, map_items);

/// A `mgp_map_items_iterator`: the keys as they were, the values of the map itself.
pub(crate) struct MapItemsIterator {
    entries: Vec<(Text, Handle<Data>)>,
    at: usize,
    item: Option<Handle<MapItem>>,
}

/// The interface's `mgp_property`.
#[repr(C)]
pub(crate) struct Property {
    name: *const c_char,
    value: Handle<Data>,
}

/// A `mgp_properties_iterator`: the properties as they were.
pub(crate) struct PropertiesIterator {
    entries: Vec<(Text, Value)>,
    at: usize,
    value: Option<Handle<Data>>,
    /// Boxed: the module holds its address.
    shown: Box<Property>,
}

/// A `mgp_edges_iterator`: the relationships that there were, without those that went.
pub(crate) struct EdgesIterator {
    /// Of the graph itself where the call cannot change it, or else a copy of what there was.
    attached: NonNull<[Attached]>,
    copy: Vec<Attached>,
    at: Cell<usize>,
    /// Null as long as there was nothing to show.
    edge: Cell<Handle<Edge>>,
}

/// A `mgp_vertices_iterator`: the nodes that there were, without those that went.
pub(crate) struct VerticesIterator {
    next: Cell<u32>,
    bound: u32,
    /// Null as long as there was nothing to show.
    vertex: Cell<Handle<Vertex>>,
    ended: Cell<bool>,
}

impl Object for MapItemsIterator {
    const TAG: u32 = 0x4d67_0021;
    fn pool(arena: &Arena) -> &Pool<Self> {
        &arena.map_items_iterators
    }
    fn release(self, _arena: &Arena) {
        let _gone = self.item.map(Handle::remove);
    }
}

impl Object for PropertiesIterator {
    const TAG: u32 = 0x4d67_0022;
    fn pool(arena: &Arena) -> &Pool<Self> {
        &arena.properties_iterators
    }
    fn release(self, _arena: &Arena) {
        let _gone = self.value.map(Handle::remove);
    }
}

impl Object for EdgesIterator {
    const TAG: u32 = 0x4d67_0023;
    fn pool(arena: &Arena) -> &Pool<Self> {
        &arena.edges_iterators
    }
    fn release(self, _arena: &Arena) {
        let _gone = self.edge.get().remove();
    }
    fn weight(&self) -> usize {
        self.copy.len() * size_of::<Attached>()
    }
}

impl Object for VerticesIterator {
    const TAG: u32 = 0x4d67_0024;
    fn pool(arena: &Arena) -> &Pool<Self> {
        &arena.vertices_iterators
    }
    fn release(self, _arena: &Arena) {
        let _gone = self.vertex.get().remove();
    }
}

impl MapItemsIterator {
    pub(super) fn new(arena: &Arena, map: Handle<Map>) -> Outcome<Self> {
        let entries: Vec<_> = map.get()?.entries.iter().map(|(key, value)| (key.clone(), *value)).collect();
        let first = entries.first().cloned();
        let item = first.map(|(key, value)| object::part(arena, MapItem { key, value })).transpose()?;
        Ok(Self { entries, at: 0, item })
    }

    fn shown(&self) -> Handle<MapItem> {
        if self.at < self.entries.len() { self.item.unwrap_or(Handle::NULL) } else { Handle::NULL }
    }
}

impl PropertiesIterator {
    pub(super) fn new(arena: &Arena, entries: Vec<(Text, Value)>) -> Outcome<Self> {
        let shown = Box::new(Property { name: std::ptr::null(), value: Handle::NULL });
        let mut iterator = Self { entries, at: 0, value: None, shown };
        iterator.show(arena)?;
        Ok(iterator)
    }

    fn show(&mut self, arena: &Arena) -> Outcome {
        if let Some(value) = self.value.take() {
            value.remove()?;
        }
        if let Some((name, value)) = self.entries.get(self.at) {
            let value = object::make_part(arena, value)?;
            self.value = Some(value);
            *self.shown = Property { name: name.as_ptr(), value };
        }
        Ok(())
    }

    fn shown(&self) -> *const Property {
        if self.at < self.entries.len() { &raw const *self.shown } else { std::ptr::null() }
    }
}

impl EdgesIterator {
    /// An iterator over the relationships at one end of a node that is there.
    pub(super) fn new(arena: &Arena, node: Node, direction: Direction) -> Outcome<Self> {
        let mut copy = Vec::new();
        let attached = match arena.plain_graph() {
            Some(graph) => NonNull::from(graph.list(node, direction)),
            None => {
                arena.read(|graph| {
                    graph.attached(node, direction, &mut copy);
                    Ok(())
                })?;
                NonNull::from(copy.as_slice())
            }
        };
        let iterator = Self { attached, copy, at: Cell::new(0), edge: Cell::new(Handle::NULL) };
        iterator.show(arena)?;
        Ok(iterator)
    }

    #[inline]
    fn attached(&self) -> &[Attached] {
        // SAFETY: of the copy, which is not changed and stays where it is when the iterator moves, or of the graph of a
        // call that cannot change it: the arena, and the iterator with it, ends before the graph does.
        unsafe { self.attached.as_ref() }
    }

    /// Shows the first relationship from `at` on that is still there; null where there is none.
    #[inline]
    fn show(&self, arena: &Arena) -> Outcome<Handle<Edge>> {
        while let Some(found) = self.attached().get(self.at.get()) {
            if arena.is_changeable() && !arena.read(|graph| Ok(graph.has_relationship(found.relationship)))? {
                self.at.set(self.at.get() + 1);
                continue;
            }
            let edge = self.edge.get();
            if edge.is_null() {
                self.edge.set(object::part(arena, Edge::showing(*found))?);
            } else {
                // SAFETY: made here and owned by the iterator.
                unsafe { edge.part() }.show(*found);
            }
            return Ok(self.edge.get());
        }
        Ok(Handle::NULL)
    }

    fn shown(&self) -> Handle<Edge> {
        if self.at.get() < self.attached().len() { self.edge.get() } else { Handle::NULL }
    }
}

impl VerticesIterator {
    pub(super) fn new(arena: &Arena) -> Outcome<Self> {
        let bound = arena.read(|graph| Ok(graph.node_bound()))?;
        let (next, vertex) = (Cell::new(0), Cell::new(Handle::NULL));
        let iterator = Self { next, bound, vertex, ended: Cell::new(false) };
        iterator.advance(arena)?;
        Ok(iterator)
    }

    fn advance(&self, arena: &Arena) -> Outcome {
        let node = (self.next.get()..self.bound).map(Node);
        let found = arena.read(|graph| Ok(node.into_iter().find(|node| graph.has_node(*node))))?;
        let Some(node) = found else {
            self.next.set(self.bound);
            self.ended.set(true);
            return Ok(());
        };
        self.next.set(node.0 + 1);
        let vertex = self.vertex.get();
        if vertex.is_null() {
            self.vertex.set(object::part(arena, Vertex::new(node))?);
        } else {
            // SAFETY: made here and owned by the iterator.
            unsafe { vertex.part() }.node.set(node);
        }
        Ok(())
    }

    fn shown(&self) -> Handle<Vertex> {
        if self.ended.get() { Handle::NULL } else { self.vertex.get() }
    }
}

fn mutable<T: Object>(object: Handle<T>, result: Out<c_int>) -> Outcome {
    let mutable = object.arena()?.is_mutable()?;
    result.set(c_int::from(mutable))
}

super::exports! {
    fn mgp_map_items_iterator_destroy(it: Handle<MapItemsIterator>) -> () {
        it.destroy("mgp_map_items_iterator_destroy");
    }
    fn mgp_map_items_iterator_get(it: Handle<MapItemsIterator>, result: Out<Handle<MapItem>>) {
        let shown = it.get()?.shown();
        result.set(shown)
    }
    fn mgp_map_items_iterator_next(it: Handle<MapItemsIterator>, result: Out<Handle<MapItem>>) {
        it.arena()?.step()?;
        let mut iterator = it.get_mut()?;
        iterator.at = iterator.at.saturating_add(1);
        if let (Some((key, value)), Some(item)) = (iterator.entries.get(iterator.at).cloned(), iterator.item) {
            *item.get_mut()? = MapItem { key, value };
        }
        result.set(iterator.shown())
    }
    fn mgp_properties_iterator_destroy(it: Handle<PropertiesIterator>) -> () {
        it.destroy("mgp_properties_iterator_destroy");
    }
    fn mgp_properties_iterator_get(it: Handle<PropertiesIterator>, result: Out<*const Property>) {
        let shown = it.get()?.shown();
        result.set(shown)
    }
    fn mgp_properties_iterator_next(it: Handle<PropertiesIterator>, result: Out<*const Property>) {
        let mut iterator = it.get_mut()?;
        iterator.at = iterator.at.saturating_add(1);
        iterator.show(it.arena()?)?;
        result.set(iterator.shown())
    }
    fn mgp_edges_iterator_destroy(it: Handle<EdgesIterator>) -> () { it.destroy("mgp_edges_iterator_destroy") }
    fn mgp_edges_iterator_underlying_graph_is_mutable(it: Handle<EdgesIterator>, result: Out<c_int>) {
        mutable(it, result)
    }
    fn mgp_edges_iterator_get(it: Handle<EdgesIterator>, result: Out<Handle<Edge>>) {
        let shown = it.peek()?.0.shown();
        result.set(shown)
    }
    fn mgp_edges_iterator_next(it: Handle<EdgesIterator>, result: Out<Handle<Edge>>) quick {
        let (iterator, arena) = it.seen()?;
        arena.plain_graph()?;
        let next = iterator.at.get() + 1;
        let found = iterator.attached().get(next)?;
        result.is_place().then_some(())?;
        arena.step_plain()?;
        iterator.at.set(next);
        let edge = iterator.edge.get();
        // SAFETY: made and owned by the iterator, which showed a relationship in it before this one.
        unsafe { edge.part() }.show(*found);
        result.put(edge)
    } {
        let (iterator, arena) = it.peek()?;
        arena.step()?;
        iterator.at.set(iterator.at.get().saturating_add(1));
        let shown = iterator.show(arena)?;
        result.set(shown)
    }
    fn mgp_vertices_iterator_destroy(it: Handle<VerticesIterator>) -> () {
        it.destroy("mgp_vertices_iterator_destroy");
    }
    fn mgp_vertices_iterator_underlying_graph_is_mutable(it: Handle<VerticesIterator>, result: Out<c_int>) {
        mutable(it, result)
    }
    fn mgp_vertices_iterator_get(it: Handle<VerticesIterator>, result: Out<Handle<Vertex>>) {
        let shown = it.get()?.shown();
        result.set(shown)
    }
    fn mgp_vertices_iterator_next(it: Handle<VerticesIterator>, result: Out<Handle<Vertex>>) {
        let (iterator, arena) = it.peek()?;
        arena.step()?;
        iterator.advance(arena)?;
        result.set(iterator.shown())
    }
}
