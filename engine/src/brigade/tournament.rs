//! Mixed teams of a pool against the fires: who is good to have, measured with common random numbers.
//!
//! Every team plays the same seeds, and with [`Stream::PerAgent`] every seat has its own luck: what differs between two
//! teams is the teams.

use super::agent::{AgentSpec, Stream};
use super::error::BrigadeError;
use super::limits::AGENTS_MAX;
use super::play::{Match, play_games};
use super::ranking::Estimate;
use super::rng::Pcg64;
use super::rules::RuleSet;
use super::scenario::Scenario;
use super::tournament_tally::TournamentTally;

/// The most teams of a tournament.
pub const TEAMS_MAX: usize = 100_000;

/// Which teams play.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Design {
    /// Every team once, an agent may have several seats: all multisets of the pool, in order.
    RoundRobin,
    /// So many teams, every seat drawn from the pool on its own.
    Random {
        /// How many.
        teams: usize,
    },
}

/// A tournament.
#[derive(Debug, Clone, PartialEq)]
pub struct Tournament {
    /// What is played.
    pub scenario: Scenario,
    /// Who plays.
    pub pool: Vec<AgentSpec>,
    /// Seats of a team.
    pub team_size: usize,
    /// The rules.
    pub rules: RuleSet,
    /// The cap on nights.
    pub nights_max: u32,
    /// Which teams.
    pub design: Design,
    /// How many games each team plays: the seeds `seed..seed + games`.
    pub games: u64,
    /// The first seed; the random design is drawn from it too.
    pub seed: u64,
}

/// One team's outcome.
#[derive(Debug, Clone, PartialEq)]
pub struct TeamOutcome {
    /// The seats, as indices into the pool.
    pub members: Vec<usize>,
    /// The mean of the team's score over its games, with the interval of that mean.
    pub score: Estimate,
}

/// One agent's standing.
#[derive(Debug, Clone, PartialEq)]
pub struct Standing {
    /// The index in the pool.
    pub agent: usize,
    /// Its name.
    pub label: String,
    /// What its presence adds to the team's score, by Bayesian ridge regression over all games.
    pub skill: Estimate,
    /// Its own mean score per seat and game.
    pub own_score: f64,
    /// The share of its seats whose own score is the highest of the team; a tie of k counts 1/k each.
    pub win_rate: f64,
    /// How many seats it had, over all games.
    pub seats: u64,
}

/// What a tournament came to.
#[derive(Debug, Clone, PartialEq)]
pub struct TournamentReport {
    /// In the order they played.
    pub teams: Vec<TeamOutcome>,
    /// The best skill first; ties by the order of the pool.
    pub standings: Vec<Standing>,
    /// What the model expects of a team without any skill.
    pub intercept: Estimate,
}

impl Tournament {
    /// Plays it. With the feature `rayon` on all threads; the result does not depend on their number.
    ///
    /// # Errors
    /// As [`play_games`]; [`BrigadeError::Range`] for an empty pool, no seats, no games or more than [`TEAMS_MAX`]
    /// teams.
    pub fn run(&self) -> Result<TournamentReport, BrigadeError> {
        self.run_watched(|_, _| {})
    }

    /// [`Tournament::run`], telling after each team how many have played, and of how many.
    ///
    /// # Errors
    /// As [`Tournament::run`].
    pub fn run_watched(&self, mut watch: impl FnMut(usize, usize)) -> Result<TournamentReport, BrigadeError> {
        let teams = self.teams()?;
        let all = teams.len();
        let mut tally = TournamentTally::new(self.pool.len());
        for (played, members) in teams.iter().enumerate() {
            let play = Match {
                scenario: self.scenario.clone(),
                agents: members.iter().map(|member| self.pool[*member].clone()).collect(),
                rules: self.rules,
                nights_max: self.nights_max,
                stream: Stream::PerAgent,
            };
            let games = play_games(&play, self.seed..self.seed.saturating_add(self.games), |game| game.scores)?;
            tally.add(members, games.iter().map(Vec::as_slice))?;
            watch(played + 1, all);
        }
        let labels: Vec<&str> = self.pool.iter().map(AgentSpec::label).collect();
        tally.report(&labels)
    }

    /// Which teams play, in order, as indices into the pool.
    ///
    /// # Errors
    /// [`BrigadeError::Range`], as [`Tournament::run`].
    pub fn teams(&self) -> Result<Vec<Vec<usize>>, BrigadeError> {
        self.design.teams(self.pool.len(), self.team_size, self.games, self.seed)
    }
}

impl Design {
    /// The teams of a design over a pool of so many agents, in order, as indices into the pool.
    ///
    /// # Errors
    /// [`BrigadeError::Range`] for an empty pool, no seats, no games or more than [`TEAMS_MAX`] teams.
    #[inline]
    pub fn teams(self, pool: usize, team_size: usize, games: u64, seed: u64) -> Result<Vec<Vec<usize>>, BrigadeError> {
        let check = |field, value: usize, most: usize| {
            let whole = |number: usize| i64::try_from(number).unwrap_or(i64::MAX);
            let wrong = BrigadeError::Range { field, value: whole(value), least: 1, most: whole(most) };
            if (1..=most).contains(&value) { Ok(()) } else { Err(wrong) }
        };
        check("pool", pool, TEAMS_MAX)?;
        check("team_size", team_size, AGENTS_MAX)?;
        check("games", usize::try_from(games).unwrap_or(usize::MAX), usize::MAX >> 1)?;
        match self {
            Design::Random { teams } => {
                check("teams", teams, TEAMS_MAX)?;
                let mut draws = Pcg64::new(seed);
                let mut seat = || usize::try_from(draws.next_below(pool as u64)).unwrap_or(0);
                Ok((0..teams).map(|_| (0..team_size).map(|_| seat()).collect()).collect())
            }
            Design::RoundRobin => {
                let mut teams = vec![vec![0; team_size]];
                while let Some(next) = next_multiset(teams.last().map_or(&[], Vec::as_slice), pool) {
                    teams.push(next);
                    check("teams", teams.len(), TEAMS_MAX)?;
                }
                Ok(teams)
            }
        }
    }
}

/// The next non-falling sequence over `0..pool` of the same length.
#[inline]
fn next_multiset(team: &[usize], pool: usize) -> Option<Vec<usize>> {
    let place = team.iter().rposition(|member| member + 1 < pool)?;
    let mut next = team.to_vec();
    let member = team[place] + 1;
    next[place..].fill(member);
    Some(next)
}

/// The mean difference of the team's score if `seat` is filled by `one` instead of by `other`, over the same seeds; with
/// its 95 % interval. Positive: `one` is better to have.
///
/// # Errors
/// As [`play_games`]; [`BrigadeError::Range`] for a seat the team does not have.
pub fn compare(
    play: &Match,
    seat: usize,
    one: &AgentSpec,
    other: &AgentSpec,
    seeds: std::ops::Range<u64>,
) -> Result<Estimate, BrigadeError> {
    let scores = |agent: &AgentSpec| {
        let mut play = play.clone();
        let seats = i64::try_from(play.agents.len()).unwrap_or(i64::MAX);
        let value = i64::try_from(seat).unwrap_or(i64::MAX);
        let wrong = BrigadeError::Range { field: "seat", value, least: 0, most: seats - 1 };
        *play.agents.get_mut(seat).ok_or(wrong)? = agent.clone();
        play_games(&play, seeds.clone(), |game| game.team_score())
    };
    let differences: Vec<f64> = scores(one)?.iter().zip(scores(other)?).map(|(one, other)| one - other).collect();
    Ok(Estimate::of(&differences))
}
