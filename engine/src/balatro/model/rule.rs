//! What a joker does to a score, as data: a moment, a condition, an effect. `engine/data/balatro/jokers.json` is
//! written in these words.

use serde_json::Value;

use super::card::{Rank, Suit};
use super::hand_type::HandType;
use super::names::words;
use crate::json::{Members, Read, count, list, name, number, word};

words! {
    /// When a rule acts.
    When {
        /// After the hand is known, before its base values are read.
        Before = "before",
        /// On every trigger of every scored card.
        Scored = "scored",
        /// On every trigger of every held card.
        Held = "held",
        /// In the pass over the jokers, at its own slot.
        Pass = "pass",
        /// In the pass over the jokers, at the slot of another.
        Other = "other",
        /// As long as it is owned.
        Passive = "passive",
        /// It does what another joker does.
        Copy = "copy",
    }
}

/// Ranks, one bit each.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct RankSet(pub u16);

impl RankSet {
    fn read(value: &Value) -> Read<Self> {
        let ranks: Vec<Rank> = list(value, name)?;
        Ok(Self(ranks.into_iter().fold(0, |bits, rank| bits | rank.bit())))
    }
}

/// Hand types, one bit each.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct HandSet(pub u16);

impl HandSet {
    fn read(value: &Value) -> Read<Self> {
        let hands: Vec<HandType> = list(value, name)?;
        Ok(Self(hands.into_iter().fold(0, |bits, hand| bits | hand.bit())))
    }
}

/// What must hold.
#[derive(Debug, Clone, Copy, PartialEq)]
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

/// The conditions without a number, by their words.
const PLAIN: [(&str, Condition); 17] = [
    ("face", Condition::Face),
    ("first_face", Condition::FirstFace),
    ("first_card", Condition::FirstCard),
    ("idol_card", Condition::IdolCard),
    ("ancient_suit", Condition::AncientSuit),
    ("gold_card", Condition::GoldCard),
    ("lucky_success", Condition::LuckySuccess),
    ("lowest_held", Condition::LowestHeld),
    ("active", Condition::Active),
    ("listed_hand", Condition::ListedHand),
    ("no_discards_left", Condition::NoDiscardsLeft),
    ("last_hand", Condition::LastHand),
    ("played_this_round", Condition::PlayedThisRound),
    ("first_hand_of_one", Condition::FirstHandOfOne),
    ("held_all_black", Condition::HeldAllBlack),
    ("four_suits", Condition::FourSuits),
    ("club_and_other", Condition::ClubAndOther),
];

impl Condition {
    /// From a word, or from an object with one member.
    fn read(value: &Value) -> Read<Self> {
        if let Value::String(word) = value {
            let plain = PLAIN.iter().find(|(name, _)| name == word);
            return plain.map(|(_, condition)| *condition).ok_or_else(|| format!("`{word}` is no condition"));
        }
        let Some((word, value)) = Members::of(value)?.each().next() else { return Err("empty".to_owned()) };
        match word {
            "suit" => name(value).map(Self::Suit),
            "ranks" => RankSet::read(value).map(Self::Ranks),
            "hand" => HandSet::read(value).map(Self::Hand),
            "played_most" => count(value).map(|cards| Self::PlayedMost(cards as usize)),
            "played_exactly" => count(value).map(|cards| Self::PlayedExactly(cards as usize)),
            "enhanced_at_least" => count(value).map(Self::EnhancedAtLeast),
            _ => Err(format!("`{word}` is no condition")),
        }
    }
}

words! {
    /// What an amount is counted by.
    Quantity {
        /// Joker slots without a joker; stencils count as free.
        FreeJokerSlots = "free_joker_slots",
        /// Discards left.
        DiscardsLeft = "discards_left",
        /// The chips of the card's rank.
        RankChips = "rank_chips",
        /// Steel cards in the full deck.
        SteelCards = "steel_cards",
        /// Stone cards in the full deck.
        StoneCards = "stone_cards",
        /// Jokers owned.
        Jokers = "jokers",
        /// How often the played hand was played in the run, this time included.
        PlaysOfHand = "plays_of_hand",
        /// Cards left to draw.
        CardsInDeck = "cards_in_deck",
        /// How many cards the deck lost since the start.
        CardsMissing = "cards_missing",
        /// Tarot cards used in the run.
        TarotsUsed = "tarots_used",
        /// Money, what this hand earned so far included; never below 0.
        Money = "money",
        /// Whole fives of that money.
        FiveDollars = "five_dollars",
        /// The sell values of all other jokers.
        SellValueOfOthers = "sell_value_of_others",
        /// Blinds skipped in the run.
        BlindsSkipped = "blinds_skipped",
    }
}

