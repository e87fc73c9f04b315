//! A hand as JSON: the schema `balatro-score-case/1`, described in `docs/balatro.md`.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::Value;

use super::blind::{BlindKind, deck_balances};
use super::card::{Card, Edition, Rank, Suit};
use super::hand_type::{HandLevel, HandType};
use super::joker::{Joker, JokerKind, JokerState};
use super::state::{DeckCounts, Hand, Table};
use crate::balatro::error::BalatroError;

#[derive(Deserialize)]
struct CaseJson {
    #[serde(default)]
    deck: Option<String>,
    #[serde(default)]
    blind: Option<BlindJson>,
    #[serde(default)]
    hands_left: Option<u32>,
    #[serde(default)]
    discards_left: Option<u32>,
    #[serde(default)]
    money: Option<f64>,
    #[serde(default)]
    joker_slots: Option<u32>,
    #[serde(default)]
    hand_levels: BTreeMap<HandType, HandLevel>,
    #[serde(default)]
    observatory: BTreeMap<HandType, u32>,
    #[serde(default)]
    deck_counts: Option<DeckCountsJson>,
    #[serde(default)]
    tarots_used: u32,
    #[serde(default)]
    blinds_skipped: u32,
    #[serde(default)]
    targets: TargetsJson,
    #[serde(default)]
    state_mode: Option<StateMode>,
    #[serde(default)]
    played: Vec<Card>,
    #[serde(default)]
    held: Vec<Card>,
    #[serde(default)]
    hand_cards: Vec<Card>,
    #[serde(default)]
    jokers: Vec<JokerJson>,
}

#[derive(Deserialize)]
struct BlindJson {
    name: String,
    #[serde(default = "yes")]
    active: bool,
}

fn yes() -> bool {
    true
}

#[derive(Deserialize, PartialEq)]
#[serde(rename_all = "snake_case")]
enum StateMode {
    BeforeHand,
    Effective,
}

#[derive(Deserialize, Default)]
struct TargetsJson {
    #[serde(default)]
    idol: Option<IdolJson>,
    #[serde(default)]
    ancient: Option<Suit>,
    #[serde(default)]
    listed_hand: Option<HandType>,
}

#[derive(Deserialize)]
struct IdolJson {
    rank: Rank,
    suit: Suit,
}

#[derive(Deserialize)]
#[serde(default)]
struct DeckCountsJson {
    size: u32,
    starting_size: u32,
    remaining: u32,
    steel: u32,
    stone: u32,
    enhanced: u32,
}

impl Default for DeckCountsJson {
    fn default() -> Self {
        let DeckCounts { size, starting_size, remaining, steel, stone, enhanced } = DeckCounts::default();
        Self { size, starting_size, remaining, steel, stone, enhanced }
    }
}

#[derive(Deserialize)]
struct JokerJson {
    id: JokerKind,
    #[serde(default)]
    edition: Option<Edition>,
    #[serde(default)]
    state: JokerStateJson,
    #[serde(default)]
    sell_value: Option<f64>,
    #[serde(default)]
    debuffed: bool,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct JokerStateJson {
    mult: Option<f64>,
    chips: Option<f64>,
    x_mult: Option<f64>,
    active: Option<bool>,
}

impl JokerJson {
    fn joker(&self) -> Joker {
        let fresh = Joker::new(self.id);
        let state = JokerState {
            mult: self.state.mult.unwrap_or(fresh.state.mult),
            chips: self.state.chips.unwrap_or(fresh.state.chips),
            x_mult: self.state.x_mult.unwrap_or(fresh.state.x_mult),
            active: self.state.active.unwrap_or(fresh.state.active),
        };
        let sell_value = self.sell_value.unwrap_or(fresh.sell_value);
        Joker { edition: self.edition, state, sell_value, debuffed: self.debuffed, ..fresh }
    }
}

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
        let case = CaseJson::deserialize(value).map_err(|error| BalatroError::json("hand", &error))?;
        let table = case.table()?;
        let mut hand = Self { jokers: case.jokers.iter().map(JokerJson::joker).collect(), table, ..Self::default() };
        hand.played = case.played;
        hand.held = case.held;
        hand.held.extend(case.hand_cards);
        hand.check_held()?;
        Ok(hand)
    }
}

impl CaseJson {
    fn table(&self) -> Result<Table, BalatroError> {
        let mut table = Table { grown: self.state_mode == Some(StateMode::Effective), ..Table::default() };
        if let Some(deck) = &self.deck {
            table.plasma = deck_balances(deck)?;
        }
        if let Some(blind) = self.blind.as_ref().filter(|blind| blind.active) {
            table.blind = Some(BlindKind::find(&blind.name)?);
        }
        table.hands_left = self.hands_left.unwrap_or(table.hands_left);
        table.discards_left = self.discards_left.unwrap_or(table.discards_left);
        table.money = self.money.unwrap_or(table.money);
        table.joker_slots = self.joker_slots.unwrap_or(table.joker_slots);
        for (hand, level) in &self.hand_levels {
            table.levels[hand.index()] = *level;
        }
        for (hand, planets) in &self.observatory {
            table.observatory[hand.index()] = *planets;
        }
        if let Some(counts) = &self.deck_counts {
            let DeckCountsJson { size, starting_size, remaining, steel, stone, enhanced } = *counts;
            table.deck = DeckCounts { size, starting_size, remaining, steel, stone, enhanced };
        }
        table.tarots_used = self.tarots_used;
        table.blinds_skipped = self.blinds_skipped;
        table.idol = self.targets.idol.as_ref().map(|idol| (idol.rank, idol.suit));
        table.ancient = self.targets.ancient;
        table.listed_hand = self.targets.listed_hand;
        Ok(table)
    }
}
