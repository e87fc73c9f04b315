//! One night as those see it who keep the books: the town before and after, and what was done in between.

use super::action::{Action, House, Mode};
use super::agent::Agent;
use super::bits::{count, holds, houses_of};
use super::error::BrigadeError;
use super::game::Game;
use super::game_options::Ending;
use super::observe::house_state;
use super::play::Player;
use super::replay::Replay;

/// A night that was just played. Borrowed, costs nothing to make.
///
/// Sets of houses are words of 64 bits, house h at bit h mod 64 of word h / 64.
#[derive(Debug, Clone, Copy)]
pub struct NightView<'a> {
    pub(super) night: u32,
    pub(super) houses: u16,
    pub(super) burning_before: &'a [u64],
    pub(super) ruined_before: &'a [u64],
    pub(super) burning: &'a [u64],
    pub(super) ruined: &'a [u64],
    pub(super) actions: &'a [Action],
    pub(super) rewards: &'a [f32],
    pub(super) ending: Ending,
}

impl<'a> NightView<'a> {
    fn new(before: &'a Town, game: &'a Game) -> Self {
        let (burning, ruined) = game.sets();
        Self {
            night: game.night().saturating_sub(1),
            houses: game.plan.houses,
            burning_before: &before.burning,
            ruined_before: &before.ruined,
            burning,
            ruined,
            actions: game.last_actions(),
            rewards: game.rewards(),
            ending: game.ending(),
        }
    }

    /// The night's index, 0-based.
    #[inline]
    #[must_use]
    pub fn night(&self) -> u32 {
        self.night
    }

    /// How many houses there are.
    #[inline]
    #[must_use]
    pub fn num_houses(&self) -> u16 {
        self.houses
    }

    /// What burned when the agents chose.
    #[inline]
    #[must_use]
    pub fn burning_before(&self) -> &'a [u64] {
        self.burning_before
    }

    /// What was in ruins when the agents chose.
    #[inline]
    #[must_use]
    pub fn ruined_before(&self) -> &'a [u64] {
        self.ruined_before
    }

    /// What burns after the night.
    #[inline]
    #[must_use]
    pub fn burning(&self) -> &'a [u64] {
        self.burning
    }

    /// What is in ruins after the night.
    #[inline]
    #[must_use]
    pub fn ruined(&self) -> &'a [u64] {
        self.ruined
    }

    /// The state of a house when the agents chose; ruined for one that is not on the ring.
    #[must_use]
    pub fn house_before(&self, house: u16) -> House {
        self.state(self.burning_before, self.ruined_before, house)
    }

    /// The state of a house after the night; ruined for one that is not on the ring.
    #[must_use]
    pub fn house_after(&self, house: u16) -> House {
        self.state(self.burning, self.ruined, house)
    }

    fn state(&self, burning: &[u64], ruined: &[u64], house: u16) -> House {
        if house >= self.houses { House::Ruined } else { house_state(burning, ruined, house) }
    }

    /// The houses that burned before and are safe after, ascending.
    pub fn saved(&self) -> impl Iterator<Item = u16> + 'a {
        let (burning, ruined) = (self.burning, self.ruined);
        houses_of(self.burning_before)
            .filter(move |house| !holds(burning, u32::from(*house)) && !holds(ruined, u32::from(*house)))
    }

    /// Whether a house burned when the agents chose.
    #[inline]
    #[must_use]
    pub fn burned_before(&self, house: u16) -> bool {
        house < self.houses && holds(self.burning_before, u32::from(house))
    }

    /// How many houses were saved, how many fell to ruins, and how many are safe, burning and ruined now.
    #[inline]
    #[must_use]
    pub fn change(&self) -> NightChange {
        let mut change = NightChange::default();
        let sets = self.burning_before.iter().zip(self.ruined_before).zip(self.burning.iter().zip(self.ruined));
        for ((fires, ruins), (burning, ruined)) in sets {
            change.saved += (fires & !burning & !ruined).count_ones();
            change.lost += (ruined & !ruins).count_ones();
        }
        change.burning = count(self.burning);
        change.ruined = count(self.ruined);
        change.safe = u32::from(self.houses).saturating_sub(change.burning + change.ruined);
        change
    }

    /// What the agents did, as it was carried out.
    #[inline]
    #[must_use]
    pub fn actions(&self) -> &'a [Action] {
        self.actions
    }

    /// What the night paid, one entry per agent.
    #[inline]
    #[must_use]
    pub fn rewards(&self) -> &'a [f32] {
        self.rewards
    }

    /// What the night paid all agents together.
    #[inline]
    #[must_use]
    pub fn team_reward(&self) -> f64 {
        self.rewards.iter().map(|reward| f64::from(*reward)).sum()
    }

    /// How many agents worked.
    #[inline]
    #[must_use]
    pub fn workers(&self) -> u32 {
        self.actions.iter().map(|action| u32::from(action.mode == Mode::Work)).sum()
    }

    /// Where the game stands after the night.
    #[inline]
    #[must_use]
    pub fn ending(&self) -> Ending {
        self.ending
    }
}

