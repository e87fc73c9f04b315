//! Which member of which payload goes where: the wire's vocabulary as one table.

use super::fields::{
    Cards, Consumables, Doubles, Flag, Id, Jokers, Names, Num, Object, Raw, Strings, Text, read_object, wire_object,
    write_object,
};
use crate::json::Json;
use crate::kind::Kind;
use crate::pb::{self, Payload};

wire_object!(ConnectionTest { "message" => message: Text });
wire_object!(Heartbeat {
    "version" => version: Text, "uptime" => uptime_ms: Num, "headless" => headless: Flag,
    "game_state" => game_state: Text,
});
wire_object!(JokerProperties {
    "mult" => mult: Num, "chips" => chips: Num, "cost" => cost: Num, "sell_value" => sell_value: Num,
    "edition" => edition: Text,
});
wire_object!(Joker {
    "id" => id: Id, "name" => name: Text, "position" => position: Num,
    "properties" => properties: Object<pb::JokerProperties>,
});
wire_object!(Card {
    "id" => id: Id, "rank" => rank: Text, "suit" => suit: Text, "enhancement" => enhancement: Text,
    "edition" => edition: Text, "seal" => seal: Text, "position" => position: Num,
});
wire_object!(Deck {
    "remaining_count" => remaining_count: Num, "cards_remaining" => cards_remaining: Cards,
    "full_deck" => full_deck: Cards,
});
wire_object!(ConsumableProperties { "cost" => cost: Num, "edition" => edition: Text });
wire_object!(Consumable {
    "id" => id: Id, "name" => name: Text, "card_type" => card_type: Text, "position" => position: Num,
    "properties" => properties: Object<pb::ConsumableProperties>,
});
wire_object!(Blind {
    "name" => name: Text, "chips" => chips: Num, "chip_text" => chip_text: Text, "mult" => mult: Num,
    "defeated" => defeated: Flag, "boss" => boss: Flag,
});
wire_object!(GameState {
    "in_game" => in_game: Flag, "game_id" => game_id: Id, "ante" => ante: Num, "round" => round: Num,
    "hand_number" => hand_number: Num, "chips" => chips: Num, "mult" => mult: Num, "money" => money: Num,
    "hand_size" => hand_size: Num, "hands_remaining" => hands_remaining: Num,
    "discards_remaining" => discards_remaining: Num, "score_history" => score_history_json: Raw,
    "jokers" => jokers: Jokers, "hand" => hand: Cards, "deck" => deck: Object<pb::Deck>,
    "consumables" => consumables: Consumables, "shop_items" => shop_items_json: Raw,
    "game_state" => game_state: Text, "ui_state" => ui_state: Text, "blind" => blind: Object<pb::Blind>,
    "timestamp" => timestamp_s: Num, "frame_count" => frame_count: Num, "phase" => phase: Text,
});
wire_object!(MoneyChanged { "old_value" => old_value: Num, "new_value" => new_value: Num, "difference" => difference: Num });
wire_object!(ScoreChanged {
    "old_chips" => old_chips: Num, "new_chips" => new_chips: Num, "old_mult" => old_mult: Num, "new_mult" => new_mult: Num,
});
wire_object!(HandPlayed { "hands_remaining" => hands_remaining: Num, "hand_number" => hand_number: Num });
wire_object!(CardsDiscarded { "discards_remaining" => discards_remaining: Num });
wire_object!(JokersChanged { "old_count" => old_count: Num, "new_count" => new_count: Num, "jokers" => jokers: Jokers });
wire_object!(RoundChanged { "ante" => ante: Num, "round" => round: Num });
wire_object!(PhaseChanged { "old_phase" => old_phase: Text, "new_phase" => new_phase: Text });
wire_object!(RoundComplete { "ante" => ante: Num, "round" => round: Num, "score" => score: Num, "money" => money: Num });
wire_object!(JokerTrigger {
    "joker_name" => joker_name: Text, "context_type" => context_type: Text, "context_type" => context_type_flag: Flag,
    "timestamp" => timestamp_ms: Num,
});
wire_object!(HandEvalStart {
    "starting_score" => starting_score: Num, "ante" => ante: Num, "round" => round: Num, "hand_number" => hand_number: Num,
});
wire_object!(ScoreUpdate {
    "previous_score" => previous_score: Num, "new_score" => new_score: Num, "delta" => delta: Num,
    "total_hand_delta" => total_hand_delta: Num, "context" => context: Text, "timestamp" => timestamp_ms: Num,
});
wire_object!(JokerReference { "name" => name: Text, "id" => id: Id, "position" => position: Num });
wire_object!(ScoringJokerTrigger {
    "joker" => joker: Object<pb::JokerReference>, "score_contribution" => score_contribution: Num,
    "current_total" => current_total: Num, "timestamp" => timestamp_ms: Num,
});
wire_object!(HandEvalComplete {
    "starting_score" => starting_score: Num, "final_score" => final_score: Num, "total_delta" => total_delta: Num,
    "joker_triggers" => joker_triggers: Num, "ante" => ante: Num, "round" => round: Num, "hand_number" => hand_number: Num,
});
wire_object!(MultUpdate {
    "mult_before" => mult_before: Num, "mult_after" => mult_after: Num, "delta" => delta: Num, "source" => source: Text,
    "timestamp" => timestamp_ms: Num,
});
wire_object!(ChipsUpdate {
    "chips_before" => chips_before: Num, "chips_after" => chips_after: Num, "delta" => delta: Num,
    "source" => source: Text, "timestamp" => timestamp_ms: Num,
});
wire_object!(DecisionRequest {
    "request_id" => request_id: Text, "game_state" => game_state: Object<pb::GameState>,
    "available_actions" => available_actions: Strings, "time_limit_ms" => time_limit_ms: Num,
});
wire_object!(ModError { "message" => message: Text, "context" => context_json: Raw, "stack_trace" => stack_trace: Text });
wire_object!(Diagnostic {
    "available_functions" => available_functions: Strings, "g_exists" => g_exists: Flag,
    "g_funcs_exists" => g_funcs_exists: Flag, "g_game_exists" => g_game_exists: Flag, "g_state" => g_state: Text,
});
wire_object!(BrigadeGameStart {
    "scenario" => scenario: Text, "rules" => rules: Text, "seed" => seed: Id, "house_count" => house_count: Num,
    "agents" => agents: Names, "houses" => houses: Doubles, "nights_max" => nights_max: Num,
});
wire_object!(BrigadeNight {
    "night" => night: Num, "houses" => houses: Doubles, "targets" => targets: Doubles, "modes" => modes: Doubles,
    "signals" => signals: Doubles, "rewards" => rewards: Doubles,
});
wire_object!(BrigadeGameEnd {
    "nights" => nights: Num, "houses" => houses: Doubles, "scores" => scores: Doubles, "truncated" => truncated: Flag,
});

