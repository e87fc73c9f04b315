//! Whole games of built-in agents, many in a call.

use ludograph_engine::brigade::{Agent, GameOptions, GameSummary, Player};
use wasm_bindgen::prelude::wasm_bindgen;

use crate::game_record::Kept;
use crate::numbers::{read_built_in, read_scenario, rules};
use crate::refusal::{Refusal, answer, expect_bytes};
use crate::summary::{ending_code, fingerprint};
use crate::telling::Telling;
use crate::words::stream;

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
        self.endings.push(ending_code(game.ending));
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
    pub(crate) player: Player<Box<dyn Agent>>,
    columns: GameColumns,
    kept: Kept,
    pub(crate) telling: Telling,
}

#[wasm_bindgen]
impl MatchCore {
    /// A match of built-in agents: `team` as `numbers::read_team` reads it, rules and stream by their places in the engine's
    /// lists.
    ///
    /// # Errors
    /// What the engine refuses.
    #[wasm_bindgen(constructor)]
    pub fn new(
        scenario: &[f64],
        team: &[f64],
        rule_set: u32,
        nights_max: u32,
        stream_code: u32,
    ) -> Result<Self, Refusal> {
        let options = GameOptions { rules: rules(rule_set), seed: 0, nights_max };
        let (scenario, team) = (read_scenario(scenario), read_built_in(team)?);
        let player = Player::with_team(&scenario, team, stream(stream_code), options)?;
        Ok(Self { player, columns: GameColumns::default(), kept: Kept::new(true), telling: Telling::default() })
    }

    /// Plays the games of the seeds `first..first + games`; below 0 an error. Where `keeps`, what was done in the last of
    /// them is kept.
    pub fn play(&mut self, first: u64, games: u32, keeps: bool) -> i32 {
        answer(self.try_play(first, games, keeps))
    }

    /// A number by its place in `COLUMNS` of `package/src/places.ts`: addresses 0 to 6 as [`GameColumns::at`] has them, 7
    /// kept actions, 8 kept first-round signals; 9 how many actions were kept, 10 whether they are those of a whole game, 11
    /// how many agents have a seat; 12 told words, 13 how many they are.
    #[must_use]
    pub fn number(&self, which: u32) -> usize {
        match which {
            7 => self.kept.actions().as_ptr() as usize,
            8 => self.kept.round1().as_ptr() as usize,
            9 => self.kept.actions().len(),
            10 => usize::from(self.kept.is_whole()),
            11 => self.player.game().num_agents(),
            12 => self.telling.words.as_ptr() as usize,
            13 => self.telling.words.len(),
            column => self.columns.at(column),
        }
    }

    /// The fingerprint of the last state of the last game.
    #[must_use]
    pub fn fingerprint(&self) -> u64 {
        fingerprint(self.player.game())
    }
}

impl std::fmt::Debug for MatchCore {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("MatchCore").field("columns", &self.columns).finish_non_exhaustive()
    }
}

impl MatchCore {
    fn try_play(&mut self, first: u64, games: u32, keeps: bool) -> Result<(), Refusal> {
        let seats = self.player.game().num_agents();
        expect_bytes("the games", (games as usize).saturating_mul(24 + 12 * seats))?;
        self.columns.clear();
        let (kept, two_phase) = (&mut self.kept, self.player.game().is_two_phase());
        for game in 0..u64::from(games) {
            // One call for games that are kept and those that are not: it is large.
            let summary = self.player.play_watched(first.wrapping_add(game), |game, actions, round1| {
                if keeps {
                    if game.night() == 1 {
                        kept.begin();
                    }
                    kept.add(actions, if two_phase { round1 } else { &[] }, game.night());
                }
            })?;
            self.columns.push(&summary);
        }
        Ok(())
    }
}
