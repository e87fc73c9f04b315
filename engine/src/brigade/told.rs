//! Nights as words of 32 bits, for those who count them elsewhere than where they are played: in another module of
//! WebAssembly, which shares no memory with the one of the games.
//!
//! A game is its town at the start, then its nights. A town is what burns, then what is in ruins, each in as many words of 64
//! bits as the ring needs, the low half of a word first. At the start it stands behind [`START`]; a night is its ending (0
//! running, 1 done, 2 truncated), the town after it, every agent's action as [`Action::to_bits`] has it, every agent's
//! reward as the bits of its 32-bit float.

use super::action::{Action, Mode};
use super::agent::Agent;
use super::error::BrigadeError;
use super::game::Game;
use super::game_options::Ending;
use super::play::Player;
use super::watch::{NightView, Town};

/// What stands before the town at the start of a game.
const START: u32 = 3;

impl<A: Agent> Player<A> {
    /// Begins the game of a seed, and tells its town.
    pub fn begin_told(&mut self, seed: u64, words: &mut Vec<u32>) {
        self.begin(seed);
        words.push(START);
        push_town(self.game(), words);
    }

    /// Plays a night, and tells it.
    ///
    /// # Errors
    /// As [`Game::step`], if an agent of one's own chooses wrongly; nothing is told then.
    pub fn play_told(&mut self, words: &mut Vec<u32>) -> Result<Ending, BrigadeError> {
        let ending = self.play_night()?;
        let game = self.game();
        words.push(match ending {
            Ending::Running => 0,
            Ending::Done => 1,
            Ending::Truncated => 2,
        });
        push_town(game, words);
        words.extend(game.last_actions().iter().map(|action| action.to_bits()));
        words.extend(game.rewards().iter().map(|reward| reward.to_bits()));
        Ok(ending)
    }
}

#[expect(clippy::cast_possible_truncation, reason = "the halves of a word")]
fn push_town(game: &Game, words: &mut Vec<u32>) {
    let (burning, ruined) = game.sets();
    for word in burning.iter().chain(ruined) {
        words.push(*word as u32);
        words.push((*word >> 32) as u32);
    }
}

/// What was told, or that there is no more.
#[derive(Debug, Clone, Copy)]
pub enum Told<'a> {
    /// A game begins.
    Start,
    /// A night of it.
    Night(NightView<'a>),
    /// No whole night follows.
    End,
}

/// Listens to nights that are told, game after game.
#[derive(Debug, Clone)]
pub struct NightReader {
    houses: u16,
    night: u32,
    before: Town,
    after: Town,
    actions: Vec<Action>,
    rewards: Vec<f32>,
}

impl NightReader {
    /// A reader of nights of so many houses and agents.
    #[must_use]
    pub fn new(houses: u16, agents: usize) -> Self {
        let set = vec![0; usize::from(houses).div_ceil(64).max(1)];
        let town = Town { burning: set.clone(), ruined: set };
        Self {
            houses,
            night: 0,
            before: town.clone(),
            after: town,
            actions: vec![Action::default(); agents],
            rewards: vec![0.0; agents],
        }
    }

    /// Reads what comes next; `words` are then those that follow it. O(agents + houses / 64).
    ///
    /// # Errors
    /// [`BrigadeError::House`] for an action at a house that does not exist.
    pub fn next<'a>(&'a mut self, words: &mut &[u32]) -> Result<Told<'a>, BrigadeError> {
        let Some((kind, rest)) = words.split_first() else { return Ok(Told::End) };
        let (town, agents) = (self.after.burning.len() * 4, self.actions.len());
        let length = if *kind == START { town } else { town + 2 * agents };
        let Some((told, rest)) = rest.split_at_checked(length) else { return Ok(Told::End) };
        *words = rest;
        std::mem::swap(&mut self.before, &mut self.after);
        let (town, acted) = told.split_at(town);
        let sets = self.after.burning.iter_mut().chain(&mut self.after.ruined);
        for (word, [low, high]) in sets.zip(town.as_chunks().0) {
            *word = u64::from(*low) | u64::from(*high) << 32;
        }
        if *kind == START {
            self.night = 0;
            return Ok(Told::Start);
        }
        self.act(acted)?;
        let ending = match kind {
            0 => Ending::Running,
            1 => Ending::Done,
            _ => Ending::Truncated,
        };
        let night = self.night;
        self.night += 1;
        Ok(Told::Night(NightView {
            night,
            houses: self.houses,
            burning_before: &self.before.burning,
            ruined_before: &self.before.ruined,
            burning: &self.after.burning,
            ruined: &self.after.ruined,
            actions: &self.actions,
            rewards: &self.rewards,
            ending,
        }))
    }

    fn act(&mut self, told: &[u32]) -> Result<(), BrigadeError> {
        let (actions, rewards) = told.split_at(self.actions.len().min(told.len()));
        for (agent, (action, bits)) in self.actions.iter_mut().zip(actions).enumerate() {
            let house = u16::try_from(bits >> 2).unwrap_or(u16::MAX);
            if house >= self.houses {
                return Err(BrigadeError::House { agent, value: i64::from(house), houses: self.houses });
            }
            *action = Action { house, mode: Mode::work_if(bits & 2 != 0), signal: Mode::work_if(bits & 1 != 0) };
        }
        for (reward, bits) in self.rewards.iter_mut().zip(rewards) {
            *reward = f32::from_bits(*bits);
        }
        Ok(())
    }
}
