//! Balatro's scores, orders, plays and decisions.

use ludograph_engine::balatro::{
    BalatroError, BlindKind, Budget, Card, DiscardOptions, Freedom, Hand, HandType, JokerKind, Luck, NODES_MAX,
    best_discard, best_order, best_play, decide, expected_score, explain,
};
use serde_json::{Value, json};
use wasm_bindgen::prelude::wasm_bindgen;

use super::{answer, deadline};
use crate::error::Refused;
use crate::input::read_json;

impl From<BalatroError> for Refused {
    fn from(error: BalatroError) -> Self {
        let code = match &error {
            BalatroError::Unknown { .. } => "unknown_name",
            BalatroError::Count { .. } | BalatroError::Order { .. } => "count",
            BalatroError::Json { .. } => "json",
            _ => "argument",
        };
        Self::new(code, error.to_string())
    }
}

fn luck(name: &str) -> Result<Luck, Refused> {
    match name {
        "least" => Ok(Luck::Least),
        "most" => Ok(Luck::Most),
        "mean" => Ok(Luck::Mean),
        _ => Err(Refused::new("argument", format!("luck: {name} is none of least, most, mean"))),
    }
}

/// What there is by name: `{"jokers": […], "blinds": […], "hands": […]}`.
///
/// # Errors
/// None but a bug.
#[wasm_bindgen]
pub fn balatro_names() -> Result<String, Refused> {
    let jokers: Vec<Value> = JokerKind::all()
        .map(|kind| {
            let info = kind.info();
            let (id, name, rarity) = (&info.id, &info.name, info.rarity.name());
            let scores = info.affects_score();
            let (cost, sell_value, copyable) = (info.cost, info.sell_value, info.copyable);
            json!({
                "id": id, "name": name, "rarity": rarity, "cost": cost, "sell_value": sell_value,
                "copyable": copyable, "affects_score": scores,
            })
        })
        .collect();
    let blinds: Vec<&str> = BlindKind::all().map(|kind| kind.info().name.as_str()).collect();
    let hands: Vec<&str> = HandType::ALL.iter().map(|hand| hand.name()).collect();
    answer(&json!({"jokers": jokers, "blinds": blinds, "hands": hands}))
}

/// The score as cards and jokers lie, with every step.
///
/// # Errors
/// `json`, `unknown_name`, `count`, `argument`.
#[wasm_bindgen]
pub fn balatro_score(hand: &str, rolls: &str) -> Result<String, Refused> {
    answer(&explain(&Hand::from_json(hand)?, luck(rolls)?)?)
}

/// The expectation over all rolls.
///
/// # Errors
/// As [`balatro_score`].
#[wasm_bindgen]
pub fn balatro_expected(hand: &str) -> Result<String, Refused> {
    answer(&expected_score(&Hand::from_json(hand)?)?)
}

/// The best order; `only` is `both`, `jokers` or `cards`.
///
/// # Errors
/// As [`balatro_score`].
#[wasm_bindgen]
pub fn balatro_order(hand: &str, only: &str, rolls: &str, time_max_ms: f64) -> Result<String, Refused> {
    let freedom = match only {
        "both" => Freedom::ALL,
        "jokers" => Freedom::JOKERS,
        "cards" => Freedom::CARDS,
        _ => return Err(Refused::new("argument", format!("only: {only} is none of both, jokers, cards"))),
    };
    let over = deadline(time_max_ms)?;
    let mut over = || over();
    answer(&best_order(&Hand::from_json(hand)?, freedom, luck(rolls)?, &mut Budget::new(NODES_MAX, &mut over))?)
}

/// The best play; played cards are held cards again.
///
/// # Errors
/// As [`balatro_score`].
#[wasm_bindgen]
pub fn balatro_play(hand: &str, rolls: &str, time_max_ms: f64) -> Result<String, Refused> {
    let hand = all_held(hand)?;
    let over = deadline(time_max_ms)?;
    let mut over = || over();
    answer(&best_play(&hand, luck(rolls)?, &mut Budget::new(NODES_MAX, &mut over))?)
}

/// The best discard. `deck` is a JSON list of the cards still to come.
///
/// # Errors
/// As [`balatro_score`].
#[wasm_bindgen]
pub fn balatro_discard(
    hand: &str,
    deck: &str,
    draws: u32,
    seed: u64,
    rolls: &str,
    time_max_ms: f64,
) -> Result<String, Refused> {
    let hand = all_held(hand)?;
    let deck: Vec<Card> = read_json("deck", deck)?;
    let options = DiscardOptions { draws, seed, luck: luck(rolls)? };
    let over = deadline(time_max_ms)?;
    let mut over = || over();
    answer(&best_discard(&hand, &deck, &options, &mut Budget::new(NODES_MAX, &mut over))?)
}

/// What to play in a `GAME_STATE`, given as event or payload, or as `{"state", "known"}`. `known` is JSON or empty.
///
/// # Errors
/// As [`balatro_score`].
#[wasm_bindgen]
pub fn balatro_decide(state: &str, known: &str, rolls: &str, time_max_ms: f64) -> Result<String, Refused> {
    let mut state: Value = read_json("state", state)?;
    let mut known: Option<Value> = if known.is_empty() { None } else { Some(read_json("known", known)?) };
    if let Some(inner) = state.get_mut("state").filter(|inner| inner.is_object()).map(Value::take) {
        known = known.or_else(|| state.get_mut("known").map(Value::take)).filter(|known| !known.is_null());
        state = inner;
    }
    let over = deadline(time_max_ms)?;
    let mut over = || over();
    answer(&decide(&state, known.as_ref(), luck(rolls)?, &mut Budget::new(NODES_MAX, &mut over))?)
}

fn all_held(text: &str) -> Result<Hand, Refused> {
    let mut hand = Hand::from_json(text)?;
    let played = std::mem::take(&mut hand.played);
    hand.held.splice(0..0, played);
    Ok(hand)
}
