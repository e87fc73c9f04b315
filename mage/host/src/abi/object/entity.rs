//! Nodes and relationships as objects.

use std::cell::Cell;

use super::{object, part};
use crate::abi::arena::Arena;
use crate::abi::slot::{Handle, Object, Pool};
use crate::abi::{Code, Outcome};
use crate::graph::Attached;
use crate::value::{Node, Relationship};

/// A `mgp_vertex`. Iterators show one node after the other in one object.
pub(crate) struct Vertex {
    pub(in crate::abi) node: Cell<Node>,
}

/// A `mgp_edge`, with the vertices at its ends once a module asks for them. Iterators show one relationship after the
/// other in one object.
pub(crate) struct Edge {
    shown: Cell<Attached>,
    from: Cell<Handle<Vertex>>,
    to: Cell<Handle<Vertex>>,
}

object!(Vertex, 0x4d67_0004, vertices);

impl Object for Edge {
    const TAG: u32 = 0x4d67_0005;
    fn pool(arena: &Arena) -> &Pool<Self> {
        &arena.edges
    }
    fn release(self, _arena: &Arena) {
        for vertex in [self.from.get(), self.to.get()] {
            // Null where nobody asked for it.
            let _gone = vertex.remove();
        }
    }
}

impl Vertex {
    /// The object of a node.
    pub(in crate::abi) fn new(node: Node) -> Self {
        Self { node: Cell::new(node) }
    }
}

impl Edge {
    /// The object of a relationship that is in the graph.
    pub(in crate::abi) fn new(arena: &Arena, relationship: Relationship) -> Outcome<Self> {
        let found = arena.read(|graph| graph.relationship(relationship).ok_or(Code::DeletedObject));
        found.map(|(kind, from, to)| Self::showing(Attached { relationship, kind, from, to }))
    }

    /// The object of a relationship of which everything is known.
    pub(in crate::abi) fn showing(shown: Attached) -> Self {
        Self { shown: Cell::new(shown), from: Cell::new(Handle::NULL), to: Cell::new(Handle::NULL) }
    }

    /// Makes it the object of another relationship, in place.
    #[inline]
    pub(in crate::abi) fn show(&self, other: Attached) {
        self.shown.set(other);
    }

    /// Relationship, type, start and end.
    #[inline]
    pub(in crate::abi) fn shown(&self) -> Attached {
        self.shown.get()
    }

    /// As [`Edge::from`], for quick ways.
    #[inline]
    pub(in crate::abi) fn known_from(&self) -> Option<Handle<Vertex>> {
        known_end(&self.from, self.shown.get().from)
    }

    /// As [`Edge::to`], for quick ways.
    #[inline]
    pub(in crate::abi) fn known_to(&self) -> Option<Handle<Vertex>> {
        known_end(&self.to, self.shown.get().to)
    }

    /// The vertex at its start, owned by the edge.
    #[inline]
    pub(in crate::abi) fn from(&self, arena: &Arena) -> Outcome<Handle<Vertex>> {
        end(arena, &self.from, self.shown.get().from)
    }

    /// The vertex at its end, owned by the edge.
    #[inline]
    pub(in crate::abi) fn to(&self, arena: &Arena) -> Outcome<Handle<Vertex>> {
        end(arena, &self.to, self.shown.get().to)
    }
}

fn end(arena: &Arena, place: &Cell<Handle<Vertex>>, node: Node) -> Outcome<Handle<Vertex>> {
    if let Some(vertex) = known_end(place, node) {
        return Ok(vertex);
    }
    let made = part(arena, Vertex::new(node))?;
    place.set(made);
    Ok(made)
}

/// As [`end`], for quick ways; nothing where the vertex is not made yet.
#[inline]
fn known_end(place: &Cell<Handle<Vertex>>, node: Node) -> Option<Handle<Vertex>> {
    let vertex = place.get();
    if vertex.is_null() {
        return None;
    }
    // SAFETY: made by `end` and owned by the edge, in whose place it stands.
    unsafe { vertex.part() }.node.set(node);
    Some(vertex)
}
