//! The statements that are sent: one for each shape of change, over rows.
//!
//! | change | statement |
//! |---|---|
//! | merge nodes | ``UNWIND $rows AS row MERGE (n:`L` {`k`: row.id}) SET n += row.props`` |
//! | remove what leads from nodes | ``… MATCH (a:`L` {`k`: row.a})-[r:`T`]->() DELETE r`` |
//! | remove relationships | ``… MATCH (a:`L` {`k`: row.a})-[r:`T` {`p`: row.id}]->(b:`M` {`j`: row.b}) DELETE r`` |
//! | merge relationships | ``… MATCH (a:`L` {`k`: row.a}) MATCH (b:`M` {`j`: row.b}) MERGE (a)-[r:`T` {`p`: row.id}]->(b) SET r += row.props`` |
//!
//! Values travel as parameters only. Names stand between backticks, since a type may be called `IN`; the rows' own names
//! are words of no version of Cypher.

use std::fmt;

use ludograph_engine::graph::{EdgeKey, Name, NodeKey, Properties, Value, schema};

/// The label of the node that says up to which position of which log the graph holds everything.
pub const CURSOR_LABEL: &str = "LudographCursor";

/// What the rows of a statement have in common. The order of the variants is the order in which a batch sends them.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Statement {
    MergeNodes { label: Name, property: Name },
    RemoveAll { label: Name, property: Name, kind: Name },
    RemoveEdges(EdgeShape),
    MergeEdges(EdgeShape),
}

/// What relationships of one statement have in common.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct EdgeShape {
    from: (Name, Name),
    kind: Name,
    to: (Name, Name),
    key: Option<Name>,
}

/// One row of a statement.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Row {
    /// Position of the log that the row's last change follows from.
    pub(super) position: u64,
    /// The keys by their names in the statement.
    pub(super) keys: Vec<(&'static str, Value)>,
    /// What is set; `None` for a removal.
    pub(super) set: Option<Properties>,
}

/// A statement and its rows.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Part {
    pub(super) statement: Statement,
    pub(super) rows: Vec<Row>,
}

/// A name between backticks.
struct Quoted<'a>(&'a str);

impl fmt::Display for Quoted<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}`", self.0.replace('`', "``"))
    }
}

impl EdgeShape {
    pub(super) fn of(key: &EdgeKey) -> Self {
        Self {
            from: (key.from.label.clone(), key.from.property.clone()),
            kind: key.kind.clone(),
            to: (key.to.label.clone(), key.to.property.clone()),
            key: key.key.as_ref().map(|(name, _)| name.clone()),
        }
    }

    /// `[r:T {p: row.id}]`
    fn relationship(&self) -> String {
        let key = self.key.as_ref().map(|name| format!(" {{{}: row.id}}", Quoted(name))).unwrap_or_default();
        format!("[r:{}{key}]", Quoted(&self.kind))
    }
}

/// `(name:L {k: row.field})`
fn node(name: &str, label: &str, property: &str, field: &str) -> String {
    format!("({name}:{} {{{}: row.{field}}})", Quoted(label), Quoted(property))
}

impl Statement {
    /// The text, the same for all rows.
    pub(super) fn text(&self) -> String {
        let rest = match self {
            Self::MergeNodes { label, property } => {
                format!("MERGE {} SET n += row.props", node("n", label, property, "id"))
            }
            Self::RemoveAll { label, property, kind } => {
                format!("MATCH {}-[r:{}]->() DELETE r", node("a", label, property, "a"), Quoted(kind))
            }
            Self::RemoveEdges(edges) => format!(
                "MATCH {}-{}->{} DELETE r",
                node("a", &edges.from.0, &edges.from.1, "a"),
                edges.relationship(),
                node("b", &edges.to.0, &edges.to.1, "b"),
            ),
            Self::MergeEdges(edges) => format!(
                "MATCH {} MATCH {} MERGE (a)-{}->(b) SET r += row.props",
                node("a", &edges.from.0, &edges.from.1, "a"),
                node("b", &edges.to.0, &edges.to.1, "b"),
                edges.relationship(),
            ),
        };
        format!("UNWIND $rows AS row {rest}")
    }
}

