//! Conditions and amounts of rules, in a scene.

use crate::balatro::model::joker::JokerState;
use crate::balatro::model::rule::{Amount, Condition, Quantity};

use super::scene::Scene;
use super::view::CardView;

/// Which slot of the scoring or held cards a rule looks at.
#[derive(Debug, Clone, Copy)]
pub(crate) struct CardAt<'a> {
    pub card: &'a CardView,
    /// Its place among the scoring or the held cards.
    pub place: usize,
    /// The place of the first face card among the scoring ones.
    pub first_face: Option<usize>,
}

/// What a rule is asked by.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Asked<'a> {
    /// The joker whose rule it is.
    pub source: usize,
    /// The card, where there is one.
    pub at: Option<CardAt<'a>>,
    /// Dollars owned, what this hand earned so far included.
    pub money: f64,
    /// The joker's counters at this moment.
    pub state: JokerState,
    /// Whether a roll of the card came out on this trigger.
    pub lucky_success: bool,
}

impl Scene<'_> {
    /// Whether a condition holds; none always does.
    pub(crate) fn holds(&self, condition: Option<Condition>, asked: &Asked<'_>) -> bool {
        let Some(condition) = condition else { return true };
        match condition {
            Condition::Suit(_)
            | Condition::Ranks(_)
            | Condition::Face
            | Condition::FirstFace
            | Condition::FirstCard
            | Condition::IdolCard
            | Condition::AncientSuit
            | Condition::GoldCard
            | Condition::LowestHeld => asked.at.is_some_and(|at| self.card_holds(condition, at)),
            Condition::LuckySuccess => asked.lucky_success,
            Condition::Active => asked.state.active,
            _ => self.table_holds(condition),
        }
    }

    fn card_holds(&self, condition: Condition, at: CardAt<'_>) -> bool {
        let table = self.given.table;
        let card = at.card;
        match condition {
            Condition::Suit(suit) => card.suits & suit.bit() != 0,
            Condition::Ranks(ranks) => card.rank_bit() & ranks.0 != 0,
            Condition::Face => card.face,
            Condition::FirstFace => at.first_face == Some(at.place),
            Condition::FirstCard => at.place == 0,
            Condition::IdolCard => {
                table.idol.is_some_and(|(rank, suit)| card.number == rank.number() && card.suits & suit.bit() != 0)
            }
            Condition::AncientSuit => table.ancient.is_some_and(|suit| card.suits & suit.bit() != 0),
            Condition::GoldCard => card.gold,
            Condition::LowestHeld => self.lowest_held == Some(at.place),
            _ => false,
        }
    }

    fn table_holds(&self, condition: Condition) -> bool {
        let table = self.given.table;
        match condition {
            Condition::Hand(hands) => self.detected.contains & hands.0 != 0,
            Condition::PlayedMost(cards) => self.given.played.len() <= cards,
            Condition::PlayedExactly(cards) => self.given.played.len() == cards,
            Condition::NoDiscardsLeft => table.discards_left == 0,
            Condition::LastHand => table.hands_left == 0,
            Condition::PlayedThisRound => table.level(self.detected.hand).round > 0,
            Condition::HeldAllBlack => self.held.iter().all(|card| card.flush_suits & BLACK != 0),
            Condition::FourSuits => self.four_suits(),
            Condition::ClubAndOther => self.club_and_other(),
            Condition::EnhancedAtLeast(cards) => table.deck.enhanced >= cards,
            _ => false,
        }
    }

    /// Flower Pot: every card that is not wild takes its first free suit, debuffed or not; live wild ones fill up.
    fn four_suits(&self) -> bool {
        let mut free = 0b1111_u8;
        let mut wild = 0;
        for (_, card) in &self.scoring {
            if card.wild {
                wild += u32::from(card.live);
                continue;
            }
            // Hearts, diamonds, spades, clubs.
            let fits = [1, 3, 0, 2].into_iter().find(|suit| (card.printed_suits & free) >> suit & 1 != 0);
            if let Some(suit) = fits {
                free &= !(1 << suit);
            }
        }
        wild >= free.count_ones()
    }

    /// Seeing Double: clubs and another suit; a live wild card stands for the first missing one of clubs, diamonds,
    /// spades, hearts.
    fn club_and_other(&self) -> bool {
        let mut seen = 0_u8;
        for (_, card) in self.scoring.iter().filter(|(_, card)| !card.wild) {
            seen |= card.suits;
        }
        for _ in self.scoring.iter().filter(|(_, card)| card.wild && card.live) {
            if let Some(suit) = [2, 3, 0, 1].into_iter().find(|suit| seen >> suit & 1 == 0) {
                seen |= 1 << suit;
            }
        }
        seen & CLUBS != 0 && seen & !CLUBS != 0
    }

    /// How much, for the joker and the card that are asked about.
    pub(crate) fn amount(&self, amount: Amount, kind: Wanted, asked: &Asked<'_>) -> f64 {
        match amount {
            Amount::Fixed(value) => value,
            Amount::State => match kind {
                Wanted::Chips => asked.state.chips,
                Wanted::Mult => asked.state.mult,
                Wanted::Factor => asked.state.x_mult,
            },
            Amount::Per { per, amount, base } => base + amount * self.quantity(per, asked),
        }
    }

    fn quantity(&self, quantity: Quantity, asked: &Asked<'_>) -> f64 {
        let (table, jokers) = (self.given.table, self.given.jokers);
        let count = |number: usize| f64::from(u32::try_from(number).unwrap_or(u32::MAX));
        match quantity {
            Quantity::FreeJokerSlots => self.free_slots(),
            Quantity::DiscardsLeft => f64::from(table.discards_left),
            Quantity::RankChips => asked.at.map_or(0.0, |at| at.card.rank_chips),
            Quantity::SteelCards => f64::from(table.deck.steel),
            Quantity::StoneCards => f64::from(table.deck.stone),
            Quantity::Jokers => count(jokers.len()),
            Quantity::PlaysOfHand => f64::from(table.level(self.detected.hand).plays) + 1.0,
            Quantity::CardsInDeck => f64::from(table.deck.remaining),
            Quantity::CardsMissing => f64::from(table.deck.starting_size.saturating_sub(table.deck.size)),
            Quantity::TarotsUsed => f64::from(table.tarots_used),
            Quantity::Money => asked.money.max(0.0),
            Quantity::FiveDollars => (asked.money / 5.0).floor().max(0.0),
            Quantity::SellValueOfOthers if table.grown && asked.state.mult > 0.0 => asked.state.mult,
            Quantity::SellValueOfOthers => {
                let others = jokers.iter().enumerate().filter(|(index, _)| *index != asked.source);
                others.map(|(_, joker)| joker.sell_value).sum()
            }
            Quantity::BlindsSkipped => f64::from(table.blinds_skipped),
        }
    }

    /// Joker Stencil: slots without a joker, stencils counting as free.
    fn free_slots(&self) -> f64 {
        let mut slots = f64::from(self.given.table.joker_slots);
        for joker in self.given.jokers {
            let stencil = joker
                .info()
                .rules
                .iter()
                .any(|rule| matches!(rule.x_mult, Some(Amount::Per { per: Quantity::FreeJokerSlots, .. })));
            let negative = joker.edition == Some(crate::balatro::model::card::Edition::Negative);
            slots += f64::from(u8::from(stencil)) + f64::from(u8::from(negative)) - 1.0;
        }
        slots
    }
}

/// What an amount is wanted for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Wanted {
    Chips,
    Mult,
    Factor,
}

/// Spades and clubs.
const BLACK: u8 = 0b0101;
const CLUBS: u8 = 0b0100;
