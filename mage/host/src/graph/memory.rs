//! The host's own graph: vectors by place, properties sorted by name, an undo list for rollback.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

use super::properties::{Labels, Properties};
use super::{Attached, ChangeError, Direction, Graph, Name, is_storable};
use crate::value::{Node, Relationship, Text, Value};

#[derive(Debug, Clone, Default)]
struct NodeData {
    id: i64,
    labels: Labels,
    properties: Properties,
    incoming: Vec<Attached>,
    outgoing: Vec<Attached>,
}

#[derive(Debug, Clone)]
struct RelationshipData {
    id: i64,
    kind: Name,
    from: Node,
    to: Node,
    properties: Properties,
}

/// What a place held before a change.
#[derive(Debug, Clone)]
enum Undo {
    Node(Node, Option<NodeData>),
    Relationship(Relationship, Option<RelationshipData>),
}

/// FNV-1a: for names, which are few and short, and are asked for with every property that is read.
#[derive(Debug, Clone)]
struct ShortText(u64);

impl Default for ShortText {
    fn default() -> Self {
        Self(0xcbf2_9ce4_8422_2325)
    }
}

impl Hasher for ShortText {
    fn write(&mut self, bytes: &[u8]) {
        self.0 = bytes.iter().fold(self.0, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3));
    }

    fn finish(&self) -> u64 {
        self.0
    }
}

/// An in-memory property graph. Memory: about 130 bytes a node and 100 a relationship with up to one property,
/// beside labels and what more properties and texts take.
#[derive(Debug, Clone, Default)]
pub struct PropertyGraph {
    nodes: Vec<Option<NodeData>>,
    relationships: Vec<Option<RelationshipData>>,
    names: Vec<Text>,
    name_of: HashMap<Text, Name, BuildHasherDefault<ShortText>>,
    node_of: HashMap<i64, Node>,
    next_node_id: i64,
    next_relationship_id: i64,
    undo: Option<Vec<Undo>>,
}

impl PropertyGraph {
    /// A graph without nodes.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// How many nodes there are. Complexity: linear.
    #[must_use]
    pub fn node_count(&self) -> usize {
        self.nodes.iter().flatten().count()
    }

    /// How many relationships there are. Complexity: linear.
    #[must_use]
    pub fn relationship_count(&self) -> usize {
        self.relationships.iter().flatten().count()
    }

    /// Adds a node with an id of the caller's.
    ///
    /// # Errors
    /// [`ChangeError::Full`]. An id that is taken is answered with `None`.
    pub fn insert_node(&mut self, id: i64) -> Result<Option<Node>, ChangeError> {
        if self.node_of.contains_key(&id) {
            return Ok(None);
        }
        self.push_node(id).map(Some)
    }

    fn push_node(&mut self, id: i64) -> Result<Node, ChangeError> {
        let node = Node(u32::try_from(self.nodes.len()).map_err(|_| ChangeError::Full)?);
        self.note(|_| Undo::Node(node, None));
        self.nodes.push(Some(NodeData { id, ..NodeData::default() }));
        self.node_of.insert(id, node);
        self.next_node_id = self.next_node_id.max(id.saturating_add(1));
        Ok(node)
    }

    /// Gives a relationship an id of the caller's; later ones get greater ids.
    pub(super) fn set_relationship_id(&mut self, relationship: Relationship, id: i64) {
        if let Some(data) = self.relationships.get_mut(relationship.0 as usize).and_then(Option::as_mut) {
            data.id = id;
            self.next_relationship_id = self.next_relationship_id.max(id.saturating_add(1));
        }
    }

    #[inline]
    fn node(&self, node: Node) -> Option<&NodeData> {
        self.nodes.get(node.0 as usize)?.as_ref()
    }

    /// The relationships at one end of a node, in the order they were made.
    pub(crate) fn list(&self, node: Node, direction: Direction) -> &[Attached] {
        self.node(node).map_or(&[], |data| match direction {
            Direction::In => &data.incoming,
            Direction::Out => &data.outgoing,
        })
    }

    #[inline]
    fn edge(&self, relationship: Relationship) -> Option<&RelationshipData> {
        self.relationships.get(relationship.0 as usize)?.as_ref()
    }

    fn note(&mut self, undo: impl FnOnce(&Self) -> Undo) {
        if self.undo.is_some() {
            let entry = undo(self);
            self.undo.get_or_insert_default().push(entry);
        }
    }

