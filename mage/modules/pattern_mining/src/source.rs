//! Rows from a graph: transactions with what they lead to, as sets or in an order, with or without an outcome.

use ludograph_engine::mining::{Sequences, Transactions, Vocabulary};
use ludograph_mgp::memory::Buffer;
use ludograph_mgp::{Call, Edge, Edges, Error, Kinds, Name, Result, Settings, Vertex, View};

use crate::naming::Naming;
use crate::wanted::said;

/// Nodes between two looks at whether to stop.
const NODES_PER_LOOK: usize = 1024;
/// Bytes the engine needs for a row and for an entry of it, beside what the caller holds.
const BYTES_PER_ROW: usize = 16;
const BYTES_PER_ENTRY: usize = 16;

/// Which way the relationships lead from a transaction.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Way {
    Out,
    In,
    Both,
}

const WAYS: [(&str, Way); 3] = [("out", Way::Out), ("in", Way::In), ("both", Way::Both)];

/// Where the rank of an event stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum RankOn {
    Relationship,
    Item,
}

pub(crate) const RANKS_ON: [(&str, RankOn); 2] = [("relationship", RankOn::Relationship), ("item", RankOn::Item)];

/// What makes a transaction a good one.
pub(crate) struct Outcome<'c> {
    pub(crate) property: &'c str,
    /// The value that counts as good: `true` for a truth where nothing else is said.
    pub(crate) good: View<'c>,
}

/// What is read.
pub(crate) struct Source<'c> {
    pub(crate) label: Name<'c>,
    pub(crate) relationship: Kinds<'c>,
    pub(crate) way: Way,
    /// The property that orders the events of a row, and where it stands.
    pub(crate) order: Option<(Name<'c>, RankOn)>,
    pub(crate) outcome: Option<Outcome<'c>>,
}

/// An entry of a row before the row is in order.
#[derive(Debug, Clone, Copy)]
struct Ranked {
    rank: f64,
    item: u32,
}

/// The rows, and what their items are called.
pub(crate) struct Table<'c> {
    ends: Buffer<'c, u32>,
    /// Items by the numbers under which they were met.
    entries: Buffer<'c, u32>,
    pub(crate) good: Vec<bool>,
    names: Vocabulary,
    /// The number among `names` of each item that was met.
    numbers: Vec<u32>,
    /// Transactions without the outcome's property.
    pub(crate) left_out: usize,
}

impl<'c> Source<'c> {
    pub(crate) fn read(call: &Call<'c>, settings: &Settings<'c>) -> Result<Self> {
        let way = settings.choice("direction", &WAYS, Way::Out)?;
        let (label, relationship) = (call.arg("label")?, Kinds::new(&[call.arg("relationship")?]));
        Ok(Self { label, relationship, way, order: None, outcome: None })
    }

    /// Reads the graph once. O(nodes + relationships of transactions + the sorting of each row).
    pub(crate) fn table(&self, call: &Call<'c>, settings: &Settings<'c>) -> Result<Table<'c>> {
        let mut naming = Naming::read(call, settings.get("item_label")?)?;
        let (ends, entries, names) = (call.buffer(), call.buffer(), Vocabulary::default());
        let mut table = Table { ends, entries, good: Vec::new(), names, numbers: Vec::new(), left_out: 0 };
        let (mut looked, mut without_outcome, mut row) = (0_usize, None, Vec::new());
        let mut vertices = call.vertices()?;
        while let Some(vertex) = vertices.next()? {
            looked += 1;
            if looked.is_multiple_of(NODES_PER_LOOK) {
                call.check_abort()?;
            }
            if !vertex.has_label(&self.label)? {
                continue;
            }
            let good = match &self.outcome {
                Some(outcome) => outcome.of(&vertex)?,
                None => Some(false),
            };
            let Some(good) = good else {
                table.left_out += 1;
                without_outcome = without_outcome.or(Some(vertex.id()?));
                continue;
            };
            self.add(&vertex, &mut naming, &mut row, &mut table.entries)?;
            ludograph_mgp::memory::push(&mut table.good, good)?;
            table.ends.push(u32::try_from(table.entries.len()).map_err(said)?)?;
        }
        if let (Some(node), Some(outcome), true) = (without_outcome, &self.outcome, table.ends.is_empty()) {
            let property = outcome.property.to_owned();
            return Err(Error::MissingProperty { owner: format!("node {node}"), property });
        }
        table.sort_names(&naming.names)?;
        Ok(table)
    }

    /// The entries of one transaction.
    fn add(
        &self,
        vertex: &Vertex<'_>,
        naming: &mut Naming<'_>,
        row: &mut Vec<Ranked>,
        entries: &mut Buffer<'_, u32>,
    ) -> Result<()> {
        row.clear();
        if self.way != Way::In {
            self.add_from(vertex.out_edges()?, Way::Out, naming, row, entries)?;
        }
        if self.way != Way::Out {
            self.add_from(vertex.in_edges()?, Way::In, naming, row, entries)?;
        }
        if self.order.is_some() {
            if !row.is_sorted_by(|one, next| one.rank < next.rank) {
                // Equal ranks stay in the graph's order, so that the same graph gives the same answer.
                row.sort_by(|one, other| one.rank.total_cmp(&other.rank));
            }
            entries.extend(row.iter().map(|entry| entry.item))?;
        }
        Ok(())
    }

    fn add_from(
        &self,
        mut edges: Edges<'_>,
        way: Way,
        naming: &mut Naming<'_>,
        row: &mut Vec<Ranked>,
        entries: &mut Buffer<'_, u32>,
    ) -> Result<()> {
        while let Some(edge) = edges.next()? {
            if edge.kind_among(&self.relationship)?.is_none() {
                continue;
            }
            let other = if way == Way::Out { edge.to()? } else { edge.from()? };
            let Some(item) = naming.item(&other)? else { continue };
            match &self.order {
                None => entries.push(item)?,
                Some((property, on)) => {
                    let rank = rank(&edge, &other, property, *on)?;
                    ludograph_mgp::memory::push(row, Ranked { rank, item })?;
                }
            }
        }
        Ok(())
    }
}

