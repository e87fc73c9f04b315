//! `mgp_path_*`.

use std::ffi::c_int;

use super::Code;
use super::memory::Memory;
use super::object::{self, Edge, PathObject, Vertex};
use super::pointer::Out;
use super::slot::Handle;

super::exports! {
    fn mgp_path_make_with_start(vertex: Handle<Vertex>, memory: Handle<Memory>, result: Out<Handle<PathObject>>) {
        let arena = memory.arena()?;
        let start = object::part(arena, Vertex::new(vertex.get()?.node.get()))?;
        result.make(arena, PathObject { vertices: vec![start], edges: Vec::new() })
    }
    fn mgp_path_copy(path: Handle<PathObject>, memory: Handle<Memory>, result: Out<Handle<PathObject>>) {
        let arena = memory.arena()?;
        result.make(arena, object::make_path(arena, &object::read_path(path)?)?)
    }
    fn mgp_path_destroy(path: Handle<PathObject>) -> () { path.destroy("mgp_path_destroy") }
    fn mgp_path_expand(path: Handle<PathObject>, edge: Handle<Edge>) {
        let arena = path.arena()?;
        let step = edge.get()?.shown();
        let last = path.get()?.vertices.last().ok_or(Code::Logic)?.get()?.node.get();
        let next = match last {
            node if node == step.from => step.to,
            node if node == step.to => step.from,
            _ => return Err(Code::Logic),
        };
        let edge = object::part(arena, Edge::new(arena, step.relationship)?)?;
        let vertex = object::part(arena, Vertex::new(next))?;
        let mut path = path.get_mut()?;
        path.edges.push(edge);
        path.vertices.push(vertex);
        Ok(())
    }
    fn mgp_path_pop(path: Handle<PathObject>) {
        let (edge, vertex) = {
            let mut path = path.get_mut()?;
            let edge = path.edges.pop().ok_or(Code::OutOfRange)?;
            (edge, path.vertices.pop().ok_or(Code::Logic)?)
        };
        edge.remove()?;
        vertex.remove()
    }
    fn mgp_path_size(path: Handle<PathObject>, result: Out<usize>) {
        let size = path.get()?.edges.len();
        result.set(size)
    }
    fn mgp_path_vertex_at(path: Handle<PathObject>, index: usize, result: Out<Handle<Vertex>>) {
        let vertex = path.get()?.vertices.get(index).copied().ok_or(Code::OutOfRange)?;
        result.set(vertex)
    }
    fn mgp_path_edge_at(path: Handle<PathObject>, index: usize, result: Out<Handle<Edge>>) {
        let edge = path.get()?.edges.get(index).copied().ok_or(Code::OutOfRange)?;
        result.set(edge)
    }
    fn mgp_path_equal(p1: Handle<PathObject>, p2: Handle<PathObject>, result: Out<c_int>) {
        let equal = object::read_path(p1)? == object::read_path(p2)?;
        result.set(c_int::from(equal))
    }
}
