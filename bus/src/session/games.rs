//! The games of one run of a producer, told apart by rules G1 to G4.
//!
//! * **G1** The first game begins with the process.
//! * **G2** A game that was seen being played ends when the player is in the menu or the game is over. What follows
//!   there (heartbeats, states of the menu) still belongs to it.
//! * **G3** After that end, the first sign of play begins the next game.
//! * **G4** A reset begins a new game at once: the round falls, the ante falls back to 1 from above 2, the frame count
//!   falls, or another seed is named. (The ante alone may fall by one: a voucher does that.)
//!
//! Events of one moment are judged together, because the mod sorts equal times in no fixed order. An event that comes
//! late is not judged: it goes to the game that was being played at its time.

use std::collections::VecDeque;

use super::signal::{Progress, Signal};
use crate::limits::GAMES_PER_PROCESS_MAX;

/// The id of a game: a UUIDv7.
pub(crate) type GameId = [u8; 16];

/// One game of a run.
#[derive(Debug, Clone)]
struct Game {
    id: GameId,
    /// The time of its first event, on the producer's clock.
    since_ms: f64,
    played: bool,
    ended: bool,
    progress: Progress,
}

/// The games of one run, oldest first; never empty.
#[derive(Debug, Clone)]
pub(crate) struct Games {
    games: VecDeque<Game>,
}

impl Games {
    /// G1.
    pub(crate) fn first(id: GameId, since_ms: f64) -> Self {
        Self { games: VecDeque::from([Game::new(id, since_ms)]) }
    }

    /// The game of a moment, given what its events say; `new_id` gives the id if a game begins here.
    pub(crate) fn at_moment(&mut self, time_ms: f64, signals: &[Signal], new_id: impl FnOnce() -> GameId) -> GameId {
        if self.begins_game(signals) {
            self.push(Game::new(new_id(), time_ms));
        }
        self.note(signals)
    }

    /// The game that was being played at a time gone by.
    pub(crate) fn at_time(&self, time_ms: f64) -> Option<GameId> {
        let since = self.games.iter().rev().find(|game| game.since_ms <= time_ms);
        since.or(self.games.front()).map(|game| game.id)
    }

    /// Takes over a stored event's game, when the bus starts anew.
    pub(crate) fn restore(&mut self, id: GameId, time_ms: f64, signal: Signal) {
        if self.games.back().is_some_and(|game| game.id != id) {
            if self.games.iter().any(|game| game.id == id) {
                return;
            }
            self.push(Game::new(id, time_ms));
        }
        self.note(&[signal]);
    }

    fn push(&mut self, game: Game) {
        if self.games.len() == GAMES_PER_PROCESS_MAX {
            self.games.pop_front();
        }
        self.games.push_back(game);
    }

    fn begins_game(&self, signals: &[Signal]) -> bool {
        let Some(game) = self.games.back() else { return true };
        let outside = signals.iter().any(|signal| matches!(signal, Signal::Menu | Signal::GameOver));
        let play = signals.iter().any(|signal| matches!(signal, Signal::Playing(_) | Signal::Activity));
        let reset = signals.iter().any(|signal| match signal {
            Signal::Playing(progress) => progress.falls_behind(&game.progress),
            _ => false,
        });
        (game.ended && play && !outside) || (game.played && reset)
    }

    /// Notes what a moment says about the game being played, and answers that game.
    fn note(&mut self, signals: &[Signal]) -> GameId {
        let Some(game) = self.games.back_mut() else { return GameId::default() };
        for signal in signals {
            match signal {
                Signal::Playing(progress) => {
                    game.played = true;
                    game.progress.update(progress);
                }
                Signal::Activity => game.played = true,
                _ => {}
            }
        }
        let over = signals.contains(&Signal::GameOver);
        let menu = signals.contains(&Signal::Menu);
        game.ended |= over || (menu && game.played);
        game.id
    }
}

