//! What the host asks of a graph, and the graph it brings.

mod json;
mod memory;
mod properties;

use crate::value::{Node, Path, Relationship, Text, Value};

pub use json::GraphFileError;
pub use memory::PropertyGraph;

/// A label, a relationship type or a property's name: its number in the graph's table of names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Name(pub u32);

impl Name {
    /// What no graph calls anything.
    pub(crate) const NONE: Self = Self(u32::MAX);
}

/// One end of a relationship.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// Relationships that lead to the node.
    In,
    /// Relationships that lead from the node.
    Out,
}

/// A relationship with what does not change as long as it is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Attached {
    /// Its place.
    pub relationship: Relationship,
    /// Its type.
    pub kind: Name,
    /// The node it starts at.
    pub from: Node,
    /// The node it ends at.
    pub to: Node,
}

/// Why a graph refused a change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ChangeError {
    /// The node or relationship is gone, or never was.
    #[error("the node or relationship was deleted")]
    Deleted,
    /// A node with relationships can only be deleted together with them.
    #[error("the node still has relationships")]
    Attached,
    /// The value cannot be stored: nodes, relationships and paths are no properties.
    #[error("a property cannot hold a node, a relationship or a path")]
    Unstorable,
    /// The graph holds as many as 32 bits can number.
    #[error("the graph is full")]
    Full,
}

/// A labelled property graph with directed relationships, as procedures see it.
///
/// Places ([`Node`], [`Relationship`], [`Name`]) are numbered from 0 without order of meaning; ids are the graph's own.
/// A place stays what it is as long as the graph lives: deleting leaves a gap.
/// Lookups by place are expected to be O(1), lookups by id or text O(1) or O(log n).
pub trait Graph {
    /// One more than the greatest place of a node.
    fn node_bound(&self) -> u32;
    /// Whether a node stands at the place.
    fn has_node(&self, node: Node) -> bool;
    /// Whether a relationship stands at the place.
    fn has_relationship(&self, relationship: Relationship) -> bool;
    /// The node's id, or −1 where there is none.
    fn node_id(&self, node: Node) -> i64;
    /// The relationship's id, or −1 where there is none.
    fn relationship_id(&self, relationship: Relationship) -> i64;
    /// The node with the id.
    fn find_node(&self, id: i64) -> Option<Node>;
    /// The text of a name.
    fn name(&self, name: Name) -> Option<&Text>;
    /// The name of a text, if anything is called so.
    fn find_name(&self, text: &str) -> Option<Name>;
    /// The node's labels, in the order they were given.
    fn labels(&self, node: Node) -> &[Name];
    /// A property of the node.
    fn node_property(&self, node: Node, name: Name) -> Option<&Value>;
    /// All properties of the node, sorted by the names' text.
    fn node_properties(&self, node: Node) -> Vec<(Name, Value)>;
    /// A property of the relationship.
    fn relationship_property(&self, relationship: Relationship, name: Name) -> Option<&Value>;
    /// All properties of the relationship, sorted by the names' text.
    fn relationship_properties(&self, relationship: Relationship) -> Vec<(Name, Value)>;
    /// The relationships at one end of a node, in the order they were made, into `into` (which is not cleared).
    fn relationships(&self, node: Node, direction: Direction, into: &mut Vec<Relationship>);
    /// Type, start and end of the relationship.
    fn relationship(&self, relationship: Relationship) -> Option<(Name, Node, Node)>;
    /// The relationships at one end of a node as [`Graph::relationships`] gives them, each with what
    /// [`Graph::relationship`] says of it, into `into` (which is not cleared). For a graph that has both in one place.
    fn attached(&self, node: Node, direction: Direction, into: &mut Vec<Attached>) {
        let mut places = Vec::new();
        self.relationships(node, direction, &mut places);
        let whole = |relationship| {
            let (kind, from, to) = self.relationship(relationship)?;
            Some(Attached { relationship, kind, from, to })
        };
        into.extend(places.into_iter().filter_map(whole));
    }
    /// The graph, if it is the host's own: that one is read without asking through this trait.
    fn as_property_graph(&self) -> Option<&PropertyGraph> {
        None
    }

    /// The name of a text, made if there is none.
    ///
    /// # Errors
    /// [`ChangeError::Full`].
    fn intern(&mut self, text: &Text) -> Result<Name, ChangeError>;
    /// A new node without labels and properties.
    ///
    /// # Errors
    /// [`ChangeError::Full`].
    fn create_node(&mut self) -> Result<Node, ChangeError>;
    /// Deletes a node; with `detach`, its relationships first.
    ///
    /// # Errors
    /// [`ChangeError::Deleted`]; [`ChangeError::Attached`] without `detach`.
    fn delete_node(&mut self, node: Node, detach: bool) -> Result<(), ChangeError>;
    /// A new relationship without properties.
    ///
    /// # Errors
    /// [`ChangeError::Deleted`] for a missing end, [`ChangeError::Full`].
    fn create_relationship(&mut self, from: Node, to: Node, kind: Name) -> Result<Relationship, ChangeError>;
    /// Deletes a relationship.
    ///
    /// # Errors
    /// [`ChangeError::Deleted`].
    fn delete_relationship(&mut self, relationship: Relationship) -> Result<(), ChangeError>;
    /// Gives the node a label (`present`) or takes it.
    ///
    /// # Errors
    /// [`ChangeError::Deleted`].
    fn set_label(&mut self, node: Node, label: Name, present: bool) -> Result<(), ChangeError>;
    /// Sets a property of the node; null removes it.
    ///
    /// # Errors
    /// [`ChangeError::Deleted`], [`ChangeError::Unstorable`].
    fn set_node_property(&mut self, node: Node, name: Name, value: Value) -> Result<(), ChangeError>;
    /// Sets a property of the relationship; null removes it.
    ///
    /// # Errors
    /// [`ChangeError::Deleted`], [`ChangeError::Unstorable`].
    fn set_relationship_property(
        &mut self,
        relationship: Relationship,
        name: Name,
        value: Value,
    ) -> Result<(), ChangeError>;

    /// Remembers the graph as it is, for [`Graph::rollback`].
    fn begin(&mut self);
    /// Forgets what [`Graph::begin`] remembered: the changes stay.
    fn commit(&mut self);
    /// Makes the graph again what it was at [`Graph::begin`].
    fn rollback(&mut self);
}

/// Whether every node and relationship a value names is still in the graph.
pub(crate) fn is_whole(graph: &dyn Graph, value: &Value) -> bool {
    match value {
        Value::Node(node) => graph.has_node(*node),
        Value::Relationship(relationship) => graph.has_relationship(*relationship),
        Value::Path(Path { start, steps }) => {
            graph.has_node(*start)
                && steps.iter().all(|(step, node)| graph.has_relationship(*step) && graph.has_node(*node))
        }
        Value::List(items) => items.iter().all(|item| is_whole(graph, item)),
        Value::Map(entries) => entries.values().all(|item| is_whole(graph, item)),
        _ => true,
    }
}

/// Whether a value may be a property.
pub(crate) fn is_storable(value: &Value) -> bool {
    match value {
        Value::Node(_) | Value::Relationship(_) | Value::Path(_) => false,
        Value::List(items) => items.iter().all(is_storable),
        Value::Map(entries) => entries.values().all(is_storable),
        _ => true,
    }
}
