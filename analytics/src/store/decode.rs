//! One event as rows.

use ludograph_engine::balatro::history::Observation;
use ludograph_engine::columns::TableBuilder as _;
use ludograph_engine::columns::tables::{
    DeadLetterRow, DeadLettersBuilder, EventRow, EventsBuilder, JokerRow, JokersBuilder, StateRow, StatesBuilder,
};
use ludograph_observe::{observed, write_jokers};
use ludograph_proto::pb::{self, Event, Game, Payload, RepairKind};
use ludograph_proto::{Kind, repair, wire};

/// The builders of the tables whose rows never change.
#[derive(Debug)]
pub(super) struct Builders {
    pub(super) events: EventsBuilder,
    pub(super) states: StatesBuilder,
    pub(super) jokers: JokersBuilder,
    pub(super) dead_letters: DeadLettersBuilder,
    text: Scratch,
}

/// Texts made for one event, kept to be filled again.
#[derive(Debug, Default)]
struct Scratch {
    payload: Vec<u8>,
    repairs: String,
    hand: String,
    jokers: String,
}

impl Builders {
    pub(super) fn new() -> Self {
        Self {
            events: EventsBuilder::new(),
            states: StatesBuilder::new(),
            jokers: JokersBuilder::new(),
            dead_letters: DeadLettersBuilder::new(),
            text: Scratch::default(),
        }
    }

