//! Hands on which teams of jokers are compared, by archetype.

use crate::balatro::model::card::{Card, Edition, Enhancement, Rank, Seal, Suit};
use crate::balatro::model::joker::{Joker, JokerKind};
use crate::balatro::model::names::named_enum;
use crate::balatro::model::rule::{Amount, When};
use crate::balatro::model::state::{DeckCounts, Hand, Table};
use crate::brigade::Pcg64;

named_enum! {
    /// What a deck is built for. Some jokers matter only in one of them: Baron only where kings are held.
    Archetype, "archetype" {
        /// Pairs, three and four of a kind, full houses.
        Pairs = "pairs",
        /// Flushes, some one card short.
        Flush = "flush",
        /// Straights, some with a gap.
        Straight = "straight",
        /// Face cards.
        Faces = "faces",
        /// A small hand played, kings, queens and steel held.
        Held = "held",
    }
}

/// Counters of a joker in the middle of a run, where those of a new one would say nothing.
const GROWN_MULT: f64 = 12.0;
const GROWN_CHIPS: f64 = 50.0;
const GROWN_FACTOR: f64 = 2.0;

/// A joker as it is in the middle of a run.
pub(super) fn seasoned(kind: JokerKind, due: bool) -> Joker {
    let mut joker = Joker::new(kind);
    for rule in kind.info().rules.iter().filter(|rule| rule.when == When::Pass) {
        let counter = |amount: Option<Amount>| matches!(amount, Some(Amount::State));
        if counter(rule.add_mult) {
            joker.state.mult = joker.state.mult.max(GROWN_MULT);
        }
        if counter(rule.add_chips) {
            joker.state.chips = joker.state.chips.max(GROWN_CHIPS);
        }
        if counter(rule.x_mult) {
            joker.state.x_mult = joker.state.x_mult.max(GROWN_FACTOR);
        }
    }
    joker.state.active = due;
    joker
}

/// The same contexts for every pair, so that pairs are compared on the same hands.
pub(super) fn contexts(seed: u64, each: u32) -> Vec<(Archetype, Hand)> {
    let of = |archetype: Archetype| (0..each).map(move |number| (archetype, context(archetype, seed, number)));
    Archetype::ALL.iter().copied().flat_map(of).collect()
}

struct Dealer {
    draws: Pcg64,
}

impl Dealer {
    fn below(&mut self, bound: usize) -> usize {
        usize::try_from(self.draws.next_below(bound as u64)).unwrap_or(0)
    }

    fn chance(&mut self, one_in: usize) -> bool {
        self.below(one_in) == 0
    }

    fn number(&mut self, bound: u32) -> u32 {
        u32::try_from(self.draws.next_below(u64::from(bound))).unwrap_or(0)
    }

    fn suit(&mut self) -> Suit {
        let place = self.below(Suit::ALL.len());
        Suit::ALL.get(place).copied().unwrap_or(Suit::Spades)
    }

    fn rank(&mut self, from: usize, count: usize) -> Rank {
        let place = from + self.below(count);
        Rank::ALL.get(place).copied().unwrap_or(Rank::ACE)
    }

    fn card(&mut self, rank: Rank, suit: Suit) -> Card {
        let mut card = Card::new(rank, suit);
        if self.chance(4) {
            // Stone is left out: it would take rank and suit away from what the archetype is about.
            let place = self.below(Enhancement::ALL.len());
            card.enhancement = Enhancement::ALL.get(place).copied().filter(|kind| *kind != Enhancement::Stone);
        }
        if self.chance(8) {
            card.edition = [Edition::Foil, Edition::Holo, Edition::Polychrome].get(self.below(3)).copied();
        }
        if self.chance(8) {
            card.seal = [Seal::Red, Seal::Gold].get(self.below(2)).copied();
        }
        card
    }

    fn any_card(&mut self) -> Card {
        let (rank, suit) = (self.rank(0, 13), self.suit());
        self.card(rank, suit)
    }

