//! Synthetic runs with known synergies, for tests and demonstrations.
//!
//! What is planted is drawn first and decides the odds of winning; the outcome decides how far a run comes; and how far it
//! comes decides how much it owns and plays. So, as in recorded runs, a long run owns more of everything, and mere
//! co-occurrence with winning is confounded. Only additions, multiplications and integer draws decide anything, so a seed
//! gives the same runs on every target.

use super::plan::GeneratorPlan;
use super::{Run, Runs};
use crate::brigade::Pcg64;
use crate::mining::error::MiningError;
use crate::mining::vocabulary::Vocabulary;
use crate::sort;

/// The ante whose boss has to be beaten.
const WINNING_ANTE: u32 = 8;
/// The weight of the most popular item.
const WEIGHT_ONE: u32 = 1 << 24;

/// Weighted choice by cumulative weights.
struct Wheel {
    ids: Vec<u32>,
    ends: Vec<u64>,
}

impl Wheel {
    fn new(weighted: impl IntoIterator<Item = (u32, u32)>) -> Self {
        let (mut ids, mut ends, mut sum) = (Vec::new(), Vec::new(), 0_u64);
        for (id, weight) in weighted {
            sum += u64::from(weight);
            ids.push(id);
            ends.push(sum);
        }
        Self { ids, ends }
    }

    /// `None` if there is nothing to choose from.
    fn spin(&self, draws: &mut Pcg64) -> Option<u32> {
        let point = draws.next_below(*self.ends.last()?);
        self.ids.get(self.ends.partition_point(|end| *end <= point)).copied()
    }
}

/// A planted pattern by ids.
struct Planted {
    items: Vec<u32>,
    events: Vec<u32>,
    rate: f64,
    win_odds: f64,
}

struct Generator {
    items: Wheel,
    hands: Wheel,
    uses: Wheel,
    /// The event of buying each item.
    purchases: Vec<u32>,
    planted: Vec<Planted>,
    win_odds: f64,
}

/// Makes the runs of a plan; their items and events have the plan's names. O(runs).
///
/// # Errors
/// [`MiningError::Range`] or [`MiningError::Parameter`] for a plan out of range.
pub fn generate(plan: &GeneratorPlan) -> Result<Runs, MiningError> {
    plan.check()?;
    let mut runs = Runs::default();
    let generator = Generator::new(plan, &mut runs.item_names, &mut runs.event_names)?;
    let mut draws = Pcg64::new(plan.seed);
    for _ in 0..plan.runs {
        runs.push(&generator.run(&mut draws))?;
    }
    Ok(runs)
}

impl Generator {
    fn new(
        plan: &GeneratorPlan,
        item_names: &mut Vocabulary,
        event_names: &mut Vocabulary,
    ) -> Result<Self, MiningError> {
        let mut popular = Vec::new();
        for (name, place) in plan.items.iter().zip(5_u32..) {
            popular.push((item_names.intern(name)?, WEIGHT_ONE / place));
        }
        let mut planted = Vec::new();
        for set in &plan.planted_items {
            let items = set.items.iter().map(|name| item_names.intern(name)).collect::<Result<_, _>>()?;
            planted.push(Planted { items, events: Vec::new(), rate: set.rate, win_odds: set.win_odds });
        }
        for sequence in &plan.planted_sequences {
            let bought = sequence.events.iter().filter_map(|name| name.strip_prefix("buy:"));
            let items = bought.map(|name| item_names.intern(name)).collect::<Result<_, _>>()?;
            let events = sequence.events.iter().map(|name| event_names.intern(name)).collect::<Result<_, _>>()?;
            planted.push(Planted { items, events, rate: sequence.rate, win_odds: sequence.win_odds });
        }
        let mut hands = Vec::new();
        for (name, weight) in &plan.hands {
            hands.push((event_names.intern(&format!("play:{name}"))?, *weight));
        }
        let mut uses = Vec::new();
        for name in &plan.uses {
            uses.push((event_names.intern(&format!("use:{name}"))?, 1));
        }
        // What is planted is also bought alone, about as often as an item in the middle of the list.
        let middle = WEIGHT_ONE / (5 + u32::try_from(plan.items.len() / 2).unwrap_or(0));
        let popular_count = u32::try_from(plan.items.len()).unwrap_or(u32::MAX);
        let all = u32::try_from(item_names.len()).unwrap_or(u32::MAX);
        popular.extend((popular_count.min(all)..all).map(|item| (item, middle)));
        let purchases = item_names
            .names()
            .iter()
            .map(|name| event_names.intern(&format!("buy:{name}")))
            .collect::<Result<_, _>>()?;
        let (items, hands, uses) = (Wheel::new(popular), Wheel::new(hands), Wheel::new(uses));
        Ok(Self { items, hands, uses, purchases, planted, win_odds: plan.win_odds })
    }

    fn run(&self, draws: &mut Pcg64) -> Run {
        let chosen: Vec<&Planted> = self.planted.iter().filter(|planted| draws.next_f64() < planted.rate).collect();
        let odds = chosen.iter().fold(self.win_odds, |odds, planted| odds * planted.win_odds);
        let won = draws.next_f64() * (1.0 + odds) < odds;
        let ante = if won { WINNING_ANTE + small(draws, 2) } else { 1 + small(draws, WINNING_ANTE) };
        let items = self.own(&chosen, ante, draws);
        let events = self.live(&chosen, &items, ante, draws);
        let strength = chosen.iter().fold(1.0, |strength: f64, planted| strength * planted.win_odds);
        let score = f64::from(300_u32 << ante.min(20)) * (0.5 + draws.next_f64()) * strength;
        Run { items, events, won, ante: Some(ante), score: Some(score) }
    }

    fn own(&self, chosen: &[&Planted], ante: u32, draws: &mut Pcg64) -> Vec<u32> {
        let mut items: Vec<u32> = Vec::new();
        let mut take = |item: u32| {
            if !items.contains(&item) {
                items.push(item);
            }
        };
        chosen.iter().flat_map(|planted| &planted.items).for_each(|item| take(*item));
        let others = 1 + ante / 2 + small(draws, 3);
        (0..others).filter_map(|_| self.items.spin(draws)).for_each(take);
        items
    }

    /// Every event gets a point in time; those of a planted sequence get theirs in its order.
    fn live(&self, chosen: &[&Planted], items: &[u32], ante: u32, draws: &mut Pcg64) -> Vec<u32> {
        let mut timed: Vec<(u64, u32)> = Vec::new();
        for planted in chosen {
            let mut times: Vec<u64> = planted.events.iter().map(|_| draws.next_u64()).collect();
            sort::ascending(&mut times);
            timed.extend(times.into_iter().zip(planted.events.iter().copied()));
        }
        let in_sequence = |purchase: u32| chosen.iter().any(|planted| planted.events.contains(&purchase));
        for purchase in items.iter().filter_map(|item| self.purchases.get(*item as usize)) {
            if !in_sequence(*purchase) {
                timed.push((draws.next_u64(), *purchase));
            }
        }
        for _ in 0..ante + small(draws, 4) {
            timed.extend(self.hands.spin(draws).map(|hand| (draws.next_u64(), hand)));
        }
        if small(draws, 16) == 0 {
            timed.extend(self.uses.spin(draws).map(|card| (draws.next_u64(), card)));
        }
        sort::ascending(&mut timed);
        timed.into_iter().map(|(_, event)| event).collect()
    }
}

/// A whole number below a small bound.
fn small(draws: &mut Pcg64, bound: u32) -> u32 {
    u32::try_from(draws.next_below(u64::from(bound))).unwrap_or(0)
}