impl Row {
    pub(super) fn node(position: u64, key: NodeKey, set: Properties) -> Self {
        Self { position, keys: vec![("id", key.value)], set: Some(set) }
    }

    pub(super) fn leaving(position: u64, from: NodeKey) -> Self {
        Self { position, keys: vec![("a", from.value)], set: None }
    }

    pub(super) fn edge(position: u64, key: EdgeKey, set: Option<Properties>) -> Self {
        let mut keys = vec![("a", key.from.value), ("b", key.to.value)];
        keys.extend(key.key.map(|(_, value)| ("id", value)));
        Self { position, keys, set }
    }
}

/// What makes the graph ready, one statement after the other, each in a transaction of its own: for every label a unique
/// constraint, and an index beside it. In Memgraph a constraint is no index, and merging without one looks at every node.
#[must_use]
pub fn schema_statements() -> Vec<String> {
    let keys = schema::NODES.iter().map(|node| (node.label, node.key)).chain([(CURSOR_LABEL, "id")]);
    let both = |(label, key): (&str, &str)| {
        let (label, key) = (Quoted(label), Quoted(key));
        [
            format!("CREATE CONSTRAINT ON (n:{label}) ASSERT n.{key} IS UNIQUE"),
            format!("CREATE INDEX ON :{label}({key})"),
        ]
    };
    keys.flat_map(both).collect()
}

/// Where the graph stands.
pub(super) fn read_position() -> String {
    format!("MATCH (c:{} {{id: $id}}) RETURN c.position AS position", Quoted(CURSOR_LABEL))
}

/// Moves the graph's position, and says where it stood.
pub(super) fn move_position() -> String {
    format!(
        "MERGE (c:{} {{id: $id}}) WITH c, c.position AS stood SET c.position = $position RETURN stood",
        Quoted(CURSOR_LABEL)
    )
}

/// Forgets the graph's position.
pub(super) fn forget_position() -> String {
    format!("MATCH (c:{} {{id: $id}}) DELETE c", Quoted(CURSOR_LABEL))
}

#[cfg(test)]
mod tests {
    use ludograph_engine::graph::{EdgeKey, NodeKey};

    use super::{EdgeShape, Statement, schema_statements};

    #[test]
    fn every_shape_has_its_text() {
        let (label, property) = ("Run".into(), "run_id".into());
        assert_eq!(
            Statement::MergeNodes { label, property }.text(),
            "UNWIND $rows AS row MERGE (n:`Run` {`run_id`: row.id}) SET n += row.props"
        );
        let key = EdgeKey {
            from: NodeKey::new("Run", "run_id", "a"),
            kind: "PLAYED".into(),
            to: NodeKey::new("HandType", "name", "Pair"),
            key: Some(("hand".into(), 3_i64.into())),
        };
        let shape = EdgeShape::of(&key);
        assert_eq!(
            Statement::RemoveEdges(shape.clone()).text(),
            "UNWIND $rows AS row MATCH (a:`Run` {`run_id`: row.a})-[r:`PLAYED` {`hand`: row.id}]->\
             (b:`HandType` {`name`: row.b}) DELETE r"
        );
        assert_eq!(
            Statement::MergeEdges(EdgeShape { key: None, ..shape }).text(),
            "UNWIND $rows AS row MATCH (a:`Run` {`run_id`: row.a}) MATCH (b:`HandType` {`name`: row.b}) \
             MERGE (a)-[r:`PLAYED`]->(b) SET r += row.props"
        );
        let (label, property, kind) = ("A`b".into(), "c".into(), "IN".into());
        assert_eq!(
            Statement::RemoveAll { label, property, kind }.text(),
            "UNWIND $rows AS row MATCH (a:`A``b` {`c`: row.a})-[r:`IN`]->() DELETE r"
        );
    }

    #[test]
    fn every_label_gets_a_constraint_and_an_index() {
        let statements = schema_statements();
        assert_eq!(statements.len(), 16);
        assert_eq!(statements[0], "CREATE CONSTRAINT ON (n:`Run`) ASSERT n.`run_id` IS UNIQUE");
        assert_eq!(statements[1], "CREATE INDEX ON :`Run`(`run_id`)");
    }
}
