//! Folds the events of games into changes of a graph.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::change::Change;
use super::event::{GraphEvent, GraphSeen};
use super::game_fold::GameFold;
use super::limits::{IDLE_EVENTS_MAX, OPEN_GAMES_MAX, SEALED_MAX};
use super::picture::Picture;
use super::run_picture::run_picture;
use super::sealed::Sealed;
use crate::balatro::history::{Observation, RunTracker};
use crate::graph::event::BrigadeSeen;

/// Bounds of a [`GraphBuilder`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BuilderOptions {
    /// Games followed at once, at least 1: one more seals the one that has been idle for longest.
    pub open_games_max: usize,
    /// Positions of the log after which a game that shows nothing more is sealed.
    pub idle_events_max: u64,
    /// Ids of sealed games remembered, the latest ones. An event of a game that was forgotten would begin it anew.
    pub sealed_max: usize,
}

impl Default for BuilderOptions {
    fn default() -> Self {
        Self { open_games_max: OPEN_GAMES_MAX, idle_events_max: IDLE_EVENTS_MAX, sealed_max: SEALED_MAX }
    }
}

/// Folds events of games, in the order of the log, into changes.
///
/// [`GraphBuilder::observe`] takes in one event; [`GraphBuilder::drain`] gives what has changed since the last call. The
/// graph after all changes does not depend on how often `drain` was called, and a graph that takes them again, from any
/// call of `drain` on, stays what it is. One exception: where a run had ended and an observation of it came late, a
/// `(:Move)-[:NEXT]` of its older picture stays, since another run may have made it too.
///
/// Memory: each open game within the bounds of its history; a sealed game only its id. A game is sealed when Bucket
/// Brigade says it is over, when it has been idle for [`BuilderOptions::idle_events_max`] positions, or when it makes
/// room; events of it that come later are counted ([`GraphBuilder::sealed_touched`]) and change nothing.
///
/// A builder that stops and goes on must go on with what it knew of the open games: [`GraphBuilder::save`] gives that to
/// be written down beside the position it belongs to, after the changes drained before have been taken by the graph.
/// [`GraphBuilder::restore`] goes on at the next position. The first picture of each game after that removes what the
/// graph may show of an older one.
///
/// ```
/// use ludograph_engine::balatro::history::{Seen, StateSeen};
/// use ludograph_engine::graph::{BuilderOptions, GraphBuilder, GraphEvent, GraphSeen, PropertyGraph};
///
/// let mut builder = GraphBuilder::new(BuilderOptions::default());
/// let state = StateSeen { in_game: Some(true), round: Some(1.0), jokers: Some("Baron, Mime"), ..StateSeen::default() };
/// let seen = GraphSeen::Balatro(Seen::State(state));
/// builder.observe(&GraphEvent { game_id: [7; 16], position: 1, time_us: 1_000, seen });
/// let mut graph = PropertyGraph::new();
/// for change in builder.drain() {
///     graph.apply(&change)?;
/// }
/// assert_eq!((graph.node_count(), graph.edge_count()), (3, 2)); // a run that used two jokers
/// # Ok::<(), ludograph_engine::graph::GraphError>(())
/// ```
#[derive(Debug)]
pub struct GraphBuilder {
    options: BuilderOptions,
    open: BTreeMap<[u8; 16], OpenGame>,
    /// Ids of games to be drawn again, each once, in the order of their first change.
    touched: Vec<[u8; 16]>,
    /// Changes of games that were sealed since the last drain.
    closing: Vec<Change>,
    sealed: Sealed,
    sealed_touched: u64,
    /// No open game has been idle since before this position: until it is old enough nothing needs to be looked for.
    idle_from: u64,
}

/// What a builder knows, to be written down in a form that keeps bytes and not-a-numbers, such as `MessagePack` (JSON does
/// not).
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct SavedBuilder {
    open: Vec<([u8; 16], u64, Fold)>,
    sealed: Vec<[u8; 16]>,
}

#[derive(Debug)]
struct OpenGame {
    fold: Fold,
    last_position: u64,
    is_touched: bool,
    /// What the graph shows of it, if that is known.
    shown: Option<Picture>,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
enum Fold {
    Run(Box<RunTracker>),
    Game(Box<GameFold>),
}

impl GraphBuilder {
    /// A builder that has seen nothing.
    #[must_use]
    pub fn new(options: BuilderOptions) -> Self {
        Self {
            options,
            open: BTreeMap::new(),
            touched: Vec::new(),
            closing: Vec::new(),
            sealed: Sealed::default(),
            sealed_touched: 0,
            idle_from: 0,
        }
    }

    /// Takes in an event; events come in the order of their positions. Amortized O(log open games) beside what the
    /// history of its game takes.
    pub fn observe(&mut self, event: &GraphEvent<'_>) {
        let id = event.game_id;
        if !self.open.contains_key(&id) && !self.begin(event) {
            self.sealed_touched += 1;
            return;
        }
        let Some(game) = self.open.get_mut(&id) else { return };
        game.last_position = event.position;
        game.fold.observe(event);
        if !game.is_touched {
            game.is_touched = true;
            self.touched.push(id);
        }
        if matches!(event.seen, GraphSeen::Brigade(BrigadeSeen::End(_))) {
            self.seal(id);
        }
        self.seal_idle(event.position);
    }