    fn node_mut(&mut self, node: Node) -> Result<&mut NodeData, ChangeError> {
        self.note(|graph| Undo::Node(node, graph.node(node).cloned()));
        self.nodes.get_mut(node.0 as usize).and_then(Option::as_mut).ok_or(ChangeError::Deleted)
    }

    fn edge_mut(&mut self, edge: Relationship) -> Result<&mut RelationshipData, ChangeError> {
        self.note(|graph| Undo::Relationship(edge, graph.edge(edge).cloned()));
        self.relationships.get_mut(edge.0 as usize).and_then(Option::as_mut).ok_or(ChangeError::Deleted)
    }

    /// Puts a new relationship at the end of its nodes' lists, or takes it from there: not noted for undoing, because
    /// copying the lists of a node with many relationships for each of them would be quadratic.
    fn attach(&mut self, entry: Attached, present: bool) {
        let change = |list: &mut Vec<Attached>| {
            if present {
                list.push(entry);
            } else {
                list.retain(|other| other.relationship != entry.relationship);
            }
        };
        if let Some(data) = self.nodes.get_mut(entry.from.0 as usize).and_then(Option::as_mut) {
            change(&mut data.outgoing);
        }
        if let Some(data) = self.nodes.get_mut(entry.to.0 as usize).and_then(Option::as_mut) {
            change(&mut data.incoming);
        }
    }

    fn sort_key(&self, name: Name) -> &str {
        self.names.get(name.0 as usize).map_or("", Text::as_str)
    }

    fn sorted(&self, properties: &Properties) -> Vec<(Name, Value)> {
        let mut sorted: Vec<_> = properties.iter().map(|(name, value)| (name, value.clone())).collect();
        sorted.sort_by(|a, b| self.sort_key(a.0).cmp(self.sort_key(b.0)));
        sorted
    }

    fn undo_one(&mut self, entry: Undo) {
        match entry {
            Undo::Node(node, before) => {
                if let Some(now) = self.node(node) {
                    let id = now.id;
                    self.node_of.remove(&id);
                }
                if let Some(before) = &before {
                    self.node_of.insert(before.id, node);
                }
                if let Some(place) = self.nodes.get_mut(node.0 as usize) {
                    *place = before;
                }
            }
            Undo::Relationship(edge, before) => {
                if let (None, Some((kind, from, to))) = (&before, self.relationship(edge)) {
                    self.attach(Attached { relationship: edge, kind, from, to }, false);
                }
                if let Some(place) = self.relationships.get_mut(edge.0 as usize) {
                    *place = before;
                }
            }
        }
    }
}

impl Graph for PropertyGraph {
    fn node_bound(&self) -> u32 {
        u32::try_from(self.nodes.len()).unwrap_or(u32::MAX)
    }

    #[inline]
    fn has_node(&self, node: Node) -> bool {
        self.node(node).is_some()
    }

    fn has_relationship(&self, relationship: Relationship) -> bool {
        self.edge(relationship).is_some()
    }

    #[inline]
    fn node_id(&self, node: Node) -> i64 {
        self.node(node).map_or(-1, |data| data.id)
    }

    fn relationship_id(&self, relationship: Relationship) -> i64 {
        self.edge(relationship).map_or(-1, |data| data.id)
    }

    fn find_node(&self, id: i64) -> Option<Node> {
        self.node_of.get(&id).copied()
    }

    fn name(&self, name: Name) -> Option<&Text> {
        self.names.get(name.0 as usize)
    }

    fn find_name(&self, text: &str) -> Option<Name> {
        self.name_of.get(text).copied()
    }

    #[inline]
    fn labels(&self, node: Node) -> &[Name] {
        self.node(node).map_or(&[], |data| data.labels.names())
    }

    #[inline]
    fn node_property(&self, node: Node, name: Name) -> Option<&Value> {
        self.node(node)?.properties.get(name)
    }

    fn node_properties(&self, node: Node) -> Vec<(Name, Value)> {
        self.node(node).map(|data| self.sorted(&data.properties)).unwrap_or_default()
    }

    #[inline]
    fn relationship_property(&self, relationship: Relationship, name: Name) -> Option<&Value> {
        self.edge(relationship)?.properties.get(name)
    }

