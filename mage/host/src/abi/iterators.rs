//! The iterators over map items, properties, edges and vertices. Each shows one object of its own that changes with
//! every step, as the server's do.

use std::ffi::{c_char, c_int};
use std::ops::Range;

use super::arena::Arena;
use super::object::{self, Data, Edge, Map, Vertex};
use super::slot::{Handle, Object, Out, Pool};
use super::{Code, Outcome};
use crate::value::{Node, Relationship, Text, Value};

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

/// A `mgp_edges_iterator`: the relationships that there were.
pub(crate) struct EdgesIterator {
    relationships: Vec<Relationship>,
    at: usize,
    edge: Option<Handle<Edge>>,
}

/// A `mgp_vertices_iterator`: the nodes that there were, without those that went.
pub(crate) struct VerticesIterator {
    places: Range<u32>,
    vertex: Option<Handle<Vertex>>,
    ended: bool,
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
        let _gone = self.edge.map(Handle::remove);
    }
    fn weight(&self) -> usize {
        self.relationships.len() * size_of::<Relationship>()
    }
}

impl Object for VerticesIterator {
    const TAG: u32 = 0x4d67_0024;
    fn pool(arena: &Arena) -> &Pool<Self> {
        &arena.vertices_iterators
    }
    fn release(self, _arena: &Arena) {
        let _gone = self.vertex.map(Handle::remove);
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
    pub(super) fn new(arena: &Arena, relationships: Vec<Relationship>) -> Outcome<Self> {
        let mut iterator = Self { relationships, at: 0, edge: None };
        iterator.show(arena)?;
        Ok(iterator)
    }

    /// Shows the first relationship from `at` on that is still there.
    fn show(&mut self, arena: &Arena) -> Outcome {
        while let Some(relationship) = self.relationships.get(self.at) {
            let shown = match self.edge {
                Some(edge) => edge.get_mut()?.become_other(arena, *relationship),
                None => Edge::new(arena, *relationship).and_then(|edge| object::part(arena, edge)).map(|edge| {
                    self.edge = Some(edge);
                }),
            };
            match shown {
                Err(Code::DeletedObject) => self.at += 1,
                other => return other,
            }
        }
        Ok(())
    }

    fn shown(&self) -> Handle<Edge> {
        if self.at < self.relationships.len() { self.edge.unwrap_or(Handle::NULL) } else { Handle::NULL }
    }
}

impl VerticesIterator {
    pub(super) fn new(arena: &Arena) -> Outcome<Self> {
        let bound = arena.read(|graph| Ok(graph.node_bound()))?;
        let mut iterator = Self { places: 0..bound, vertex: None, ended: false };
        iterator.advance(arena)?;
        Ok(iterator)
    }

    fn advance(&mut self, arena: &Arena) -> Outcome {
        let next = arena.read(|graph| Ok(self.places.by_ref().map(Node).find(|node| graph.has_node(*node))))?;
        match (next, self.vertex) {
            (None, _) => self.ended = true,
            (Some(node), Some(vertex)) => vertex.get_mut()?.node = node,
            (Some(node), None) => self.vertex = Some(object::part(arena, Vertex { node })?),
        }
        Ok(())
    }

    fn shown(&self) -> Handle<Vertex> {
        if self.ended { Handle::NULL } else { self.vertex.unwrap_or(Handle::NULL) }
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
        let shown = it.get()?.shown();
        result.set(shown)
    }
    fn mgp_edges_iterator_next(it: Handle<EdgesIterator>, result: Out<Handle<Edge>>) {
        let (mut iterator, arena) = it.look_mut()?;
        arena.step()?;
        iterator.at = iterator.at.saturating_add(1);
        iterator.show(arena)?;
        result.set(iterator.shown())
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
        let (mut iterator, arena) = it.look_mut()?;
        arena.step()?;
        iterator.advance(arena)?;
        result.set(iterator.shown())
    }
}
