//! A `GAME_STATE` as a hand to play from.

use serde_json::Value;

use super::unknown::{Unknown, never_told};
use super::wire;
use crate::balatro::error::BalatroError;
use crate::balatro::model::blind::BlindKind;
use crate::balatro::model::card::{Card, Enhancement};
use crate::balatro::model::state::{DeckCounts, Hand, Table};
use crate::number::shown;

/// What a state tells.
#[derive(Debug, Clone, PartialEq)]
pub struct Observed {
    /// The held cards in their order, the known jokers in theirs, the table; nothing is played yet.
    pub hand: Hand,
    /// The cards that may still be drawn: the full deck without the held ones. Cards already played or discarded in
    /// this round are among them, for the mod does not tell them apart.
    pub deck: Vec<Card>,
    /// What the blind asks for.
    pub target: Option<f64>,
    /// What was scored in this round.
    pub scored: f64,
    /// Hands left, the next one included.
    pub hands_remaining: u32,
    /// What could not be known, and what was assumed.
    pub unknown: Vec<Unknown>,
}

/// Reads a `GAME_STATE` event or its payload; `known` as in [`super::decide`].
///
/// # Errors
/// [`BalatroError::Json`] for what is no state of a game in progress; what [`Hand::from_value`] says of `known`;
/// [`Hand::check`]'s.
pub fn observe(state: &Value, known: Option<&Value>) -> Result<Observed, BalatroError> {
    let payload =
        state.get("payload").or_else(|| state.get("game_state").filter(|inner| inner.is_object())).unwrap_or(state);
    let is_state = payload.get("hand").is_some() && payload.get("in_game").and_then(Value::as_bool) != Some(false);
    if !is_state {
        let message = "expected the GAME_STATE of a game in progress, with a `hand`".to_owned();
        return Err(BalatroError::Json { what: "state", message });
    }
    let mut unknown = Vec::new();
    let table = table(payload, known, &mut unknown)?;
    let held = cards(wire::list(payload, "hand"), &mut unknown);
    let jokers = wire::list(payload, "jokers").iter().filter_map(|joker| wire::joker(joker, &mut unknown)).collect();
    let mut hand = Hand { played: Vec::new(), held, jokers, table };
    let deck = read_deck(payload, known, &mut hand, &mut unknown);
    hand.check_held()?;
    let given = |member: &str| known.is_some_and(|known| known.get(member).is_some());
    unknown.extend(never_told(&hand, &given));
    let target = payload.get("blind").and_then(|blind| wire::number(blind, "chips")).filter(|chips| *chips > 0.0);
    if target.is_none() {
        unknown.push(Unknown::new("the blind's target", "none"));
    }
    Ok(Observed {
        hand,
        deck,
        target,
        scored: wire::number(payload, "chips").unwrap_or(0.0),
        hands_remaining: wire::count(payload, "hands_remaining").unwrap_or(1),
        unknown,
    })
}

fn table(payload: &Value, known: Option<&Value>, unknown: &mut Vec<Unknown>) -> Result<Table, BalatroError> {
    let mut table = match known {
        Some(known) => Hand::from_value(known)?.table,
        None => Table::default(),
    };
    let mut read = |field: &str, assumed: u32| {
        wire::count(payload, field).unwrap_or_else(|| {
            unknown.push(Unknown::new(field, assumed.to_string()));
            assumed
        })
    };
    table.hands_left = read("hands_remaining", 4).saturating_sub(1);
    table.discards_left = read("discards_remaining", 3);
    match wire::number(payload, "money") {
        Some(money) => table.money = money,
        None => unknown.push(Unknown::new("money", shown(table.money))),
    }
    if table.blind.is_none()
        && let Some(blind) = payload.get("blind")
    {
        let name = blind.get("name").and_then(Value::as_str).unwrap_or("");
        let defeated = blind.get("defeated").and_then(Value::as_bool) == Some(true);
        match BlindKind::find(name) {
            Ok(kind) => table.blind = Some(kind).filter(|_| !defeated),
            Err(_) => unknown.push(Unknown::new("what the blind does", "nothing")),
        }
    }
    Ok(table)
}

fn cards(values: &[Value], unknown: &mut Vec<Unknown>) -> Vec<Card> {
    let mut cards = Vec::with_capacity(values.len());
    for (position, value) in values.iter().enumerate() {
        match wire::card(value) {
            Some(card) => cards.push(card),
            None => unknown.push(Unknown::new(format!("card at position {position}"), "not there")),
        }
    }
    cards
}

/// The cards that may still come; fills in what is counted in the deck.
fn read_deck(payload: &Value, known: Option<&Value>, hand: &mut Hand, unknown: &mut Vec<Unknown>) -> Vec<Card> {
    let Some(deck) = payload.get("deck") else {
        unknown.push(Unknown::new("the deck's cards", "52, none enhanced"));
        return Vec::new();
    };
    let full = wire::list(deck, "full_deck");
    let held: Vec<&Value> = wire::list(payload, "hand").iter().filter_map(|card| card.get("id")).collect();
    let left = full.iter().filter(|card| card.get("id").is_none_or(|id| !held.contains(&id)));
    let cards: Vec<Card> = left.filter_map(wire::card).collect();
    let all: Vec<Card> = full.iter().filter_map(wire::card).collect();
    let plain = all.iter().chain(&hand.held).all(|card| card.enhancement.is_none());
    if plain {
        unknown.push(Unknown::new("enhancements: the mod reports none of an unmodified game's", "none"));
    }
    if known.is_none_or(|known| known.get("deck_counts").is_none()) {
        let of = |wanted: &dyn Fn(&Card) -> bool| {
            u32::try_from(all.iter().filter(|card| wanted(card)).count()).unwrap_or(u32::MAX)
        };
        let remaining = wire::count(deck, "remaining_count");
        let size = if all.is_empty() { 52 } else { of(&|_| true) };
        hand.table.deck = DeckCounts {
            size,
            starting_size: 52,
            remaining: remaining.unwrap_or(size),
            steel: of(&|card| card.is(Enhancement::Steel)),
            stone: of(&|card| card.is(Enhancement::Stone)),
            enhanced: of(&|card| card.enhancement.is_some()),
        };
    }
    cards
}
