//! The members of every kind's payload and their shapes, written down a second time from the wire's specification, so
//! that a member forgotten or misspelled in the crate's own table shows.

use ludograph_proto::Kind;

/// What a member's value looks like.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Shape {
    Num,
    Text,
    Flag,
    TextOrFlag,
    Id,
    Raw,
    Words,
    Doubles,
    Object(&'static [Member]),
    List(&'static [Member]),
}
use Shape::{Doubles, Flag, Id, List, Num, Object, Raw, Text, TextOrFlag, Words};

/// A member's key and shape.
pub(crate) type Member = (&'static str, Shape);

#[rustfmt::skip]
const CARD: &[Member] = &[
    ("id", Id), ("rank", Text), ("suit", Text), ("enhancement", Text), ("edition", Text), ("seal", Text),
    ("position", Num),
];
#[rustfmt::skip]
const JOKER_PROPERTIES: &[Member] =
    &[("mult", Num), ("chips", Num), ("cost", Num), ("sell_value", Num), ("edition", Text)];
#[rustfmt::skip]
const JOKER: &[Member] = &[("id", Id), ("name", Text), ("position", Num), ("properties", Object(JOKER_PROPERTIES))];
#[rustfmt::skip]
const CONSUMABLE: &[Member] = &[
    ("id", Id), ("name", Text), ("card_type", Text), ("position", Num),
    ("properties", Object(&[("cost", Num), ("edition", Text)])),
];
#[rustfmt::skip]
const DECK: &[Member] = &[("remaining_count", Num), ("cards_remaining", List(CARD)), ("full_deck", List(CARD))];
#[rustfmt::skip]
const BLIND: &[Member] =
    &[("name", Text), ("chips", Num), ("chip_text", Text), ("mult", Num), ("defeated", Flag), ("boss", Flag)];
#[rustfmt::skip]
const GAME_STATE: &[Member] = &[
    ("in_game", Flag), ("game_id", Id), ("ante", Num), ("round", Num), ("hand_number", Num), ("chips", Num),
    ("mult", Num), ("money", Num), ("hand_size", Num), ("hands_remaining", Num), ("discards_remaining", Num),
    ("score_history", Raw), ("jokers", List(JOKER)), ("hand", List(CARD)), ("deck", Object(DECK)),
    ("consumables", List(CONSUMABLE)), ("shop_items", Raw), ("game_state", Text), ("ui_state", Text),
    ("blind", Object(BLIND)), ("timestamp", Num), ("frame_count", Num), ("phase", Text),
];

/// The members of a kind's payload.
#[rustfmt::skip] // a table reads best with a line for each kind
pub(crate) fn members(kind: Kind) -> &'static [Member] {
    match kind {
        Kind::ConnectionTest => &[("message", Text)],
        Kind::Heartbeat => &[("version", Text), ("uptime", Num), ("headless", Flag), ("game_state", Text)],
        Kind::GameState => GAME_STATE,
        Kind::MoneyChanged => &[("old_value", Num), ("new_value", Num), ("difference", Num)],
        Kind::ScoreChanged => &[("old_chips", Num), ("new_chips", Num), ("old_mult", Num), ("new_mult", Num)],
        Kind::HandPlayed => &[("hands_remaining", Num), ("hand_number", Num)],
        Kind::CardsDiscarded => &[("discards_remaining", Num)],
        Kind::JokersChanged => &[("old_count", Num), ("new_count", Num), ("jokers", List(JOKER))],
        Kind::RoundChanged => &[("ante", Num), ("round", Num)],
        Kind::PhaseChanged => &[("old_phase", Text), ("new_phase", Text)],
        Kind::RoundComplete => &[("ante", Num), ("round", Num), ("score", Num), ("money", Num)],
        Kind::JokerTrigger => &[("joker_name", Text), ("context_type", TextOrFlag), ("timestamp", Num)],
        Kind::HandEvalStart => &[("starting_score", Num), ("ante", Num), ("round", Num), ("hand_number", Num)],
        Kind::ScoreUpdate => &[
            ("previous_score", Num), ("new_score", Num), ("delta", Num), ("total_hand_delta", Num), ("context", Text),
            ("timestamp", Num),
        ],
        Kind::ScoringJokerTrigger => &[
            ("joker", Object(&[("name", Text), ("id", Id), ("position", Num)])), ("score_contribution", Num),
            ("current_total", Num), ("timestamp", Num),
        ],
        Kind::HandEvalComplete => &[
            ("starting_score", Num), ("final_score", Num), ("total_delta", Num), ("joker_triggers", Num),
            ("ante", Num), ("round", Num), ("hand_number", Num),
        ],
        Kind::MultUpdate => &[
            ("mult_before", Num), ("mult_after", Num), ("delta", Num), ("source", Text), ("timestamp", Num),
        ],
        Kind::ChipsUpdate => &[
            ("chips_before", Num), ("chips_after", Num), ("delta", Num), ("source", Text), ("timestamp", Num),
        ],
        Kind::DecisionRequest => &[
            ("request_id", Text), ("game_state", Object(GAME_STATE)), ("available_actions", Words),
            ("time_limit_ms", Num),
        ],
        Kind::ModError => &[("message", Text), ("context", Raw), ("stack_trace", Text)],
        Kind::Diagnostic => &[
            ("available_functions", Words), ("g_exists", Flag), ("g_funcs_exists", Flag), ("g_game_exists", Flag),
            ("g_state", Text),
        ],
        Kind::BrigadeGameStart => &[
            ("scenario", Text), ("rules", Text), ("seed", Id), ("house_count", Num), ("agents", Words),
            ("houses", Doubles), ("nights_max", Num),
        ],
        Kind::BrigadeNight => &[
            ("night", Num), ("houses", Doubles), ("targets", Doubles), ("modes", Doubles), ("signals", Doubles),
            ("rewards", Doubles),
        ],
        Kind::BrigadeGameEnd => &[("nights", Num), ("houses", Doubles), ("scores", Doubles), ("truncated", Flag)],
        Kind::Unknown | Kind::DeadLetter => &[],
    }
}
