//! Games in which some seats are decided outside: side by side, so that one message carries a night of many games.

use ludograph_engine::brigade::{Ending, REPLAY_NIGHTS_MAX, REPLAY_VERSION, Replay, Stream};
use serde_json::json;
use wasm_bindgen::prelude::wasm_bindgen;

use crate::error::{LastError, Refused};
use crate::games::GameColumns;
use crate::input::{expect_bytes, read_mixed};
use crate::mixed_lane::Lane;
use crate::replay::ReplayCore;

/// Games of one match side by side. A night is [`MixedCore::look`], the answers written to `actions_at`, then
/// [`MixedCore::play`].
#[wasm_bindgen]
pub struct MixedCore {
    lanes: Vec<Lane>,
    /// How many of the lanes are in use.
    used: usize,
    stream: Stream,
    keeps: bool,
    seats: usize,
    nights: Vec<u32>,
    over: Vec<u8>,
    houses: Vec<u8>,
    last: Vec<u16>,
    signals: Vec<u8>,
    flat: Vec<i32>,
    columns: GameColumns,
    error: LastError,
}

#[wasm_bindgen]
impl MixedCore {
    /// So many games of a match (as [`crate::MatchCore::new`] reads it, `null` for a seat decided outside). Where `keeps`,
    /// each can be had as a replay.
    ///
    /// # Errors
    /// `json`, `unknown_name`, `argument`, `count`, `exhausted`.
    #[wasm_bindgen(constructor)]
    pub fn new(json: &str, lanes: u32, keeps: bool) -> Result<Self, Refused> {
        let play = read_mixed(json)?;
        let (count, seats, houses) = (lanes as usize, play.team.len(), usize::from(play.scenario.num_houses));
        expect_bytes("the games", count.saturating_mul(1000 + seats * 600 + houses * 8))?;
        if keeps && play.nights_max > REPLAY_NIGHTS_MAX {
            let message = format!("nightsMax: {} is outside 1..={REPLAY_NIGHTS_MAX}", play.nights_max);
            return Err(Refused::new("argument", message));
        }
        let lanes = (0..count).map(|_| Lane::new(&play)).collect::<Result<Vec<_>, _>>()?;
        Ok(Self {
            lanes,
            used: 0,
            stream: play.stream,
            keeps,
            seats,
            nights: vec![0; count],
            over: vec![0; count],
            houses: vec![0; count * houses],
            last: vec![0; count * seats * 3],
            signals: vec![0; count * seats],
            flat: vec![0; count * seats * 3],
            columns: GameColumns::default(),
            error: LastError::default(),
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
            if let Err(error) = lane.signal_first(self.stream) {
                return self.error.keep(error);
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
        match self.try_play() {
            Ok(running) => running,
            Err(refused) => self.error.keep(refused),
        }
    }

    /// Adds up the games, as [`crate::MatchCore::column_at`] has them.
    pub fn finish(&mut self) {
        self.columns.clear();
        for lane in self.lanes.iter().take(self.used) {
            self.columns.push(&lane.summary());
        }
    }

    /// As [`crate::MatchCore::column_at`].
    #[must_use]
    pub fn column_at(&self, column: u32) -> usize {
        self.columns.at(column)
    }

    /// A game to keep.
    ///
    /// # Errors
    /// `argument` for a game that does not exist or was not kept.
    pub fn replay(&self, lane: u32) -> Result<ReplayCore, Refused> {
        let lane = self.lanes.get(lane as usize).filter(|_| self.keeps);
        let lane = lane.ok_or_else(|| Refused::new("argument", "there is no such game, or it was not kept"))?;
        Ok(ReplayCore::of(Replay {
            version: REPLAY_VERSION,
            scenario: lane.game.scenario().clone(),
            rules: lane.game.rules(),
            seed: lane.seed,
            nights_max: lane.game.nights_max(),
            stream: self.stream,
            num_agents: self.seats,
            agents: Vec::new(),
            actions: lane.kept.clone(),
            round1: lane.kept_round1.clone(),
            scores: lane.tallies.scores.clone(),
            fingerprint: lane.game.state().fingerprint(),
        }))
    }

    /// What a seat has in view all the time, as JSON: `{"home", "num_houses", "num_agents", "scenario_info"}`.
    #[must_use]
    pub fn surroundings(&self, seat: u32) -> String {
        let Some(lane) = self.lanes.first() else { return "{}".to_owned() };
        let view = lane.game.observe(seat as usize);
        json!({
            "home": view.home(view.agent_id()),
            "num_houses": view.num_houses(),
            "num_agents": view.num_agents(),
            "scenario_info": view.scenario_info(),
        })
        .to_string()
    }

    /// Where nights lie (a whole number of 32 bits a game).
    #[must_use]
    pub fn nights_at(&self) -> usize {
        self.nights.as_ptr() as usize
    }

    /// Where it says which games are over (a byte a game).
    #[must_use]
    pub fn over_at(&self) -> usize {
        self.over.as_ptr() as usize
    }

    /// Where houses lie (a byte a game and house).
    #[must_use]
    pub fn houses_at(&self) -> usize {
        self.houses.as_ptr() as usize
    }

    /// Where last actions lie (three whole numbers of 16 bits a game and seat).
    #[must_use]
    pub fn last_at(&self) -> usize {
        self.last.as_ptr() as usize
    }

    /// Where first-round signals lie (a byte a game and seat).
    #[must_use]
    pub fn signals_at(&self) -> usize {
        self.signals.as_ptr() as usize
    }

    /// Where actions are read (three whole numbers of 32 bits a game and seat).
    #[must_use]
    pub fn actions_at(&self) -> usize {
        self.flat.as_ptr() as usize
    }

    /// How many agents have a seat.
    #[must_use]
    pub fn seats(&self) -> usize {
        self.seats
    }

    /// How many games there is room for.
    #[must_use]
    pub fn lanes(&self) -> usize {
        self.lanes.len()
    }

    /// How many houses a game has.
    #[must_use]
    pub fn num_houses(&self) -> usize {
        self.houses.len() / self.lanes.len().max(1)
    }

    /// The text of the last error, once.
    pub fn take_error(&mut self) -> String {
        self.error.take()
    }
}

impl std::fmt::Debug for MixedCore {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("MixedCore").field("lanes", &self.lanes.len()).finish_non_exhaustive()
    }
}

impl MixedCore {
    fn try_play(&mut self) -> Result<i32, Refused> {
        let flat = self.flat.chunks(self.seats * 3);
        for (lane, flat) in self.lanes.iter_mut().take(self.used).zip(flat.clone()) {
            if lane.game.ending() == Ending::Running {
                lane.read(flat)?;
            }
        }
        let mut running = 0;
        for lane in self.lanes.iter_mut().take(self.used) {
            if lane.game.ending() == Ending::Running {
                lane.choose(self.stream);
                lane.play(self.keeps)?;
                running += i32::from(lane.game.ending() == Ending::Running);
            }
        }
        Ok(running)
    }
}
