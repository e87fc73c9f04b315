//! What an agent sees (spec/brigade.md section 5): as a borrowed struct, and written flat for learners.

use std::fmt;
use std::str::FromStr;

use super::action::{Action, House, Mode};
use super::bits::{holds, houses_of};
use super::error::BrigadeError;

/// A view of the game for one agent: everybody sees everything, as of the last night. Borrowed, costs nothing to make.
#[derive(Debug, Clone, Copy)]
pub struct Observation<'a> {
    pub(crate) agent: usize,
    pub(crate) night: u32,
    pub(crate) houses: u16,
    pub(crate) burning: &'a [u64],
    pub(crate) ruined: &'a [u64],
    pub(crate) actions: &'a [Action],
    pub(crate) round1: &'a [Mode],
    pub(crate) homes: &'a [u16],
    pub(crate) info: &'a [f32; 12],
}

impl<'a> Observation<'a> {
    /// Who is looking.
    #[inline]
    #[must_use]
    pub fn agent_id(&self) -> usize {
        self.agent
    }

    /// The same as the agent after this one sees it; after the last, as it is.
    #[inline]
    #[must_use]
    pub fn of_next_agent(self) -> Self {
        let next = self.agent + 1;
        Self { agent: if next < self.actions.len() { next } else { self.agent }, ..self }
    }

    /// The index of the next night.
    #[inline]
    #[must_use]
    pub fn night(&self) -> u32 {
        self.night
    }

    /// How many houses there are.
    #[inline]
    #[must_use]
    pub fn num_houses(&self) -> u16 {
        self.houses
    }

    /// How many agents there are.
    #[inline]
    #[must_use]
    pub fn num_agents(&self) -> usize {
        self.actions.len()
    }

    /// The state of a house; ruined for one that is not on the ring.
    #[must_use]
    pub fn house(&self, house: u16) -> House {
        if house >= self.houses { House::Ruined } else { house_state(self.burning, self.ruined, house) }
    }

    /// Whether a house burns.
    #[inline]
    #[must_use]
    pub fn burns(&self, house: u16) -> bool {
        house < self.houses && holds(self.burning, u32::from(house))
    }

    /// The burning houses, ascending.
    #[inline]
    pub fn burning(&self) -> impl Iterator<Item = u16> + 'a {
        houses_of(self.burning)
    }

    /// Whether any house burns.
    #[inline]
    #[must_use]
    pub fn anything_burns(&self) -> bool {
        self.burning.iter().any(|word| *word != 0)
    }

    /// How many houses burn.
    #[inline]
    #[must_use]
    pub fn burning_count(&self) -> u32 {
        super::bits::count(self.burning)
    }

    /// Burning houses as bits, 64 houses a word, house h at bit h mod 64 of word h / 64.
    #[inline]
    #[must_use]
    pub fn burning_words(&self) -> &'a [u64] {
        self.burning
    }

    /// Last night's actions, as they were carried out: location, mode and signal of each agent.
    #[inline]
    #[must_use]
    pub fn last_actions(&self) -> &'a [Action] {
        self.actions
    }

    /// This night's first-round signals; all rest in a simultaneous game.
    #[inline]
    #[must_use]
    pub fn round1_signals(&self) -> &'a [Mode] {
        self.round1
    }

    /// Where an agent lives.
    #[must_use]
    pub fn home(&self, agent: usize) -> u16 {
        self.homes.get(agent).copied().unwrap_or(0)
    }

    /// β, κ, ρ, team reward, team penalty, mean own reward, mean other reward, mean own penalty, mean other penalty,
    /// work cost, min nights, number of agents. [`scenario_info_in_rust_order`] gives the other order in use.
    #[must_use]
    pub fn scenario_info(&self) -> &'a [f32; 12] {
        self.info
    }
}

/// The state of a house on the ring.
#[inline]
pub(crate) fn house_state(burning: &[u64], ruined: &[u64], house: u16) -> House {
    let house = u32::from(house);
    if holds(burning, house) {
        House::Burning
    } else if holds(ruined, house) {
        House::Ruined
    } else {
        House::Safe
    }
}

/// `scenario_info` in the order of the upstream's Rust core: β, κ, team reward, team penalty, work cost, ρ, min nights,
/// number of agents, then the four means.
#[must_use]
pub fn scenario_info_in_rust_order(info: &[f32; 12]) -> [f32; 12] {
    [0, 1, 3, 4, 9, 2, 10, 11, 5, 6, 7, 8].map(|index| info[index])
}

/// How an observation is laid out as numbers. H houses, N agents.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Layout {
    /// `[houses H, signals N, locations N, last actions 2N (house, mode), scenario_info 12, one-hot of the agent N]`;
    /// a two-phase game has its first-round signals N before the one-hot. H+5N+12, or H+6N+12.
    #[default]
    Gym,
    /// `[signals N, locations N, houses H, last actions 2N, scenario_info 12 in the Rust core's order, agent, night]`.
    /// H+4N+14.
    VectorEnv,
    /// `[houses H, signals N, locations N, last actions 2N, the first 10 of scenario_info]`. H+4N+10.
    Legacy,
}

