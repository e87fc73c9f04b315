//! The interaction of every pair of jokers, from scoring.

#[cfg(feature = "rayon")]
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::contexts::{Archetype, contexts, seasoned};
use super::significance::{Sample, p_value, stratified};
use super::team::log_value;
use crate::balatro::error::BalatroError;
use crate::balatro::model::joker::{Joker, JokerKind};
use crate::balatro::model::state::{Hand, Luck};
use crate::balatro::score::scene::Given;
use crate::balatro::search::budget::{Budget, NODES_MAX};
use crate::balatro::search::problem::{Freedom, Search};
use crate::brigade::Pcg64;
use crate::mining::statistics::{NORMAL_95, benjamini_hochberg};
use crate::sort;

/// Jokers beside the pair: teams are of five.
const OTHERS: usize = 3;

/// How many archetypes there are.
const ARCHETYPES: usize = 5;

/// How pairs are sampled.
#[derive(Debug, Clone, PartialEq)]
pub struct SynergyOptions {
    /// The kinds to pair, and to fill teams with; all 150 where empty.
    pub kinds: Vec<JokerKind>,
    /// Only these pairs of them; all where empty. q-values are taken over the pairs that are sampled.
    pub pairs: Vec<(JokerKind, JokerKind)>,
    /// Contexts of each archetype; each gives every pair one sample of two antithetic teams.
    pub contexts: u32,
    /// The seed of contexts and teams.
    pub seed: u64,
    /// The false discovery rate at which a pair counts as a synergy.
    pub false_discovery_max: f64,
}

impl Default for SynergyOptions {
    fn default() -> Self {
        Self { kinds: Vec::new(), pairs: Vec::new(), contexts: 16, seed: 0, false_discovery_max: 0.05 }
    }
}

/// What two jokers are to each other.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PairSynergy {
    /// The first, in the catalog's order.
    pub one: JokerKind,
    /// The second.
    pub other: JokerKind,
    /// The Shapley interaction index of log score over teams of five: above 0 they are worth more together.
    pub interaction: f64,
    /// The 95 % interval.
    pub low: f64,
    /// Its upper end.
    pub high: f64,
    /// Two-sided p of no interaction.
    pub p: f64,
    /// The false discovery rate over all pairs (Benjamini and Hochberg).
    pub q: f64,
    /// Whether the interval excludes 0 and q is small enough.
    pub significant: bool,
    /// The interaction in each archetype, in the order of [`Archetype::ALL`].
    pub by_archetype: [f64; ARCHETYPES],
    /// Samples, each of two antithetic teams.
    pub samples: u32,
}

/// All pairs.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SynergyReport {
    /// Every pair that was asked for, in the catalog's order.
    pub pairs: Vec<PairSynergy>,
    /// Best orders searched.
    pub evaluations: u64,
    /// Whether all pairs were sampled; without it the rest are missing.
    pub complete: bool,
}