macro_rules! typed_payloads {
    ($($kind:ident),* $(,)?) => {
        /// Reads a payload of a kind. What does not fit the kind's type stays in its `extra_json`; a payload that is no
        /// object at all makes the event one of unknown kind, with its type kept.
        #[must_use]
        pub fn read_payload(event_type: &str, subtype: Option<&str>, payload: Option<Json<'_>>) -> Payload {
            match (Kind::of_wire(event_type, subtype), payload) {
                $((Kind::$kind, Some(Json::Object(members))) => Payload::$kind(read_object(members)),)*
                (_, payload) => Payload::Unknown(pb::UnknownPayload {
                    r#type: event_type.to_owned(),
                    subtype: subtype.map(str::to_owned),
                    json: payload.map(|payload| payload.to_text()),
                }),
            }
        }

        /// Appends a payload's JSON text; a dead letter has none and is written as `null`.
        pub fn write_payload(payload: &Payload, out: &mut Vec<u8>) {
            match payload {
                $(Payload::$kind(message) => write_object(message, out),)*
                Payload::Unknown(unknown) => out.extend_from_slice(unknown.json.as_deref().unwrap_or("null").as_bytes()),
                Payload::DeadLetter(_) => out.extend_from_slice(b"null"),
            }
        }
    };
}
typed_payloads!(
    ConnectionTest,
    Heartbeat,
    GameState,
    MoneyChanged,
    ScoreChanged,
    HandPlayed,
    CardsDiscarded,
    JokersChanged,
    RoundChanged,
    PhaseChanged,
    RoundComplete,
    JokerTrigger,
    HandEvalStart,
    ScoreUpdate,
    ScoringJokerTrigger,
    HandEvalComplete,
    MultUpdate,
    ChipsUpdate,
    DecisionRequest,
    ModError,
    Diagnostic,
    BrigadeGameStart,
    BrigadeNight,
    BrigadeGameEnd,
);
