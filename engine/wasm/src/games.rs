//! Whole games of built-in agents, many in a call.

use ludograph_engine::brigade::{Agent, Ending, GameSummary, Player};
use wasm_bindgen::prelude::wasm_bindgen;

use crate::error::{LastError, Refused};
use crate::input::{expect_bytes, read_match};

/// The columns of played games, one row a game; N seats.
#[derive(Debug, Default)]
pub(crate) struct GameColumns {
    pub(crate) team_scores: Vec<f64>,
    /// N a game.
    pub(crate) scores: Vec<f32>,
    pub(crate) nights: Vec<u32>,
    /// 1 done, 2 truncated.
    pub(crate) endings: Vec<u8>,
    /// Three a game: safe, burning, ruined.
    pub(crate) houses: Vec<u16>,
    /// N a game.
    pub(crate) worked: Vec<u32>,
    /// N a game.
    pub(crate) lied: Vec<u32>,
}

impl GameColumns {
    pub(crate) fn clear(&mut self) {
        self.team_scores.clear();
        self.scores.clear();
        self.nights.clear();
        self.endings.clear();
        self.houses.clear();
        self.worked.clear();
        self.lied.clear();
    }

    /// Adds a game.
    pub(crate) fn push(&mut self, game: &GameSummary) {
        self.team_scores.push(game.team_score());
        self.scores.extend_from_slice(&game.scores);
        self.nights.push(game.nights);
        self.endings.push(match game.ending {
            Ending::Running => 0,
            Ending::Done => 1,
            Ending::Truncated => 2,
        });
        self.houses.extend(game.houses.map(|count| u16::try_from(count).unwrap_or(u16::MAX)));
        self.worked.extend_from_slice(&game.worked);
        self.lied.extend_from_slice(&game.lied);
    }

    /// Where a column lies: 0 team scores, 1 scores, 2 nights, 3 endings, 4 houses, 5 worked, 6 lied.
    pub(crate) fn at(&self, column: u32) -> usize {
        match column {
            0 => self.team_scores.as_ptr() as usize,
            1 => self.scores.as_ptr() as usize,
            2 => self.nights.as_ptr() as usize,
            3 => self.endings.as_ptr() as usize,
            4 => self.houses.as_ptr() as usize,
            5 => self.worked.as_ptr() as usize,
            _ => self.lied.as_ptr() as usize,
        }
    }
}

/// A match played again and again.
#[wasm_bindgen]
pub struct MatchCore {
    player: Player<Box<dyn Agent>>,
    columns: GameColumns,
    error: LastError,
}

#[wasm_bindgen]
impl MatchCore {
    /// A match from JSON: `{"scenario", "team", "rules", "nightsMax", "stream"}`.
    ///
    /// # Errors
    /// `json`, `unknown_name`, `argument`, `count`.
    #[wasm_bindgen(constructor)]
    pub fn new(json: &str) -> Result<Self, Refused> {
        let player = Player::new(&read_match(json)?)?;
        Ok(Self { player, columns: GameColumns::default(), error: LastError::default() })
    }

    /// Plays the games of the seeds `first..first + games`, whose columns then lie at [`MatchCore::column_at`]; below 0
    /// an error.
    pub fn play(&mut self, first: u64, games: u32) -> i32 {
        match self.try_play(first, games) {
            Ok(()) => 0,
            Err(refused) => self.error.keep(refused),
        }
    }

    /// How many agents have a seat.
    #[must_use]
    pub fn seats(&self) -> usize {
        self.player.game().num_agents()
    }

    /// Where a column of the last games lies: 0 team scores, 1 scores, 2 nights, 3 endings, 4 houses, 5 worked, 6 lied.
    #[must_use]
    pub fn column_at(&self, column: u32) -> usize {
        self.columns.at(column)
    }

    /// The text of the last error, once.
    pub fn take_error(&mut self) -> String {
        self.error.take()
    }
}

impl std::fmt::Debug for MatchCore {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("MatchCore").field("columns", &self.columns).finish_non_exhaustive()
    }
}

impl MatchCore {
    fn try_play(&mut self, first: u64, games: u32) -> Result<(), Refused> {
        expect_bytes("the games", (games as usize).saturating_mul(24 + 12 * self.seats()))?;
        self.columns.clear();
        for game in 0..u64::from(games) {
            self.columns.push(&self.player.play(first.wrapping_add(game))?);
        }
        Ok(())
    }
}
