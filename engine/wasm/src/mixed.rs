//! Games in which some seats are decided outside: side by side, so that one message carries a night of many games.

use ludograph_engine::brigade::{Ending, Stream};
use wasm_bindgen::prelude::wasm_bindgen;

use crate::games::GameColumns;
use crate::mixed_lane::{Lane, MixedMatch};
use crate::numbers::{read_scenario, rules};
use crate::refusal::{Refusal, answer, expect_bytes};
use crate::summary::fingerprint;
use crate::words::stream;

/// Games of one match side by side. A night is [`MixedCore::look`], the answers written to `actions_at`, then
/// [`MixedCore::play`].
#[wasm_bindgen]
pub struct MixedCore {
    lanes: Vec<Lane>,
    /// How many of the lanes are in use.
    used: usize,
    stream: Stream,
    seats: usize,
    nights: Vec<u32>,
    over: Vec<u8>,
    houses: Vec<u8>,
    last: Vec<u16>,
    signals: Vec<u8>,
    flat: Vec<i32>,
    columns: GameColumns,
}

#[wasm_bindgen]
impl MixedCore {
    /// So many games of a match, as [`crate::MatchCore::new`] reads it, with seats decided outside. Where `keeps`, what is
    /// done is kept.
    ///
    /// # Errors
    /// What the engine refuses, and what would take too much memory.
    #[wasm_bindgen(constructor)]
    #[expect(clippy::too_many_arguments, reason = "plain values cross the border faster than an object")]
    pub fn new(
        scenario: &[f64],
        seats: usize,
        team: &[f64],
        rule_set: u32,
        nights_max: u32,
        stream_code: u32,
        lanes: usize,
        keeps: bool,
    ) -> Result<Self, Refusal> {
        let play =
            MixedMatch { scenario: read_scenario(scenario), seats, team, rules: rules(rule_set), nights_max, keeps };
        play.scenario.validate(seats)?;
        let houses = usize::from(play.scenario.num_houses);
        expect_bytes("the games", lanes.saturating_mul(1000 + seats * 600 + houses * 8))?;
        Ok(Self {
            lanes: (0..lanes).map(|_| Lane::new(&play)).collect::<Result<Vec<_>, _>>()?,
            used: 0,
            stream: stream(stream_code),
            seats,
            nights: vec![0; lanes],
            over: vec![0; lanes],
            houses: vec![0; lanes * houses],
            last: vec![0; lanes * seats * 3],
            signals: vec![0; lanes * seats],
            flat: vec![0; lanes * seats * 3],
            columns: GameColumns::default(),
        })
    }

    /// Begins the games of the seeds `first..first + games`; more than there are lanes are not begun.
    pub fn begin(&mut self, first: u64, games: u32) {
        self.used = (games as usize).min(self.lanes.len());
        for (offset, lane) in (0_u64..).zip(self.lanes.iter_mut().take(self.used)) {
            lane.begin(first.wrapping_add(offset), self.stream);
        }
    }

    /// Writes what everybody sees: nights, who is over, houses, last actions, first-round signals (which are given here).
    /// Answers how many games go on.
    pub fn look(&mut self) -> i32 {
        let mut running = 0;
        let houses = self.houses.len() / self.lanes.len().max(1);
        for (index, lane) in self.lanes.iter_mut().take(self.used).enumerate() {
            let is_over = lane.game.ending() != Ending::Running;
            self.over[index] = u8::from(is_over);
            if is_over {
                continue;
            }
            running += 1;
            if let Err(refusal) = lane.signal_first(self.stream) {
                return refusal.keep();
            }
            let view = lane.game.observe(0);
            self.nights[index] = view.night();
            for (house, byte) in (0..view.num_houses()).zip(&mut self.houses[index * houses..]) {
                *byte = view.house(house).into();
            }
            let seats = index * self.seats..(index + 1) * self.seats;
            let parts = self.last[seats.start * 3..seats.end * 3].as_chunks_mut::<3>().0;
            parts.iter_mut().zip(view.last_actions()).for_each(|(parts, action)| *parts = action.to_raw());
            let signals = self.signals[seats].iter_mut().zip(view.round1_signals());
            signals.for_each(|(byte, signal)| *byte = *signal as u8);
        }
        running
    }

    /// Plays the night: built-in agents choose, the other seats' actions are read at `actions_at`. Answers how many games
    /// go on; below 0 an error, and no game has played then.
    pub fn play(&mut self) -> i32 {
        let mut running = 0;
        let failed = answer(self.try_play(&mut running));
        if failed < 0 { failed } else { running }
    }

    /// Adds up the games, as [`crate::MatchCore::number`] has them.
    pub fn finish(&mut self) {
        self.columns.clear();
        for lane in self.lanes.iter().take(self.used) {
            self.columns.push(&lane.summary());
        }
    }

    /// A number by its place in `COLUMNS` and `MIXED` of `package/src/places.ts`: 0 to 11 as
    /// [`crate::MatchCore::number`], what is kept of the first of the games. Addresses: 12 nights (a whole number of 32 bits
    /// a game), 13 which games are over (a byte a game), 14 houses (a byte a game and house), 15 last actions (three whole
    /// numbers of 16 bits a game and seat), 16 first-round signals (a byte a game and seat), 17 where actions are read (three
    /// whole numbers of 32 bits a game and seat). 18 is how many houses a game has.
    #[must_use]
    pub fn number(&self, which: u32) -> usize {
        let first = self.lanes.first();
        match which {
            7 => first.map_or(0, |lane| lane.kept.actions().as_ptr() as usize),
            8 => first.map_or(0, |lane| lane.kept.round1().as_ptr() as usize),
            9 => first.map_or(0, |lane| lane.kept.actions().len()),
            10 => usize::from(first.is_some_and(|lane| lane.kept.is_whole())),
            11 => self.seats,
            12 => self.nights.as_ptr() as usize,
            13 => self.over.as_ptr() as usize,
            14 => self.houses.as_ptr() as usize,
            15 => self.last.as_ptr() as usize,
            16 => self.signals.as_ptr() as usize,
            17 => self.flat.as_ptr() as usize,
            18 => self.houses.len() / self.lanes.len().max(1),
            column => self.columns.at(column),
        }
    }

    /// As [`crate::GameCore::fingerprint`], of the first of the games.
    #[must_use]
    pub fn fingerprint(&self) -> u64 {
        self.lanes.first().map_or(0, |lane| fingerprint(&lane.game))
    }

    /// What everybody knows: the twelve numbers of the scenario, then where each seat lives.
    #[must_use]
    pub fn surroundings(&self) -> Vec<f32> {
        let Some(lane) = self.lanes.first() else { return Vec::new() };
        let view = lane.game.observe(0);
        let homes = (0..self.seats).map(|seat| f32::from(view.home(seat)));
        view.scenario_info().iter().copied().chain(homes).collect()
    }
}

impl std::fmt::Debug for MixedCore {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("MixedCore").field("lanes", &self.lanes.len()).finish_non_exhaustive()
    }
}

impl MixedCore {
    fn try_play(&mut self, running: &mut i32) -> Result<(), Refusal> {
        let flat = self.flat.chunks(self.seats * 3);
        for (lane, flat) in self.lanes.iter_mut().take(self.used).zip(flat) {
            if lane.game.ending() == Ending::Running {
                lane.read(flat)?;
            }
        }
        for lane in self.lanes.iter_mut().take(self.used) {
            if lane.game.ending() == Ending::Running {
                lane.choose(self.stream);
                lane.play()?;
                *running += i32::from(lane.game.ending() == Ending::Running);
            }
        }
        Ok(())
    }
}
