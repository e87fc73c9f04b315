//! `mgp_edge_*`.

use std::ffi::{c_char, c_int};

use super::Outcome;
use super::iterators::PropertiesIterator;
use super::memory::Memory;
use super::object::{self, Data, Edge, Map, Vertex};
use super::pointer::{CText, Out};
use super::slot::Handle;
use super::vertex::named;
use crate::graph::Graph;
use crate::value::{Relationship, Value};

/// Reads something of a relationship that is there.
fn read<R>(e: Handle<Edge>, read: impl FnOnce(&dyn Graph, Relationship) -> Outcome<R>) -> Outcome<R> {
    let (edge, arena) = e.peek()?;
    let relationship = edge.shown().relationship;
    arena.read_part(|graph| graph.has_relationship(relationship), |graph| read(graph, relationship))
}

super::exports! {
    fn mgp_edge_get_id(e: Handle<Edge>, result: Out<i64>) {
        let id = read(e, |graph, relationship| Ok(graph.relationship_id(relationship)))?;
        result.set(id)
    }
    fn mgp_edge_underlying_graph_is_mutable(e: Handle<Edge>, result: Out<c_int>) {
        let mutable = e.arena()?.is_mutable()?;
        result.set(c_int::from(mutable))
    }
    fn mgp_edge_copy(e: Handle<Edge>, memory: Handle<Memory>, result: Out<Handle<Edge>>) {
        let arena = memory.arena()?;
        let relationship = e.get()?.shown().relationship;
        result.make(arena, Edge::new(arena, relationship)?)
    }
    fn mgp_edge_destroy(e: Handle<Edge>) -> () { e.destroy("mgp_edge_destroy") }
    fn mgp_edge_equal(e1: Handle<Edge>, e2: Handle<Edge>, result: Out<c_int>) {
        let equal = e1.get()?.shown().relationship == e2.get()?.shown().relationship;
        result.set(c_int::from(equal))
    }
    fn mgp_edge_get_type(e: Handle<Edge>, result: Out<*const c_char>) quick {
        let (edge, arena) = e.seen()?;
        arena.plain_graph()?;
        result.put(arena.known_kind_text(edge.shown().kind)?)
    } {
        let (edge, arena) = e.peek()?;
        let shown = edge.shown();
        let is_there = |graph: &dyn Graph| graph.has_relationship(shown.relationship);
        let name = arena.read_part(is_there, |_| arena.kind_text(shown.kind))?;
        result.set(name)
    }
    fn mgp_edge_get_from(e: Handle<Edge>, result: Out<Handle<Vertex>>) quick {
        result.put(e.seen()?.0.known_from()?)
    } {
        let (edge, arena) = e.peek()?;
        let vertex = edge.from(arena)?;
        result.set(vertex)
    }
    fn mgp_edge_get_to(e: Handle<Edge>, result: Out<Handle<Vertex>>) quick {
        result.put(e.seen()?.0.known_to()?)
    } {
        let (edge, arena) = e.peek()?;
        let vertex = edge.to(arena)?;
        result.set(vertex)
    }
    fn mgp_edge_get_property(e: Handle<Edge>, name: CText, memory: Handle<Memory>, result: Out<Handle<Data>>) quick {
        let (edge, arena) = e.seen()?;
        let graph = arena.plain_graph()?;
        let relationship = edge.shown().relationship;
        let value = graph.relationship_property(relationship, arena.known_name(name)?);
        result.is_place().then_some(())?;
        result.put(object::make_plain(memory.seen()?.1, value.unwrap_or(&Value::Null))?)
    } {
        result.check()?;
        let (arena, memory) = (e.arena()?, memory.arena()?);
        let made = read(e, |graph, relationship| {
            let value = arena.name(graph, name)?.and_then(|name| graph.relationship_property(relationship, name));
            object::make(memory, value.unwrap_or(&Value::Null))
        })?;
        result.set(made)
    }
    fn mgp_edge_set_property(e: Handle<Edge>, name: CText, value: Handle<Data>) {
        let (name, value, relationship) = (name.to_text()?, object::read(value)?, e.get()?.shown().relationship);
        e.arena()?.change(|graph| {
            let name = graph.intern(&name)?;
            graph.set_relationship_property(relationship, name, value)
        })
    }
    fn mgp_edge_set_properties(e: Handle<Edge>, properties: Handle<Map>) {
        let (entries, relationship) = (object::read_map(properties)?, e.get()?.shown().relationship);
        e.arena()?.change(|graph| {
            for (name, value) in entries {
                let name = graph.intern(&name)?;
                graph.set_relationship_property(relationship, name, value)?;
            }
            Ok(())
        })
    }
    fn mgp_edge_iter_properties(e: Handle<Edge>, memory: Handle<Memory>, result: Out<Handle<PropertiesIterator>>) {
        let properties = read(e, |graph, relationship| Ok(named(graph, graph.relationship_properties(relationship))))?;
        let arena = memory.arena()?;
        result.make(arena, PropertiesIterator::new(arena, properties)?)
    }
}
