//! What the counts say: shares, help, honesty, centrality.

use super::counts::CooperationCounts;
use super::information::{SignalTable, float};
use super::matrix::HelpMatrix;
use crate::brigade::error::BrigadeError;

/// What one agent did for another, over all games.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct HelpEdge {
    /// The seat that worked.
    pub from: usize,
    /// The seat whose houses it worked on; the same seat for its own houses.
    pub to: usize,
    /// Nights of work on houses of `to`, burning or not.
    pub worked: u64,
    /// Of them at houses that burned when `from` chose.
    pub helped: u64,
    /// Of the helped, nights after which the house was safe.
    pub saved: u64,
    /// Of the helped, nights in which a house of `from`'s own burned too.
    pub at_own_risk: u64,
    /// What the helped nights cost `from`: work and way.
    pub cost: f64,
    /// What resting in the helped nights would have brought it.
    pub rest_forgone: f64,
}

/// How shares of rewards are formed; one for all agents of a network.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum RewardBasis {
    /// Of the rewards themselves: none is negative.
    Reward,
    /// Of what an agent got above the one who got least, because some rewards are negative and have no shares.
    AboveLeast,
}

/// One agent in the network. Sums are over all games.
#[derive(Debug, Clone, PartialEq)]
pub struct AgentCooperation {
    /// The seat.
    pub agent: usize,
    /// The sum of its rewards.
    pub reward: f64,
    /// Its share of all rewards, as [`CooperationNetwork::reward_basis`] says; the same for all if there is nothing to
    /// share.
    pub reward_share: f64,
    /// Nights it worked.
    pub worked: u64,
    /// Its share of all nights of work; the same for all if nobody worked.
    pub work_share: f64,
    /// Reward share minus work share, −1 to 1: above 0 it gets more than it contributes.
    pub free_rider_index: f64,
    /// What its work cost it.
    pub work_cost: f64,
    /// Nights it helped others.
    pub helped: u64,
    /// How often others helped it.
    pub was_helped: u64,
    /// The share of its help that those it helped returned; `None` if it helped nobody.
    pub reciprocity: Option<f64>,
    /// How central it is among helpers; all agents' sum to 1.
    pub centrality_given: f64,
    /// How central it is among those who are helped; all agents' sum to 1.
    pub centrality_received: f64,
    /// How often which signal went with which deed.
    pub signals: SignalTable,
}

/// Who works for whom.
#[derive(Debug, Clone, PartialEq)]
pub struct CooperationNetwork {
    /// How many games were counted.
    pub games: u64,
    /// How many nights.
    pub nights: u64,
    /// In the order of seats.
    pub agents: Vec<AgentCooperation>,
    /// Every pair of seats with any work, ordered by `from`, then `to`.
    pub edges: Vec<HelpEdge>,
    /// How `reward_share` is formed.
    pub reward_basis: RewardBasis,
    /// The share of all help that is returned; `None` if nobody helped.
    pub reciprocity: Option<f64>,
    /// Signals of all agents together.
    pub signals: SignalTable,
}

pub(super) fn measure(counts: &CooperationCounts) -> Result<CooperationNetwork, BrigadeError> {
    let edges = edges(counts);
    let matrix =
        HelpMatrix::new(counts.seats.len(), edges.iter().map(|edge| (edge.from, edge.to, float(edge.helped))))?;
    let (given, received) = (matrix.centrality_given()?, matrix.centrality_received()?);
    let rewards: Vec<f64> = counts.seats.iter().map(|seat| seat.reward).collect();
    let work: Vec<f64> = counts.seats.iter().map(|seat| float(seat.worked)).collect();
    let (reward_basis, shared) = free_riders(&rewards, &work)?;
    let helped = |count: &dyn Fn(&HelpEdge) -> bool| {
        edges.iter().filter(|edge| edge.from != edge.to && count(edge)).map(|edge| edge.helped).sum()
    };
    let mut signals = SignalTable::default();
    counts.seats.iter().for_each(|seat| signals.merge(&seat.signals));
    let agent = |(agent, seat): (usize, &super::counts::SeatCounts)| AgentCooperation {
        agent,
        reward: seat.reward,
        reward_share: shared[agent].reward_share,
        worked: seat.worked,
        work_share: shared[agent].work_share,
        free_rider_index: shared[agent].index,
        work_cost: seat.work_cost,
        helped: helped(&|edge| edge.from == agent),
        was_helped: helped(&|edge| edge.to == agent),
        reciprocity: matrix.reciprocity_of(agent),
        centrality_given: given[agent],
        centrality_received: received[agent],
        signals: seat.signals,
    };
    Ok(CooperationNetwork {
        games: counts.games,
        nights: counts.nights,
        agents: counts.seats.iter().enumerate().map(agent).collect(),
        reward_basis,
        reciprocity: matrix.reciprocity(),
        signals,
        edges,
    })
}

