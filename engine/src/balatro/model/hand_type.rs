//! The twelve poker hands and their levels; the values come from `engine/data/balatro/hands.json`.

use std::sync::LazyLock;

use serde::Deserialize;
use serde_json::Value;

use super::names::named_enum;
use crate::json::{Members, Read, catalog, name, number};
use crate::sort;

named_enum! {
    /// A poker hand, the best first. The first one present in the played cards is played.
    HandType, "hand" {
        /// Five cards of one rank and one suit.
        FlushFive = "Flush Five",
        /// A full house of one suit.
        FlushHouse = "Flush House",
        /// Five of one rank.
        FiveOfAKind = "Five of a Kind",
        /// A straight and a flush.
        StraightFlush = "Straight Flush",
        /// Four of one rank.
        FourOfAKind = "Four of a Kind",
        /// Three of one rank, two of another.
        FullHouse = "Full House",
        /// Five of one suit.
        Flush = "Flush",
        /// Five ranks in a row.
        Straight = "Straight",
        /// Three of one rank.
        ThreeOfAKind = "Three of a Kind",
        /// Two pairs.
        TwoPair = "Two Pair",
        /// Two of one rank.
        Pair = "Pair",
        /// Anything else.
        HighCard = "High Card",
    }
}

/// How many hand types there are.
pub const HAND_TYPES: usize = 12;

impl HandType {
    /// Its place in [`HandType::ALL`].
    #[must_use]
    pub fn index(self) -> usize {
        self as usize
    }

    /// One bit for each hand type.
    pub(crate) fn bit(self) -> u16 {
        1 << self.index()
    }

    /// Chips and mult at a level: base + step · (level − 1), at least 0 chips and 1 mult.
    #[must_use]
    pub fn base(self, level: u32) -> (f64, f64) {
        let Some(value) = VALUES.get(self.index()) else { return (0.0, 1.0) };
        let steps = f64::from(level) - 1.0;
        (
            (value.base_chips + value.chips_per_level * steps).max(0.0),
            (value.base_mult + value.mult_per_level * steps).max(1.0),
        )
    }

    /// The hand type that a planet card levels up, by the planet's id or name.
    #[must_use]
    pub fn of_planet(planet: &str) -> Option<Self> {
        let place = VALUES.iter().position(|value| value.planet_id == planet || value.planet == planet)?;
        Self::ALL.get(place).copied()
    }
}

/// One line of the table.
#[derive(Debug)]
struct HandValue {
    name: HandType,
    base_chips: f64,
    base_mult: f64,
    chips_per_level: f64,
    mult_per_level: f64,
    planet: String,
    planet_id: String,
}

impl HandValue {
    fn read(value: &Value) -> Read<Self> {
        let line = Members::of(value)?;
        Ok(Self {
            name: line.need("name", name)?,
            base_chips: line.need("base_chips", number)?,
            base_mult: line.need("base_mult", number)?,
            chips_per_level: line.need("chips_per_level", number)?,
            mult_per_level: line.need("mult_per_level", number)?,
            planet: line.text("planet")?.to_owned(),
            planet_id: line.text("planet_id")?.to_owned(),
        })
    }
}

static VALUES: LazyLock<Vec<HandValue>> = LazyLock::new(|| {
    let text = include_str!("../../../data/balatro/hands.json");
    let mut values: Vec<HandValue> = catalog(text).iter().filter_map(|line| HandValue::read(line).ok()).collect();
    sort::by_key(&mut values, |value| value.name);
    values
});

/// What is known about one hand type before the hand in question.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, serde::Serialize)]
#[serde(deny_unknown_fields)]
pub struct HandLevel {
    /// Its level.
    #[serde(default = "one")]
    pub level: u32,
    /// How often it was played in the run.
    #[serde(default)]
    pub plays: u32,
    /// How often it was played in this round.
    #[serde(default)]
    pub round: u32,
}

impl HandLevel {
    pub(super) fn read(value: &Value) -> Read<Self> {
        let members = Members::of(value)?.expect_only(&["level", "plays", "round"])?;
        Ok(Self {
            level: members.count_or("level", 1)?,
            plays: members.count_or("plays", 0)?,
            round: members.count_or("round", 0)?,
        })
    }
}

fn one() -> u32 {
    1
}

impl Default for HandLevel {
    fn default() -> Self {
        Self { level: 1, plays: 0, round: 0 }
    }
}

#[cfg(test)]
mod tests {
    use super::{HAND_TYPES, HandType, VALUES};

    #[test]
    fn the_table_holds_every_hand_once_and_in_order() {
        assert_eq!(VALUES.iter().map(|value| value.name).collect::<Vec<_>>(), HandType::ALL);
        assert_eq!(HandType::ALL.len(), HAND_TYPES);
    }

    #[test]
    fn levels_add_up_from_the_first() {
        assert_eq!(HandType::Pair.base(1), (10.0, 2.0));
        assert_eq!(HandType::StraightFlush.base(3), (180.0, 16.0));
        assert_eq!(HandType::HighCard.base(0), (0.0, 1.0));
        assert_eq!(HandType::of_planet("c_pluto"), Some(HandType::HighCard));
        assert_eq!(HandType::of_planet("Planet X"), Some(HandType::FiveOfAKind));
    }
}
