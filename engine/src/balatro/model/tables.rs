//! What enhancements, editions and seals are worth (`engine/data/balatro/{enhancements,editions,seals}.json`).

use std::sync::LazyLock;

use super::card::{Edition, Enhancement, Seal};
use crate::json::{Members, Read, catalog, list, name, number, without};

/// What one of them does to chips, mult and money.
#[derive(Debug, Clone, Copy, PartialEq)]
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
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Roll {
    pub odds: (f64, f64),
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

impl Worth {
    fn of(members: Members<'_>) -> Read<Self> {
        let none = Self::default();
        Ok(Self {
            add_chips: members.number_or("add_chips", none.add_chips)?,
            add_mult: members.number_or("add_mult", none.add_mult)?,
            x_mult: members.number_or("x_mult", none.x_mult)?,
            dollars: members.number_or("dollars", none.dollars)?,
        })
    }

    /// What a line says of one moment; nothing where it is silent.
    fn at(line: Members<'_>, moment: &str) -> Read<Self> {
        let worth = line.maybe(moment, |value| Self::of(Members::of(value)?))?;
        Ok(worth.unwrap_or_default())
    }
}

impl Roll {
    fn of(members: Members<'_>) -> Read<Self> {
        let odds = members.need("odds", |value| list(value, number))?;
        let [hits, tries] = odds[..] else { return Err("odds: expected two numbers".to_owned()) };
        Ok(Self { odds: (hits, tries), worth: Worth::of(members)? })
    }
}

impl Tables {
    fn add_enhancement(&mut self, line: Members<'_>) -> Read<()> {
        let enhancement: Enhancement = line.need("key", name)?;
        self.scored[enhancement as usize] = Worth::at(line, "scored")?;
        self.held[enhancement as usize] = Worth::at(line, "held")?;
        let rolls = line.list("scored_random", |value| Roll::of(Members::of(value)?))?;
        for (place, roll) in self.lucky.iter_mut().zip(rolls) {
            *place = roll;
        }
        Ok(())
    }

    fn add_edition(&mut self, line: Members<'_>) -> Read<()> {
        if let Ok(edition) = without(line.text("id")?, "e_").parse::<Edition>() {
            self.editions[edition as usize] = Worth::of(line)?;
        }
        Ok(())
    }

    fn add_seal(&mut self, line: Members<'_>) -> Read<()> {
        let seal: Seal = line.need("key", name)?;
        self.seals[seal as usize] = Worth::at(line, "scored")?;
        self.red_seal = self.red_seal.max(line.count_or("retrigger", 0)?);
        Ok(())
    }

    /// Adds every line of a catalog; a test holds what comes of it against the values of the game.
    fn add(&mut self, text: &str, add: fn(&mut Self, Members<'_>) -> Read<()>) {
        for line in catalog(text) {
            let _ = Members::of(&line).and_then(|line| add(self, line));
        }
    }
}

static TABLES: LazyLock<Tables> = LazyLock::new(|| {
    let mut tables = Tables::default();
    tables.add(include_str!("../../../data/balatro/enhancements.json"), Tables::add_enhancement);
    tables.add(include_str!("../../../data/balatro/editions.json"), Tables::add_edition);
    tables.add(include_str!("../../../data/balatro/seals.json"), Tables::add_seal);
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
