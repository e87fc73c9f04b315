//! What enhancements, editions and seals are worth (`engine/data/balatro/{enhancements,editions,seals}.json`).

use std::sync::LazyLock;

use serde::Deserialize;

use super::card::{Edition, Enhancement, Seal};

/// What one of them does to chips, mult and money.
#[derive(Debug, Clone, Copy, PartialEq, Deserialize)]
#[serde(default)]
pub(crate) struct Worth {
    pub add_chips: f64,
    pub add_mult: f64,
    pub x_mult: f64,
    pub dollars: f64,
}

impl Default for Worth {
    fn default() -> Self {
        Self { add_chips: 0.0, add_mult: 0.0, x_mult: 1.0, dollars: 0.0 }
    }
}

/// A roll: once in `odds.1` times.
#[derive(Debug, Clone, Copy, PartialEq, Deserialize)]
pub(crate) struct Roll {
    pub odds: (f64, f64),
    #[serde(flatten)]
    pub worth: Worth,
}

impl Default for Roll {
    fn default() -> Self {
        Self { odds: (0.0, 1.0), worth: Worth::default() }
    }
}

/// All of it, by the enums' own order.
#[derive(Debug, Default)]
pub(crate) struct Tables {
    scored: [Worth; 8],
    held: [Worth; 8],
    /// The two rolls of a lucky card: mult, money.
    pub lucky: [Roll; 2],
    editions: [Worth; 4],
    seals: [Worth; 4],
    /// How many more triggers a red seal gives.
    pub red_seal: u32,
}

impl Tables {
    pub(crate) fn scored(&self, enhancement: Enhancement) -> Worth {
        self.scored[enhancement as usize]
    }

    pub(crate) fn held(&self, enhancement: Enhancement) -> Worth {
        self.held[enhancement as usize]
    }

    pub(crate) fn edition(&self, edition: Edition) -> Worth {
        self.editions[edition as usize]
    }

    pub(crate) fn seal(&self, seal: Seal) -> Worth {
        self.seals[seal as usize]
    }
}

#[derive(Deserialize)]
struct EnhancementLine {
    key: Enhancement,
    #[serde(default)]
    scored: Worth,
    #[serde(default)]
    held: Worth,
    #[serde(default)]
    scored_random: Vec<Roll>,
}

#[derive(Deserialize)]
struct EditionLine {
    id: String,
    #[serde(flatten)]
    worth: Worth,
}

#[derive(Deserialize)]
struct SealLine {
    key: Seal,
    #[serde(default)]
    scored: Worth,
    #[serde(default)]
    retrigger: u32,
}

fn read<T: serde::de::DeserializeOwned>(text: &str) -> Vec<T> {
    crate::json::read(text).unwrap_or_default()
}

static TABLES: LazyLock<Tables> = LazyLock::new(|| {
    let mut tables = Tables::default();
    for line in read::<EnhancementLine>(include_str!("../../../data/balatro/enhancements.json")) {
        tables.scored[line.key as usize] = line.scored;
        tables.held[line.key as usize] = line.held;
        for (place, roll) in tables.lucky.iter_mut().zip(line.scored_random) {
            *place = roll;
        }
    }
    for line in read::<EditionLine>(include_str!("../../../data/balatro/editions.json")) {
        if let Ok(edition) = line.id.trim_start_matches("e_").parse::<Edition>() {
            tables.editions[edition as usize] = line.worth;
        }
    }
    for line in read::<SealLine>(include_str!("../../../data/balatro/seals.json")) {
        tables.seals[line.key as usize] = line.scored;
        tables.red_seal = tables.red_seal.max(line.retrigger);
    }
    tables
});

/// The tables.
pub(crate) fn tables() -> &'static Tables {
    &TABLES
}

#[cfg(test)]
mod tests {
    #![allow(clippy::float_cmp, reason = "tests")]

    use super::*;

    #[test]
    fn the_tables_say_what_cards_are_worth() {
        let tables = tables();
        assert_eq!(tables.scored(Enhancement::Stone).add_chips, 50.0);
        assert_eq!(tables.scored(Enhancement::Glass).x_mult, 2.0);
        assert_eq!(tables.held(Enhancement::Steel).x_mult, 1.5);
        assert_eq!(tables.lucky.map(|roll| roll.odds.1), [5.0, 15.0]);
        assert_eq!((tables.lucky[0].worth.add_mult, tables.lucky[1].worth.dollars), (20.0, 20.0));
        assert_eq!(tables.edition(Edition::Foil).add_chips, 50.0);
        assert_eq!(tables.edition(Edition::Polychrome).x_mult, 1.5);
        assert_eq!((tables.seal(Seal::Gold).dollars, tables.red_seal), (3.0, 1));
    }
}
