//! Balatro's scores, orders, plays and decisions. Hands, cards and states come as values (`packed`).

use ludograph_engine::balatro::{
    BalatroError, BestPlay, BlindKind, Budget, Card, DiscardOptions, Explanation, Freedom, Hand, HandType, JokerKind,
    Luck, NODES_MAX, best_discard, best_order, best_play, decide, expected_score, explain,
};
use serde_json::Value;
use wasm_bindgen::prelude::wasm_bindgen;

use super::deadline;
use super::packed::{Packed, read};
use crate::error::Refused;

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

fn read_hand(hand: &[u8]) -> Result<Hand, Refused> {
    Ok(Hand::from_value(&read(hand)?)?)
}

/// Played cards are held cards again.
fn all_held(hand: &[u8]) -> Result<Hand, Refused> {
    let mut hand = read_hand(hand)?;
    let mut held = std::mem::take(&mut hand.played);
    held.append(&mut hand.held);
    hand.held = held;
    Ok(hand)
}

/// What there is by name: jokers, blinds, hands.
///
/// # Errors
/// None but a bug.
#[wasm_bindgen]
#[must_use]
pub fn balatro_names() -> Vec<u8> {
    let mut packed = Packed::default();
    packed.object("jokers blinds hands");
    packed.table("id name rarity cost sell_value copyable affects_score", JokerKind::all().len());
    for kind in JokerKind::all() {
        let info = kind.info();
        packed.put(info.id.as_str()).put(info.name.as_str()).put(info.rarity.name());
        packed.put(info.cost).put(info.sell_value).put(info.copyable).put(info.affects_score());
    }
    packed.list(BlindKind::all().len());
    for kind in BlindKind::all() {
        packed.put(kind.info().name.as_str());
    }
    packed.list(HandType::ALL.len());
    for hand in HandType::ALL {
        packed.put(hand.name());
    }
    packed.take()
}

/// The score as cards and jokers lie, with every step.
///
/// # Errors
/// `json`, `unknown_name`, `count`, `argument`.
#[wasm_bindgen]
pub fn balatro_score(hand: &[u8], rolls: &str) -> Result<Vec<u8>, Refused> {
    let explained = explain(&read_hand(hand)?, luck(rolls)?)?;
    let mut packed = Packed::default();
    put_explanation(&mut packed, &explained);
    Ok(packed.take())
}

fn put_explanation(packed: &mut Packed, explained: &Explanation) {
    let score = &explained.score;
    packed.object("score steps").object("hand chips mult score dollars blocked");
    packed.put(score.hand.name()).put(score.chips).put(score.mult).put(score.score);
    packed.put(score.dollars).put(score.blocked);
    packed.table("phase card trigger source effect chips mult dollars", explained.steps.len());
    for step in &explained.steps {
        packed.put(step.phase.name()).put(step.card.as_str()).put(step.trigger).put(step.source.as_str());
        packed.put(step.effect.as_str()).put(step.chips).put(step.mult).put(step.dollars);
    }
}

/// The expectation over all rolls.
///
/// # Errors
/// As [`balatro_score`].
#[wasm_bindgen]
pub fn balatro_expected(hand: &[u8]) -> Result<Vec<u8>, Refused> {
    let found = expected_score(&read_hand(hand)?)?;
    let mut packed = Packed::default();
    packed.object("hand score floored correlated");
    Ok(packed.put(found.hand.name()).put(found.score).put(found.floored).put(found.correlated).take())
}

/// The best order; `only` is `both`, `jokers` or `cards`.
///
/// # Errors
/// As [`balatro_score`].
#[wasm_bindgen]
pub fn balatro_order(hand: &[u8], only: &str, rolls: &str, time_max_ms: f64) -> Result<Vec<u8>, Refused> {
    let freedom = match only {
        "both" => Freedom::ALL,
        "jokers" => Freedom::JOKERS,
        "cards" => Freedom::CARDS,
        _ => return Err(Refused::new("argument", format!("only: {only} is none of both, jokers, cards"))),
    };
    let over = deadline(time_max_ms)?;
    let mut over = || over();
    let found = best_order(&read_hand(hand)?, freedom, luck(rolls)?, &mut Budget::new(NODES_MAX, &mut over))?;
    let mut packed = Packed::default();
    packed.object("jokers cards hand score score_as_given proven at_most nodes");
    packed.places(&found.jokers).places(&found.cards).put(found.hand.name()).put(found.score);
    Ok(packed.put(found.score_as_given).put(found.proven).put(found.at_most).put(found.nodes).take())
}

