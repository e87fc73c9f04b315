//! The runs and jokers of the graph in the engine's form.

use ludograph_engine::balatro::JokerKind;
use ludograph_engine::mining::{MiningError, Run, Runs, Vocabulary};
use ludograph_mgp::log::{Level, log};
use ludograph_mgp::memory::{self, Buffer};
use ludograph_mgp::{Call, Error, Kinds, Numbering, Result, Vertex};

/// Nodes between two looks at whether to stop.
const NODES_PER_LOOK: usize = 1024;
/// No ante, and a node that is no joker.
const NONE: u32 = u32::MAX;
/// Bytes the engine needs for a run, and for a joker in it, beside what the caller holds.
const BYTES_PER_RUN: usize = 96;
const BYTES_PER_ENTRY: usize = 16;

/// An error of the engine as a sentence for the client.
pub(crate) fn said(error: impl std::fmt::Display) -> Error {
    Error::new(error.to_string())
}

/// One run, its jokers in the list of all up to `end`.
#[derive(Debug, Clone, Copy)]
struct Row {
    end: u32,
    steps: u32,
    ante: u32,
    /// NaN where it is not known.
    score: f64,
    won: bool,
}

/// A joker: its name, its price, and the node where it was first met.
#[derive(Debug, Clone)]
pub(crate) struct Known {
    pub(crate) name: Option<String>,
    pub(crate) cost: Option<u32>,
    pub(crate) node: Option<i64>,
}

/// The jokers, by item id.
pub(crate) struct Jokers<'c> {
    nodes: Numbering<'c>,
    /// By a node's number: its item, or [`NONE`].
    items: Buffer<'c, u32>,
    ids: Vocabulary,
    pub(crate) known: Vec<Known>,
}

/// Everything that was read.
pub(crate) struct History<'c> {
    pub(crate) jokers: Jokers<'c>,
    rows: Buffer<'c, Row>,
    entries: Buffer<'c, u32>,
    /// What leads to a joker, and what to a step.
    kinds: Kinds<'static>,
}

impl<'c> Jokers<'c> {
    fn new(call: &Call<'c>) -> Result<Self> {
        let nodes = call.numbering()?;
        Ok(Self { nodes, items: call.buffer(), ids: Vocabulary::default(), known: Vec::new() })
    }

    /// The item of a node; `None` for one that is no joker. Nodes with one `id` are one joker.
    fn item(&mut self, vertex: &Vertex<'_>) -> Result<Option<u32>> {
        let node = vertex.id()?;
        let (number, is_new) = self.nodes.number(node)?;
        if is_new {
            let item = if vertex.has_label(c"Joker")? { self.read(vertex, node)? } else { NONE };
            self.items.push(item)?;
        }
        Ok(self.items.get(number as usize).copied().filter(|item| *item != NONE))
    }

    fn read(&mut self, vertex: &Vertex<'_>, node: i64) -> Result<u32> {
        let item = self.intern(&vertex.get::<String>(c"id")?)?;
        let cost = vertex.get::<Option<i64>>(c"cost")?.and_then(|cost| u32::try_from(cost).ok());
        let name = vertex.get::<Option<String>>(c"name")?;
        if let Some(known) = self.known.get_mut(item as usize) {
            known.node.get_or_insert(node);
            known.cost = known.cost.or(cost);
            known.name = known.name.take().or(name);
        }
        Ok(item)
    }

    fn intern(&mut self, id: &str) -> Result<u32> {
        let item = self.ids.intern(id).map_err(said)?;
        if item as usize == self.known.len() {
            memory::push(&mut self.known, Known { name: None, cost: None, node: None })?;
        }
        Ok(item)
    }

    /// Numbers the items in the order of their ids, so that answers do not depend on the order in which a server shows its
    /// nodes; gives the new number of each old one. O(items · log items).
    fn sort(&mut self) -> Result<Vec<u32>> {
        let met = std::mem::take(&mut self.ids);
        let mut known = std::mem::take(&mut self.known);
        let mut order: Vec<usize> = (0..known.len()).collect();
        order.sort_unstable_by_key(|item| met.names().get(*item));
        let mut numbers = vec![NONE; known.len()];
        for item in order {
            let Some(id) = met.names().get(item) else { continue };
            let number = self.intern(id)?;
            if let (Some(new), Some(old)) = (self.known.get_mut(number as usize), known.get_mut(item)) {
                std::mem::swap(new, old);
            }
            if let Some(entry) = numbers.get_mut(item) {
                *entry = number;
            }
        }
        for item in self.items.iter_mut().filter(|item| **item != NONE) {
            *item = numbers.get(*item as usize).copied().unwrap_or(NONE);
        }
        Ok(numbers)
    }

