//! What a joker does to a score, as data: a moment, a condition, an effect. `engine/data/balatro/jokers.json` is
//! written in these words.

use serde::de::Error as _;
use serde::{Deserialize, Deserializer};
use serde_json::Value;

use super::card::{Rank, Suit};
use super::hand_type::HandType;

/// When a rule acts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum When {
    /// After the hand is known, before its base values are read.
    Before,
    /// On every trigger of every scored card.
    Scored,
    /// On every trigger of every held card.
    Held,
    /// In the pass over the jokers, at its own slot.
    Pass,
    /// In the pass over the jokers, at the slot of another.
    Other,
    /// As long as it is owned.
    Passive,
    /// It does what another joker does.
    Copy,
}

/// Ranks, one bit each.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(from = "Vec<Rank>")]
pub(crate) struct RankSet(pub u16);

impl From<Vec<Rank>> for RankSet {
    fn from(ranks: Vec<Rank>) -> Self {
        Self(ranks.into_iter().fold(0, |bits, rank| bits | rank.bit()))
    }
}

/// Hand types, one bit each.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(from = "Vec<HandType>")]
pub(crate) struct HandSet(pub u16);

impl From<Vec<HandType>> for HandSet {
    fn from(hands: Vec<HandType>) -> Self {
        Self(hands.into_iter().fold(0, |bits, hand| bits | hand.bit()))
    }
}

/// What must hold.
#[derive(Debug, Clone, Copy, PartialEq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Condition {
    /// The card counts as this suit.
    Suit(Suit),
    /// The card has one of these ranks.
    Ranks(RankSet),
    /// The card is a face card.
    Face,
    /// The card is the first face card that scores.
    FirstFace,
    /// The card is the first that scores.
    FirstCard,
    /// Rank and suit of the round's card.
    IdolCard,
    /// The round's suit.
    AncientSuit,
    /// A gold card.
    GoldCard,
    /// A roll of a lucky card came out on this trigger.
    LuckySuccess,
    /// The lowest held card; the last one of equals.
    LowestHeld,
    /// The played cards contain one of these hands.
    Hand(HandSet),
    /// At most so many cards were played.
    PlayedMost(usize),
    /// Exactly so many cards were played.
    PlayedExactly(usize),
    /// The joker's counter says so.
    Active,
    /// The joker names this hand.
    ListedHand,
    /// No discards are left.
    NoDiscardsLeft,
    /// No hands are left after this one.
    LastHand,
    /// This hand type was played before in this round.
    PlayedThisRound,
    /// The round's first hand is one card.
    FirstHandOfOne,
    /// No held card is red.
    HeldAllBlack,
    /// Four suits among the scoring cards.
    FourSuits,
    /// A club and another suit among the scoring cards.
    ClubAndOther,
    /// So many enhanced cards in the full deck.
    EnhancedAtLeast(u32),
}

/// What an amount is counted by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Quantity {
    /// Joker slots without a joker; stencils count as free.
    FreeJokerSlots,
    /// Discards left.
    DiscardsLeft,
    /// The chips of the card's rank.
    RankChips,
    /// Steel cards in the full deck.
    SteelCards,
    /// Stone cards in the full deck.
    StoneCards,
    /// Jokers owned.
    Jokers,
    /// How often the played hand was played in the run, this time included.
    PlaysOfHand,
    /// Cards left to draw.
    CardsInDeck,
    /// How many cards the deck lost since the start.
    CardsMissing,
    /// Tarot cards used in the run.
    TarotsUsed,
    /// Money, what this hand earned so far included; never below 0.
    Money,
    /// Whole fives of that money.
    FiveDollars,
    /// The sell values of all other jokers.
    SellValueOfOthers,
    /// Blinds skipped in the run.
    BlindsSkipped,
}

/// How much.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Amount {
    /// Always the same.
    Fixed(f64),
    /// The joker's own counter.
    State(StateWord),
    /// base + amount · quantity.
    Per {
        /// What is counted.
        per: Quantity,
        /// How much each counts.
        amount: f64,
        /// What there is without any.
        base: f64,
    },
}

/// From a number, the word `state`, or what is counted.
impl<'de> Deserialize<'de> for Amount {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        struct Counted {
            per: Quantity,
            amount: f64,
            #[serde(default)]
            base: f64,
        }
        let value = Value::deserialize(deserializer)?;
        let read = match &value {
            Value::Number(number) => return Ok(Self::Fixed(number.as_f64().unwrap_or_default())),
            Value::String(_) => StateWord::deserialize(&value).map(Self::State),
            _ => Counted::deserialize(&value).map(|Counted { per, amount, base }| Self::Per { per, amount, base }),
        };
        read.map_err(D::Error::custom)
    }
}

/// The word `state`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum StateWord {
    /// The joker's own counter.
    State,
}

/// A lasting change of the rules.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Passive {
    /// Flushes and straights of four.
    FourFingers,
    /// Straights may skip a rank.
    Shortcut,
    /// All cards are face cards.
    Pareidolia,
    /// All played cards score.
    Splash,
    /// Two suits: red and black.
    Smeared,
    /// Chances are doubled.
    Oops,
    /// The boss does nothing.
    Chicot,
}

/// What has a function of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Code {
    /// Loses its mult to a scoring face card, otherwise grows.
    RideTheBus,
    /// Falls back when the most played hand is played, otherwise grows.
    Obelisk,
    /// Feeds on enhancements.
    Vampire,
    /// Turns face cards to gold.
    Midas,
    /// Raises the hand's level.
    LevelUp,
    /// A copy of the played card joins the held ones.
    CopyPlayedCard,
    /// Copies its right neighbour.
    RightNeighbour,
    /// Copies the leftmost joker.
    Leftmost,
}

/// One thing a joker does.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Rule {
    pub when: When,
    #[serde(default, rename = "if")]
    pub condition: Option<Condition>,
    /// It happens once in so many times.
    #[serde(default)]
    pub odds: Option<f64>,
    #[serde(default)]
    pub add_chips: Option<Amount>,
    #[serde(default)]
    pub add_mult: Option<Amount>,
    /// A whole number from 0 to this, all equally likely.
    #[serde(default)]
    pub add_mult_up_to: Option<f64>,
    /// Factors of 1 and less do nothing.
    #[serde(default)]
    pub x_mult: Option<Amount>,
    #[serde(default)]
    pub dollars: Option<f64>,
    /// So many more triggers of the card.
    #[serde(default)]
    pub repeat: u32,
    /// Chips the card keeps, from its next trigger on.
    #[serde(default)]
    pub keep_chips: f64,
    /// The joker's own counters grow; a copy's do not.
    #[serde(default)]
    pub grow_chips: f64,
    #[serde(default)]
    pub grow_mult: f64,
    #[serde(default)]
    pub grow_x_mult: f64,
    #[serde(default)]
    pub passive: Option<Passive>,
    #[serde(default)]
    pub code: Option<Code>,
    /// Whether a copy does it too, where it is no plain effect on the score.
    #[serde(default)]
    pub copied: bool,
}

impl Rule {
    /// Whether it grows one of the joker's counters.
    pub(crate) fn grows(&self) -> bool {
        self.grow_chips != 0.0 || self.grow_mult != 0.0 || self.grow_x_mult != 0.0
    }
}