/// What an agent gets beside what it gives.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct FreeRider {
    /// Its share of all rewards, as the [`RewardBasis`] says; the same for all if there is nothing to share.
    pub reward_share: f64,
    /// Its share of all work; the same for all if nobody worked.
    pub work_share: f64,
    /// Reward share minus work share, −1 to 1: above 0 it gets more than it contributes.
    pub index: f64,
}

/// Who gets more than it gives, from each agent's rewards and its work, however that is counted. O(agents).
///
/// # Errors
/// [`BrigadeError::Count`] for lists of different length, [`BrigadeError::Parameter`] for a reward that is not finite or
/// work that is negative or not finite.
pub fn free_riders(rewards: &[f64], work: &[f64]) -> Result<(RewardBasis, Vec<FreeRider>), BrigadeError> {
    BrigadeError::expect_count("work", rewards.len(), work.len())?;
    if let Some(value) = rewards.iter().find(|value| !value.is_finite()) {
        return Err(BrigadeError::Parameter { field: "reward", value: *value, allowed: "finite" });
    }
    if let Some(value) = work.iter().find(|value| !(value.is_finite() && **value >= 0.0)) {
        return Err(BrigadeError::Parameter { field: "work", value: *value, allowed: "finite and 0 or more" });
    }
    let (basis, reward_shares) = reward_shares(rewards);
    let agent = |(reward_share, work_share)| FreeRider { reward_share, work_share, index: reward_share - work_share };
    Ok((basis, reward_shares.into_iter().zip(shares(work)).map(agent).collect()))
}

fn edges(counts: &CooperationCounts) -> Vec<HelpEdge> {
    let agents = counts.seats.len();
    let edge = |(index, pair): (usize, &super::counts::PairCounts)| HelpEdge {
        from: index / agents,
        to: index % agents,
        worked: pair.worked,
        helped: pair.helped,
        saved: pair.saved,
        at_own_risk: pair.at_own_risk,
        cost: pair.cost,
        rest_forgone: pair.rest_forgone,
    };
    counts.pairs.iter().enumerate().map(edge).filter(|edge| edge.worked > 0).collect()
}

fn reward_shares(rewards: &[f64]) -> (RewardBasis, Vec<f64>) {
    let least = rewards.iter().copied().fold(f64::INFINITY, f64::min);
    if least >= 0.0 {
        return (RewardBasis::Reward, shares(rewards));
    }
    let above: Vec<f64> = rewards.iter().map(|reward| reward - least).collect();
    (RewardBasis::AboveLeast, shares(&above))
}

/// Parts of their sum; the same for all if that is 0.
#[expect(clippy::cast_precision_loss, reason = "a double counts them")]
fn shares(parts: &[f64]) -> Vec<f64> {
    let total: f64 = parts.iter().sum();
    let even = 1.0 / parts.len().max(1) as f64;
    parts.iter().map(|part| if total > 0.0 { part / total } else { even }).collect()
}

#[cfg(test)]
mod tests {
    use super::{RewardBasis, free_riders, reward_shares};

    #[test]
    fn who_works_little_and_gets_much_rides_free() {
        let (basis, agents) = free_riders(&[6.0, 2.0], &[1.0, 3.0]).unwrap();
        assert_eq!((basis, agents[0].index, agents[1].index), (RewardBasis::Reward, 0.5, -0.5));
        assert!(free_riders(&[1.0], &[]).is_err());
        assert!(free_riders(&[1.0], &[-1.0]).is_err());
        assert!(free_riders(&[f64::NAN], &[1.0]).is_err());
    }

    #[test]
    fn shares_of_losses_are_formed_above_the_least() {
        assert_eq!(reward_shares(&[3.0, 1.0]), (RewardBasis::Reward, vec![0.75, 0.25]));
        assert_eq!(reward_shares(&[-4.0, -1.0, -3.0]), (RewardBasis::AboveLeast, vec![0.0, 0.75, 0.25]));
        assert_eq!(reward_shares(&[-4.0, -4.0]), (RewardBasis::AboveLeast, vec![0.5, 0.5]));
    }
}