    /// Appends an event's rows, and hands its observation to the follower of its game.
    pub(super) fn add(&mut self, position: u64, event: &Event, observe: impl FnOnce(Observation<'_>)) {
        if let Some(Payload::DeadLetter(letter)) = &event.payload {
            self.add_dead_letter(position, event, letter);
            return;
        }
        self.add_event(position, event);
        if let Some(Payload::GameState(state)) = &event.payload {
            self.add_state(position, event, state);
        }
        let seen = observed(event.payload.as_ref(), &mut self.text.jokers);
        observe(Observation { position, time_us: event.event_time_us, seen });
    }

    fn add_event(&mut self, position: u64, event: &Event) {
        self.text.payload.clear();
        if let Some(payload) = &event.payload {
            wire::write_payload(payload, &mut self.text.payload);
        }
        write_repairs(&event.repairs, &mut self.text.repairs);
        let (event_type, subtype) = event.payload.as_ref().map_or((None, None), wire_type);
        self.events.append(&EventRow {
            position,
            game_id: id(&event.game_id),
            process_id: id(&event.process_id),
            game: game_name(event.game()),
            topic: &event.topic,
            r#type: event_type,
            subtype,
            event_id: event.event_id.as_deref(),
            source: said(&event.source),
            stream: said(&event.stream),
            event_time: moment(event.event_time_us),
            received_at: moment(event.received_at_us),
            source_time_ms: event.source_time_ms,
            correlation_id: said(&event.correlation_id),
            only_in_changes: Some(event.only_in_changes),
            repairs: said(&self.text.repairs),
            // The writer of payloads writes JSON, which is UTF-8.
            payload: std::str::from_utf8(&self.text.payload).ok().filter(|text| !text.is_empty()),
        });
    }

    fn add_dead_letter(&mut self, position: u64, event: &Event, letter: &pb::DeadLetter) {
        self.dead_letters.append(&DeadLetterRow {
            position,
            received_at: moment(event.received_at_us),
            path: said(&letter.path),
            reason: said(&letter.reason),
            detail: said(&letter.detail),
            body: Some(&String::from_utf8_lossy(&letter.body)),
            body_bytes: Some(&letter.body),
        });
    }

    fn add_state(&mut self, position: u64, event: &Event, state: &pb::GameState) {
        let Scratch { hand, jokers, .. } = &mut self.text;
        write_hand(state.hand.as_ref(), hand);
        write_jokers(state.jokers.as_ref(), jokers);
        let blind = state.blind.as_ref();
        let deck = state.deck.as_ref();
        self.states.append(&StateRow {
            position,
            game_id: id(&event.game_id),
            event_time: moment(event.event_time_us),
            in_game: state.in_game,
            seed: state.game_id.as_deref().filter(|seed| *seed != "unknown"),
            phase: state.game_state.as_deref().or(state.phase.as_deref()),
            ui_state: state.ui_state.as_deref(),
            ante: whole(state.ante),
            round: whole(state.round),
            hand_number: whole(state.hand_number),
            chips: state.chips,
            mult: state.mult,
            money: state.money,
            hand_size: whole(state.hand_size),
            hands_remaining: whole(state.hands_remaining),
            discards_remaining: whole(state.discards_remaining),
            blind_name: blind.and_then(|blind| blind.name.as_deref()),
            blind_chips: blind.and_then(|blind| blind.chips),
            blind_boss: blind.and_then(|blind| blind.boss),
            blind_defeated: blind.and_then(|blind| blind.defeated),
            hand: state.hand.is_some().then_some(hand.as_str()),
            hand_count: state.hand.as_ref().map(|hand| count(&hand.items)),
            jokers: state.jokers.is_some().then_some(jokers.as_str()),
            joker_count: state.jokers.as_ref().map(|jokers| count(&jokers.items)),
            consumable_count: state.consumables.as_ref().map(|consumables| count(&consumables.items)),
            deck_remaining: deck.and_then(|deck| whole(deck.remaining_count)),
            deck_count: deck.and_then(|deck| deck.full_deck.as_ref()).map(|cards| count(&cards.items)),
            frame_count: whole(state.frame_count),
            debug: event.debug,
            initial: event.initial,
        });
        for joker in state.jokers.iter().flat_map(|jokers| &jokers.items) {
            let properties = joker.properties.as_ref();
            self.jokers.append(&JokerRow {
                position,
                game_id: id(&event.game_id),
                event_time: moment(event.event_time_us),
                ante: whole(state.ante),
                round: whole(state.round),
                slot: whole(joker.position),
                joker_id: joker.id.as_deref(),
                name: joker.name.as_deref(),
                edition: properties.and_then(|properties| properties.edition.as_deref()),
                mult: properties.and_then(|properties| properties.mult),
                chips: properties.and_then(|properties| properties.chips),
                cost: properties.and_then(|properties| properties.cost),
                sell_value: properties.and_then(|properties| properties.sell_value),
            });
        }
    }
}

fn wire_type(payload: &Payload) -> (Option<&str>, Option<&str>) {
    match payload {
        Payload::Unknown(unknown) => (said(&unknown.r#type), unknown.subtype.as_deref()),
        payload => {
            let kind = Kind::of_payload(payload);
            (said(kind.wire_type()), kind.wire_subtype())
        }
    }
}

/// The name of a game in SQL.
pub(super) fn game_name(game: Game) -> Option<&'static str> {
    match game {
        Game::Unspecified => None,
        Game::Balatro => Some("balatro"),
        Game::Brigade => Some("brigade"),
    }
}

fn id(bytes: &[u8]) -> Option<[u8; 16]> {
    bytes.try_into().ok()
}

fn said(text: &str) -> Option<&str> {
    (!text.is_empty()).then_some(text)
}

fn moment(time_us: i64) -> Option<i64> {
    (time_us != 0).then_some(time_us)
}

fn whole(value: Option<f64>) -> Option<i64> {
    const EXACT_INTEGER_MAX: f64 = 9_007_199_254_740_992.0;
    #[allow(clippy::cast_possible_truncation, reason = "whole and within the exact integers of a double")]
    value.filter(|value| value.fract() == 0.0 && value.abs() <= EXACT_INTEGER_MAX).map(|value| value as i64)
}

fn count<T>(items: &[T]) -> i64 {
    i64::try_from(items.len()).unwrap_or(i64::MAX)
}

fn write_repairs(repairs: &[pb::Repair], out: &mut String) {
    use std::fmt::Write as _;
    out.clear();
    for repaired in repairs {
        let kind = RepairKind::try_from(repaired.kind).unwrap_or(RepairKind::Unspecified);
        let comma = if out.is_empty() { "" } else { "," };
        let written = write!(out, "{comma}{}:{}", repair::name(kind), repaired.count);
        debug_assert!(written.is_ok(), "a String takes everything");
    }
}

/// Cards as rank and suit, "KH TD 2S"; `?` where the wire does not tell.
fn write_hand(cards: Option<&pb::CardList>, out: &mut String) {
    out.clear();
    for card in cards.iter().flat_map(|cards| &cards.items) {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push(match card.rank.as_deref() {
            Some("10") => 'T',
            Some(rank) => rank.chars().next().unwrap_or('?'),
            None => '?',
        });
        out.push(card.suit.as_deref().and_then(|suit| suit.chars().next()).unwrap_or('?'));
    }
}