fn rank(edge: &Edge<'_>, item: &Vertex<'_>, property: &Name<'_>, on: RankOn) -> Result<f64> {
    match on {
        RankOn::Relationship => edge.get(property),
        RankOn::Item => item.get(property),
    }
}

impl Outcome<'_> {
    /// Whether a transaction is a good one; `None` where it does not say.
    fn of(&self, vertex: &Vertex<'_>) -> Result<Option<bool>> {
        let value = vertex.property(self.property)?;
        let found = value.get().view()?;
        let is = |same: bool| Ok(Some(same));
        match (found, self.good) {
            (View::Null, _) => Ok(None),
            (View::Bool(found), View::Bool(good)) => is(found == good),
            (View::Int(found), View::Int(good)) => is(found == good),
            (View::String(found), View::String(good)) => is(found == good),
            (found, good) => {
                let what = format!("node {}: property '{}'", vertex.id()?, self.property);
                let wanted = match good {
                    View::Int(_) => "INTEGER",
                    View::String(_) => "STRING",
                    _ => "BOOLEAN",
                };
                Err(Error::Type { what, wanted, got: found.kind().to_owned() })
            }
        }
    }
}

impl Table<'_> {
    /// How many rows there are.
    pub(crate) fn len(&self) -> usize {
        self.ends.len()
    }

    /// Numbers the items in the order of their names, so that answers do not depend on the order in which a server shows its
    /// nodes. O(items · log items).
    fn sort_names(&mut self, met: &Vocabulary) -> Result<()> {
        let mut names: Vec<&str> = met.names().iter().map(String::as_str).collect();
        names.sort_unstable();
        for name in names {
            self.names.intern(name).map_err(said)?;
        }
        let number = |name: &String| self.names.id("item", name).map_err(said);
        self.numbers = met.names().iter().map(number).collect::<Result<_>>()?;
        Ok(())
    }

    /// The entries of all rows behind one another, by their numbers among the names.
    fn numbered(&self, call: &Call<'_>) -> Result<Vec<u32>> {
        call.expect_memory(self.ends.len() * BYTES_PER_ROW + self.entries.len() * BYTES_PER_ENTRY)?;
        let mut numbered = ludograph_mgp::memory::vec_with_capacity(self.entries.len())?;
        numbered.extend(self.entries.iter().map(|item| self.numbers.get(*item as usize).copied().unwrap_or(*item)));
        Ok(numbered)
    }

    /// The rows as sets.
    pub(crate) fn transactions(&self, call: &Call<'_>) -> Result<Transactions> {
        Transactions::from_ends(&self.ends, self.numbered(call)?).map_err(said)
    }

    /// The rows in their order.
    pub(crate) fn sequences(&self, call: &Call<'_>) -> Result<Sequences> {
        Sequences::from_ends(&self.ends, self.numbered(call)?).map_err(said)
    }

    /// What the items are called, by number.
    pub(crate) fn names(&self) -> &[String] {
        self.names.names()
    }
}
