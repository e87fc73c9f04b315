//! Follows the games whose rows still change.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;

use ludograph_engine::balatro::history::{History, Observation, Tracker};
use ludograph_proto::pb::{Event, Game};
use serde::{Deserialize, Serialize};

/// Bytes one sealed game's id takes in the set of them.
const SEALED_ID_BYTES: u64 = 40;

/// What is known of one game at one moment.
#[derive(Debug)]
pub(crate) struct GameFacts {
    pub(super) id: [u8; 16],
    pub(super) process_id: Option<[u8; 16]>,
    pub(super) game: Game,
    pub(super) stream: String,
    pub(super) history: History,
}

/// A game whose rows are final.
#[derive(Debug, Clone)]
pub(crate) struct SealedGame {
    /// Position of the event that made room for another game.
    pub(crate) position: u64,
    pub(crate) facts: Arc<GameFacts>,
}

/// All games as they can be written down and read back.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct SavedGames {
    open: Vec<SavedGame>,
    sealed: Vec<[u8; 16]>,
}

#[derive(Debug, Serialize, Deserialize)]
struct SavedGame {
    id: [u8; 16],
    tracker: Tracker,
    last_position: u64,
    process_id: Option<[u8; 16]>,
    game: i32,
    stream: String,
}

/// A game whose rows may still change.
#[derive(Debug)]
struct OpenGame {
    id: [u8; 16],
    tracker: Tracker,
    last_position: u64,
    is_changed: bool,
    process_id: Option<[u8; 16]>,
    game: Game,
    stream: String,
    facts: Option<Arc<GameFacts>>,
    bytes: u64,
}

/// All games: the open ones in the order of their first event, and the ids of the sealed ones.
#[derive(Debug)]
pub(super) struct Games {
    open_max: usize,
    open: BTreeMap<u64, OpenGame>,
    by_id: HashMap<[u8; 16], u64>,
    sealed: HashSet<[u8; 16]>,
    changed: Vec<u64>,
    /// Games that made room for others since the last [`Games::refresh`], with the position at which they did.
    closing: Vec<SealedGame>,
    /// The game of the last event, since one game's events come in a row.
    last: Option<([u8; 16], u64)>,
    sealed_touched: u64,
    next: u64,
    open_bytes: u64,
}

impl Games {
    pub(super) fn new(open_max: usize) -> Self {
        Self {
            open_max: open_max.max(1),
            open: BTreeMap::new(),
            by_id: HashMap::new(),
            sealed: HashSet::new(),
            changed: Vec::new(),
            closing: Vec::new(),
            last: None,
            sealed_touched: 0,
            next: 0,
            open_bytes: 0,
        }
    }

    /// Takes in what an event shows of its game. Events without a game, and those of sealed games, change nothing.
    pub(super) fn observe(&mut self, event: &Event, observation: &Observation<'_>) {
        let Ok(id) = <[u8; 16]>::try_from(event.game_id.as_slice()) else { return };
        let Some(number) = self.number_of(id, event, observation.position) else {
            self.sealed_touched += 1;
            return;
        };
        let Some(game) = self.open.get_mut(&number) else { return };
        game.tracker.observe(observation);
        game.last_position = observation.position;
        if !game.is_changed {
            game.is_changed = true;
            self.changed.push(number);
        }
    }

    /// The open game's number; a game not seen before begins here. `None` where the game is sealed.
    fn number_of(&mut self, id: [u8; 16], event: &Event, position: u64) -> Option<u64> {
        if let Some((last, number)) = self.last
            && last == id
        {
            return Some(number);
        }
        let number = match self.by_id.get(&id) {
            Some(number) => *number,
            None if self.sealed.contains(&id) => return None,
            None => self.begin(id, event, position),
        };
        self.last = Some((id, number));
        Some(number)
    }

