//! Phases of the game, as far as the rules tell them apart.

use serde::{Deserialize, Serialize};

/// What a phase says about its round.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub(super) enum Phase {
    /// Nothing was said.
    #[default]
    Unsaid,
    /// A phase that says nothing about the round's end.
    Other,
    /// The blind is beaten: the round is evaluated, or the shop after it is open.
    RoundOver,
    /// No run is being played: what is held there is not the run's.
    Menu,
    /// The run is lost.
    GameOver,
}

impl Phase {
    /// The phase by the name the mod gives it. The game's own numbers appear as `UNKNOWN_STATE_n` where the mod has no
    /// name for them; 4, 5 and 8 are the numbers of the three phases that matter here.
    pub(super) fn of(name: Option<&str>) -> Self {
        match name {
            None => Self::Unsaid,
            Some("ROUND_EVAL" | "SHOP" | "UNKNOWN_STATE_8" | "UNKNOWN_STATE_5") => Self::RoundOver,
            Some("MENU" | "UNKNOWN_STATE_11") => Self::Menu,
            Some("GAME_OVER" | "UNKNOWN_STATE_4") => Self::GameOver,
            Some(_) => Self::Other,
        }
    }
}
