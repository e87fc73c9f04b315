//! Agents and their help, grouped.

use std::collections::BTreeMap;

use ludograph_engine::brigade::AGENTS_MAX;
use ludograph_mgp::{Call, Error, Numbering, Result, Settings, Vertex, memory};

/// Nodes between two looks at whether to stop.
const NODES_PER_LOOK: usize = 1024;
/// A node that is no agent, or one that is left out.
const NONE: u32 = u32::MAX;

/// What counts as one agent of the answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum By {
    Archetype,
    Seat,
    Agent,
}

const GROUPINGS: [(&str, By); 3] = [("archetype", By::Archetype), ("seat", By::Seat), ("agent", By::Agent)];

/// Which agents, and how they are grouped.
#[derive(Debug, Clone)]
pub(crate) struct Wanted {
    pub(crate) by: By,
    pub(crate) scenario: Option<String>,
    /// Leave out agents whose game has no reward for them yet.
    pub(crate) rewarded_only: bool,
}

impl Wanted {
    pub(crate) fn read(call: &Call<'_>, rewarded_only: bool) -> Result<Self> {
        let settings: Settings<'_> = call.settings("options", &["by", "scenario"])?;
        Ok(Self {
            by: settings.choice("by", &GROUPINGS, By::Archetype)?,
            scenario: settings.get("scenario")?,
            rewarded_only,
        })
    }
}

/// Agents that count as one.
#[derive(Debug, Clone, Default)]
pub(crate) struct Group {
    pub(crate) name: String,
    pub(crate) agents: usize,
    /// Games its agents sat in, each as often as they did.
    pub(crate) games: usize,
    pub(crate) reward: f64,
    /// Seats whose reward is known.
    pub(crate) rewarded: usize,
}

/// The groups, in the order of their names, and how often each helped which.
#[derive(Debug, Clone, Default)]
pub(crate) struct Network {
    pub(crate) groups: Vec<Group>,
    /// (from, to) with the times; within a group too.
    pub(crate) helped: BTreeMap<(usize, usize), u64>,
}

/// One agent's seat in one game.
struct Seat {
    name: String,
    reward: Option<f64>,
}

/// Reads the agents and who helped whom. O(nodes + relationships of agents).
pub(crate) fn read(call: &Call<'_>, wanted: &Wanted) -> Result<Network> {
    let mut nodes = call.numbering()?;
    // By a node's number: its group.
    let mut group_of = Vec::new();
    let mut names: BTreeMap<String, u32> = BTreeMap::new();
    let mut groups: Vec<Group> = Vec::new();
    each_agent(call, |vertex| {
        let Some(agent) = agent(vertex, wanted)? else { return Ok(()) };
        let (number, _) = nodes.number(vertex.id()?)?;
        let next = u32::try_from(groups.len()).unwrap_or(NONE);
        let group = *names.entry(agent.name.clone()).or_insert(next);
        if group == next {
            memory::push(&mut groups, Group { name: agent.name.clone(), ..Group::default() })?;
            check_count(groups.len(), wanted.by)?;
        }
        if let Some(known) = groups.get_mut(group as usize) {
            known.agents += 1;
            known.games += agent.games;
            known.rewarded += agent.rewarded;
            known.reward += agent.reward;
        }
        if number as usize >= group_of.len() {
            memory::push(&mut group_of, group)?;
        }
        Ok(())
    })?;
    let helped = help(call, &nodes, &group_of)?;
    Ok(sorted(&groups, &helped))
}

/// The measures are solved exactly, which takes the cube of the groups.
fn check_count(count: usize, by: By) -> Result<()> {
    if count <= AGENTS_MAX {
        return Ok(());
    }
    let hint = if by == By::Agent { "; {by: 'archetype'} puts together those of one kind" } else { "" };
    Err(Error::new(format!("there are more than {AGENTS_MAX} agents to compare, which is the most{hint}")))
}