impl Game {
    fn new(id: GameId, since_ms: f64) -> Self {
        Self { id, since_ms, played: false, ended: false, progress: Progress::default() }
    }
}

impl Progress {
    /// G4.
    fn falls_behind(&self, known: &Self) -> bool {
        let falls =
            |now: Option<f64>, before: Option<f64>| matches!((now, before), (Some(now), Some(before)) if now < before);
        let ante_restarts = self.ante == Some(1.0) && known.ante.is_some_and(|ante| ante > 2.0);
        let other_seed = matches!((&self.seed, &known.seed), (Some(now), Some(before)) if now != before);
        falls(self.round, known.round) || falls(self.frame, known.frame) || ante_restarts || other_seed
    }

    fn update(&mut self, newer: &Self) {
        self.ante = newer.ante.or(self.ante);
        self.round = newer.round.or(self.round);
        self.frame = newer.frame.or(self.frame);
        if newer.seed.is_some() {
            self.seed.clone_from(&newer.seed);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn playing(ante: f64, round: f64, frame: f64) -> Signal {
        Signal::Playing(Progress { ante: Some(ante), round: Some(round), frame: Some(frame), seed: None })
    }

    /// Feeds moments one after the other and answers which game each one got, numbered from 0.
    fn games_of(moments: &[&[Signal]]) -> Vec<u8> {
        let mut games = Games::first([0; 16], 0.0);
        let mut next = 0;
        let place = |(index, signals): (usize, &&[Signal])| {
            #[allow(clippy::cast_precision_loss, reason = "a handful of moments")]
            let time = index as f64 * 1000.0;
            games.at_moment(time, signals, || {
                next += 1;
                [next; 16]
            })[0]
        };
        moments.iter().enumerate().map(place).collect()
    }

    #[test]
    fn g1_g2_g3_the_menu_ends_a_game_and_play_begins_the_next() {
        let moments: [&[Signal]; 6] = [
            &[Signal::Menu],
            &[playing(1.0, 1.0, 10.0)],
            &[Signal::Menu, Signal::Activity],
            &[Signal::Menu],
            &[Signal::None],
            &[Signal::Activity, playing(1.0, 1.0, 99.0)],
        ];
        assert_eq!(games_of(&moments), [0, 0, 0, 0, 0, 1]);
    }

    #[test]
    fn g2_game_over_stays_until_play_begins() {
        let moments: [&[Signal]; 4] =
            [&[playing(2.0, 5.0, 10.0)], &[Signal::GameOver], &[Signal::GameOver], &[playing(1.0, 1.0, 40.0)]];
        assert_eq!(games_of(&moments), [0, 0, 0, 1]);
    }

    #[test]
    fn g4_a_reset_begins_a_game() {
        assert_eq!(games_of(&[&[playing(2.0, 5.0, 10.0)], &[playing(2.0, 4.0, 20.0)]]), [0, 1]);
        assert_eq!(games_of(&[&[playing(2.0, 5.0, 10.0)], &[playing(2.0, 5.0, 9.0)]]), [0, 1]);
        assert_eq!(games_of(&[&[playing(3.0, 5.0, 10.0)], &[playing(1.0, 5.0, 20.0)]]), [0, 1]);
        assert_eq!(games_of(&[&[playing(2.0, 5.0, 10.0)], &[playing(1.0, 6.0, 20.0)]]), [0, 0], "a voucher");
    }

    #[test]
    fn a_late_event_finds_its_game() {
        let mut games = Games::first([0; 16], 0.0);
        games.at_moment(1000.0, &[playing(3.0, 7.0, 10.0)], || unreachable!("same game"));
        games.at_moment(2000.0, &[playing(1.0, 1.0, 20.0)], || [1; 16]);
        assert_eq!(games.at_time(1500.0), Some([0; 16]));
        assert_eq!(games.at_time(2500.0), Some([1; 16]));
        assert_eq!(games.at_time(-5.0), Some([0; 16]));
    }
}
