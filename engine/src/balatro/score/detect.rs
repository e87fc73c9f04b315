//! Which poker hand the played cards are, what they contain, and which of them score.

use crate::balatro::model::hand_type::HandType;

use super::passives::Passives;
use super::view::CardView;

/// What the played cards are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Detected {
    /// The best hand present: the one that is played.
    pub hand: HandType,
    /// Every hand contained, one bit for each [`HandType`].
    pub contains: u16,
    /// The scoring cards, one bit for each played card.
    pub scoring: u32,
}

/// Cards of equal rank, by how many there are: the cards' bits, the highest rank first.
#[derive(Default)]
struct Groups {
    pairs: [u32; 2],
    pair_count: usize,
    three: u32,
    four: u32,
    five: u32,
}

impl Groups {
    fn of(ranks: &[u32; 15]) -> Self {
        let mut groups = Self::default();
        for cards in ranks[2..].iter().rev() {
            match cards.count_ones() {
                2 => {
                    if let Some(place) = groups.pairs.get_mut(groups.pair_count) {
                        *place = *cards;
                        groups.pair_count += 1;
                    }
                }
                3 => groups.three |= cards,
                4 => groups.four = *cards,
                5 => groups.five = *cards,
                _ => {}
            }
        }
        groups
    }
}

/// Finds the hand among at most 32 cards; O(cards).
pub(crate) fn detect(cards: &[CardView], passives: &Passives) -> Detected {
    let mut ranks = [0_u32; 15];
    let mut stones = 0;
    for (place, card) in cards.iter().enumerate() {
        match ranks.get_mut(usize::from(card.number)) {
            Some(rank) if card.number != 0 => *rank |= 1 << place,
            _ => stones |= 1 << place,
        }
    }
    let need = if passives.four_fingers { 4 } else { 5 };
    let flush = if cards.len() >= need { flush(cards, need) } else { 0 };
    let straight = if cards.len() >= need { straight(&ranks, need, passives.shortcut) } else { 0 };
    let groups = Groups::of(&ranks);
    let [first, second] = groups.pairs;
    let house = if groups.three != 0 && first != 0 { groups.three | first } else { 0 };
    let two_pair = if second != 0 { first | second } else { house };
    let both = |one: u32, other: u32| if one != 0 && other != 0 { one } else { 0 };
    // In the order of `HandType`.
    let present = [
        both(groups.five, flush),
        both(house, flush),
        groups.five,
        both(flush, straight) | both(straight, flush),
        groups.four,
        house,
        flush,
        straight,
        groups.three,
        two_pair,
        first,
        high_card(&ranks, stones),
    ];
    let (hand, hand_cards) = HandType::ALL
        .iter()
        .zip(present)
        .find(|(_, cards)| *cards != 0)
        .map_or((HandType::HighCard, 0), |(hand, cards)| (*hand, cards));
    let scoring = if passives.splash { all(cards.len()) } else { hand_cards | stones };
    Detected { hand, contains: contains(&present), scoring }
}

/// One bit for each of so many cards.
pub(crate) fn all(cards: usize) -> u32 {
    if cards >= 32 { u32::MAX } else { (1 << cards) - 1 }
}

/// The first suit, in the order of [`crate::balatro::Suit`], with enough cards.
fn flush(cards: &[CardView], need: usize) -> u32 {
    for suit in 0..4_u8 {
        let of_suit = |(place, card): (usize, &CardView)| u32::from(card.flush_suits >> suit & 1) << place;
        let bits = cards.iter().enumerate().map(of_suit).fold(0, |bits, bit| bits | bit);
        if bits.count_ones() as usize >= need {
            return bits;
        }
    }
    0
}

/// Every card of a run of ranks; slot 1 is the ace below the two.
fn straight(ranks: &[u32; 15], need: usize, shortcut: bool) -> u32 {
    let (mut run, mut skipped, mut cards) = (0, false, 0);
    for slot in 1..=14 {
        let of_rank = ranks[if slot == 1 { 14 } else { slot }];
        if of_rank != 0 {
            run += 1;
            skipped = false;
            cards |= of_rank;
        } else if shortcut && !skipped && slot != 14 {
            skipped = true;
        } else if run >= need {
            break;
        } else {
            (run, skipped, cards) = (0, false, 0);
        }
    }
    if run >= need { cards } else { 0 }
}

/// The highest card, the first of equals; among stones only, the first.
fn high_card(ranks: &[u32; 15], stones: u32) -> u32 {
    let best = ranks.iter().rev().find(|cards| **cards != 0).copied().unwrap_or(stones);
    best & best.wrapping_neg()
}

/// Fills downward: five of a kind are four of a kind, and so on.
fn contains(present: &[u32; 12]) -> u16 {
    let mut bits = HandType::ALL
        .iter()
        .zip(present)
        .filter(|(_, cards)| **cards != 0)
        .fold(0, |bits, (hand, _)| bits | hand.bit());
    let chain = [HandType::FiveOfAKind, HandType::FourOfAKind, HandType::ThreeOfAKind, HandType::Pair];
    for pair in chain.windows(2) {
        if let [more, fewer] = pair
            && bits & more.bit() != 0
        {
            bits |= fewer.bit();
        }
    }
    bits
}
