//! The night of the commonest games, without the branches of the others: a ring in one word, Bernoulli fires, nothing
//! shaped, 32-bit rewards, a number of agents known to the compiler. Plays exactly what [`super::night`] plays.

use super::action::{Action, Mode};
use super::bits::{deposit, ones, ring_mask};
use super::plan::{Plan, Rewards};
use super::rng::{Chance, Draws, Pcg64};
use super::rules::RuleSet;

/// What the quick night looks up. `N` agents.
#[derive(Debug, Clone)]
pub(crate) struct Quick<const N: usize> {
    ring: u64,
    houses: u32,
    ignite: Chance,
    extinguish: [Chance; 8],
    min_nights: u32,
    ends_without_fire: bool,
    /// By mode, where every house costs the same.
    flat: [f32; 2],
    /// By agent, then house, where the way matters.
    work: Option<Box<[[f32; 64]; N]>>,
    /// By house: a saved one, a lost one.
    saved: [[f32; N]; 64],
    lost: [[f32; N]; 64],
    /// Whether a reward before the team's share comes out to the same bits in whatever order its parts are added.
    any_order: bool,
    /// By safe and by ruined houses; as long as an index of seven bits reaches.
    team_safe: [f32; 128],
    team_ruined: [f32; 128],
}

impl<const N: usize> Quick<N> {
    /// `None` if the plan is none of the commonest.
    pub(crate) fn new(plan: &Plan) -> Option<Self> {
        let plain = plan.is_packed() && !plan.continuous && !plan.shaped && plan.double.is_none();
        if !plain || plan.agents != N || plan.adjacent_only || plan.two_phase || plan.rules == RuleSet::Contagion {
            return None;
        }
        let table = &plan.single;
        let houses = usize::from(plan.houses);
        let first = table.work[0];
        let flat = table.work.iter().all(|cost| cost.to_bits() == first.to_bits());
        let by_way = || {
            let row = |agent: usize| padded(&table.work[agent * houses..(agent + 1) * houses]);
            Box::new(std::array::from_fn(row))
        };
        let any_order = flat && is_on_grid(table, houses, N);
        Some(Self {
            any_order,
            ring: ring_mask(u32::from(plan.houses), 0),
            houses: u32::from(plan.houses),
            ignite: plan.ignite,
            extinguish: std::array::from_fn(|workers| plan.extinguish[workers.min(N)]),
            min_nights: plan.min_nights,
            ends_without_fire: plan.rules.ends_without_fire(),
            flat: [table.rest, first],
            work: (!flat).then(by_way),
            saved: by_house(&table.saved, houses),
            lost: by_house(&table.lost, houses),
            team_safe: padded(&table.team_safe),
            team_ruined: padded(&table.team_ruined),
        })
    }

    /// As [`super::night::ignite_all`].
    #[inline]
    pub(crate) fn begin(&self, random: &mut Pcg64) -> u64 {
        random.below_each(self.houses, &self.ignite)
    }

    /// Whether all targets are on the ring.
    #[inline]
    pub(crate) fn admits(&self, actions: &[Action; N]) -> bool {
        let mut furthest = 0;
        for action in actions {
            furthest = furthest.max(action.house);
        }
        u32::from(furthest) < self.houses
    }

    /// As [`super::night::play_night`], on checked actions.
    #[inline]
    #[expect(clippy::too_many_arguments, reason = "the parts of a game lie in different arrays of a batch")]
    pub(crate) fn play(
        &self,
        burning: &mut u64,
        ruined: &mut u64,
        night: u32,
        actions: &[Action; N],
        random: &mut Pcg64,
        memo: &mut Memo<N>,
        rewards: &mut [f32; N],
    ) -> bool {
        let start = *burning;
        let mut draws = *random;
        let mut saved = 0;
        let mut gone = *ruined;
        if start != 0 {
            saved = self.extinguish(start, actions, &mut draws);
            gone |= start & !saved;
            *ruined = gone;
        }
        if memo.ruined != gone {
            self.remember(gone, memo);
        }
        let safe = self.ring & !gone;
        let count = self.houses.wrapping_sub(memo.count);
        let sparks = draws.below_each(count, &self.ignite);
        *random = draws;
        let (mut fires, mut still_safe) = (0, count);
        if sparks != 0 {
            fires = deposit(sparks, safe);
            still_safe = count.wrapping_sub(sparks.count_ones());
        }
        *burning = fires;
        let team = self.team_safe[(still_safe & 127) as usize] - self.team_ruined[(memo.count & 127) as usize];
        self.pay(actions, saved & !fires, memo, team, rewards);
        night >= self.min_nights && fires == 0 && (self.ends_without_fire || gone == 0 || safe == 0)
    }

