//! A tournament added up from its games' scores, wherever they were played.

use super::error::BrigadeError;
use super::ranking::{Estimate, TeamSums, fit};
use super::tournament::{Standing, TeamOutcome, TournamentReport};

/// What one seat added up.
#[derive(Debug, Clone, Copy, Default)]
struct SeatSums {
    score: f64,
    wins: f64,
    seats: u64,
}

/// The sums of a tournament in one scenario. Teams are added in the order in which they are to stand in the report, each
/// with all its games in the order of their seeds: then the report is the same to the last bit, whoever played them.
#[derive(Debug, Clone)]
pub struct TournamentTally {
    seats: Vec<SeatSums>,
    outcomes: Vec<TeamOutcome>,
    sums: Vec<TeamSums>,
}

impl TournamentTally {
    /// Nothing played yet, by a pool of so many agents.
    #[must_use]
    #[inline]
    pub fn new(pool: usize) -> Self {
        Self { seats: vec![SeatSums::default(); pool], outcomes: Vec::new(), sums: Vec::new() }
    }

    /// Adds all games of a team: for each game the scores by seat. `members` are the seats, as indices into the pool.
    /// O(games · seats).
    ///
    /// # Errors
    /// [`BrigadeError::Range`] for a member that is not in the pool, [`BrigadeError::Count`] for a game with another
    /// number of seats. Nothing was added then.
    pub fn add<'a>(
        &mut self,
        members: &[usize],
        games: impl IntoIterator<Item = &'a [f32]> + Clone,
    ) -> Result<(), BrigadeError> {
        let whole = |number: usize| i64::try_from(number).unwrap_or(i64::MAX);
        if let Some(member) = members.iter().find(|member| **member >= self.seats.len()) {
            let most = whole(self.seats.len()) - 1;
            return Err(BrigadeError::Range { field: "member", value: whole(*member), least: 0, most });
        }
        games
            .clone()
            .into_iter()
            .try_for_each(|game| BrigadeError::expect_count("seats", members.len(), game.len()))?;
        let mut scores = Vec::new();
        for game in games {
            scores.push(game.iter().map(|score| f64::from(*score)).sum::<f64>());
            count_seats(game, members, &mut self.seats);
        }
        self.outcomes.push(TeamOutcome { members: members.to_vec(), score: Estimate::of(&scores) });
        self.sums.push(TeamSums {
            members: members.to_vec(),
            games: to_float(scores.len() as u64),
            sum: scores.iter().sum(),
            squares: scores.iter().map(|score| score * score).sum(),
        });
        Ok(())
    }

    /// How the agents stand. `labels` name the pool. O(teams · seats² + pool³).
    ///
    /// # Errors
    /// [`BrigadeError::Count`] unless there is one label for each agent of the pool, [`BrigadeError::Parameter`] for
    /// scores that are not finite.
    pub fn report<S: AsRef<str>>(self, labels: &[S]) -> Result<TournamentReport, BrigadeError> {
        BrigadeError::expect_count("labels", self.seats.len(), labels.len())?;
        let fit = fit(self.seats.len(), &self.sums)?;
        let mut standings: Vec<Standing> = Vec::with_capacity(labels.len());
        for (agent, ((skill, sums), label)) in fit.agents.iter().zip(&self.seats).zip(labels).enumerate() {
            let standing = Standing {
                agent,
                label: label.as_ref().to_owned(),
                skill: *skill,
                own_score: sums.score / to_float(sums.seats.max(1)),
                win_rate: sums.wins / to_float(sums.seats.max(1)),
                seats: sums.seats,
            };
            // Behind all that are as good. The fit took pool³ steps, and a sort is a lot of code for a page to load.
            let place = standings.partition_point(|other| other.skill.mean.total_cmp(&skill.mean).is_ge());
            standings.insert(place, standing);
        }
        Ok(TournamentReport { teams: self.outcomes, standings, intercept: fit.intercept })
    }
}

#[inline]
fn count_seats(scores: &[f32], members: &[usize], seats: &mut [SeatSums]) {
    let best = scores.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    let is_best = |score: f32| score.total_cmp(&best).is_eq();
    let winners = scores.iter().filter(|score| is_best(**score)).count();
    for (member, score) in members.iter().zip(scores) {
        let Some(sums) = seats.get_mut(*member) else { continue };
        sums.score += f64::from(*score);
        sums.wins += if is_best(*score) { 1.0 / to_float(winners as u64) } else { 0.0 };
        sums.seats += 1;
    }
}

#[expect(clippy::cast_precision_loss, reason = "counts of games")]
fn to_float(number: u64) -> f64 {
    number as f64
}
