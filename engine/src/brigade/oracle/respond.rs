//! The best answer to mixtures: of the pool, or bred.

use super::cells::Cells;
use super::options::{Oracle, Symmetry};
use crate::brigade::agent::{AgentSpec, HeuristicKind};
use crate::brigade::error::BrigadeError;
use crate::brigade::evolution::{EvolutionOptions, search};
use crate::brigade::rng::Pcg64;

/// Choices of one player with their probabilities.
pub(super) type Mixture = Vec<(usize, f64)>;

/// All profiles of players who mix, `focal` in its seat, with their probabilities.
pub(super) fn profiles(mixtures: &[Mixture], focal: (usize, usize)) -> Vec<(Vec<usize>, f64)> {
    let mut all = vec![(Vec::new(), 1.0)];
    for (seat, mixture) in mixtures.iter().enumerate() {
        let own = vec![(focal.1, 1.0)];
        let choices = if seat == focal.0 { &own } else { mixture };
        let with = |(profile, weight): &(Vec<usize>, f64)| {
            let (profile, weight) = (profile.clone(), *weight);
            choices.iter().map(move |(choice, share)| ([&profile[..], &[*choice]].concat(), weight * share))
        };
        all = all.iter().flat_map(with).collect();
    }
    all
}

/// What each of the pool would be worth in a seat; `mixtures` has one for each seat.
pub(super) fn worth_of_pool(
    cells: &mut Cells<'_>,
    pool: &[AgentSpec],
    mixtures: &[Mixture],
    seat: usize,
) -> Result<Vec<f64>, BrigadeError> {
    let needed: Vec<Vec<(Vec<usize>, f64)>> = (0..pool.len()).map(|agent| profiles(mixtures, (seat, agent))).collect();
    cells.play(pool, needed.iter().flatten().map(|(profile, _)| profile.clone()))?;
    let worth = |cases: &Vec<(Vec<usize>, f64)>| {
        cases.iter().map(|(profile, weight)| weight * cells.payoff(profile, seat)).sum()
    };
    Ok(needed.iter().map(worth).collect())
}

/// Breeds an answer for a seat. Its partners are drawn from their mixtures, game by game the same for all it is compared
/// with; in a symmetric game it takes the seats in turn.
pub(super) fn breed(
    oracle: &Oracle,
    cells: &Cells<'_>,
    pool: &[AgentSpec],
    mixtures: &[Mixture],
    seat: usize,
    options: &EvolutionOptions,
) -> Result<AgentSpec, BrigadeError> {
    let spec = |vector: &[f64; 10]| AgentSpec::Vector { heuristic: HeuristicKind::Full, parameters: *vector };
    let options = EvolutionOptions { seed: oracle.seed, ..*options };
    let report = search(
        &options,
        |_, _| {},
        |vector, seeds| {
            let mut scores = Vec::new();
            for seed in seeds {
                let turn = match oracle.symmetry {
                    Symmetry::Symmetric => usize::try_from(seed % oracle.seats as u64).unwrap_or(0),
                    Symmetry::Heterogeneous => seat,
                };
                let mut draws = Pcg64::new(seed ^ PARTNERS);
                let mut agents: Vec<AgentSpec> =
                    mixtures.iter().map(|mixture| pool[drawn(mixture, draws.next_f64())].clone()).collect();
                agents[turn] = spec(vector);
                let game = cells.player(agents)?.play(seed)?;
                scores.push(game.scores.get(turn).map_or(0.0, |score| f64::from(*score)));
            }
            Ok(scores)
        },
    )?;
    Ok(spec(&report.vector))
}

/// Partners are drawn from a stream of their own.
const PARTNERS: u64 = 0x7061_7274_6E65_7273;

fn drawn(mixture: &Mixture, uniform: f64) -> usize {
    let mut passed = 0.0;
    for (choice, share) in mixture {
        passed += share;
        if uniform < passed {
            return *choice;
        }
    }
    mixture.last().map_or(0, |(choice, _)| *choice)
}
