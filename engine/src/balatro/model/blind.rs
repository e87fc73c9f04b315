//! Blinds and decks, as far as they change a score (`engine/data/balatro/{blinds,decks}.json`).

use std::sync::LazyLock;

use serde::Serialize;
use serde_json::Value;

use super::card::{Card, Enhancement, Suit};
use crate::balatro::error::BalatroError;
use crate::json::{Members, Read, catalog, count, number};

/// What a blind does to a hand's score.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum BlindEffect {
    Nothing,
    /// Cards of a suit are debuffed, wild ones too.
    DebuffSuit(Suit),
    DebuffFaces,
    DebuffAll,
    /// Base chips and mult are halved.
    Halve,
    /// The hand loses a level.
    LoseLevel,
    /// Fewer cards than this score nothing.
    AtLeast(usize),
    /// A hand type scores once a round.
    NoRepeats,
    /// Only the round's first hand type scores.
    OneHandType,
    /// Two random held cards go first.
    DiscardTwo,
    /// A dollar for each played card.
    PayPerCard,
}

/// One blind.
#[derive(Debug, Clone)]
pub struct Blind {
    /// The game's id, such as `bl_flint`.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Its target, as a multiple of the ante's base.
    pub target_mult: f64,
    /// What it does, in words.
    pub text: String,
    pub(crate) effect: BlindEffect,
}

static BLINDS: LazyLock<Vec<Blind>> = LazyLock::new(|| {
    let text = include_str!("../../../data/balatro/blinds.json");
    catalog(text).iter().filter_map(|line| blind_of(line).ok()).collect()
});

fn blind_of(value: &Value) -> Read<Blind> {
    let line = Members::of(value)?;
    let (id, debuff) = (line.text("id")?, line.need("debuff", Members::of)?);
    let suit = debuff.get("suit").and_then(Value::as_str).and_then(|suit| suit.get(..1)?.parse().ok());
    let effect = match (suit, debuff.maybe("h_size_ge", count)?, id) {
        (Some(suit), _, _) => BlindEffect::DebuffSuit(suit),
        (_, Some(least), _) => BlindEffect::AtLeast(least as usize),
        _ if debuff.get("is_face").is_some() => BlindEffect::DebuffFaces,
        (.., "bl_final_leaf") => BlindEffect::DebuffAll,
        (.., "bl_flint") => BlindEffect::Halve,
        (.., "bl_arm") => BlindEffect::LoseLevel,
        (.., "bl_eye") => BlindEffect::NoRepeats,
        (.., "bl_mouth") => BlindEffect::OneHandType,
        (.., "bl_hook") => BlindEffect::DiscardTwo,
        (.., "bl_tooth") => BlindEffect::PayPerCard,
        _ => BlindEffect::Nothing,
    };
    let (name, text) = (line.text("name")?.to_owned(), line.text("effect")?.to_owned());
    Ok(Blind { id: id.to_owned(), name, target_mult: line.need("target_mult", number)?, text, effect })
}

/// A blind by its place in the catalog.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct BlindKind(u8);

static NO_BLIND: Blind = Blind {
    id: String::new(),
    name: String::new(),
    target_mult: 1.0,
    text: String::new(),
    effect: BlindEffect::Nothing,
};

impl BlindKind {
    /// All blinds, in the game's order.
    pub fn all() -> impl ExactSizeIterator<Item = Self> {
        (0..u8::try_from(BLINDS.len()).unwrap_or(u8::MAX)).map(Self)
    }

    /// The blind with this id (`bl_flint`) or name (`The Flint`).
    ///
    /// # Errors
    /// [`BalatroError::Unknown`] with the nearest one.
    pub fn find(name: &str) -> Result<Self, BalatroError> {
        let found = Self::all().find(|kind| kind.info().id == name || kind.info().name == name);
        let known = || BLINDS.iter().flat_map(|blind| [blind.id.as_str(), blind.name.as_str()]);
        found.ok_or_else(|| BalatroError::unknown("blind", name, known()))
    }

    /// Its line of the catalog.
    #[must_use]
    pub fn info(self) -> &'static Blind {
        BLINDS.get(usize::from(self.0)).unwrap_or(&NO_BLIND)
    }
}

impl Serialize for BlindKind {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.info().name)
    }
}

impl BlindEffect {
    /// Whether it debuffs this card. A boss looks at the printed face, whatever else has debuffed the card.
    pub(crate) fn debuffs(self, card: &Card, all_faces: bool, smeared: bool) -> bool {
        let stone = card.is(Enhancement::Stone);
        match self {
            Self::DebuffAll => true,
            Self::DebuffFaces => all_faces || (!stone && (11..=13).contains(&card.rank.number())),
            Self::DebuffSuit(suit) => {
                !stone && (card.is(Enhancement::Wild) || card.suit == suit || (smeared && card.suit.same_colour(suit)))
            }
            _ => false,
        }
    }
}

struct DeckLine {
    id: String,
    name: String,
}

fn deck_of(value: &Value) -> Read<DeckLine> {
    let line = Members::of(value)?;
    Ok(DeckLine { id: line.text("id")?.to_owned(), name: line.text("name")?.to_owned() })
}

static DECKS: LazyLock<Vec<DeckLine>> = LazyLock::new(|| {
    let text = include_str!("../../../data/balatro/decks.json");
    catalog(text).iter().filter_map(|line| deck_of(line).ok()).collect()
});

/// Whether the deck of this name or id balances chips and mult: the Plasma Deck alone does.
///
/// # Errors
/// [`BalatroError::Unknown`] with the nearest deck.
pub fn deck_balances(name: &str) -> Result<bool, BalatroError> {
    let found = DECKS.iter().find(|deck| deck.id == name || deck.name == name);
    let known = || DECKS.iter().flat_map(|deck| [deck.id.as_str(), deck.name.as_str()]);
    found.map(|deck| deck.id == "b_plasma").ok_or_else(|| BalatroError::unknown("deck", name, known()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thirty_blinds_of_which_thirteen_touch_a_hand() {
        assert_eq!(BlindKind::all().len(), 30);
        let effect = |name: &str| BlindKind::find(name).unwrap().info().effect;
        assert_eq!(effect("The Goad"), BlindEffect::DebuffSuit(Suit::Spades));
        assert_eq!(effect("bl_psychic"), BlindEffect::AtLeast(5));
        assert_eq!(effect("The Plant"), BlindEffect::DebuffFaces);
        assert_eq!(BlindKind::all().filter(|kind| kind.info().effect != BlindEffect::Nothing).count(), 13);
    }

    #[test]
    fn one_deck_balances() {
        assert_eq!(deck_balances("Plasma Deck"), Ok(true));
        assert_eq!(deck_balances("b_red"), Ok(false));
        assert!(deck_balances("Plasm Deck").unwrap_err().to_string().ends_with("did you mean `Plasma Deck`?"));
    }
}