/// Estimates the interaction of every pair.
///
/// I = E[v(S+ij) − v(S+i) − v(S+j) + v(S)] where v is the logarithm of the best score over orders, and S is drawn
/// from three other jokers with every size from 0 to 3 equally likely: the random form of the Shapley interaction
/// index for teams of five. Each draw is taken together with its complement among the three (antithetic). All pairs
/// see the same contexts, stratified by archetype. Counters of growing jokers are those of the middle of a run.
///
/// `progress` hears how many of how many pairs are done, from any thread, and ends the sampling with `false`.
/// O(pairs · contexts) order searches, eight each; the same result with any number of threads.
///
/// # Errors
/// [`BalatroError::Count`] for fewer than five kinds, [`BalatroError::Number`] for fewer than two contexts,
/// [`BalatroError::Unknown`] for a pair of which one is not among the kinds.
pub fn pair_synergies(
    options: &SynergyOptions,
    progress: &(dyn Fn(usize, usize) -> bool + Sync),
) -> Result<SynergyReport, BalatroError> {
    let mut kinds = options.kinds.clone();
    if kinds.is_empty() {
        kinds = JokerKind::all().collect();
    }
    sort::ascending(&mut kinds);
    kinds.dedup();
    if kinds.len() < OTHERS + 2 {
        return Err(BalatroError::Count { what: "kinds", found: kinds.len(), least: OTHERS + 2, most: 150 });
    }
    if options.contexts < 2 {
        let value = f64::from(options.contexts);
        return Err(BalatroError::Number { field: "contexts", value, allowed: "at least 2" });
    }
    let stage = Stage::new(&kinds, options);
    let pairs = wanted_pairs(&kinds, &options.pairs)?;
    let sampled = sample_all(&stage, &pairs, progress);
    let evaluations = (stage.contexts.len() as u64) * (8 * sampled.len() as u64 + kinds.len() as u64 + 1);
    let complete = sampled.len() == pairs.len();
    let p: Vec<f64> = sampled.iter().map(|pair| pair.p).collect();
    let q = benjamini_hochberg(&p);
    let judged = |(mut pair, q): (PairSynergy, f64)| {
        pair.q = q;
        pair.significant = q <= options.false_discovery_max && (pair.low > 0.0 || pair.high < 0.0);
        pair
    };
    Ok(SynergyReport { pairs: sampled.into_iter().zip(q).map(judged).collect(), evaluations, complete })
}

/// The pairs by the places of their kinds, in the catalog's order.
fn wanted_pairs(kinds: &[JokerKind], only: &[(JokerKind, JokerKind)]) -> Result<Vec<(usize, usize)>, BalatroError> {
    if only.is_empty() {
        return Ok((0..kinds.len()).flat_map(|one| (one + 1..kinds.len()).map(move |other| (one, other))).collect());
    }
    let place = |kind: JokerKind| {
        let known = || kinds.iter().map(|kind| kind.info().id.as_str());
        let missing = |_| BalatroError::unknown("joker of a pair", &kind.info().id, known());
        kinds.binary_search(&kind).map_err(missing)
    };
    let mut pairs = Vec::with_capacity(only.len());
    for (one, other) in only {
        let (one, other) = (place(*one)?, place(*other)?);
        pairs.push((one.min(other), one.max(other)));
    }
    pairs.retain(|(one, other)| one != other);
    sort::ascending(&mut pairs);
    pairs.dedup();
    Ok(pairs)
}

/// How many pairs are sampled between two looks at whether to go on.
const PAIRS_PER_LOOK: usize = 64;

fn sample_all(
    stage: &Stage<'_>,
    pairs: &[(usize, usize)],
    progress: &(dyn Fn(usize, usize) -> bool + Sync),
) -> Vec<PairSynergy> {
    let mut sampled = Vec::with_capacity(pairs.len());
    for part in pairs.chunks(PAIRS_PER_LOOK) {
        if !progress(sampled.len(), pairs.len()) {
            return sampled;
        }
        #[cfg(feature = "rayon")]
        sampled.par_extend(part.par_iter().map(|pair| stage.sample(*pair)));
        #[cfg(not(feature = "rayon"))]
        sampled.extend(part.iter().map(|pair| stage.sample(*pair)));
    }
    progress(sampled.len(), pairs.len());
    sampled
}

/// What all pairs share.
struct Stage<'o> {
    kinds: &'o [JokerKind],
    options: &'o SynergyOptions,
    contexts: Vec<(Archetype, Hand)>,
    /// For each context: v of nobody, then of each kind alone.
    alone: Vec<Vec<f64>>,
}

impl<'o> Stage<'o> {
    fn new(kinds: &'o [JokerKind], options: &'o SynergyOptions) -> Self {
        let mut stage = Self { kinds, options, contexts: contexts(options.seed, options.contexts), alone: Vec::new() };
        stage.alone = (0..stage.contexts.len())
            .map(|context| {
                let single = (0..kinds.len()).map(|kind| stage.value(context, &[kind]));
                std::iter::once(stage.value(context, &[])).chain(single).collect()
            })
            .collect();
        stage
    }

