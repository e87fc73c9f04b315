//! Games kept, and whole games of built-in agents.

use ludograph_engine::brigade::{Action, Game, House, Mode, NightView, Replay};
use serde_json::{Value, json};
use wasm_bindgen::prelude::wasm_bindgen;

use crate::error::Refused;
use crate::input::read_match;
use crate::summary::Tallies;

/// A recorded game.
#[wasm_bindgen]
#[derive(Debug, Clone)]
pub struct ReplayCore {
    replay: Replay,
}

impl ReplayCore {
    pub(crate) fn of(replay: Replay) -> Self {
        Self { replay }
    }
}

#[wasm_bindgen]
impl ReplayCore {
    /// Reads a replay's JSON.
    ///
    /// # Errors
    /// `json`, `argument`.
    pub fn from_json(text: &str) -> Result<ReplayCore, Refused> {
        Ok(Self { replay: Replay::from_json(text)? })
    }

    /// Reads a replay's compact form.
    ///
    /// # Errors
    /// `replay`, `json`, `unknown_name`.
    pub fn from_bytes(bytes: &[u8]) -> Result<ReplayCore, Refused> {
        Ok(Self { replay: Replay::from_bytes(bytes)? })
    }

    /// The replay as JSON.
    #[must_use]
    pub fn to_json(&self) -> String {
        self.replay.to_json()
    }

    /// The compact form.
    ///
    /// # Errors
    /// `count`, `action` for a replay whose nights are not as they should be.
    pub fn to_bytes(&self) -> Result<Vec<u8>, Refused> {
        Ok(self.replay.to_bytes()?)
    }

    /// Plays the recorded actions again: `{"result": …, "record": …}`.
    ///
    /// # Errors
    /// `replay` unless it comes out as recorded; what is wrong with the replay itself.
    pub fn play(&self) -> Result<String, Refused> {
        let mut record = Record::default();
        let round1 = &self.replay.round1;
        let game = self.replay.watch_nights(|night| record.add(night, round1))?;
        let start = match &record.start {
            Some(start) => start.clone(),
            None => state_of(&game),
        };
        let mut tallies = Tallies::new(game.num_agents());
        // The sums over the nights were compared with the recorded scores: they are these.
        tallies.scores.clone_from(&self.replay.scores);
        (tallies.worked, tallies.lied) = (record.worked, record.lied);
        tallies.worked.resize(game.num_agents(), 0);
        tallies.lied.resize(game.num_agents(), 0);
        let result = tallies.result(&game, self.replay.seed);
        Ok(json!({"result": result, "record": {"start": start, "nights": record.nights}}).to_string())
    }

    /// Lets the recorded agents play again.
    ///
    /// # Errors
    /// `replay` unless they choose as recorded; `count` where the replay names no agents.
    pub fn check_agents(&self) -> Result<(), Refused> {
        Ok(self.replay.replay_agents()?)
    }
}

/// Plays a match's game of a seed and keeps it.
///
/// # Errors
/// As for reading a match; `argument` for a cap of more than 1,000,000 nights.
#[wasm_bindgen]
pub fn play_match(json: &str, seed: u64) -> Result<ReplayCore, Refused> {
    Ok(ReplayCore { replay: Replay::record(&read_match(json)?, seed)? })
}

/// The nights as JSON.
#[derive(Default)]
struct Record {
    start: Option<Value>,
    nights: Vec<Value>,
    worked: Vec<u32>,
    lied: Vec<u32>,
}

impl Record {
    fn add(&mut self, view: &NightView<'_>, round1: &[Vec<Mode>]) {
        let ring = 0..view.num_houses();
        let before: Vec<House> = ring.clone().map(|house| view.house_before(house)).collect();
        let after: Vec<House> = ring.clone().map(|house| view.house_after(house)).collect();
        let is_lost =
            |house: &u16| view.house_after(*house) == House::Ruined && view.house_before(*house) != House::Ruined;
        let before = json!(before);
        self.start.get_or_insert_with(|| before.clone());
        self.count(view.actions());
        let signals = round1.get(view.night() as usize).map_or(&[][..], Vec::as_slice);
        self.nights.push(json!({
            "night": view.night(),
            "before": before,
            "houses": after,
            "actions": view.actions(),
            "round1": signals,
            "rewards": view.rewards(),
            "saved": view.saved().collect::<Vec<_>>(),
            "lost": ring.filter(is_lost).collect::<Vec<_>>(),
        }));
    }

    fn count(&mut self, actions: &[Action]) {
        self.worked.resize(actions.len(), 0);
        self.lied.resize(actions.len(), 0);
        for ((worked, lied), action) in self.worked.iter_mut().zip(&mut self.lied).zip(actions) {
            *worked = worked.saturating_add(action.mode as u32);
            *lied = lied.saturating_add(u32::from(action.mode != action.signal));
        }
    }
}

fn state_of(game: &Game) -> Value {
    json!(game.state().houses)
}