/// How much.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Amount {
    /// Always the same.
    Fixed(f64),
    /// The joker's own counter.
    State,
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

impl Amount {
    /// From a number, the word `state`, or what is counted.
    fn read(value: &Value) -> Read<Self> {
        match value {
            Value::String(_) => word(value, &["state"]).map(|_| Self::State),
            Value::Object(_) => {
                let members = Members::of(value)?.expect_only(&["per", "amount", "base"])?;
                let per = members.need("per", Quantity::read)?;
                let amount = members.need("amount", number)?;
                Ok(Self::Per { per, amount, base: members.number_or("base", 0.0)? })
            }
            _ => number(value).map(Self::Fixed),
        }
    }
}

words! {
    /// A lasting change of the rules.
    Passive {
        /// Flushes and straights of four.
        FourFingers = "four_fingers",
        /// Straights may skip a rank.
        Shortcut = "shortcut",
        /// All cards are face cards.
        Pareidolia = "pareidolia",
        /// All played cards score.
        Splash = "splash",
        /// Two suits: red and black.
        Smeared = "smeared",
        /// Chances are doubled.
        Oops = "oops",
        /// The boss does nothing.
        Chicot = "chicot",
    }
}

words! {
    /// What has a function of its own.
    Code {
        /// Loses its mult to a scoring face card, otherwise grows.
        RideTheBus = "ride_the_bus",
        /// Falls back when the most played hand is played, otherwise grows.
        Obelisk = "obelisk",
        /// Feeds on enhancements.
        Vampire = "vampire",
        /// Turns face cards to gold.
        Midas = "midas",
        /// Raises the hand's level.
        LevelUp = "level_up",
        /// A copy of the played card joins the held ones.
        CopyPlayedCard = "copy_played_card",
        /// Copies its right neighbour.
        RightNeighbour = "right_neighbour",
        /// Copies the leftmost joker.
        Leftmost = "leftmost",
    }
}

/// The members of a [`Rule`] in files.
const MEMBERS: [&str; 16] = [
    "when",
    "if",
    "odds",
    "add_chips",
    "add_mult",
    "add_mult_up_to",
    "x_mult",
    "dollars",
    "repeat",
    "keep_chips",
    "grow_chips",
    "grow_mult",
    "grow_x_mult",
    "passive",
    "code",
    "copied",
];

/// One thing a joker does.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Rule {
    pub when: When,
    pub condition: Option<Condition>,
    /// It happens once in so many times.
    pub odds: Option<f64>,
    pub add_chips: Option<Amount>,
    pub add_mult: Option<Amount>,
    /// A whole number from 0 to this, all equally likely.
    pub add_mult_up_to: Option<f64>,
    /// Factors of 1 and less do nothing.
    pub x_mult: Option<Amount>,
    pub dollars: Option<f64>,
    /// So many more triggers of the card.
    pub repeat: u32,
    /// Chips the card keeps, from its next trigger on.
    pub keep_chips: f64,
    /// The joker's own counters grow; a copy's do not.
    pub grow_chips: f64,
    pub grow_mult: f64,
    pub grow_x_mult: f64,
    pub passive: Option<Passive>,
    pub code: Option<Code>,
    /// Whether a copy does it too, where it is no plain effect on the score.
    pub copied: bool,
}

impl Rule {
    pub(super) fn read(value: &Value) -> Read<Self> {
        let members = Members::of(value)?.expect_only(&MEMBERS)?;
        Ok(Self {
            when: members.need("when", When::read)?,
            condition: members.maybe("if", Condition::read)?,
            odds: members.number("odds")?,
            add_chips: members.maybe("add_chips", Amount::read)?,
            add_mult: members.maybe("add_mult", Amount::read)?,
            add_mult_up_to: members.number("add_mult_up_to")?,
            x_mult: members.maybe("x_mult", Amount::read)?,
            dollars: members.number("dollars")?,
            repeat: members.count_or("repeat", 0)?,
            keep_chips: members.number_or("keep_chips", 0.0)?,
            grow_chips: members.number_or("grow_chips", 0.0)?,
            grow_mult: members.number_or("grow_mult", 0.0)?,
            grow_x_mult: members.number_or("grow_x_mult", 0.0)?,
            passive: members.maybe("passive", Passive::read)?,
            code: members.maybe("code", Code::read)?,
            copied: members.flag_or("copied", false)?,
        })
    }

    /// Whether it grows one of the joker's counters.
    pub(crate) fn grows(&self) -> bool {
        self.grow_chips != 0.0 || self.grow_mult != 0.0 || self.grow_x_mult != 0.0
    }
}
