//! Whole games of a team, one or millions.

use std::ops::Range;
use std::sync::Arc;

use super::action::{Action, Mode};
use super::agent::{Agent, AgentSpec, Stream, Team};
use super::catalog;
use super::error::BrigadeError;
use super::game::Game;
use super::game_options::{Ending, GameOptions};
use super::limits::NIGHTS_MAX_DEFAULT;
use super::plan::Plan;
use super::rules::RuleSet;
use super::scenario::Scenario;

/// Who plays what, under which rules; a seed makes it a game.
#[derive(Debug, Clone, PartialEq)]
pub struct Match {
    /// The scenario.
    pub scenario: Scenario,
    /// The team, in the order of seats.
    pub agents: Vec<AgentSpec>,
    /// The rules.
    pub rules: RuleSet,
    /// The cap on nights.
    pub nights_max: u32,
    /// Where the agents draw.
    pub stream: Stream,
}

impl Match {
    /// A match under the default rules, at most 100 nights, with a stream for each agent.
    #[must_use]
    pub fn new(scenario: &Scenario, agents: Vec<AgentSpec>) -> Self {
        Self {
            scenario: scenario.clone(),
            agents,
            rules: RuleSet::default(),
            nights_max: NIGHTS_MAX_DEFAULT,
            stream: Stream::default(),
        }
    }

    /// A match by the names of its parts, as commands and SQL give them: a built-in scenario, agents joined by commas in
    /// the order of their seats (blanks around a name do not count), and a rule set. At most 100 nights, a stream for each
    /// agent.
    ///
    /// # Errors
    /// [`BrigadeError::Unknown`] for a name nobody knows, with the nearest one; as [`Player::new`] for a team that the
    /// scenario does not allow.
    pub fn named(scenario: &str, agents: &str, rules: &str) -> Result<Self, BrigadeError> {
        let agents = agents.split(',').map(|name| name.trim().parse()).collect::<Result<Vec<AgentSpec>, _>>()?;
        let play = Self { rules: rules.parse()?, ..Self::new(catalog::scenario(scenario)?, agents) };
        Player::new(&play)?;
        Ok(play)
    }

    fn options(&self, seed: u64) -> GameOptions {
        GameOptions { rules: self.rules, seed, nights_max: self.nights_max }
    }
}

/// What a finished game came to. Lists have one entry per agent.
#[derive(Debug, Clone, PartialEq)]
pub struct GameSummary {
    /// Its seed.
    pub seed: u64,
    /// How many nights were played.
    pub nights: u32,
    /// How it ended.
    pub ending: Ending,
    /// Safe, burning and ruined houses at the end.
    pub houses: [u32; 3],
    /// The sums of the nightly rewards, in 32 bits as they are paid.
    pub scores: Vec<f32>,
    /// Nights of work.
    pub worked: Vec<u32>,
    /// Nights with a signal that was not the mode.
    pub lied: Vec<u32>,
}

impl Default for GameSummary {
    /// A summary of nothing, to be filled by [`Player::play_into`].
    fn default() -> Self {
        let (scores, worked, lied) = (Vec::new(), Vec::new(), Vec::new());
        Self { seed: 0, nights: 0, ending: Ending::Running, houses: [0; 3], scores, worked, lied }
    }
}

impl GameSummary {
    /// The sum of all scores.
    #[must_use]
    pub fn team_score(&self) -> f64 {
        self.scores.iter().map(|score| f64::from(*score)).sum()
    }

    fn begin(&mut self, seed: u64, seats: usize) {
        self.seed = seed;
        self.scores.clear();
        self.scores.resize(seats, 0.0);
        for counts in [&mut self.worked, &mut self.lied] {
            counts.clear();
            counts.resize(seats, 0);
        }
    }

    /// Adds the night just played.
    #[inline]
    fn add(&mut self, game: &Game) {
        for (score, reward) in self.scores.iter_mut().zip(game.rewards()) {
            *score += reward;
        }
        let counts = self.worked.iter_mut().zip(&mut self.lied);
        for ((worked, lied), action) in counts.zip(game.last_actions()) {
            *worked = worked.wrapping_add(action.mode as u32);
            *lied = lied.wrapping_add(u32::from(action.mode != action.signal));
        }
    }

    /// The team's score divided by the nights played.
    #[must_use]
    pub fn team_score_per_night(&self) -> f64 {
        self.team_score() / f64::from(self.nights.max(1))
    }
}

/// Plays one match again and again, without building anything anew.
#[derive(Debug)]
pub struct Player<A> {
    game: Game,
    team: Team<A>,
}

impl Player<Box<dyn Agent>> {
    /// A player of a match.
    ///
    /// # Errors
    /// As [`Game::new`] and [`AgentSpec::build`].
    pub fn new(play: &Match) -> Result<Self, BrigadeError> {
        let plan = Arc::new(Plan::new(&play.scenario, play.agents.len(), play.rules)?);
        Self::of_plan(play, plan)
    }

    pub(super) fn of_plan(play: &Match, plan: Arc<Plan>) -> Result<Self, BrigadeError> {
        let agents = play.agents.iter().map(AgentSpec::build).collect::<Result<Vec<_>, _>>()?;
        Ok(Self { game: Game::of_plan(plan, play.options(0))?, team: Team::new(agents, play.stream) })
    }
}

impl<A: Agent> Player<A> {
    /// A player of a team of one's own agents.
    ///
    /// # Errors
    /// As [`Game::new`].
    pub fn with_team(
        scenario: &Scenario,
        agents: Vec<A>,
        stream: Stream,
        options: GameOptions,
    ) -> Result<Self, BrigadeError> {
        let game = Game::new(scenario, agents.len(), options)?;
        Ok(Self { game, team: Team::new(agents, stream) })
    }

