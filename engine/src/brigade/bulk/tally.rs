//! What a game adds up, night by night.

use crate::brigade::action::Mode;
use crate::brigade::bits::{bit, count, houses_of, word};
use crate::brigade::plan::Plan;
use crate::brigade::watch::NightView;

/// One seat's sums.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct SeatTally {
    pub(super) score: f32,
    pub(super) work_cost: f64,
    pub(super) worked: u32,
    pub(super) worked_own_fire: u32,
    pub(super) helped: u32,
    pub(super) was_helped: u32,
    pub(super) helped_at_own_risk: u32,
    pub(super) signalled_work: u32,
    pub(super) lied_rested: u32,
    pub(super) lied: u32,
    pub(super) owned_fires: u32,
    pub(super) owned_saved: u32,
}

/// A game's sums.
#[derive(Debug, Clone)]
pub(super) struct GameTally {
    pub(super) seats: Vec<SeatTally>,
    pub(super) nights: u32,
    pub(super) fires_first: u32,
    pub(super) fires: u32,
    pub(super) saved: u32,
    /// By seat, the words of the set of its houses.
    owned: Vec<Vec<u64>>,
    /// By house, who owns it.
    owners: Vec<usize>,
}

impl GameTally {
    pub(super) fn new(plan: &Plan) -> Self {
        let mut owned = vec![vec![0; plan.words]; plan.agents];
        let owners: Vec<usize> = (0..usize::from(plan.houses)).map(|house| house % plan.agents).collect();
        for (house, owner) in (0_u32..).zip(&owners) {
            owned[*owner][word(house)] |= bit(house);
        }
        let seats = vec![SeatTally::default(); plan.agents];
        Self { seats, nights: 0, fires_first: 0, fires: 0, saved: 0, owned, owners }
    }

    pub(super) fn begin(&mut self) {
        self.seats.fill(SeatTally::default());
        (self.nights, self.fires_first, self.fires, self.saved) = (0, 0, 0, 0);
    }

    /// How many houses a seat owns, and how many of them a set holds.
    pub(super) fn owned(&self, seat: usize, set: &[u64]) -> (u32, u32) {
        let owned = &self.owned[seat];
        (count(owned), owned.iter().zip(set).map(|(mine, word)| (mine & word).count_ones()).sum())
    }

    #[inline]
    pub(super) fn add(&mut self, plan: &Plan, night: &NightView<'_>) {
        let done = night.actions().iter().zip(night.rewards());
        for ((seat, (action, reward)), costs) in
            self.seats.iter_mut().zip(done).zip(plan.single.work.chunks_exact(usize::from(plan.houses)))
        {
            let (works, signals) = (u32::from(action.mode == Mode::Work), u32::from(action.signal == Mode::Work));
            seat.score += reward;
            seat.worked = seat.worked.wrapping_add(works);
            seat.signalled_work = seat.signalled_work.wrapping_add(signals);
            seat.lied = seat.lied.wrapping_add(works ^ signals);
            seat.lied_rested = seat.lied_rested.wrapping_add(signals & !works);
            if works == 1 {
                // The way from home included.
                seat.work_cost -= f64::from(costs[usize::from(action.house)]);
            }
        }
        self.nights += 1;
        let fires = count(night.burning_before());
        if fires == 0 {
            return;
        }
        self.fires += fires;
        self.saved += night.change().saved;
        if night.night() == 0 {
            self.fires_first = fires;
        }
        self.add_fires(night);
    }

    /// What only nights with fires add.
    fn add_fires(&mut self, night: &NightView<'_>) {
        for house in houses_of(night.burning_before()) {
            self.seats[self.owners[usize::from(house)]].owned_fires += 1;
        }
        for house in night.saved() {
            self.seats[self.owners[usize::from(house)]].owned_saved += 1;
        }
        for (seat, action) in night.actions().iter().enumerate() {
            if action.mode != Mode::Work || !night.burned_before(action.house) {
                continue;
            }
            let owner = self.owners[usize::from(action.house)];
            if owner == seat {
                self.seats[seat].worked_own_fire += 1;
                continue;
            }
            let at_own_risk = self.owned(seat, night.burning_before()).1 > 0;
            self.seats[seat].helped += 1;
            self.seats[seat].helped_at_own_risk += u32::from(at_own_risk);
            self.seats[owner].was_helped += 1;
        }
    }
}