/// What a night changed, in numbers of houses.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct NightChange {
    /// Burned before, safe now.
    pub saved: u32,
    /// In ruins since this night.
    pub lost: u32,
    /// Safe now.
    pub safe: u32,
    /// Burning now.
    pub burning: u32,
    /// In ruins now.
    pub ruined: u32,
}

/// The town as it was when the agents chose.
#[derive(Debug, Clone)]
pub(super) struct Town {
    pub(super) burning: Vec<u64>,
    pub(super) ruined: Vec<u64>,
}

impl Town {
    fn of(game: &Game) -> Self {
        let (burning, ruined) = game.sets();
        Self { burning: burning.to_vec(), ruined: ruined.to_vec() }
    }

    #[inline]
    fn take(&mut self, game: &Game) {
        let (burning, ruined) = game.sets();
        for (kept, now) in [(&mut self.burning, burning), (&mut self.ruined, ruined)] {
            match (&mut kept[..], now) {
                // One word, as nearly always, is moved without calling anything.
                ([kept], [now]) => *kept = *now,
                (kept, now) => kept.copy_from_slice(now),
            }
        }
    }
}

impl<A: Agent> Player<A> {
    /// Plays the game of a seed to its end, and shows each night. [`Player::game`] is then the game at its end.
    ///
    /// # Errors
    /// As [`Player::play`].
    pub fn play_nights(&mut self, seed: u64, mut watch: impl FnMut(&NightView<'_>)) -> Result<(), BrigadeError> {
        self.try_play_nights(seed, |night| {
            watch(night);
            Ok(())
        })
    }

    /// [`Player::play_nights`] with a watcher who may refuse a night.
    #[inline]
    pub(crate) fn try_play_nights(
        &mut self,
        seed: u64,
        mut watch: impl FnMut(&NightView<'_>) -> Result<(), BrigadeError>,
    ) -> Result<(), BrigadeError> {
        self.begin(seed);
        let mut before = Town::of(self.game());
        while self.game().ending() == Ending::Running {
            self.play_night()?;
            watch(&NightView::new(&before, self.game()))?;
            before.take(self.game());
        }
        Ok(())
    }
}

impl Replay {
    /// Plays the recorded actions again and shows each night. Returns the game at its end.
    ///
    /// # Errors
    /// As [`Replay::simulate`].
    pub fn watch_nights(&self, mut watch: impl FnMut(&NightView<'_>)) -> Result<Game, BrigadeError> {
        let mut before: Option<Town> = None;
        self.simulate(|game| match &mut before {
            None => before = Some(Town::of(game)),
            Some(town) => {
                watch(&NightView::new(town, game));
                town.take(game);
            }
        })
    }
}