    #[cold]
    fn remember(&self, ruined: u64, memo: &mut Memo<N>) {
        *memo = Memo { ruined, count: ruined.count_ones(), lost: [0.0; N] };
        for place in ones(ruined) {
            for (sum, amount) in memo.lost.iter_mut().zip(&self.lost[(place & 63) as usize]) {
                *sum += amount;
            }
        }
    }

    #[inline]
    fn extinguish(&self, start: u64, actions: &[Action; N], draws: &mut Pcg64) -> u64 {
        let mut saved = 0;
        for place in ones(start) {
            let mut workers = 0_usize;
            for action in actions {
                workers += usize::from(u32::from(action.house) == place && action.mode == Mode::Work);
            }
            saved |= u64::from(draws.below(&self.extinguish[workers & 7])).wrapping_shl(place);
        }
        saved
    }

    #[inline]
    fn pay(&self, actions: &[Action; N], saved: u64, memo: &Memo<N>, team: f32, rewards: &mut [f32; N]) {
        let mut sums = [0.0; N];
        match &self.work {
            None => {
                for agent in 0..N {
                    sums[agent] = self.flat[actions[agent].mode as usize];
                }
            }
            Some(work) => {
                for agent in 0..N {
                    let cost = work[agent][usize::from(actions[agent].house & 63)];
                    sums[agent] = if actions[agent].mode == Mode::Work { cost } else { self.flat[0] };
                }
            }
        }
        let ruined = memo.ruined;
        let mut houses = saved;
        if self.any_order {
            for (sum, lost) in sums.iter_mut().zip(&memo.lost) {
                *sum += lost;
            }
        } else {
            houses |= ruined;
        }
        while houses != 0 {
            let place = houses.trailing_zeros();
            let lost = ruined.wrapping_shr(place) & 1 == 1;
            let row = if lost { &self.lost } else { &self.saved };
            let row = &row[(place & 63) as usize];
            for agent in 0..N {
                sums[agent] += row[agent];
            }
            houses &= houses.wrapping_sub(1);
        }
        for agent in 0..N {
            rewards[agent] = sums[agent] + team;
        }
    }
}

/// What follows from the set of ruined houses, kept because it seldom changes. The default fits a town without ruins.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Memo<const N: usize> {
    ruined: u64,
    count: u32,
    /// What all ruins together cost each agent.
    lost: [f32; N],
}

impl<const N: usize> Default for Memo<N> {
    fn default() -> Self {
        Self { ruined: 0, count: 0, lost: [0.0; N] }
    }
}

/// Whether work, rest and everything houses can pay are multiples of 1/1024 whose sums stay below 2^14: then no sum of
/// them is ever rounded, and their order does not matter.
fn is_on_grid(table: &Rewards<f32>, houses: usize, agents: usize) -> bool {
    let on_grid = |amount: &f32| (amount * 1024.0).fract() == 0.0;
    let most = |amounts: &[f32]| amounts.iter().fold(0.0_f32, |most, amount| most.max(amount.abs()));
    let by_house = most(&table.saved).max(most(&table.lost));
    let ring = (0..houses).fold(0.0, |sum, _| sum + by_house);
    let parts = [table.rest, table.work[0]];
    houses * agents == table.saved.len()
        && parts.iter().chain(&table.saved).chain(&table.lost).all(on_grid)
        && most(&parts) + ring < 16_384.0
}

fn padded<const M: usize>(values: &[f32]) -> [f32; M] {
    std::array::from_fn(|index| values.get(index).copied().unwrap_or(0.0))
}

fn by_house<const N: usize>(amounts: &[f32], houses: usize) -> [[f32; N]; 64] {
    let row = |house: usize| amounts[house * N..(house + 1) * N].as_array().copied().unwrap_or([0.0; N]);
    std::array::from_fn(|house| if house < houses { row(house) } else { [0.0; N] })
}