impl Layout {
    /// All layouts, the default first.
    pub const ALL: [Self; 3] = [Self::Gym, Self::VectorEnv, Self::Legacy];

    /// The name on the command line and in bindings.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Gym => "gym",
            Self::VectorEnv => "vector_env",
            Self::Legacy => "legacy",
        }
    }

    /// How many numbers one agent's observation has.
    #[must_use]
    pub fn len(self, houses: u16, agents: usize, two_phase: bool) -> usize {
        let houses = usize::from(houses);
        match self {
            Self::Gym => houses + (if two_phase { 6 } else { 5 }) * agents + 12,
            Self::VectorEnv => houses + 4 * agents + 14,
            Self::Legacy => houses + 4 * agents + 10,
        }
    }
}

impl fmt::Display for Layout {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.name())
    }
}

impl FromStr for Layout {
    type Err = BrigadeError;

    fn from_str(name: &str) -> Result<Self, BrigadeError> {
        let found = Self::ALL.into_iter().find(|layout| layout.name() == name);
        found.ok_or_else(|| BrigadeError::unknown("layout", name, Self::ALL.map(Self::name)))
    }
}

/// What is written flat for one game: the view of agent 0 and whether it is a two-phase game.
pub(crate) struct Flat<'a> {
    pub(crate) view: Observation<'a>,
    pub(crate) two_phase: bool,
}

impl Flat<'_> {
    pub(crate) fn len(&self, layout: Layout) -> usize {
        layout.len(self.view.houses, self.view.actions.len(), self.two_phase)
    }

    /// One agent's row; `out` has [`Flat::len`] entries.
    pub(crate) fn write(&self, layout: Layout, agent: usize, out: &mut [f32]) {
        self.write_shared(layout, out);
        self.write_own(layout, agent, out);
    }

    /// All agents' rows, one after the other. What all have in common is worked out once.
    pub(crate) fn write_all(&self, layout: Layout, out: &mut [f32]) {
        let row = self.len(layout);
        let (first, others) = out.split_at_mut(row);
        self.write_shared(layout, first);
        for (index, other) in others.chunks_exact_mut(row).enumerate() {
            other.copy_from_slice(first);
            self.write_own(layout, index + 1, other);
        }
        self.write_own(layout, 0, first);
    }

    fn write_shared(&self, layout: Layout, out: &mut [f32]) {
        let agents = self.view.actions.len();
        let houses = usize::from(self.view.houses);
        let (town, rest) = match layout {
            Layout::Gym | Layout::Legacy => out.split_at_mut(houses),
            Layout::VectorEnv => {
                let (before, after) = out.split_at_mut(2 * agents);
                self.write_signals(before);
                after.split_at_mut(houses)
            }
        };
        self.write_houses(town);
        let rest = match layout {
            Layout::Gym | Layout::Legacy => {
                let (before, after) = rest.split_at_mut(2 * agents);
                self.write_signals(before);
                after
            }
            Layout::VectorEnv => rest,
        };
        let (actions, rest) = rest.split_at_mut(2 * agents);
        for (pair, action) in actions.as_chunks_mut::<2>().0.iter_mut().zip(self.view.actions) {
            *pair = [f32::from(action.house), f32::from(action.mode as u8)];
        }
        match layout {
            Layout::Gym => rest[..12].copy_from_slice(self.view.info),
            Layout::Legacy => rest.copy_from_slice(&self.view.info[..10]),
            Layout::VectorEnv => rest[..12].copy_from_slice(&scenario_info_in_rust_order(self.view.info)),
        }
        if layout == Layout::Gym && self.two_phase {
            for (number, signal) in rest[12..].iter_mut().zip(self.view.round1) {
                *number = f32::from(*signal as u8);
            }
        }
    }

    #[expect(clippy::cast_precision_loss, reason = "learners take 32-bit floats")]
    fn write_own(&self, layout: Layout, agent: usize, out: &mut [f32]) {
        let agents = self.view.actions.len();
        match layout {
            Layout::Gym => {
                let from = out.len() - agents;
                out[from..].fill(0.0);
                out[from + agent] = 1.0;
            }
            Layout::VectorEnv => {
                let from = out.len() - 2;
                out[from] = agent as f32;
                out[from + 1] = self.view.night as f32;
            }
            Layout::Legacy => {}
        }
    }

    fn write_houses(&self, out: &mut [f32]) {
        // A house is never both; what burns counts 1, what is ruined 2.
        const STATES: [f32; 4] = [0.0, 1.0, 2.0, 2.0];
        for ((chunk, burning), ruined) in out.chunks_mut(64).zip(self.view.burning).zip(self.view.ruined) {
            let (mut burning, mut ruined) = (*burning, *ruined);
            for number in chunk {
                *number = STATES[usize::from(burning & 1 == 1) | usize::from(ruined & 1 == 1) << 1];
                burning >>= 1;
                ruined >>= 1;
            }
        }
    }

    /// Signals, then locations.
    fn write_signals(&self, out: &mut [f32]) {
        let (signals, locations) = out.split_at_mut(self.view.actions.len());
        for ((signal, location), action) in signals.iter_mut().zip(locations).zip(self.view.actions) {
            *signal = f32::from(action.signal as u8);
            *location = f32::from(action.house);
        }
    }
}
