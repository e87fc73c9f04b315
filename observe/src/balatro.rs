//! One event of Balatro as an observation of its run.

use ludograph_engine::balatro::history::{BlindSeen, NAMES_BETWEEN, Seen, StateSeen};
use ludograph_proto::pb::{self, Payload};

/// What an event lets us see of its run, but for the held cards; `jokers` is room for the names it may bring.
#[must_use]
pub fn observed<'a>(payload: Option<&'a Payload>, jokers: &'a mut String) -> Seen<'a> {
    jokers.clear();
    match payload {
        Some(Payload::GameState(state)) => {
            write_jokers(state.jokers.as_ref(), jokers);
            seen_state(state, jokers)
        }
        Some(payload) => seen(payload, jokers),
        None => Seen::Other,
    }
}

/// What a payload lets us see of its game; `jokers` is room for the names it may bring.
fn seen<'a>(payload: &'a Payload, jokers: &'a mut String) -> Seen<'a> {
    match payload {
        Payload::DecisionRequest(request) => match &request.game_state {
            Some(state) => {
                write_jokers(state.jokers.as_ref(), jokers);
                seen_state(state, jokers)
            }
            None => Seen::Other,
        },
        Payload::HandPlayed(hand) => {
            Seen::HandPlayed { hands_remaining: hand.hands_remaining, hand_number: hand.hand_number }
        }
        Payload::ScoreChanged(score) => Seen::ScoreChanged { chips: score.new_chips },
        Payload::CardsDiscarded(discarded) => Seen::CardsDiscarded { discards_remaining: discarded.discards_remaining },
        Payload::MoneyChanged(money) => Seen::MoneyChanged { money: money.new_value },
        Payload::JokersChanged(changed) => {
            write_jokers(changed.jokers.as_ref(), jokers);
            Seen::JokersChanged { jokers: changed.jokers.is_some().then_some(jokers.as_str()) }
        }
        Payload::RoundChanged(changed) => Seen::RoundChanged { ante: changed.ante, round: changed.round },
        Payload::PhaseChanged(changed) => Seen::PhaseChanged { phase: changed.new_phase.as_deref() },
        Payload::RoundComplete(complete) => Seen::RoundComplete {
            ante: complete.ante,
            round: complete.round,
            score: complete.score,
            money: complete.money,
        },
        Payload::HandEvalStart(start) => Seen::HandScoringBegun {
            chips_before: start.starting_score,
            ante: start.ante,
            round: start.round,
            hand_number: start.hand_number,
        },
        Payload::HandEvalComplete(complete) => Seen::HandScored {
            chips_before: complete.starting_score,
            chips_after: complete.final_score,
            score: complete.total_delta,
            joker_triggers: complete.joker_triggers,
            ante: complete.ante,
            round: complete.round,
            hand_number: complete.hand_number,
        },
        _ => Seen::Other,
    }
}

fn seen_state<'a>(state: &'a pb::GameState, jokers: &'a str) -> Seen<'a> {
    Seen::State(StateSeen {
        seed: state.game_id.as_deref(),
        ante: state.ante,
        round: state.round,
        hand_number: state.hand_number,
        chips: state.chips,
        money: state.money,
        hands_remaining: state.hands_remaining,
        discards_remaining: state.discards_remaining,
        phase: state.game_state.as_deref().or(state.phase.as_deref()),
        blind: state.blind.as_ref().map(|blind| BlindSeen {
            name: blind.name.as_deref(),
            chips: blind.chips,
            boss: blind.boss,
        }),
        jokers: state.jokers.is_some().then_some(jokers),
        in_game: state.in_game,
        cards: None,
        consumables: state.consumables.as_ref().map(|consumables| consumables.items.len()),
    })
}

/// The jokers' names, joined by [`NAMES_BETWEEN`], `?` for one without.
pub fn write_jokers(jokers: Option<&pb::JokerList>, out: &mut String) {
    out.clear();
    for joker in jokers.iter().flat_map(|jokers| &jokers.items) {
        if !out.is_empty() {
            out.push_str(NAMES_BETWEEN);
        }
        out.push_str(joker.name.as_deref().unwrap_or("?"));
    }
}
