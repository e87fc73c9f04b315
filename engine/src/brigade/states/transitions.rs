//! Where one night leads from a town, with its exact probabilities, under agents without memory.

use std::collections::BTreeMap;

use super::policy::MemorylessPolicy;
use super::town::Town;
use crate::brigade::action::Action;
use crate::brigade::bits::ones;
use crate::brigade::error::BrigadeError;
use crate::brigade::plan::Plan;

/// Bits for the number of workers at one house.
const COUNT_BITS: u32 = 8;

/// The rules of a night as probabilities. The game's draws have 24 bits, so it differs from them by less than 2^-24.
#[derive(Debug)]
pub(super) struct NightOdds<'a> {
    pub(super) plan: &'a Plan,
    pub(super) policies: &'a [MemorylessPolicy],
    pub(super) ignite: f64,
}

impl NightOdds<'_> {
    /// The towns after the night, each with its probability; they sum to 1.
    ///
    /// O(4^fires · 2^safe) at worst.
    ///
    /// # Errors
    /// As [`Town::new`], which does not happen for towns of the game's own size.
    pub(super) fn after(&self, town: Town) -> Result<BTreeMap<Town, f64>, BrigadeError> {
        let mut after = BTreeMap::new();
        let fires: Vec<u32> = ones(town.burning()).collect();
        for (subset, share) in self.saved(town, &fires).into_iter().enumerate().filter(|(_, share)| *share > 0.0) {
            let bits = fires.iter().enumerate().filter(|(place, _)| subset >> place & 1 == 1);
            let saved = bits.fold(0_u64, |set, (_, house)| set | 1 << house);
            self.burn_on(town, saved, share, &mut after)?;
        }
        Ok(after)
    }

    /// By subset of the fires, the probability that exactly these are put out.
    fn saved(&self, town: Town, fires: &[u32]) -> Vec<f64> {
        let solo = self.plan.scenario.prob_solo_agent_extinguishes_fire;
        let mut saved = vec![0.0; 1 << fires.len()];
        for (workers, share) in self.workers(town, fires) {
            let mut odds = vec![share];
            for place in 0..fires.len() {
                let count = workers >> (COUNT_BITS * u32::try_from(place).unwrap_or(0)) & ((1 << COUNT_BITS) - 1);
                let stays = (0..count).fold(1.0, |stays, _| stays * (1.0 - solo));
                let out: Vec<f64> = odds.iter().map(|odds| odds * (1.0 - stays)).collect();
                odds.iter_mut().for_each(|odds| *odds *= stays);
                odds.extend(out);
            }
            saved.iter_mut().zip(odds).for_each(|(sum, odds)| *sum += odds);
        }
        saved
    }

    /// The numbers of workers at the fires, packed, with their probabilities: agents choose independently of each other.
    fn workers(&self, town: Town, fires: &[u32]) -> BTreeMap<u64, f64> {
        let mut counts = BTreeMap::from([(0_u64, 1.0)]);
        for (seat, policy) in self.policies.iter().enumerate() {
            let works = self.work_of(policy, seat, town);
            let at_fires: Vec<f64> = fires.iter().map(|house| works[*house as usize]).collect();
            let elsewhere = (1.0 - at_fires.iter().sum::<f64>()).max(0.0);
            let mut next = BTreeMap::new();
            for (packed, share) in counts {
                let mut add = |packed: u64, odds: f64| {
                    if odds > 0.0 {
                        *next.entry(packed).or_insert(0.0) += share * odds;
                    }
                };
                add(packed, elsewhere);
                for (place, odds) in (0_u32..).zip(&at_fires) {
                    add(packed + (1 << (COUNT_BITS * place)), *odds);
                }
            }
            counts = next;
        }
        counts
    }

    /// The probability that a seat works at each house, once far targets are replaced.
    fn work_of(&self, policy: &MemorylessPolicy, seat: usize, town: Town) -> Vec<f64> {
        let mut chosen = vec![0.0; usize::from(town.num_houses())];
        policy.add_work(self.plan, seat, town, &mut chosen);
        let mut works = vec![0.0; chosen.len()];
        for (house, share) in (0_u16..).zip(chosen) {
            works[usize::from(self.plan.sanitise(seat, Action::work(house)).house)] += share;
        }
        works
    }

    /// What was not put out falls to ruins, having spread first where the rules say so; then every safe house may catch
    /// fire, independently of the others.
    fn burn_on(&self, town: Town, saved: u64, share: f64, after: &mut BTreeMap<Town, f64>) -> Result<(), BrigadeError> {
        let houses = town.num_houses();
        let lost = town.burning() & !saved;
        let ruined = town.ruined() | lost;
        let mut odds = vec![(0_u64, share)];
        for house in ones(town.safe() | saved) {
            let burns = 1.0 - (1.0 - self.ignite) * self.spared(lost, house, u32::from(houses));
            let lit: Vec<(u64, f64)> = odds.iter().map(|(set, odds)| (set | 1 << house, odds * burns)).collect();
            odds.iter_mut().for_each(|(_, odds)| *odds *= 1.0 - burns);
            odds.extend(lit);
            odds.retain(|(_, odds)| *odds > 0.0);
        }
        for (burning, odds) in odds {
            *after.entry(Town::new(houses, burning, ruined)?).or_insert(0.0) += odds;
        }
        Ok(())
    }

    /// The probability that no neighbour's fire spreads to a house.
    fn spared(&self, fires: u64, house: u32, houses: u32) -> f64 {
        if !self.plan.rules.spreads_before_burning_out() {
            return 1.0;
        }
        let spreads = self.plan.scenario.prob_fire_spreads_to_neighbor;
        let beside = [(house + houses - 1) % houses, (house + 1) % houses];
        beside.into_iter().filter(|place| fires >> place & 1 == 1).fold(1.0, |spared, _| spared * (1.0 - spreads))
    }
}
