//! Towns and the nights between them.

use std::collections::{BTreeMap, BTreeSet};

use ludograph_engine::brigade::{StateGraphOptions, Town, Transition, WalkedStates, Walks};
use ludograph_mgp::{Call, Edge, Error, Numbering, Result, Settings, Vertex, memory};

use crate::said;

/// Nodes between two looks at whether to stop.
const NODES_PER_LOOK: usize = 1024;
/// Towns a call may solve for: the measures solve a system of as many equations, which nothing stops.
const TOWNS_MAX: usize = 50_000;

/// What the settings say of both procedures.
pub(crate) const SETTINGS: [&str; 4] = ["canonical", "ruins", "houses", "scenario"];

/// A node's town; `None` for a node that is none, or of another size than asked for.
type Known = Option<Town>;

struct Reader<'c> {
    nodes: Numbering<'c>,
    towns: Vec<Known>,
    /// How many houses a town has, and by whose word: the caller's or that of the first node.
    houses: Option<u16>,
    is_asked: bool,
    met: usize,
}

/// Reads the states and the nights of whole games. O(nodes + relationships of states).
pub(crate) fn read(call: &Call<'_>, settings: &Settings<'_>) -> Result<WalkedStates> {
    let ruins = settings.whole("ruins", u64::from(u16::MAX), 1..=u64::from(u16::MAX))?;
    let options = StateGraphOptions {
        canonical: settings.flag("canonical", false)?,
        ruins_of_lost_town: u16::try_from(ruins).unwrap_or(u16::MAX),
    };
    let asked = settings.get::<i64>("houses")?.is_some();
    let houses = settings.whole("houses", 2, 2..=64)?;
    let houses = asked.then(|| u16::try_from(houses).unwrap_or(2));
    let games = games_of(call, settings.get::<String>("scenario")?)?;
    let mut reader = Reader { nodes: call.numbering()?, towns: Vec::new(), houses, is_asked: asked, met: 0 };
    let (mut walks, mut walked): (Option<Walks>, BTreeMap<String, u32>) = (None, BTreeMap::new());
    each_state(call, |vertex| {
        let Some(from) = reader.town(vertex)? else { return Ok(()) };
        let walks = match &mut walks {
            Some(walks) => walks,
            none => none.insert(Walks::new(from.num_houses(), options).map_err(said)?),
        };
        let mut edges = vertex.out_edges()?;
        while let Some(edge) = edges.next()? {
            if !edge.is_kind("NEXT")? {
                continue;
            }
            let game = edge.get::<Option<String>>("game_id")?.unwrap_or_default();
            if games.as_ref().is_some_and(|games| !games.contains(&game)) {
                continue;
            }
            let Some(to) = reader.town(&edge.to()?)? else { continue };
            let next = u32::try_from(walked.len()).map_err(said)?;
            let game = *walked.entry(game).or_insert(next);
            walks.add(game, from, to, nights(&edge)?).map_err(said)?;
        }
        Ok(())
    })?;
    let walks = walks.ok_or_else(|| Error::new("the graph has no towns: no node has the label State"))?;
    let found = walks.finish().map_err(said)?;
    if found.graph.games() == 0 {
        return Err(Error::new(
            "no game can be told from the relationships NEXT: there are none that lead from town to town, or none of the \
             scenario",
        ));
    }
    call.check_abort()?;
    Ok(found)
}

/// The games of a scenario; `None`: all.
fn games_of(call: &Call<'_>, scenario: Option<String>) -> Result<Option<BTreeSet<String>>> {
    let Some(scenario) = scenario else { return Ok(None) };
    let mut games = BTreeSet::new();
    let mut vertices = call.vertices()?;
    while let Some(vertex) = vertices.next()? {
        if vertex.has_label("Game")? && vertex.get::<Option<String>>("scenario")?.as_ref() == Some(&scenario) {
            games.insert(vertex.get::<String>("game_id")?);
        }
    }
    if games.is_empty() {
        return Err(Error::new(format!("there is no node with the label Game and the scenario '{scenario}'")));
    }
    Ok(Some(games))
}

fn each_state(call: &Call<'_>, mut visit: impl FnMut(&Vertex<'_>) -> Result<()>) -> Result<()> {
    let mut vertices = call.vertices()?;
    let mut looked = 0_usize;
    while let Some(vertex) = vertices.next()? {
        looked += 1;
        if looked.is_multiple_of(NODES_PER_LOOK) {
            call.check_abort()?;
        }
        if vertex.has_label("State")? {
            visit(&vertex)?;
        }
    }
    Ok(())
}

/// How often a night led so, and what these nights paid all agents together.
fn nights(edge: &Edge<'_>) -> Result<Transition> {
    let count: i64 = edge.get("count")?;
    let count = u64::try_from(count).map_err(|_| {
        let id = edge.id().unwrap_or(-1);
        Error::new(format!("relationship {id}: property 'count' must be 0 or more, got {count}"))
    })?;
    Ok(Transition { count, reward: edge.get::<Option<f64>>("reward")?.unwrap_or(0.0) })
}

impl Reader<'_> {
    /// The town of a node.
    fn town(&mut self, vertex: &Vertex<'_>) -> Result<Known> {
        let node = vertex.id()?;
        let (number, is_new) = self.nodes.number(node)?;
        if is_new {
            let known = if vertex.has_label("State")? { self.read(vertex, node)? } else { None };
            self.met += usize::from(known.is_some());
            if self.met > TOWNS_MAX {
                return Err(Error::new(format!(
                    "there are more than {TOWNS_MAX} towns, which is the most; {{canonical: true}} takes turned and \
                     mirrored ones as one, and a projected graph shows fewer"
                )));
            }
            memory::push(&mut self.towns, known)?;
        }
        Ok(self.towns.get(number as usize).copied().flatten())
    }

    fn read(&mut self, vertex: &Vertex<'_>, node: i64) -> Result<Known> {
        let letters: String = vertex.get("houses")?;
        let town = Town::from_letters(&letters)
            .map_err(|error| Error::new(format!("node {node}: property 'houses' is '{letters}': {error}")))?;
        let houses = *self.houses.get_or_insert(town.num_houses());
        if town.num_houses() == houses {
            return Ok(Some(town));
        }
        if self.is_asked {
            return Ok(None);
        }
        Err(Error::new(format!(
            "node {node}: '{letters}' has {} houses where the towns before it have {houses}; options.houses says which \
             are meant",
            town.num_houses()
        )))
    }
}