    /// Plays the game of a seed to its end.
    ///
    /// # Errors
    /// As [`Game::step`], if an agent of one's own chooses wrongly.
    pub fn play(&mut self, seed: u64) -> Result<GameSummary, BrigadeError> {
        self.play_watched(seed, |_, _, _| {})
    }

    /// [`Player::play`] into a summary that is used again: allocates nothing once the summary was that of such a game.
    ///
    /// # Errors
    /// As [`Player::play`]; the summary is then worth nothing.
    pub fn play_into(&mut self, seed: u64, summary: &mut GameSummary) -> Result<(), BrigadeError> {
        self.play_watched_into(seed, summary, |_, _, _| {})
    }

    /// Plays the game of a seed, and shows each night after it was played: the game, the chosen actions (before they
    /// were sanitised) and the first-round signals.
    ///
    /// # Errors
    /// As [`Player::play`].
    pub fn play_watched(
        &mut self,
        seed: u64,
        watch: impl FnMut(&Game, &[Action], &[Mode]),
    ) -> Result<GameSummary, BrigadeError> {
        let mut summary = GameSummary::default();
        self.play_watched_into(seed, &mut summary, watch)?;
        Ok(summary)
    }

    fn play_watched_into(
        &mut self,
        seed: u64,
        summary: &mut GameSummary,
        mut watch: impl FnMut(&Game, &[Action], &[Mode]),
    ) -> Result<(), BrigadeError> {
        self.begin(seed);
        summary.begin(seed, self.game.num_agents());
        while self.game.ending() == Ending::Running {
            self.team.play_night(&mut self.game)?;
            summary.add(&self.game);
            watch(&self.game, self.team.actions(), self.team.round1());
        }
        let game = &self.game;
        (summary.nights, summary.ending, summary.houses) = (game.night(), game.ending(), game.counts());
        Ok(())
    }

    /// Begins the game of a seed.
    pub(super) fn begin(&mut self, seed: u64) {
        self.game.reset_with_seed(seed);
        self.team.begin(seed);
    }

    /// Lets everybody act once.
    #[inline]
    pub(super) fn play_night(&mut self) -> Result<Ending, BrigadeError> {
        self.team.play_night(&mut self.game)
    }

    /// The game as the last call left it.
    #[must_use]
    pub fn game(&self) -> &Game {
        &self.game
    }
}

/// How many games one task plays before another may take over. Sums over games are formed part by part, each of so many.
pub const GAMES_PER_PART: u64 = 256;

/// Plays the games of all seeds and returns what `each` makes of them, in the order of the seeds. With the feature
/// `rayon` the games are spread over its threads; the result does not depend on their number. O(games) memory for the
/// results only.
///
/// # Errors
/// As [`Player::new`].
pub fn play_games<T, F>(play: &Match, seeds: Range<u64>, each: F) -> Result<Vec<T>, BrigadeError>
where
    T: Send,
    F: Fn(GameSummary) -> T + Sync,
{
    let part = |player: &mut Player<Box<dyn Agent>>, seeds: Range<u64>| {
        seeds.map(|seed| player.play(seed).map(&each)).collect::<Result<Vec<T>, _>>()
    };
    Ok(play_parts(play, seeds, part)?.into_iter().flatten().collect())
}

/// Cuts the seeds into parts of a fixed size and returns what `part` makes of each, in order: so sums that are formed
/// part by part do not depend on the number of threads.
///
/// # Errors
/// As [`Player::new`], and what `part` returns.
pub(super) fn play_parts<T, F>(play: &Match, seeds: Range<u64>, part: F) -> Result<Vec<T>, BrigadeError>
where
    T: Send,
    F: Fn(&mut Player<Box<dyn Agent>>, Range<u64>) -> Result<T, BrigadeError> + Sync,
{
    let plan = Arc::new(Plan::new(&play.scenario, play.agents.len(), play.rules)?);
    let tasks = seeds.end.saturating_sub(seeds.start).div_ceil(GAMES_PER_PART);
    let task = |index: u64| {
        let first = seeds.start + index * GAMES_PER_PART;
        let last = first.saturating_add(GAMES_PER_PART).min(seeds.end);
        part(&mut Player::of_plan(play, Arc::clone(&plan))?, first..last)
    };
    // A match that cannot be played is refused even if there is no game to play.
    Player::of_plan(play, Arc::clone(&plan))?;
    run_tasks(tasks, task)
}

#[cfg(feature = "rayon")]
pub(super) fn run_tasks<T: Send>(
    tasks: u64,
    task: impl Fn(u64) -> Result<T, BrigadeError> + Sync,
) -> Result<Vec<T>, BrigadeError> {
    use rayon::iter::{IntoParallelIterator, ParallelIterator};
    // Collected in the order of tasks, whichever thread ran them.
    let parts: Vec<_> =
        (0..usize::try_from(tasks).unwrap_or(usize::MAX)).into_par_iter().map(|index| task(index as u64)).collect();
    parts.into_iter().collect()
}

#[cfg(not(feature = "rayon"))]
pub(super) fn run_tasks<T: Send>(
    tasks: u64,
    task: impl Fn(u64) -> Result<T, BrigadeError> + Sync,
) -> Result<Vec<T>, BrigadeError> {
    (0..tasks).map(task).collect()
}

/// Plays the games of all seeds; see [`play_games`].
///
/// # Errors
/// As [`play_games`].
pub fn simulate(play: &Match, seeds: Range<u64>) -> Result<Vec<GameSummary>, BrigadeError> {
    play_games(play, seeds, |summary| summary)
}