    fn begin(&mut self, id: [u8; 16], event: &Event, position: u64) -> u64 {
        if self.open.len() >= self.open_max {
            self.seal_the_most_idle(position);
        }
        self.add(OpenGame {
            id,
            tracker: Tracker::new(),
            last_position: 0,
            is_changed: false,
            process_id: event.process_id.as_slice().try_into().ok(),
            game: event.game(),
            stream: event.stream.clone(),
            facts: None,
            bytes: 0,
        })
    }

    fn add(&mut self, game: OpenGame) -> u64 {
        let number = self.next;
        self.next += 1;
        self.by_id.insert(game.id, number);
        self.open.insert(number, game);
        number
    }

    fn seal_the_most_idle(&mut self, position: u64) {
        let idle = self.open.iter().min_by_key(|(_, game)| game.last_position).map(|(number, _)| *number);
        let Some((number, mut game)) = idle.and_then(|number| self.open.remove_entry(&number)) else { return };
        self.last = None;
        self.changed.retain(|changed| *changed != number);
        self.open_bytes -= game.bytes;
        self.by_id.remove(&game.id);
        self.sealed.insert(game.id);
        self.closing.push(SealedGame { position, facts: game.facts() });
    }

    /// The games that were sealed since the last call.
    pub(super) fn take_closing(&mut self) -> Vec<SealedGame> {
        std::mem::take(&mut self.closing)
    }

    /// How many events came for sealed games since the last call.
    pub(super) fn take_sealed_touched(&mut self) -> u64 {
        std::mem::take(&mut self.sealed_touched)
    }

    /// The facts of every open game, in the order of their first events. Only games that changed since the last call
    /// are folded again.
    pub(super) fn refresh(&mut self) -> Arc<[Arc<GameFacts>]> {
        let mut changed = std::mem::take(&mut self.changed);
        for number in changed.drain(..) {
            let Some(game) = self.open.get_mut(&number) else { continue };
            let facts = game.facts();
            let bytes = (game.tracker.memory_bytes() + facts.history.memory_bytes()) as u64;
            self.open_bytes = self.open_bytes - game.bytes + bytes;
            game.bytes = bytes;
            game.facts = Some(facts);
            game.is_changed = false;
        }
        self.changed = changed;
        self.open.values().filter_map(|game| game.facts.clone()).collect()
    }

    /// A copy of everything, to be written down.
    pub(super) fn save(&self) -> SavedGames {
        let save = |game: &OpenGame| SavedGame {
            id: game.id,
            tracker: game.tracker.clone(),
            last_position: game.last_position,
            process_id: game.process_id,
            game: game.game.into(),
            stream: game.stream.clone(),
        };
        let mut sealed: Vec<[u8; 16]> = self.sealed.iter().copied().collect();
        sealed.sort_unstable();
        SavedGames { open: self.open.values().map(save).collect(), sealed }
    }

    /// Goes on where a copy was made. The games' facts are there after the next [`Games::refresh`].
    pub(super) fn restore(&mut self, saved: SavedGames) {
        self.sealed.extend(saved.sealed);
        for game in saved.open {
            let number = self.add(OpenGame {
                id: game.id,
                tracker: game.tracker,
                last_position: game.last_position,
                is_changed: true,
                process_id: game.process_id,
                game: Game::try_from(game.game).unwrap_or_default(),
                stream: game.stream,
                facts: None,
                bytes: 0,
            });
            self.changed.push(number);
        }
    }

    pub(super) fn open_count(&self) -> usize {
        self.open.len()
    }

    /// Bytes of the open games and of the ids of the sealed ones.
    pub(super) fn bytes(&self) -> u64 {
        self.open_bytes + self.sealed.len() as u64 * SEALED_ID_BYTES
    }
}

impl OpenGame {
    fn facts(&mut self) -> Arc<GameFacts> {
        Arc::new(GameFacts {
            id: self.id,
            process_id: self.process_id,
            game: self.game,
            stream: self.stream.clone(),
            history: self.tracker.history(),
        })
    }
}