    /// Cards by how many there are of each rank.
    fn groups(&mut self, sizes: &[usize], from: usize, count: usize) -> Vec<Card> {
        let mut cards = Vec::new();
        let mut used = Vec::new();
        for size in sizes {
            let mut rank = self.rank(from, count);
            while used.contains(&rank) && used.len() < count {
                rank = self.rank(from, count);
            }
            used.push(rank);
            for _ in 0..*size {
                let suit = self.suit();
                cards.push(self.card(rank, suit));
            }
        }
        cards
    }

    fn played(&mut self, archetype: Archetype) -> Vec<Card> {
        match archetype {
            Archetype::Pairs => {
                let shapes: [&[usize]; 6] = [&[2, 1, 1], &[2, 2, 1], &[3, 1], &[3, 2], &[4, 1], &[2]];
                let shape = self.below(shapes.len());
                self.groups(shapes.get(shape).copied().unwrap_or(&[2]), 0, 13)
            }
            Archetype::Flush => {
                let (suit, short) = (self.suit(), self.chance(3));
                let mut cards: Vec<Card> = (0..5)
                    .map(|_| {
                        let rank = self.rank(0, 13);
                        self.card(rank, suit)
                    })
                    .collect();
                if short && let Some(card) = cards.last_mut() {
                    card.suit = if suit == Suit::Hearts { Suit::Clubs } else { Suit::Hearts };
                }
                cards
            }
            Archetype::Straight => {
                let (lowest, gap) = (self.below(8), self.chance(3));
                let skip = |step: usize| step + usize::from(gap && step > 2);
                (0..5)
                    .map(|step| {
                        let (rank, suit) = (self.rank(lowest + skip(step), 1), self.suit());
                        self.card(rank, suit)
                    })
                    .collect()
            }
            Archetype::Faces => {
                let shapes: [&[usize]; 4] = [&[1, 1, 1], &[2, 1], &[2, 2], &[3, 2]];
                let shape = self.below(shapes.len());
                self.groups(shapes.get(shape).copied().unwrap_or(&[1]), 9, 3)
            }
            Archetype::Held => {
                let shapes: [&[usize]; 3] = [&[1], &[2], &[1, 1]];
                let shape = self.below(shapes.len());
                self.groups(shapes.get(shape).copied().unwrap_or(&[1]), 0, 13)
            }
        }
    }

    fn held(&mut self, archetype: Archetype) -> Vec<Card> {
        if archetype != Archetype::Held {
            return (0..3).map(|_| self.any_card()).collect();
        }
        (0..5)
            .map(|_| {
                let (rank, suit, steel) = (self.rank(10, 2), self.suit(), self.chance(3));
                let mut card = self.card(rank, suit);
                card.enhancement = if steel { Some(Enhancement::Steel) } else { card.enhancement };
                card
            })
            .collect()
    }

    fn table(&mut self, played: &[Card]) -> Table {
        let mut table = Table {
            hands_left: self.number(4),
            discards_left: self.number(4),
            money: f64::from(self.number(40)),
            deck: DeckCounts {
                size: 46 + self.number(10),
                starting_size: 52,
                remaining: 20 + self.number(24),
                steel: self.number(6),
                stone: self.number(5),
                enhanced: self.number(24),
            },
            tarots_used: self.number(12),
            blinds_skipped: self.number(5),
            ..Table::default()
        };
        for level in &mut table.levels {
            level.level = 1 + self.number(5);
            level.plays = self.number(10);
            level.round = self.number(2).min(level.plays);
        }
        // Half of the time what the round asks for is in the hand.
        let target = if self.chance(2) { played.first().copied() } else { None };
        let target = target.unwrap_or_else(|| self.any_card());
        table.idol = Some((target.rank, target.suit));
        table.ancient = Some(target.suit);
        table
    }
}

fn context(archetype: Archetype, seed: u64, number: u32) -> Hand {
    let stream = seed ^ (u64::from(number) << 8 | archetype as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    let mut dealer = Dealer { draws: Pcg64::new(stream) };
    let played = dealer.played(archetype);
    let held = dealer.held(archetype);
    let table = dealer.table(&played);
    Hand { played, held, jokers: Vec::new(), table }
}