fn each_agent(call: &Call<'_>, mut visit: impl FnMut(&Vertex<'_>) -> Result<()>) -> Result<()> {
    let mut vertices = call.vertices()?;
    let mut looked = 0_usize;
    while let Some(vertex) = vertices.next()? {
        looked += 1;
        if looked.is_multiple_of(NODES_PER_LOOK) {
            call.check_abort()?;
        }
        if vertex.has_label("Agent")? {
            visit(&vertex)?;
        }
    }
    Ok(())
}

/// What an agent's seats come to.
struct Agent {
    name: String,
    games: usize,
    rewarded: usize,
    reward: f64,
}

/// The agent with its seats; `None` for one without a seat that counts.
fn agent(vertex: &Vertex<'_>, wanted: &Wanted) -> Result<Option<Agent>> {
    let mut found: Option<Agent> = None;
    let mut edges = vertex.out_edges()?;
    while let Some(edge) = edges.next()? {
        if !edge.is_kind("IN")? || !is_wanted(&edge.to()?, wanted)? {
            continue;
        }
        let reward = edge.get::<Option<f64>>("reward")?.filter(|reward| reward.is_finite());
        if wanted.rewarded_only && reward.is_none() {
            continue;
        }
        let name = match wanted.by {
            By::Agent => name_of(vertex)?,
            By::Seat => format!("seat {}", edge.get::<i64>("index")?),
            By::Archetype => match edge.get::<Option<String>>("archetype")? {
                Some(archetype) => archetype,
                None => "unknown".to_owned(),
            },
        };
        let seat = Seat { name, reward };
        let agent = found.get_or_insert(Agent { name: seat.name, games: 0, rewarded: 0, reward: 0.0 });
        agent.games += 1;
        agent.rewarded += usize::from(seat.reward.is_some());
        agent.reward += seat.reward.unwrap_or(0.0);
    }
    Ok(found)
}

fn is_wanted(game: &Vertex<'_>, wanted: &Wanted) -> Result<bool> {
    match &wanted.scenario {
        Some(scenario) => Ok(game.get::<Option<String>>("scenario")?.as_ref() == Some(scenario)),
        None => Ok(true),
    }
}

fn name_of(vertex: &Vertex<'_>) -> Result<String> {
    vertex.get::<String>("agent_id")
}

/// How often which group helped which: `times` of each relationship.
fn help(call: &Call<'_>, nodes: &Numbering<'_>, group_of: &[u32]) -> Result<BTreeMap<(u32, u32), u64>> {
    let group = |node: i64| nodes.find(node).and_then(|number| group_of.get(number as usize)).copied();
    let mut helped: BTreeMap<(u32, u32), u64> = BTreeMap::new();
    each_agent(call, |vertex| {
        let Some(from) = group(vertex.id()?) else { return Ok(()) };
        let mut edges = vertex.out_edges()?;
        while let Some(edge) = edges.next()? {
            if !edge.is_kind("HELPED")? {
                continue;
            }
            let Some(to) = group(edge.to()?.id()?) else { continue };
            let times: i64 = edge.get("times")?;
            let times = u64::try_from(times).map_err(|_| {
                let id = edge.id().unwrap_or(-1);
                Error::new(format!("relationship {id}: property 'times' must be 0 or more, got {times}"))
            })?;
            let sum = helped.entry((from, to)).or_default();
            *sum = sum.saturating_add(times);
        }
        Ok(())
    })?;
    Ok(helped)
}

/// The same with the groups in the order of their names.
fn sorted(groups: &[Group], helped: &BTreeMap<(u32, u32), u64>) -> Network {
    let mut order: Vec<usize> = (0..groups.len()).collect();
    order.sort_by(|one, other| {
        groups.get(*one).map(|group| &group.name).cmp(&groups.get(*other).map(|group| &group.name))
    });
    let mut place = vec![0; groups.len()];
    for (new, old) in order.iter().enumerate() {
        if let Some(entry) = place.get_mut(*old) {
            *entry = new;
        }
    }
    let at = |old: u32| place.get(old as usize).copied().unwrap_or(0);
    Network {
        helped: helped.iter().map(|((from, to), times)| ((at(*from), at(*to)), *times)).collect(),
        groups: order.iter().filter_map(|old| groups.get(*old).cloned()).collect(),
    }
}
