//! `mgp_vertex_*`.

use std::ffi::c_int;

use super::iterators::{EdgesIterator, PropertiesIterator};
use super::memory::Memory;
use super::object::{self, Data, Map, Vertex};
use super::pointer::{CText, Out};
use super::slot::Handle;
use super::{Code, Outcome};
use crate::graph::{Direction, Graph, Name};
use crate::value::{Node, Text, Value};

/// The interface's `mgp_label` and `mgp_edge_type`: a name, by value.
#[derive(Clone, Copy)]
#[repr(C)]
pub(crate) struct Named {
    pub(super) name: CText,
}

/// Reads something of a node that is there.
pub(super) fn read<R>(v: Handle<Vertex>, read: impl FnOnce(&dyn Graph, Node) -> Outcome<R>) -> Outcome<R> {
    let (vertex, arena) = v.peek()?;
    let node = vertex.node.get();
    arena.read_part(|graph| graph.has_node(node), |graph| read(graph, node))
}

/// Properties with their names' text.
pub(super) fn named(graph: &dyn Graph, properties: Vec<(Name, Value)>) -> Vec<(Text, Value)> {
    properties.into_iter().filter_map(|(name, value)| Some((graph.name(name)?.clone(), value))).collect()
}

fn set_label(v: Handle<Vertex>, label: Named, present: bool) -> Outcome {
    let label = label.name.to_text()?;
    let node = v.get()?.node.get();
    v.arena()?.change(|graph| {
        let name = graph.intern(&label)?;
        graph.set_label(node, name, present)
    })
}

fn has_label(v: Handle<Vertex>, label: CText, result: Out<c_int>) -> Outcome {
    let arena = v.arena()?;
    let has =
        read(v, |graph, node| Ok(arena.name(graph, label)?.is_some_and(|name| graph.labels(node).contains(&name))))?;
    result.set(c_int::from(has))
}

fn edges(
    v: Handle<Vertex>,
    memory: Handle<Memory>,
    direction: Direction,
    result: Out<Handle<EdgesIterator>>,
) -> Outcome {
    let node = read(v, |_, node| Ok(node))?;
    let arena = memory.arena()?;
    result.make(arena, EdgesIterator::new(arena, node, direction)?)
}

fn degree(v: Handle<Vertex>, direction: Direction, result: Out<usize>) -> Outcome {
    let mut found = Vec::new();
    read(v, |graph, node| {
        graph.relationships(node, direction, &mut found);
        Ok(())
    })?;
    result.set(found.len())
}

super::exports! {
    fn mgp_vertex_get_id(v: Handle<Vertex>, result: Out<i64>) quick {
        let (vertex, arena) = v.seen()?;
        result.put(arena.plain_graph()?.node_id(vertex.node.get()))
    } {
        let id = read(v, |graph, node| Ok(graph.node_id(node)))?;
        result.set(id)
    }
    fn mgp_vertex_underlying_graph_is_mutable(v: Handle<Vertex>, result: Out<c_int>) {
        let mutable = v.arena()?.is_mutable()?;
        result.set(c_int::from(mutable))
    }
    fn mgp_vertex_set_property(v: Handle<Vertex>, name: CText, value: Handle<Data>) {
        let (name, value, node) = (name.to_text()?, object::read(value)?, v.get()?.node.get());
        v.arena()?.change(|graph| {
            let name = graph.intern(&name)?;
            graph.set_node_property(node, name, value)
        })
    }
    fn mgp_vertex_set_properties(v: Handle<Vertex>, properties: Handle<Map>) {
        let (entries, node) = (object::read_map(properties)?, v.get()?.node.get());
        v.arena()?.change(|graph| {
            for (name, value) in entries {
                let name = graph.intern(&name)?;
                graph.set_node_property(node, name, value)?;
            }
            Ok(())
        })
    }
    fn mgp_vertex_add_label(v: Handle<Vertex>, label: Named) { set_label(v, label, true) }
    fn mgp_vertex_remove_label(v: Handle<Vertex>, label: Named) { set_label(v, label, false) }
    fn mgp_vertex_copy(v: Handle<Vertex>, memory: Handle<Memory>, result: Out<Handle<Vertex>>) {
        let node = v.get()?.node.get();
        result.make(memory.arena()?, Vertex::new(node))
    }
    fn mgp_vertex_destroy(v: Handle<Vertex>) -> () { v.destroy("mgp_vertex_destroy") }
    fn mgp_vertex_equal(v1: Handle<Vertex>, v2: Handle<Vertex>, result: Out<c_int>) {
        let equal = v1.get()?.node == v2.get()?.node;
        result.set(c_int::from(equal))
    }
    fn mgp_vertex_labels_count(v: Handle<Vertex>, result: Out<usize>) {
        let count = read(v, |graph, node| Ok(graph.labels(node).len()))?;
        result.set(count)
    }
    fn mgp_vertex_label_at(v: Handle<Vertex>, index: usize, result: Out<*const std::ffi::c_char>) {
        let name = read(v, |graph, node| {
            let label = graph.labels(node).get(index).copied().ok_or(Code::OutOfRange)?;
            graph.name(label).map(Text::as_ptr).ok_or(Code::Unknown)
        })?;
        result.set(name)
    }
    fn mgp_vertex_has_label(v: Handle<Vertex>, label: Named, result: Out<c_int>) { has_label(v, label.name, result) }
    fn mgp_vertex_has_label_named(v: Handle<Vertex>, label: CText, result: Out<c_int>) quick {
        let (vertex, arena) = v.seen()?;
        let labels = arena.plain_graph()?.labels(vertex.node.get());
        result.put(c_int::from(labels.contains(&arena.known_name(label)?)))
    } { has_label(v, label, result) }
    fn mgp_vertex_get_property(
        v: Handle<Vertex>, name: CText, memory: Handle<Memory>, result: Out<Handle<Data>>,
    ) quick {
        let (vertex, arena) = v.seen()?;
        let graph = arena.plain_graph()?;
        let node = vertex.node.get();
        let value = graph.node_property(node, arena.known_name(name)?);
        result.is_place().then_some(())?;
        result.put(object::make_plain(memory.seen()?.1, value.unwrap_or(&Value::Null))?)
    } {
        result.check()?;
        let (arena, memory) = (v.arena()?, memory.arena()?);
        let made = read(v, |graph, node| {
            let value = arena.name(graph, name)?.and_then(|name| graph.node_property(node, name));
            object::make(memory, value.unwrap_or(&Value::Null))
        })?;
        result.set(made)
    }
    fn mgp_vertex_iter_properties(
        v: Handle<Vertex>, memory: Handle<Memory>, result: Out<Handle<PropertiesIterator>>,
    ) {
        let properties = read(v, |graph, node| Ok(named(graph, graph.node_properties(node))))?;
        let arena = memory.arena()?;
        result.make(arena, PropertiesIterator::new(arena, properties)?)
    }
    fn mgp_vertex_iter_in_edges(v: Handle<Vertex>, memory: Handle<Memory>, result: Out<Handle<EdgesIterator>>) {
        edges(v, memory, Direction::In, result)
    }
    fn mgp_vertex_iter_out_edges(v: Handle<Vertex>, memory: Handle<Memory>, result: Out<Handle<EdgesIterator>>) {
        edges(v, memory, Direction::Out, result)
    }
    fn mgp_vertex_get_in_degree(v: Handle<Vertex>, result: Out<usize>) { degree(v, Direction::In, result) }
    fn mgp_vertex_get_out_degree(v: Handle<Vertex>, result: Out<usize>) { degree(v, Direction::Out, result) }
}