    /// Begins a game; false where it is sealed.
    fn begin(&mut self, event: &GraphEvent<'_>) -> bool {
        if self.sealed.contains(&event.game_id) {
            return false;
        }
        if self.open.len() >= self.options.open_games_max.max(1) {
            let idlest = self.open.iter().min_by_key(|(id, game)| (game.last_position, **id)).map(|(id, _)| *id);
            idlest.into_iter().for_each(|id| self.seal(id));
        }
        let fold = Fold::of(&event.seen);
        let game = OpenGame { fold, last_position: event.position, is_touched: false, shown: None };
        self.open.insert(event.game_id, game);
        true
    }

    fn seal(&mut self, id: [u8; 16]) {
        if let Some(mut game) = self.open.remove(&id) {
            game.draw(id, &mut self.closing);
            self.touched.retain(|touched| *touched != id);
            self.sealed.add(id, self.options.sealed_max);
        }
    }

    fn seal_idle(&mut self, position: u64) {
        let Some(oldest) = position.checked_sub(self.options.idle_events_max) else { return };
        if oldest <= self.idle_from {
            return;
        }
        let idle = self.open.iter().filter(|(_, game)| game.last_position < oldest).map(|(id, _)| *id);
        idle.collect::<Vec<_>>().into_iter().for_each(|id| self.seal(id));
        self.idle_from = self.open.values().map(|game| game.last_position).min().unwrap_or(position);
    }

    /// What has changed since the last call: to be taken by a graph in this order. Linear in what is held of the games
    /// that events touched since then.
    #[must_use]
    pub fn drain(&mut self) -> Vec<Change> {
        let mut changes = std::mem::take(&mut self.closing);
        for id in std::mem::take(&mut self.touched) {
            if let Some(game) = self.open.get_mut(&id) {
                game.draw(id, &mut changes);
            }
        }
        changes
    }

    /// What is known of all games, to go on with. Changes not drained yet are not part of it: drain first.
    #[must_use]
    pub fn save(&self) -> SavedBuilder {
        let open = self.open.iter().map(|(id, game)| (*id, game.last_position, game.fold.clone())).collect();
        SavedBuilder { open, sealed: self.sealed.iter().copied().collect() }
    }

    /// Goes on where a builder was saved.
    #[must_use]
    pub fn restore(options: BuilderOptions, saved: SavedBuilder) -> Self {
        let mut builder = Self::new(options);
        for (id, last_position, fold) in saved.open {
            builder.open.insert(id, OpenGame { fold, last_position, is_touched: false, shown: None });
        }
        saved.sealed.into_iter().for_each(|id| builder.sealed.add(id, options.sealed_max));
        builder
    }

    /// How many games are followed.
    #[must_use]
    pub fn open_games(&self) -> usize {
        self.open.len()
    }

    /// How many events came for games that were sealed before.
    #[must_use]
    pub fn sealed_touched(&self) -> u64 {
        self.sealed_touched
    }

    /// Bytes it holds, about. Linear in what is held.
    #[must_use]
    pub fn memory_bytes(&self) -> usize {
        let games = self.open.values().map(|game| {
            size_of::<OpenGame>() + game.fold.memory_bytes() + game.shown.as_ref().map_or(0, Picture::memory_bytes)
        });
        let closing = self.closing.iter().map(Change::memory_bytes);
        games.sum::<usize>() + closing.sum::<usize>() + self.sealed.memory_bytes()
    }
}

impl OpenGame {
    /// Adds what leads from what the graph shows to what is known now.
    fn draw(&mut self, id: [u8; 16], into: &mut Vec<Change>) {
        if !std::mem::take(&mut self.is_touched) {
            return;
        }
        let picture = self.fold.picture(&uuid_text(id));
        picture.changes_since(self.shown.as_ref(), into);
        self.shown = Some(picture);
    }
}

impl Fold {
    fn of(seen: &GraphSeen<'_>) -> Self {
        match seen {
            GraphSeen::Balatro(_) => Self::Run(Box::default()),
            GraphSeen::Brigade(_) => Self::Game(Box::default()),
        }
    }

    /// An event of the other game than the one that began here says nothing.
    fn observe(&mut self, event: &GraphEvent<'_>) {
        match (self, &event.seen) {
            (Self::Run(run), GraphSeen::Balatro(seen)) => {
                run.observe(&Observation { position: event.position, time_us: event.time_us, seen: *seen });
            }
            (Self::Game(game), GraphSeen::Brigade(seen)) => game.observe(seen),
            _ => {}
        }
    }

    fn picture(&mut self, id: &str) -> Picture {
        match self {
            Self::Run(run) => run_picture(id, &run.facts()),
            Self::Game(game) => game.picture(id),
        }
    }

    fn memory_bytes(&self) -> usize {
        match self {
            Self::Run(run) => run.memory_bytes(),
            Self::Game(game) => game.memory_bytes(),
        }
    }
}

/// An id as hyphenated text, as SQL shows it.
fn uuid_text(id: [u8; 16]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let mut text = String::with_capacity(36);
    for (place, byte) in id.iter().enumerate() {
        if matches!(place, 4 | 6 | 8 | 10) {
            text.push('-');
        }
        text.push(char::from(DIGITS[usize::from(byte >> 4)]));
        text.push(char::from(DIGITS[usize::from(byte & 15)]));
    }
    text
}