/// The best play; played cards are held cards again.
///
/// # Errors
/// As [`balatro_score`].
#[wasm_bindgen]
pub fn balatro_play(hand: &[u8], rolls: &str, time_max_ms: f64) -> Result<Vec<u8>, Refused> {
    let hand = all_held(hand)?;
    let over = deadline(time_max_ms)?;
    let mut over = || over();
    let found = best_play(&hand, luck(rolls)?, &mut Budget::new(NODES_MAX, &mut over))?;
    let mut packed = Packed::default();
    put_play(&mut packed, &found);
    Ok(packed.take())
}

fn put_play(packed: &mut Packed, play: &BestPlay) {
    packed.object("cards jokers hand score proven at_most nodes").places(&play.cards).places(&play.jokers);
    packed.put(play.hand.name()).put(play.score).put(play.proven).put(play.at_most).put(play.nodes);
}

/// The best discard. `deck` is a list of the cards still to come.
///
/// # Errors
/// As [`balatro_score`].
#[wasm_bindgen]
pub fn balatro_discard(
    hand: &[u8],
    deck: &[u8],
    draws: u32,
    seed: u64,
    rolls: &str,
    time_max_ms: f64,
) -> Result<Vec<u8>, Refused> {
    let hand = all_held(hand)?;
    let Value::Array(deck) = read(deck)? else { return Err(Refused::new("json", "deck: a list was expected")) };
    let deck = deck.iter().map(Card::from_value).collect::<Result<Vec<_>, _>>()?;
    let options = DiscardOptions { draws, seed, luck: luck(rolls)? };
    let over = deadline(time_max_ms)?;
    let mut over = || over();
    let found = best_discard(&hand, &deck, &options, &mut Budget::new(NODES_MAX, &mut over))?;
    let mut packed = Packed::default();
    packed.object("cards expected standard_error without draws compared complete proven nodes");
    packed.places(&found.cards).put(found.expected).put(found.standard_error).put(found.without).put(found.draws);
    Ok(packed.put(found.compared).put(found.complete).put(found.proven).put(found.nodes).take())
}

/// What to play in a `GAME_STATE`, given as event or payload, or as `{"state", "known"}`. `known` is null or a hand.
///
/// # Errors
/// As [`balatro_score`].
#[wasm_bindgen]
pub fn balatro_decide(state: &[u8], known: &[u8], rolls: &str, time_max_ms: f64) -> Result<Vec<u8>, Refused> {
    let (state, known) = (read(state)?, read(known)?);
    let inner = state.get("state").filter(|inner| inner.is_object());
    let beside = inner.and_then(|_| state.get("known"));
    let known = Some(&known).filter(|known| !known.is_null()).or(beside).filter(|known| !known.is_null());
    let over = deadline(time_max_ms)?;
    let mut over = || over();
    let found = decide(inner.unwrap_or(&state), known, luck(rolls)?, &mut Budget::new(NODES_MAX, &mut over))?;
    let mut packed = Packed::default();
    packed.object("play cards jokers move_jokers target scored wins reason explanation unknown");
    put_play(&mut packed, &found.play);
    packed.texts(&found.cards).texts(&found.jokers).put(found.move_jokers).put(found.target).put(found.scored);
    packed.put(found.wins).texts(&found.reason);
    put_explanation(&mut packed, &found.explanation);
    packed.table("what assumed", found.unknown.len());
    for unknown in &found.unknown {
        packed.put(unknown.what.as_str()).put(unknown.assumed.as_str());
    }
    Ok(packed.take())
}