    /// The item of an id or a name. What the graph has not, but the game's catalogue, becomes an item without runs.
    pub(crate) fn find(&mut self, what: &'static str, name: &str) -> Result<u32> {
        let unknown = match self.ids.id(what, name) {
            Ok(item) => return Ok(item),
            Err(unknown) => unknown,
        };
        if let Some(item) = self.known.iter().position(|known| known.name.as_deref() == Some(name)) {
            return u32::try_from(item).map_err(said);
        }
        match JokerKind::find(name) {
            Ok(kind) => self.intern(&kind.info().id),
            // The nearest is sought among the graph's own, then in the catalogue.
            Err(error) => match unknown {
                MiningError::Unknown { nearest: Some(_), .. } => Err(said(unknown)),
                _ => Err(said(error)),
            },
        }
    }

    /// What the items are called in answers.
    pub(crate) fn ids(&self) -> &[String] {
        self.ids.names()
    }

    /// What an item is called in answers.
    pub(crate) fn id(&self, item: u32) -> &str {
        self.ids.name(item).unwrap_or_default()
    }
}

/// Reads the graph. O(nodes + relationships of runs).
pub(crate) fn read<'c>(call: &Call<'c>) -> Result<History<'c>> {
    let kinds = Kinds::new(&["USED", "STEP"]);
    let mut history = History { jokers: Jokers::new(call)?, rows: call.buffer(), entries: call.buffer(), kinds };
    let mut unfinished = Vec::new();
    let mut left_out = 0_usize;
    let mut vertices = call.vertices()?;
    let mut looked = 0_usize;
    while let Some(vertex) = vertices.next()? {
        looked += 1;
        if looked.is_multiple_of(NODES_PER_LOOK) {
            call.check_abort()?;
        }
        if vertex.has_label(c"Run")? {
            match vertex.get::<Option<bool>>(c"won")? {
                Some(won) => history.add(&vertex, won)?,
                None => {
                    left_out += 1;
                    unfinished.extend(unfinished.is_empty().then_some(vertex.id()?));
                }
            }
        } else if vertex.has_label(c"Joker")? {
            history.jokers.item(&vertex)?;
        }
    }
    if let Some(node) = unfinished.first() {
        if history.rows.is_empty() {
            return Err(Error::MissingProperty { owner: format!("node {node}"), property: "won".to_owned() });
        }
        log(Level::Info, &format!("{left_out} runs have no property 'won' and are left out, such as node {node}"));
    }
    let numbers = history.jokers.sort()?;
    for entry in history.entries.iter_mut() {
        *entry = numbers.get(*entry as usize).copied().unwrap_or(*entry);
    }
    Ok(history)
}

impl History<'_> {
    fn add(&mut self, vertex: &Vertex<'_>, won: bool) -> Result<()> {
        let ante = vertex.get::<Option<i64>>(c"ante")?.and_then(|ante| u32::try_from(ante).ok());
        let score = vertex.get::<Option<f64>>(c"score")?.filter(|score| score.is_finite());
        let mut steps = 0_u32;
        let mut edges = vertex.out_edges()?;
        while let Some(edge) = edges.next()? {
            match edge.kind_among(&self.kinds)? {
                Some(0) => {
                    if let Some(item) = self.jokers.item(&edge.to()?)? {
                        self.entries.push(item)?;
                    }
                }
                Some(_) => steps = steps.saturating_add(1),
                None => {}
            }
        }
        let end = u32::try_from(self.entries.len()).map_err(said)?;
        self.rows.push(Row { end, steps, ante: ante.unwrap_or(NONE), score: score.unwrap_or(f64::NAN), won })
    }

    /// How many runs there are.
    pub(crate) fn len(&self) -> usize {
        self.rows.len()
    }

    /// The runs in the engine's form. O(runs + jokers of them).
    pub(crate) fn runs(&self, call: &Call<'_>) -> Result<Runs> {
        let bytes = self.rows.len() * BYTES_PER_RUN + self.entries.len() * BYTES_PER_ENTRY;
        call.expect_memory(bytes)?;
        let mut steps = Vocabulary::default();
        let step = steps.intern("step").map_err(said)?;
        let mut runs = Runs::new(self.jokers.ids.clone(), steps);
        let mut run = Run::default();
        let mut start = 0;
        // Where every run has an ante, nobody asks how many steps it took.
        let counts_steps = self.rows.iter().any(|row| row.ante == NONE);
        for row in self.rows.iter() {
            let end = row.end as usize;
            run.items.clear();
            run.items.extend_from_slice(self.entries.get(start..end).unwrap_or_default());
            run.events.clear();
            run.events.resize(if counts_steps { row.steps as usize } else { 0 }, step);
            run.won = row.won;
            run.ante = (row.ante != NONE).then_some(row.ante);
            run.score = (!row.score.is_nan()).then_some(row.score);
            runs.push(&run).map_err(said)?;
            start = end;
        }
        Ok(runs)
    }
}
