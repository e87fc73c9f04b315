//! `mgp_graph_*`, `mgp_must_abort`, and the tracking of threads' allocations.

use std::ffi::c_int;

use super::Outcome;
use super::iterators::VerticesIterator;
use super::memory::Memory;
use super::object::{Edge, Vertex, object};
use super::pointer::Out;
use super::slot::{Handle, Object, Pool};
use super::vertex::Named;
use crate::abi::arena::Arena;

/// A `mgp_graph`: the arena's graph.
pub(crate) struct GraphObject;

object!(GraphObject, 0x4d67_0011, graphs);

fn delete_vertex(graph: Handle<GraphObject>, vertex: Handle<Vertex>, detach: bool) -> Outcome {
    let node = vertex.get()?.node.get();
    graph.arena()?.change(|graph| graph.delete_node(node, detach))
}

super::exports! {
    fn mgp_graph_get_vertex_by_id(
        g: Handle<GraphObject>, id: i64, memory: Handle<Memory>, result: Out<Handle<Vertex>>,
    ) {
        match g.arena()?.read(|graph| Ok(graph.find_node(id)))? {
            Some(node) => result.make(memory.arena()?, Vertex::new(node)),
            None => result.set(Handle::NULL),
        }
    }
    fn mgp_graph_is_mutable(graph: Handle<GraphObject>, result: Out<c_int>) {
        let mutable = graph.arena()?.is_mutable()?;
        result.set(c_int::from(mutable))
    }
    fn mgp_graph_is_transactional(graph: Handle<GraphObject>, result: Out<c_int>) {
        graph.get()?;
        result.set(1)
    }
    fn mgp_graph_create_vertex(graph: Handle<GraphObject>, memory: Handle<Memory>, result: Out<Handle<Vertex>>) {
        let node = graph.arena()?.change(|graph| graph.create_node())?;
        result.make(memory.arena()?, Vertex::new(node))
    }
    fn mgp_graph_delete_vertex(graph: Handle<GraphObject>, vertex: Handle<Vertex>) {
        delete_vertex(graph, vertex, false)
    }
    fn mgp_graph_detach_delete_vertex(graph: Handle<GraphObject>, vertex: Handle<Vertex>) {
        delete_vertex(graph, vertex, true)
    }
    fn mgp_graph_create_edge(
        graph: Handle<GraphObject>, from: Handle<Vertex>, to: Handle<Vertex>, kind: Named, memory: Handle<Memory>,
        result: Out<Handle<Edge>>,
    ) {
        result.check()?;
        let (from, to, kind) = (from.get()?.node.get(), to.get()?.node.get(), kind.name.to_text()?);
        let relationship = graph.arena()?.change(|graph| {
            let name = graph.intern(&kind)?;
            graph.create_relationship(from, to, name)
        })?;
        let arena = memory.arena()?;
        result.make(arena, Edge::new(arena, relationship)?)
    }
    fn mgp_graph_delete_edge(graph: Handle<GraphObject>, edge: Handle<Edge>) {
        let relationship = edge.get()?.shown().relationship;
        graph.arena()?.change(|graph| graph.delete_relationship(relationship))
    }
    fn mgp_graph_iter_vertices(g: Handle<GraphObject>, memory: Handle<Memory>, result: Out<Handle<VerticesIterator>>) {
        result.check()?;
        g.get()?;
        let arena = memory.arena()?;
        result.make(arena, VerticesIterator::new(arena)?)
    }
    fn mgp_track_current_thread_allocations(_graph: Handle<GraphObject>) { Ok(()) }
    fn mgp_untrack_current_thread_allocations(_graph: Handle<GraphObject>) { Ok(()) }
}

/// What `mgp_must_abort` says when the time is over: the interface's reason 3.
const ABORT_TIMEOUT: c_int = 3;

/// Not zero if the procedure should stop. It gives no error code, so that [`super::exports`] cannot declare it.
pub(super) extern "C" fn mgp_must_abort(graph: Handle<GraphObject>) -> c_int {
    match graph.arena() {
        Ok(arena) if arena.must_abort() => ABORT_TIMEOUT,
        _ => 0,
    }
}