    fn relationship_properties(&self, relationship: Relationship) -> Vec<(Name, Value)> {
        self.edge(relationship).map(|data| self.sorted(&data.properties)).unwrap_or_default()
    }

    fn relationships(&self, node: Node, direction: Direction, into: &mut Vec<Relationship>) {
        into.extend(self.list(node, direction).iter().map(|entry| entry.relationship));
    }

    fn attached(&self, node: Node, direction: Direction, into: &mut Vec<Attached>) {
        into.extend_from_slice(self.list(node, direction));
    }

    fn relationship(&self, relationship: Relationship) -> Option<(Name, Node, Node)> {
        self.edge(relationship).map(|data| (data.kind, data.from, data.to))
    }

    fn as_property_graph(&self) -> Option<&PropertyGraph> {
        Some(self)
    }

    fn intern(&mut self, text: &Text) -> Result<Name, ChangeError> {
        if let Some(name) = self.name_of.get(text) {
            return Ok(*name);
        }
        let name = Name(u32::try_from(self.names.len()).map_err(|_| ChangeError::Full)?);
        self.names.push(text.clone());
        self.name_of.insert(text.clone(), name);
        Ok(name)
    }

    fn create_node(&mut self) -> Result<Node, ChangeError> {
        self.push_node(self.next_node_id)
    }

    fn delete_node(&mut self, node: Node, detach: bool) -> Result<(), ChangeError> {
        let data = self.node(node).ok_or(ChangeError::Deleted)?;
        let mut attached: Vec<Relationship> =
            data.incoming.iter().chain(&data.outgoing).map(|entry| entry.relationship).collect();
        if !attached.is_empty() && !detach {
            return Err(ChangeError::Attached);
        }
        attached.sort_unstable();
        attached.dedup();
        for relationship in attached {
            self.delete_relationship(relationship)?;
        }
        let id = self.node_mut(node)?.id;
        self.node_of.remove(&id);
        if let Some(place) = self.nodes.get_mut(node.0 as usize) {
            *place = None;
        }
        Ok(())
    }

    fn create_relationship(&mut self, from: Node, to: Node, kind: Name) -> Result<Relationship, ChangeError> {
        if !self.has_node(from) || !self.has_node(to) {
            return Err(ChangeError::Deleted);
        }
        let relationship = Relationship(u32::try_from(self.relationships.len()).map_err(|_| ChangeError::Full)?);
        let id = self.next_relationship_id;
        self.next_relationship_id = id.saturating_add(1);
        self.note(|_| Undo::Relationship(relationship, None));
        self.relationships.push(Some(RelationshipData { id, kind, from, to, properties: Properties::default() }));
        self.attach(Attached { relationship, kind, from, to }, true);
        Ok(relationship)
    }

    fn delete_relationship(&mut self, relationship: Relationship) -> Result<(), ChangeError> {
        let data = self.edge_mut(relationship)?;
        let (from, to) = (data.from, data.to);
        self.node_mut(from)?.outgoing.retain(|other| other.relationship != relationship);
        self.node_mut(to)?.incoming.retain(|other| other.relationship != relationship);
        if let Some(place) = self.relationships.get_mut(relationship.0 as usize) {
            *place = None;
        }
        Ok(())
    }

    fn set_label(&mut self, node: Node, label: Name, present: bool) -> Result<(), ChangeError> {
        let data = self.node_mut(node)?;
        data.labels.set(label, present);
        Ok(())
    }

    fn set_node_property(&mut self, node: Node, name: Name, value: Value) -> Result<(), ChangeError> {
        if !is_storable(&value) {
            return Err(ChangeError::Unstorable);
        }
        self.node_mut(node)?.properties.set(name, value);
        Ok(())
    }

    fn set_relationship_property(
        &mut self,
        relationship: Relationship,
        name: Name,
        value: Value,
    ) -> Result<(), ChangeError> {
        if !is_storable(&value) {
            return Err(ChangeError::Unstorable);
        }
        self.edge_mut(relationship)?.properties.set(name, value);
        Ok(())
    }

    fn begin(&mut self) {
        self.undo = Some(Vec::new());
    }

    fn commit(&mut self) {
        self.undo = None;
    }

    fn rollback(&mut self) {
        for entry in self.undo.take().unwrap_or_default().into_iter().rev() {
            self.undo_one(entry);
        }
    }
}