    /// v of a team in a context.
    fn value(&self, context: usize, team: &[usize]) -> f64 {
        let Some((_, hand)) = self.contexts.get(context) else { return 0.0 };
        // Loyalty Card is due every sixth hand.
        let due = context.is_multiple_of(6);
        let jokers: Vec<Joker> =
            team.iter().filter_map(|kind| self.kinds.get(*kind)).map(|kind| seasoned(*kind, due)).collect();
        let mut never = || false;
        let mut budget = Budget::new(NODES_MAX, &mut never);
        let mut search = Search::new(Freedom::JOKERS, Luck::Least, &mut budget);
        search.improve(Given { jokers: &jokers, ..hand.given() });
        log_value(search.best.value.floor())
    }

    fn alone(&self, context: usize, kind: Option<usize>) -> f64 {
        let values = self.alone.get(context);
        values.and_then(|values| values.get(kind.map_or(0, |kind| kind + 1))).copied().unwrap_or(0.0)
    }

    /// v(S+ij) − v(S+i) − v(S+j) + v(S).
    fn difference(&self, context: usize, (one, other): (usize, usize), others: &[usize]) -> f64 {
        let with = |pair: &[usize]| {
            let mut team = others.to_vec();
            team.extend_from_slice(pair);
            sort::ascending(&mut team);
            self.value(context, &team)
        };
        if others.is_empty() {
            let singles = self.alone(context, Some(one)) + self.alone(context, Some(other));
            return with(&[one, other]) - singles + self.alone(context, None);
        }
        with(&[one, other]) - with(&[one]) - with(&[other]) + with(&[])
    }

    fn sample(&self, pair: (usize, usize)) -> PairSynergy {
        let stream = (pair.0 * self.kinds.len() + pair.1) as u64;
        let mut draws = Pcg64::new(self.options.seed.wrapping_add(1).wrapping_mul(0x2545_f491_4f6c_dd1d) ^ stream);
        let mut strata = [Sample::default(); ARCHETYPES];
        for (context, (archetype, _)) in self.contexts.iter().enumerate() {
            let others = self.others(pair, &mut draws);
            let size = usize::try_from(draws.next_below(OTHERS as u64 + 1)).unwrap_or(0);
            let (team, rest) = others.split_at(size.min(others.len()));
            let mean = f64::midpoint(self.difference(context, pair, team), self.difference(context, pair, rest));
            if let Some(stratum) = strata.get_mut(*archetype as usize) {
                stratum.add(mean);
            }
        }
        let (interaction, error) = stratified(&strata);
        let kind = |index: usize| self.kinds.get(index).copied();
        let (one, other) = (kind(pair.0).unwrap_or(self.kinds[0]), kind(pair.1).unwrap_or(self.kinds[0]));
        PairSynergy {
            one,
            other,
            interaction,
            low: interaction - NORMAL_95 * error,
            high: interaction + NORMAL_95 * error,
            p: p_value(interaction, error),
            q: 1.0,
            significant: false,
            by_archetype: strata.map(|stratum| stratum.mean()),
            samples: u32::try_from(self.contexts.len()).unwrap_or(u32::MAX),
        }
    }

    /// Three different kinds outside of the pair, in random order.
    fn others(&self, (one, other): (usize, usize), draws: &mut Pcg64) -> [usize; OTHERS] {
        let mut others = [usize::MAX; OTHERS];
        for place in 0..OTHERS {
            loop {
                let kind = usize::try_from(draws.next_below(self.kinds.len() as u64)).unwrap_or(0);
                if kind != one && kind != other && !others.contains(&kind) {
                    others[place] = kind;
                    break;
                }
            }
        }
        others
    }
}
