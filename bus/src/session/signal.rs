//! What an event says about where one game ends and the next begins.

use ludograph_proto::pb::{Event, GameState, Payload};

/// Phases in which no game is being played.
const OUTSIDE: [&str; 3] = ["MENU", "SPLASH", "ERROR_NO_UTILS"];
/// The phase that ends a game.
const GAME_OVER: &str = "GAME_OVER";

/// One event's say.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Signal {
    /// A new run of the producer's program.
    ProcessStart,
    /// The player is in the menu.
    Menu,
    /// The game is over.
    GameOver,
    /// A game is being played, and this is what is known of it.
    Playing(Progress),
    /// Something happens only in a game, but it says nothing of which.
    Activity,
    /// Nothing to say.
    None,
}

/// How far a game has come, as far as an event tells.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Progress {
    pub(crate) ante: Option<f64>,
    pub(crate) round: Option<f64>,
    pub(crate) frame: Option<f64>,
    pub(crate) seed: Option<String>,
}

/// Reads an event's signal.
pub(crate) fn signal(event: &Event) -> Signal {
    match &event.payload {
        Some(Payload::ConnectionTest(_)) => Signal::ProcessStart,
        Some(Payload::GameState(state)) => of_state(state),
        Some(Payload::PhaseChanged(change)) => change.new_phase.as_deref().map_or(Signal::None, of_phase),
        Some(Payload::RoundChanged(change)) => {
            Signal::Playing(Progress { ante: change.ante, round: change.round, ..Progress::default() })
        }
        Some(Payload::Heartbeat(_) | Payload::Diagnostic(_) | Payload::ModError(_) | Payload::DeadLetter(_)) | None => {
            Signal::None
        }
        Some(Payload::Unknown(_)) => Signal::None,
        Some(_) => Signal::Activity,
    }
}

fn of_state(state: &GameState) -> Signal {
    let phase = state.game_state.as_deref().or(state.phase.as_deref());
    if state.in_game == Some(false) {
        return Signal::Menu;
    }
    match phase.map_or(Signal::None, of_phase) {
        outside @ (Signal::Menu | Signal::GameOver) => outside,
        _ if state.in_game == Some(true) => Signal::Playing(Progress {
            ante: state.ante,
            round: state.round,
            frame: state.frame_count,
            seed: state.game_id.clone().filter(|seed| !seed.is_empty() && seed != "unknown"),
        }),
        _ => Signal::None,
    }
}

fn of_phase(phase: &str) -> Signal {
    if OUTSIDE.contains(&phase) {
        Signal::Menu
    } else if phase == GAME_OVER {
        Signal::GameOver
    } else if phase == "UNKNOWN" || phase == "UNKNOWN_STATE_13" {
        Signal::None
    } else {
        Signal::Activity
    }
}
