//! A game of Bucket Brigade: what was seen of it, and its nodes and relationships.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::change::{EdgeKey, NodeKey};
use super::event::{BrigadeSeen, EndSeen, NightSeen, StartSeen};
use super::limits::{NIGHTS_SEEN_MAX, TEXT_CHARS_MAX};
use super::picture::{Picture, key, set};
use super::run_picture::whole;
use super::schema::{kind, label};
use super::value::{Properties, Value};
use crate::brigade::{AGENTS_MAX, HOUSES_MAX};

/// What is known of a game. Nights may come in any order.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(super) struct GameFold {
    scenario: Option<String>,
    rules: Option<String>,
    seed: Option<String>,
    archetypes: Option<Vec<String>>,
    /// The town before the first night.
    start: Option<Town>,
    nights: BTreeMap<u32, Night>,
    nights_said: Option<u32>,
    scores: Option<Vec<f64>>,
}

/// A town as text: `S` safe, `B` burning, `R` ruined, house 0 first.
type Town = Box<str>;

#[derive(Debug, Clone, Serialize, Deserialize)]
struct Night {
    town: Option<Town>,
    /// The house each agent worked on; `None` for one that rested.
    worked: Option<Vec<Option<u16>>>,
    rewards: Option<Vec<f64>>,
}

/// How often a night led from one town to another, and what it paid all agents.
#[derive(Debug, Default)]
struct Transition {
    count: i64,
    reward: Option<f64>,
}

impl GameFold {
    /// Takes in what an event shows. Nights beyond [`NIGHTS_SEEN_MAX`] are passed over. O(agents + houses).
    pub(super) fn observe(&mut self, seen: &BrigadeSeen<'_>) {
        match seen {
            BrigadeSeen::Start(start) => self.start(start),
            BrigadeSeen::Night(night) => self.night(night),
            BrigadeSeen::End(end) => self.end(end),
        }
    }

    fn start(&mut self, seen: &StartSeen<'_>) {
        let cut = |text: &str| text.chars().take(TEXT_CHARS_MAX).collect::<String>();
        let text = |text: Option<&str>| text.map(cut);
        self.scenario = text(seen.scenario).or(self.scenario.take());
        self.rules = text(seen.rules).or(self.rules.take());
        self.seed = text(seen.seed).or(self.seed.take());
        if let Some(names) = seen.archetypes.filter(|names| names.len() <= AGENTS_MAX) {
            self.archetypes = Some(names.iter().map(|name| cut(name)).collect());
        }
        self.start = seen.houses.and_then(town).or(self.start.take());
    }

    fn night(&mut self, seen: &NightSeen<'_>) {
        let Some(number) = seen.night.and_then(|night| whole_below(night, NIGHTS_SEEN_MAX)) else { return };
        let worked = seen.targets.zip(seen.modes).and_then(|(targets, modes)| worked(targets, modes));
        let rewards = seen.rewards.filter(|rewards| is_agents(rewards)).map(<[f64]>::to_vec);
        self.nights.insert(number, Night { town: seen.houses.and_then(town), worked, rewards });
    }

    fn end(&mut self, seen: &EndSeen<'_>) {
        self.nights_said = seen.nights.and_then(|nights| whole_below(nights, u32::MAX)).or(self.nights_said);
        self.scores = seen.scores.filter(|scores| is_agents(scores)).map(<[f64]>::to_vec).or(self.scores.take());
    }

    /// How many agents there are, as far as anything says.
    fn agents(&self) -> usize {
        let of_nights = || self.nights.values().find_map(|night| Some(night.worked.as_ref()?.len()));
        let named = self.archetypes.as_ref().map(Vec::len);
        named.or_else(of_nights).or_else(|| self.scores.as_ref().map(Vec::len)).unwrap_or(0)
    }

    /// What each agent was paid: as the end says, else the sum over the nights seen.
    fn rewards(&self, agents: usize) -> Vec<Option<f64>> {
        if let Some(scores) = self.scores.as_ref().filter(|scores| scores.len() == agents) {
            return scores.iter().map(|score| Some(*score)).collect();
        }
        let mut sums = vec![None; agents];
        let rewards = self.nights.values().filter_map(|night| night.rewards.as_ref());
        for rewards in rewards.filter(|rewards| rewards.len() == agents) {
            for (sum, reward) in sums.iter_mut().zip(rewards) {
                *sum = Some(sum.unwrap_or(0.0) + reward);
            }
        }
        sums
    }

    /// The town before a night, if it was seen.
    fn before(&self, night: u32) -> Option<&Town> {
        match night.checked_sub(1) {
            Some(earlier) => self.nights.get(&earlier)?.town.as_ref(),
            None => self.start.as_ref(),
        }
    }

    /// The game's picture. O(nights · (agents + houses) + agents²).
    pub(super) fn picture(&self, game_id: &str) -> Picture {
        let mut picture = Picture::default();
        let game = key(label::GAME, game_id);
        let agents = self.agents();
        let rewards = self.rewards(agents);
        let score = rewards.iter().copied().sum::<Option<f64>>().filter(|_| agents > 0);
        let nights_seen = self.nights.keys().next_back().map(|last| i64::from(*last) + 1);
        let nights = self.nights_said.map(i64::from).or(nights_seen);
        picture.node(
            &game,
            set([
                ("scenario", self.scenario.as_deref().into()),
                ("rules", self.rules.as_deref().into()),
                ("seed", self.seed.as_deref().into()),
                ("nights", nights.into()),
                ("score", finite(score)),
            ]),
        );
        let seats: Vec<NodeKey> = (0..agents).map(|seat| agent_key(game_id, seat)).collect();
        for (index, (seat, reward)) in seats.iter().zip(rewards).enumerate() {
            let archetype = self.archetypes.as_ref().and_then(|names| names.get(index));
            seat_in(&game, seat, index, archetype.map(String::as_str), reward, &mut picture);
        }
        self.helped(&seats, &mut picture);
        self.transitions(game_id, &mut picture);
        picture
    }

