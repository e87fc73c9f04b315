//! Jokers: the 150 kinds (`engine/data/balatro/jokers.json`) and an owned one.

use std::sync::LazyLock;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::card::Edition;
use super::names::named_enum;
use super::rule::{Code, Passive, Rule, When};
use crate::balatro::error::BalatroError;
use crate::json::{Members, Read, catalog, count, flag, name};

named_enum! {
    /// How rare a joker is.
    Rarity, "rarity" {
        /// Common.
        Common = "Common",
        /// Uncommon: what Baseball Card looks for.
        Uncommon = "Uncommon",
        /// Rare.
        Rare = "Rare",
        /// Legendary.
        Legendary = "Legendary",
    }
}

/// A kind of joker: its place in the catalog, 0..150, in the game's own order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct JokerKind(u8);

/// What the catalog says about a kind of joker.
#[derive(Debug, Clone)]
pub struct JokerInfo {
    /// The game's id, such as `j_baron`.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Its rarity.
    pub rarity: Rarity,
    /// What it costs in the shop without an edition, in dollars.
    pub cost: u32,
    /// What it sells for when it was bought at that price, in dollars.
    pub sell_value: u32,
    /// Whether Blueprint and Brainstorm can copy it.
    pub copyable: bool,
    /// What its counters start with.
    pub start: JokerState,
    pub(crate) rules: Vec<Rule>,
}

impl JokerInfo {
    fn read(value: &Value) -> Read<Self> {
        let line = Members::of(value)?;
        Ok(Self {
            id: line.text("id")?.to_owned(),
            name: line.text("name")?.to_owned(),
            rarity: line.need("rarity", name)?,
            cost: line.need("cost", count)?,
            sell_value: line.need("sell_value", count)?,
            copyable: line.need("copyable", flag)?,
            start: JokerState::read(line.get("start"), JokerState::default())?,
            rules: line.list("rules", Rule::read)?,
        })
    }

    /// Whether it can ever change the score of a hand. Of the 150, those that only give cards, prices or money after
    /// the hand cannot.
    #[must_use]
    pub fn affects_score(&self) -> bool {
        !self.rules.is_empty()
    }

    pub(crate) fn passive(&self) -> Option<Passive> {
        self.rules.iter().find_map(|rule| rule.passive)
    }

    /// Which joker it copies, if it is one that copies.
    pub(crate) fn copies(&self) -> Option<Code> {
        self.rules.iter().find(|rule| rule.when == When::Copy).and_then(|rule| rule.code)
    }
}

/// The counters of a joker that has any.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct JokerState {
    /// Mult it adds.
    pub mult: f64,
    /// Chips it adds.
    pub chips: f64,
    /// What it multiplies by; 1 and less do nothing.
    pub x_mult: f64,
    /// Loyalty Card: whether this is the hand.
    pub active: bool,
}

impl JokerState {
    /// What a value says; where it is silent, what it is without.
    pub(super) fn read(value: Option<&Value>, without: Self) -> Read<Self> {
        let Some(value) = value else { return Ok(without) };
        let members = Members::of(value)?.expect_only(&["mult", "chips", "x_mult", "active"])?;
        Ok(Self {
            mult: members.number_or("mult", without.mult)?,
            chips: members.number_or("chips", without.chips)?,
            x_mult: members.number_or("x_mult", without.x_mult)?,
            active: members.flag_or("active", without.active)?,
        })
    }
}

impl Default for JokerState {
    fn default() -> Self {
        Self { mult: 0.0, chips: 0.0, x_mult: 1.0, active: false }
    }
}

static CATALOG: LazyLock<Vec<JokerInfo>> = LazyLock::new(|| {
    let text = include_str!("../../../data/balatro/jokers.json");
    catalog(text).iter().filter_map(|line| JokerInfo::read(line).ok()).collect()
});

/// What is said of a kind the catalog does not hold; no such kind can be made.
static NOTHING: JokerInfo = JokerInfo {
    id: String::new(),
    name: String::new(),
    rarity: Rarity::Common,
    cost: 0,
    sell_value: 0,
    copyable: false,
    start: JokerState { mult: 0.0, chips: 0.0, x_mult: 1.0, active: false },
    rules: Vec::new(),
};

impl JokerKind {
    /// All kinds, in the game's order.
    pub fn all() -> impl ExactSizeIterator<Item = Self> {
        (0..u8::try_from(CATALOG.len()).unwrap_or(u8::MAX)).map(Self)
    }

    /// The kind with this id (`j_baron`) or name (`Baron`).
    ///
    /// # Errors
    /// [`BalatroError::Unknown`] with the nearest id or name.
    pub fn find(name: &str) -> Result<Self, BalatroError> {
        let found = Self::all().find(|kind| kind.info().id == name || kind.info().name == name);
        let known = || CATALOG.iter().flat_map(|info| [info.id.as_str(), info.name.as_str()]);
        found.ok_or_else(|| BalatroError::unknown("joker", name, known()))
    }

    /// Its line of the catalog.
    #[must_use]
    pub fn info(self) -> &'static JokerInfo {
        CATALOG.get(usize::from(self.0)).unwrap_or(&NOTHING)
    }

    /// Its place in the catalog.
    #[must_use]
    pub fn index(self) -> usize {
        usize::from(self.0)
    }
}

impl Serialize for JokerKind {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.info().id)
    }
}

impl<'de> Deserialize<'de> for JokerKind {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let name = <std::borrow::Cow<'de, str>>::deserialize(deserializer)?;
        Self::find(&name).map_err(serde::de::Error::custom)
    }
}

/// An owned joker.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Joker {
    /// Its kind.
    pub kind: JokerKind,
    /// Its edition.
    pub edition: Option<Edition>,
    /// Its counters before the hand.
    pub state: JokerState,
    /// What it sells for, in dollars.
    pub sell_value: f64,
    /// Whether a boss has disabled it.
    pub debuffed: bool,
}

impl Joker {
    /// One fresh from the shop, without an edition.
    #[must_use]
    pub fn new(kind: JokerKind) -> Self {
        let info = kind.info();
        Self { kind, edition: None, state: info.start, sell_value: f64::from(info.sell_value), debuffed: false }
    }

    /// Its line of the catalog.
    #[must_use]
    pub fn info(&self) -> &'static JokerInfo {
        self.kind.info()
    }
}

#[cfg(test)]
mod tests {
    use super::{Code, JokerKind, Passive, Rarity};

    #[test]
    fn the_catalog_holds_150_kinds_and_says_which_never_score() {
        assert_eq!(JokerKind::all().len(), 150);
        let silent = JokerKind::all().filter(|kind| !kind.info().affects_score()).count();
        let copyable = JokerKind::all().filter(|kind| kind.info().copyable).count();
        assert_eq!((silent, copyable), (38, 121));
        assert!(!JokerKind::find("Perkeo").unwrap().info().affects_score());
    }

    #[test]
    fn kinds_are_found_by_id_and_by_name() {
        let blueprint = JokerKind::find("j_blueprint").unwrap();
        assert_eq!(blueprint, JokerKind::find("Blueprint").unwrap());
        assert_eq!((blueprint.info().rarity, blueprint.info().copies()), (Rarity::Rare, Some(Code::RightNeighbour)));
        assert_eq!(JokerKind::find("j_oops").unwrap().info().passive(), Some(Passive::Oops));
        let error = JokerKind::find("j_blueprnt").unwrap_err().to_string();
        assert_eq!(error, "unknown joker `j_blueprnt`; did you mean `j_blueprint`?");
    }
}
