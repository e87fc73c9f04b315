//! A card as the rules see it: rank, suits and face under the passives in force.

use crate::balatro::model::card::{Card, Enhancement, Seal};
use crate::balatro::model::tables::tables;

use super::passives::Passives;

/// All four suits.
const ALL_SUITS: u8 = 0b1111;

/// A card with every predicate worked out.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
#[expect(clippy::struct_excessive_bools, reason = "independent predicates of a card")]
pub(crate) struct CardView {
    /// 2..=14; 0 for a stone, which has no rank.
    pub number: u8,
    /// The suits it counts as, one bit each.
    pub suits: u8,
    /// The suits it counts as in a flush and for Blackboard: a debuffed card by its printed suit.
    pub flush_suits: u8,
    /// The suits a card that is not wild counts as, debuffed or not.
    pub printed_suits: u8,
    pub face: bool,
    /// Not debuffed.
    pub live: bool,
    pub wild: bool,
    pub gold: bool,
    pub lucky: bool,
    pub red_seal: bool,
    pub rank_chips: f64,
    /// The card's own worth on each trigger: chips of rank, enhancement, edition and what it keeps.
    pub chips: f64,
    pub dollars: f64,
    /// Mult its enhancement adds, before it multiplies.
    pub mult: f64,
    /// Factor of its enhancement.
    pub x_mult: f64,
    /// Its edition's mult and factor, after those of the enhancement.
    pub edition_mult: f64,
    pub edition_x: f64,
    /// Factor while held.
    pub held_x: f64,
}

impl CardView {
    pub(crate) fn of(card: &Card, passives: &Passives) -> Self {
        let (stone, wild) = (card.is(Enhancement::Stone), card.is(Enhancement::Wild));
        let live = !card.debuffed;
        let smear = |bits: u8| {
            let black = 0b0101;
            if passives.smeared && bits & black != 0 {
                bits | black
            } else if passives.smeared && bits & !black != 0 {
                bits | (ALL_SUITS & !black)
            } else {
                bits
            }
        };
        let printed_suits = if stone { 0 } else { smear(card.suit.bit()) };
        let flush_suits = if wild && live { ALL_SUITS } else { printed_suits };
        let worth = card.enhancement.map(|enhancement| tables().scored(enhancement)).unwrap_or_default();
        let held = card.enhancement.map(|enhancement| tables().held(enhancement)).unwrap_or_default();
        let edition = card.edition.map(|edition| tables().edition(edition)).unwrap_or_default();
        let seal = card.seal.map(|seal| tables().seal(seal)).unwrap_or_default();
        let rank_chips = if stone { 0.0 } else { card.rank.chips() };
        Self {
            number: if stone { 0 } else { card.rank.number() },
            suits: if live { flush_suits } else { 0 },
            flush_suits,
            printed_suits,
            face: live && (passives.pareidolia || (!stone && (11..=13).contains(&card.rank.number()))),
            live,
            wild,
            gold: card.is(Enhancement::Gold),
            lucky: card.is(Enhancement::Lucky),
            red_seal: card.seal == Some(Seal::Red),
            rank_chips,
            chips: rank_chips + worth.add_chips + edition.add_chips + card.perma_bonus,
            dollars: worth.dollars + seal.dollars,
            mult: worth.add_mult,
            x_mult: worth.x_mult,
            edition_mult: edition.add_mult,
            edition_x: edition.x_mult,
            held_x: held.x_mult,
        }
    }

    /// One bit for its rank; none for a stone.
    pub(crate) fn rank_bit(&self) -> u16 {
        if self.number == 0 { 0 } else { 1 << self.number }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::balatro::model::card::{Rank, Suit};

    fn view(change: impl Fn(&mut Card), passives: Passives) -> CardView {
        let mut card = Card::new(Rank::KING, Suit::Hearts);
        change(&mut card);
        CardView::of(&card, &passives)
    }

    #[test]
    fn a_debuffed_wild_card_counts_by_its_printed_suit_in_a_flush_only() {
        let debuffed = view(
            |card| {
                card.enhancement = Some(Enhancement::Wild);
                card.debuffed = true;
            },
            Passives::default(),
        );
        assert_eq!((debuffed.suits, debuffed.flush_suits, debuffed.face), (0, Suit::Hearts.bit(), false));
        let live = view(|card| card.enhancement = Some(Enhancement::Wild), Passives::default());
        assert_eq!((live.suits, live.flush_suits), (ALL_SUITS, ALL_SUITS));
    }

    #[test]
    fn smeared_suits_go_by_colour_and_stones_have_none() {
        let smeared = Passives { smeared: true, ..Passives::default() };
        assert_eq!(view(|_| {}, smeared).suits, Suit::Hearts.bit() | Suit::Diamonds.bit());
        let stone = view(|card| card.enhancement = Some(Enhancement::Stone), smeared);
        assert_eq!((stone.number, stone.suits, stone.chips, stone.face), (0, 0, 50.0, false));
        let pareidolia = Passives { pareidolia: true, ..Passives::default() };
        assert!(view(|card| card.enhancement = Some(Enhancement::Stone), pareidolia).face);
    }
}