    /// `(:Agent)-[:HELPED]->(:Agent)`: nights of work on a house of another that burned at the night's beginning.
    fn helped(&self, seats: &[NodeKey], picture: &mut Picture) {
        let mut times: BTreeMap<(usize, usize), i64> = BTreeMap::new();
        for (number, night) in &self.nights {
            let (Some(before), Some(worked)) = (self.before(*number), &night.worked) else { continue };
            for (seat, house) in worked.iter().enumerate() {
                let Some(house) = house.map(usize::from) else { continue };
                let owner = house % seats.len().max(1);
                if owner != seat && before.as_bytes().get(house) == Some(&b'B') {
                    *times.entry((seat, owner)).or_default() += 1;
                }
            }
        }
        for ((from, to), times) in times {
            let (Some(from), Some(to)) = (seats.get(from), seats.get(to)) else { continue };
            let edge = EdgeKey { from: from.clone(), kind: kind::HELPED.into(), to: to.clone(), key: None };
            picture.edge(edge, set([("times", times.into())]));
        }
    }

    /// `(:State)-[:NEXT]->(:State)`: the nights whose town before and after were seen.
    fn transitions(&self, game_id: &str, picture: &mut Picture) {
        let mut found: BTreeMap<(&Town, &Town), Transition> = BTreeMap::new();
        for (number, night) in &self.nights {
            let (Some(before), Some(after)) = (self.before(*number), &night.town) else { continue };
            let transition = found.entry((before, after)).or_default();
            let paid = night.rewards.as_ref().map(|rewards| rewards.iter().sum::<f64>());
            let so_far = if transition.count == 0 { Some(0.0) } else { transition.reward };
            transition.reward = so_far.zip(paid).map(|(sum, paid)| sum + paid);
            transition.count += 1;
        }
        for ((before, after), transition) in found {
            let (from, to) = (key(label::STATE, &**before), key(label::STATE, &**after));
            picture.node(&from, Properties::new());
            picture.node(&to, Properties::new());
            let game = ("game_id".into(), game_id.into());
            let edge = EdgeKey { from, kind: kind::NEXT.into(), to, key: Some(game) };
            picture.edge(edge, set([("count", transition.count.into()), ("reward", finite(transition.reward))]));
        }
    }

    pub(super) fn memory_bytes(&self) -> usize {
        let bytes = |night: &Night| {
            size_of::<(u32, Night)>()
                + night.town.as_ref().map_or(0, |town| town.len())
                + night.worked.as_ref().map_or(0, |worked| worked.len() * size_of::<Option<u16>>())
                + night.rewards.as_ref().map_or(0, |rewards| rewards.len() * size_of::<f64>())
        };
        size_of::<Self>() + self.nights.values().map(bytes).sum::<usize>()
    }
}

/// The node of a seat of a game.
pub(super) fn agent_key(game_id: &str, seat: usize) -> NodeKey {
    key(label::AGENT, format!("{game_id}/{seat}").as_str())
}

/// `(:Agent)-[:IN]->(:Game)`, with the agent's node.
pub(super) fn seat_in(
    game: &NodeKey,
    seat: &NodeKey,
    index: usize,
    archetype: Option<&str>,
    reward: Option<f64>,
    picture: &mut Picture,
) {
    picture.node(seat, Properties::new());
    let edge = EdgeKey { from: seat.clone(), kind: kind::IN.into(), to: game.clone(), key: None };
    picture.edge(edge, set([("index", whole(index)), ("archetype", archetype.into()), ("reward", finite(reward))]));
}

/// A finite number; anything else is no value.
pub(super) fn finite(number: Option<f64>) -> Value {
    number.filter(|number| number.is_finite()).into()
}

fn is_agents(numbers: &[f64]) -> bool {
    numbers.len() <= AGENTS_MAX
}

/// A whole number below a bound.
fn whole_below(number: f64, bound: u32) -> Option<u32> {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "whole and within the bound")]
    let whole = || number as u32;
    (number.fract() == 0.0 && number >= 0.0 && number < f64::from(bound)).then(whole)
}

fn town(houses: &[f64]) -> Option<Town> {
    if houses.is_empty() || houses.len() > usize::from(HOUSES_MAX) {
        return None;
    }
    let letters = houses.iter().map(|state| whole_below(*state, 3).and_then(|state| "SBR".chars().nth(state as usize)));
    letters.collect::<Option<String>>().map(String::into_boxed_str)
}

fn worked(targets: &[f64], modes: &[f64]) -> Option<Vec<Option<u16>>> {
    if targets.len() != modes.len() || !is_agents(targets) {
        return None;
    }
    let one = |(target, mode): (&f64, &f64)| match whole_below(*mode, 2)? {
        1 => whole_below(*target, u32::from(HOUSES_MAX)).and_then(|house| u16::try_from(house).ok()).map(Some),
        _ => Some(None),
    };
    targets.iter().zip(modes).map(one).collect()
}
