//! Playing cards.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::names::named_enum;
use crate::balatro::error::BalatroError;
use crate::json::{Members, Read, name};

named_enum! {
    /// A suit, in the order in which a flush is looked for.
    Suit, "suit" {
        /// Spades.
        Spades = "S",
        /// Hearts.
        Hearts = "H",
        /// Clubs.
        Clubs = "C",
        /// Diamonds.
        Diamonds = "D",
    }
}

named_enum! {
    /// What a card was made of. Its values: `engine/data/balatro/enhancements.json`.
    Enhancement, "enhancement" {
        /// More chips when scored.
        Bonus = "bonus",
        /// More mult when scored.
        Mult = "mult",
        /// Every suit at once, unless debuffed.
        Wild = "wild",
        /// Multiplies when scored, may break afterwards.
        Glass = "glass",
        /// Multiplies while held.
        Steel = "steel",
        /// Neither rank nor suit; always scores.
        Stone = "stone",
        /// Money for being held at the end of a round.
        Gold = "gold",
        /// Two rolls when scored: mult, and money.
        Lucky = "lucky",
    }
}

named_enum! {
    /// An edition of a playing card or a joker; only jokers can be negative.
    Edition, "edition" {
        /// More chips.
        Foil = "foil",
        /// More mult.
        Holo = "holo",
        /// Multiplies.
        Polychrome = "polychrome",
        /// A slot of its own.
        Negative = "negative",
    }
}

named_enum! {
    /// A seal.
    Seal, "seal" {
        /// Triggers once more.
        Red = "red",
        /// Money when scored.
        Gold = "gold",
        /// A planet at the end of the round.
        Blue = "blue",
        /// A tarot when discarded.
        Purple = "purple",
    }
}

/// A rank: 2..=10, jack 11, queen 12, king 13, ace 14.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Rank(u8);

/// Every rank's name, from the two up.
const RANK_NAMES: [&str; 13] = ["2", "3", "4", "5", "6", "7", "8", "9", "10", "J", "Q", "K", "A"];

impl Rank {
    /// All ranks, from the two to the ace.
    pub const ALL: [Self; 13] = {
        let mut all = [Self(2); 13];
        let (mut at, mut number) = (0, 2);
        while at < 13 {
            all[at] = Self(number);
            at += 1;
            number += 1;
        }
        all
    };
    /// The king.
    pub const KING: Self = Self(13);
    /// The ace.
    pub const ACE: Self = Self(14);

    /// The rank with this number, 2..=14.
    #[must_use]
    pub fn new(number: u8) -> Option<Self> {
        (2..=14).contains(&number).then_some(Self(number))
    }

    /// 2..=14.
    #[must_use]
    pub fn number(self) -> u8 {
        self.0
    }

    /// What the rank adds to the chips: its number, 10 for jack, queen and king, 11 for the ace.
    #[must_use]
    pub fn chips(self) -> f64 {
        match self.0 {
            14 => 11.0,
            11..=13 => 10.0,
            number => f64::from(number),
        }
    }

    /// `2`..`10`, `J`, `Q`, `K`, `A`.
    #[must_use]
    pub fn name(self) -> &'static str {
        RANK_NAMES.get(usize::from(self.0.saturating_sub(2))).copied().unwrap_or("?")
    }

    /// One bit for each rank, bit 2 being the two.
    pub(crate) fn bit(self) -> u16 {
        1 << self.0
    }
}

super::names::named_traits!(Rank, "rank", RANK_NAMES, |at: usize| Rank::ALL.get(at).copied());

/// A playing card.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Card {
    /// The printed rank; a stone card keeps it, without effect.
    pub rank: Rank,
    /// The printed suit.
    pub suit: Suit,
    /// What it was made of.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub enhancement: Option<Enhancement>,
    /// Foil, holo or polychrome.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub edition: Option<Edition>,
    /// Its seal.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seal: Option<Seal>,
    /// Whether it takes part in detection only.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub debuffed: bool,
    /// Chips it keeps for good (Hiker).
    #[serde(default, skip_serializing_if = "is_zero")]
    pub perma_bonus: f64,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "the signature serde asks for")]
fn is_zero(number: &f64) -> bool {
    *number == 0.0
}

impl Card {
    /// A plain card.
    #[must_use]
    pub fn new(rank: Rank, suit: Suit) -> Self {
        Self { rank, suit, enhancement: None, edition: None, seal: None, debuffed: false, perma_bonus: 0.0 }
    }

    /// Reads a card from a JSON value: the members of this type by their names, of which all but `rank` and `suit` may be
    /// absent.
    ///
    /// # Errors
    /// [`BalatroError::Json`] for what is no card.
    pub fn from_value(value: &Value) -> Result<Self, BalatroError> {
        Self::read(value).map_err(|message| BalatroError::Json { what: "card", message })
    }

    pub(super) fn read(value: &Value) -> Read<Self> {
        let known = ["rank", "suit", "enhancement", "edition", "seal", "debuffed", "perma_bonus"];
        let members = Members::of(value)?.expect_only(&known)?;
        Ok(Self {
            rank: members.need("rank", name)?,
            suit: members.need("suit", name)?,
            enhancement: members.maybe("enhancement", name)?,
            edition: members.maybe("edition", name)?,
            seal: members.maybe("seal", name)?,
            debuffed: members.flag_or("debuffed", false)?,
            perma_bonus: members.number_or("perma_bonus", 0.0)?,
        })
    }

    pub(crate) fn is(&self, enhancement: Enhancement) -> bool {
        self.enhancement == Some(enhancement)
    }
}

impl std::fmt::Display for Card {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "{}{}", self.rank, self.suit)?;
        for word in [self.enhancement.map(Enhancement::name), self.edition.map(Edition::name)].into_iter().flatten() {
            write!(formatter, " {word}")?;
        }
        if let Some(seal) = self.seal {
            write!(formatter, " {seal} seal")?;
        }
        if self.debuffed { formatter.write_str(" debuffed") } else { Ok(()) }
    }
}

impl Suit {
    /// Hearts and diamonds are red, spades and clubs black.
    #[must_use]
    pub fn same_colour(self, other: Self) -> bool {
        self.is_black() == other.is_black()
    }

    pub(crate) fn is_black(self) -> bool {
        matches!(self, Self::Spades | Self::Clubs)
    }

    /// One bit for each suit.
    pub(crate) fn bit(self) -> u8 {
        1 << self as u8
    }
}
