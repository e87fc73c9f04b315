//! Every kind of event, named once: type and subtype on the wire, topic on the bus, game.

use crate::pb::{Game, Payload};

macro_rules! kinds {
    ($($(#[$doc:meta])* $kind:ident => $type:literal, $subtype:expr, $topic:literal, $game:ident;)*) => {
        /// A kind of event.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Kind {
            $($(#[$doc])* $kind,)*
            /// A type or subtype the schema does not know.
            Unknown,
            /// A body the door could not read.
            DeadLetter,
        }

        impl Kind {
            /// Every kind of event that has a typed payload.
            pub const TYPED: &'static [Kind] = &[$(Kind::$kind,)*];

            /// The kind with that type and subtype on the wire; a subtype beside a type that has none is ignored.
            #[must_use]
            pub fn of_wire(event_type: &str, subtype: Option<&str>) -> Self {
                match event_type {
                    $($type if $subtype.is_none() || $subtype == subtype => Self::$kind,)*
                    _ => Self::Unknown,
                }
            }

            /// The kind of a payload.
            #[must_use]
            pub fn of_payload(payload: &Payload) -> Self {
                match payload {
                    $(Payload::$kind(_) => Self::$kind,)*
                    Payload::Unknown(_) => Self::Unknown,
                    Payload::DeadLetter(_) => Self::DeadLetter,
                }
            }

            /// The type on the wire; empty for the kinds that have none of their own.
            #[must_use]
            pub fn wire_type(self) -> &'static str {
                match self {
                    $(Self::$kind => $type,)*
                    Self::Unknown | Self::DeadLetter => "",
                }
            }

            /// The subtype on the wire.
            #[must_use]
            pub fn wire_subtype(self) -> Option<&'static str> {
                match self {
                    $(Self::$kind => $subtype,)*
                    Self::Unknown | Self::DeadLetter => None,
                }
            }

            /// The topic on the bus.
            #[must_use]
            pub fn topic(self) -> &'static str {
                match self {
                    $(Self::$kind => $topic,)*
                    Self::Unknown => "balatro.unknown",
                    Self::DeadLetter => "system.dead_letter",
                }
            }

            /// The game.
            #[must_use]
            pub fn game(self) -> Game {
                match self {
                    $(Self::$kind => Game::$game,)*
                    Self::Unknown => Game::Balatro,
                    Self::DeadLetter => Game::Unspecified,
                }
            }
        }
    };
}

kinds! {
    /// The mod's first message.
    ConnectionTest => "connection_test", None::<&str>, "balatro.connection", Balatro;
    /// A sign of life.
    Heartbeat => "HEARTBEAT", None::<&str>, "balatro.heartbeat", Balatro;
    /// The whole state.
    GameState => "GAME_STATE", None::<&str>, "balatro.state", Balatro;
    /// Money differs.
    MoneyChanged => "MONEY_CHANGED", None::<&str>, "balatro.money.changed", Balatro;
    /// The round's score differs.
    ScoreChanged => "SCORE_CHANGED", None::<&str>, "balatro.score.changed", Balatro;
    /// Hands left differ.
    HandPlayed => "HAND_PLAYED", None::<&str>, "balatro.hand.played", Balatro;
    /// Discards left differ.
    CardsDiscarded => "CARDS_DISCARDED", None::<&str>, "balatro.cards.discarded", Balatro;
    /// The number of jokers differs.
    JokersChanged => "JOKERS_CHANGED", None::<&str>, "balatro.jokers.changed", Balatro;
    /// Ante or round differs.
    RoundChanged => "ROUND_CHANGED", None::<&str>, "balatro.round.changed", Balatro;
    /// The phase differs.
    PhaseChanged => "PHASE_CHANGED", None::<&str>, "balatro.phase.changed", Balatro;
    /// A round is over.
    RoundComplete => "ROUND_COMPLETE", None::<&str>, "balatro.round.completed", Balatro;
    /// A joker acts.
    JokerTrigger => "JOKER_TRIGGER", None::<&str>, "balatro.joker.triggered", Balatro;
    /// Scoring of a hand begins.
    HandEvalStart => "SCORING", Some("HAND_EVAL_START"), "balatro.scoring.started", Balatro;
    /// The score moves.
    ScoreUpdate => "SCORING", Some("SCORE_UPDATE"), "balatro.scoring.score", Balatro;
    /// A joker moves the score.
    ScoringJokerTrigger => "SCORING", Some("JOKER_TRIGGER"), "balatro.scoring.joker", Balatro;
    /// Scoring of a hand ends.
    HandEvalComplete => "SCORING", Some("HAND_EVAL_COMPLETE"), "balatro.scoring.completed", Balatro;
    /// Mult moves.
    MultUpdate => "SCORING", Some("MULT_UPDATE"), "balatro.scoring.mult", Balatro;
    /// Chips move.
    ChipsUpdate => "SCORING", Some("CHIPS_UPDATE"), "balatro.scoring.chips", Balatro;
    /// The mod asks for a decision.
    DecisionRequest => "LEARNING_DECISION", Some("REQUEST"), "balatro.decision.requested", Balatro;
    /// The mod's own error.
    ModError => "ERROR", None::<&str>, "balatro.error", Balatro;
    /// What the mod found in the game.
    Diagnostic => "DIAGNOSTIC", None::<&str>, "balatro.diagnostic", Balatro;
    /// A game of Bucket Brigade begins.
    BrigadeGameStart => "brigade.game_start", None::<&str>, "brigade.game.started", Brigade;
    /// A night of Bucket Brigade.
    BrigadeNight => "brigade.night", None::<&str>, "brigade.night", Brigade;
    /// A game of Bucket Brigade ends.
    BrigadeGameEnd => "brigade.game_end", None::<&str>, "brigade.game.ended", Brigade;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_wire_has_twenty_one_kinds_and_brigade_three() {
        let balatro = Kind::TYPED.iter().filter(|kind| kind.game() == Game::Balatro).count();
        assert_eq!((balatro, Kind::TYPED.len()), (21, 24));
        for &kind in Kind::TYPED {
            assert_eq!(Kind::of_wire(kind.wire_type(), kind.wire_subtype()), kind);
            assert!(kind.topic().chars().all(|c| c.is_ascii_lowercase() || c == '.'));
        }
        assert_eq!(Kind::of_wire("SCORING", None), Kind::Unknown);
        assert_eq!(Kind::of_wire("SCORING", Some("NEW")), Kind::Unknown);
        assert_eq!(Kind::of_wire("GAME_STATE", Some("ODD")), Kind::GameState);
    }
}
