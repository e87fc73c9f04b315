//! The night of the commonest games, without the branches of the others: a ring in one word, Bernoulli fires, nothing
//! shaped, 32-bit rewards, a number of agents known to the compiler. Plays exactly what [`super::night`] plays.

use super::action::{Action, Mode};
use super::bits::{ones, open_gaps};
use super::plan::{Plan, Rewards};
use super::rng::Pcg64;
use super::rules::RuleSet;

/// The largest ring that is played quickly: one house less than a word has bits, so that no town is all ones.
const HOUSES_MAX: u16 = 63;

/// What the quick night looks up. `N` agents.
#[derive(Debug, Clone)]
pub(crate) struct Quick<const N: usize> {
    houses: u32,
    /// A house catches fire on a draw below this.
    ignite: u32,
    /// By the number of workers: a fire goes out on a draw below this.
    extinguish: [u64; 8],
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
    /// By safe and by ruined houses.
    team_safe: [f32; 64],
    team_ruined: [f32; 64],
}

impl<const N: usize> Quick<N> {
    /// `None` if the plan is none of the commonest.
    #[inline]
    pub(crate) fn new(plan: &Plan) -> Option<Self> {
        let plain = plan.houses <= HOUSES_MAX && !plan.continuous && !plan.shaped && plan.double.is_none();
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
            houses: u32::from(plan.houses),
            ignite: u32::try_from(plan.ignite.limit()).ok()?,
            extinguish: std::array::from_fn(|workers| plan.extinguish[workers.min(N)].limit()),
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

    /// As [`super::night::ignite_all`]; [`Quick::fresh`] goes with it.
    #[inline]
    pub(crate) fn begin(&self, random: &mut Pcg64) -> u64 {
        random.bits_below(self.houses, self.ignite)
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
        let mut saved = 0;
        if memo.ruined != *ruined {
            *memo = self.remember(*ruined);
        }
        if start != 0 {
            saved = self.extinguish(start, actions, random);
            if start != saved {
                self.lose(start & !saved, memo);
                *ruined = memo.ruined;
            }
        }
        let sparks = random.bits_below(memo.standing, self.ignite);
        let (mut fires, mut team) = (0, memo.team);
        if sparks != 0 {
            fires = open_gaps(sparks, memo.ruined);
            team = self.team(memo.standing.wrapping_sub(sparks.count_ones()), memo.standing);
            saved &= !fires;
        }
        *burning = fires;
        if self.any_order && saved == 0 {
            for agent in 0..N {
                rewards[agent] = memo.paid[agent][actions[agent].mode as usize] + team;
            }
        } else {
            *rewards = self.pay(actions, saved, memo, team);
        }
        fires == 0 && memo.ends_in_quiet && night >= self.min_nights
    }

    #[inline]
    fn extinguish(&self, start: u64, actions: &[Action; N], random: &mut Pcg64) -> u64 {
        let mut saved = 0;
        for place in ones(start) {
            let draw = u64::from(random.next_u32());
            saved |= u64::from(draw < self.extinguish[Self::workers(actions, place) & 7]).wrapping_shl(place);
        }
        saved
    }

    /// How many agents work at a place.
    #[inline]
    fn workers(actions: &[Action; N], place: u32) -> usize {
        let mut workers = 0_usize;
        for action in actions {
            workers = workers.wrapping_add(usize::from(u32::from(action.house) == place) & action.mode as usize);
        }
        workers
    }

    /// What the team gets for numbers of safe and of not ruined houses.
    #[inline]
    fn team(&self, safe: u32, standing: u32) -> f32 {
        self.team_safe[(safe & 63) as usize] - self.team_ruined[(self.houses.wrapping_sub(standing) & 63) as usize]
    }

    /// What there is to remember of a town without ruins.
    #[inline]
    pub(crate) fn fresh(&self) -> Memo<N> {
        let team = self.team(self.houses, self.houses);
        Memo { ruined: 0, standing: self.houses, ends_in_quiet: true, paid: [self.flat; N], team }
    }

    #[cold]
    #[inline(never)]
    fn remember(&self, ruined: u64) -> Memo<N> {
        let mut memo = self.fresh();
        self.lose(ruined, &mut memo);
        memo
    }

    /// Takes houses that have just fallen to ruins into the memory.
    #[inline]
    fn lose(&self, lost: u64, memo: &mut Memo<N>) {
        for place in ones(lost) {
            memo.standing = memo.standing.wrapping_sub(1);
            for (paid, amount) in memo.paid.iter_mut().zip(&self.lost[(place & 63) as usize]) {
                *paid = paid.map(|paid| paid + amount);
            }
        }
        memo.ruined |= lost;
        memo.ends_in_quiet = self.ends_without_fire || memo.ruined == 0 || memo.standing == 0;
        memo.team = self.team(memo.standing, memo.standing);
    }

    /// The rewards of a night on which a house was saved, or whose sums depend on their order.
    #[inline(never)]
    fn pay(&self, actions: &[Action; N], saved: u64, memo: &Memo<N>, team: f32) -> [f32; N] {
        let mut sums = [0.0; N];
        let mut houses = saved;
        if self.any_order {
            for agent in 0..N {
                sums[agent] = memo.paid[agent][actions[agent].mode as usize];
            }
        } else {
            houses |= memo.ruined;
            for agent in 0..N {
                let Action { house, mode, .. } = actions[agent];
                sums[agent] = match &self.work {
                    Some(work) if mode == Mode::Work => work[agent][usize::from(house & 63)],
                    _ => self.flat[mode as usize],
                };
            }
        }
        for place in ones(houses) {
            let row = if memo.ruined.wrapping_shr(place) & 1 == 1 { &self.lost } else { &self.saved };
            for (sum, amount) in sums.iter_mut().zip(&row[(place & 63) as usize]) {
                *sum += amount;
            }
        }
        sums.map(|sum| sum + team)
    }
}

/// What follows from the set of ruined houses, kept because it seldom changes.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Memo<const N: usize> {
    ruined: u64,
    /// How many houses are not in it.
    standing: u32,
    /// Whether a night that ends without fire ends the game, once it may end.
    ends_in_quiet: bool,
    /// By agent and mode: what the night pays before saved houses and the team's share, where any order of adding does.
    paid: [[f32; 2]; N],
    /// The team's share where nothing burns.
    team: f32,
}

impl<const N: usize> Default for Memo<N> {
    /// Fits no town.
    fn default() -> Self {
        Self { ruined: u64::MAX, standing: 0, ends_in_quiet: false, paid: [[0.0; 2]; N], team: 0.0 }
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
