//! A hand as JSON: the schema `balatro-score-case/1`, described in `docs/balatro.md`.

use serde_json::Value;

use super::blind::{BlindKind, deck_balances};
use super::card::Card;
use super::hand_type::{HandLevel, HandType};
use super::joker::{Joker, JokerKind, JokerState};
use super::state::{DeckCounts, Hand, Table};
use crate::balatro::error::BalatroError;
use crate::json::{Members, Read, count, name, text, word};

impl Hand {
    /// Reads a hand from JSON text. Cards that are neither played nor held yet (`hand_cards`) come as held.
    ///
    /// # Errors
    /// [`BalatroError::Json`] for text that is no such hand, [`BalatroError::Unknown`] for a deck or a blind nobody
    /// knows; [`BalatroError::Count`] and [`BalatroError::Number`] for what no state may have.
    pub fn from_json(text: &str) -> Result<Self, BalatroError> {
        let value: Value = serde_json::from_str(text).map_err(|error| BalatroError::json("hand", &error))?;
        Self::from_value(&value)
    }

    /// Reads a hand from a JSON value; see [`Hand::from_json`].
    ///
    /// # Errors
    /// As [`Hand::from_json`].
    pub fn from_value(value: &Value) -> Result<Self, BalatroError> {
        let refused = |message| BalatroError::Json { what: "hand", message };
        let case = Members::of(value).map_err(refused)?;
        let mut hand = read(case).map_err(refused)?;
        let (deck, blind) = named(case).map_err(refused)?;
        if let Some(deck) = deck {
            hand.table.plasma = deck_balances(deck)?;
        }
        hand.table.blind = blind.map(BlindKind::find).transpose()?;
        hand.check_held()?;
        Ok(hand)
    }
}

/// The deck and the blind that is in force, by name.
fn named(case: Members<'_>) -> Read<(Option<&str>, Option<&str>)> {
    let blind = case.maybe("blind", |value| {
        let blind = Members::of(value)?;
        Ok(Some(blind.text("name")?).filter(|_| blind.get("active") != Some(&Value::Bool(false))))
    })?;
    Ok((case.maybe("deck", text)?, blind.flatten()))
}

fn read(case: Members<'_>) -> Read<Hand> {
    let mut held = case.list("held", Card::read)?;
    held.extend(case.list("hand_cards", Card::read)?);
    let (played, jokers) = (case.list("played", Card::read)?, case.list("jokers", joker)?);
    Ok(Hand { played, held, jokers, table: table(case)? })
}

fn joker(value: &Value) -> Read<Joker> {
    let members = Members::of(value)?;
    let kind = members.need("id", |id| JokerKind::find(text(id)?).map_err(|error| error.to_string()))?;
    let fresh = Joker::new(kind);
    Ok(Joker {
        edition: members.maybe("edition", name)?,
        state: members.maybe("state", |state| JokerState::read(Some(state), fresh.state))?.unwrap_or(fresh.state),
        sell_value: members.number_or("sell_value", fresh.sell_value)?,
        debuffed: members.flag_or("debuffed", false)?,
        ..fresh
    })
}

fn table(case: Members<'_>) -> Read<Table> {
    let mut table = Table::default();
    let mode = case.maybe("state_mode", |mode| word(mode, &["before_hand", "effective"]))?;
    table.grown = mode == Some(1);
    table.hands_left = case.count_or("hands_left", table.hands_left)?;
    table.discards_left = case.count_or("discards_left", table.discards_left)?;
    table.money = case.number_or("money", table.money)?;
    table.joker_slots = case.count_or("joker_slots", table.joker_slots)?;
    by_hand(case, "hand_levels", &mut table.levels, HandLevel::read)?;
    by_hand(case, "observatory", &mut table.observatory, count)?;
    if let Some(deck) = case.maybe("deck_counts", deck_counts)? {
        table.deck = deck;
    }
    table.tarots_used = case.count_or("tarots_used", 0)?;
    table.blinds_skipped = case.count_or("blinds_skipped", 0)?;
    case.maybe("targets", |value| targets(&mut table, Members::of(value)?))?;
    Ok(table)
}

/// What is told of hand types by their names.
fn by_hand<T>(case: Members<'_>, member: &str, places: &mut [T], read: fn(&Value) -> Read<T>) -> Read<()> {
    let each = |value| {
        for (hand, value) in Members::of(value)?.each() {
            let hand: HandType = hand.parse().map_err(|error: BalatroError| error.to_string())?;
            if let Some(place) = places.get_mut(hand.index()) {
                *place = read(value)?;
            }
        }
        Ok(())
    };
    case.maybe(member, each).map(|_| ())
}

fn deck_counts(value: &Value) -> Read<DeckCounts> {
    let (members, without) = (Members::of(value)?, DeckCounts::default());
    Ok(DeckCounts {
        size: members.count_or("size", without.size)?,
        starting_size: members.count_or("starting_size", without.starting_size)?,
        remaining: members.count_or("remaining", without.remaining)?,
        steel: members.count_or("steel", without.steel)?,
        stone: members.count_or("stone", without.stone)?,
        enhanced: members.count_or("enhanced", without.enhanced)?,
    })
}

fn targets(table: &mut Table, targets: Members<'_>) -> Read<()> {
    table.idol = targets.maybe("idol", |value| {
        let idol = Members::of(value)?;
        Ok((idol.need("rank", name)?, idol.need("suit", name)?))
    })?;
    table.ancient = targets.maybe("ancient", name)?;
    table.listed_hand = targets.maybe("listed_hand", name)?;
    Ok(())
}
