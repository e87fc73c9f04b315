//! Which hands were played: from the cards that left the hand.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::limits::HAND_TYPES_SEEN_MAX;
use super::observation::{CardSeen, NAMES_BETWEEN, StateSeen};
use super::point::Whole;
use crate::balatro::model::card::{Card, Enhancement, Rank, Suit};
use crate::balatro::model::hand_type::HandType;
use crate::balatro::model::joker::{Joker, JokerKind};
use crate::balatro::score::detect::detect;
use crate::balatro::score::passives::Passives;
use crate::balatro::score::view::CardView;

/// The boss that takes cards from the hand when one is played.
const DISCARDS_ON_PLAY: &str = "The Hook";
/// The most cards of one play.
const CARDS_PLAYED_MAX: usize = 5;

/// The hand types of a run, as far as the wire tells (H5): where a state is followed by one of the same round with one
/// hand less left and as many discards and consumables, the cards that are gone were played, if they are 1 to 5 and the
/// blind takes none itself.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(super) struct HandTypes {
    last: Option<Shown>,
    /// By round and number of the hand within it.
    types: BTreeMap<(i32, i32), HandType>,
}

/// What a state showed that decides it.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Shown {
    time_us: i64,
    round: i32,
    hand_number: i32,
    hands_remaining: i32,
    discards_remaining: Option<i32>,
    consumables: Option<usize>,
    cards: Vec<(Box<str>, Option<Card>)>,
    jokers: Box<str>,
}

impl HandTypes {
    /// Takes in a state; one that is late is passed over. O(held cards).
    pub(super) fn observe(&mut self, time_us: i64, state: &StateSeen<'_>) {
        if self.last.as_ref().is_some_and(|last| time_us < last.time_us) {
            return;
        }
        let now = Shown::of(time_us, state);
        let takes_cards = state.blind.is_some_and(|blind| blind.name == Some(DISCARDS_ON_PLAY));
        if let (Some(last), Some(now), false) = (&self.last, &now, takes_cards)
            && let Some((key, hand)) = last.played_before(now)
            && self.types.len() < HAND_TYPES_SEEN_MAX
        {
            self.types.entry(key).or_insert(hand);
        }
        self.last = now;
    }

    /// The hand of a round with that number.
    pub(super) fn types(&self) -> &BTreeMap<(i32, i32), HandType> {
        &self.types
    }

    pub(super) fn memory_bytes(&self) -> usize {
        let shown = self.last.as_ref().map_or(0, |last| last.cards.len() * size_of::<(Box<str>, Option<Card>)>());
        shown + self.types.len() * size_of::<((i32, i32), HandType)>()
    }
}

impl Shown {
    fn of(time_us: i64, state: &StateSeen<'_>) -> Option<Self> {
        let cards = state.cards?;
        let with_id = |card: &CardSeen<'_>| card.id.map(|id| (id.into(), read(card)));
        Some(Self {
            time_us,
            round: Whole::of(state.round).get()?,
            hand_number: Whole::of(state.hand_number).get()?,
            hands_remaining: Whole::of(state.hands_remaining).get()?,
            discards_remaining: Whole::of(state.discards_remaining).get(),
            consumables: state.consumables,
            // One card that cannot be told from others makes the whole hand unknown.
            cards: cards.iter().map(with_id).collect::<Option<_>>()?,
            jokers: state.jokers.unwrap_or_default().into(),
        })
    }

    /// The hand that was played between two states, with its round and number.
    fn played_before(&self, now: &Self) -> Option<((i32, i32), HandType)> {
        let is_one_play = self.round == now.round
            && self.hands_remaining - 1 == now.hands_remaining
            && (self.hand_number..=self.hand_number + 1).contains(&now.hand_number)
            && self.discards_remaining == now.discards_remaining
            && self.consumables == now.consumables;
        if !is_one_play {
            return None;
        }
        let is_gone = |id: &str| now.cards.iter().all(|(other, _)| **other != *id);
        let gone = self.cards.iter().filter(|(id, _)| is_gone(id));
        let played: Vec<Card> = gone.map(|(_, card)| *card).collect::<Option<_>>()?;
        if played.is_empty() || played.len() > CARDS_PLAYED_MAX {
            return None;
        }
        let kinds = self.jokers.split(NAMES_BETWEEN).filter_map(|name| JokerKind::find(name).ok());
        let passives = Passives::of(&kinds.map(Joker::new).collect::<Vec<_>>());
        let views: Vec<CardView> = played.iter().map(|card| CardView::of(card, &passives)).collect();
        Some(((self.round, self.hand_number + 1), detect(&views, &passives).hand))
    }
}

/// The card; `None` where the wire does not tell its rank or suit.
fn read(card: &CardSeen<'_>) -> Option<Card> {
    let rank = match card.rank? {
        "Jack" => "J",
        "Queen" => "Q",
        "King" => "K",
        "Ace" => "A",
        rank => rank,
    };
    let suit = card.suit?.get(..1)?;
    let mut read = Card::new(rank.parse::<Rank>().ok()?, suit.parse::<Suit>().ok()?);
    read.enhancement = card.enhancement.and_then(|name| name.parse::<Enhancement>().ok());
    Some(read)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::balatro::history::BlindSeen;

    const HELD: [(&str, &str, &str); 6] = [
        ("1", "King", "Hearts"),
        ("2", "King", "Spades"),
        ("3", "10", "Hearts"),
        ("4", "9", "Hearts"),
        ("5", "2", "Hearts"),
        ("6", "3", "Hearts"),
    ];

    fn card(id: &'static str, rank: &'static str, suit: &'static str) -> CardSeen<'static> {
        CardSeen { id: Some(id), rank: Some(rank), suit: Some(suit), enhancement: Some("none") }
    }

    /// What was played where these ids left, after a change of the second state.
    fn played(gone: &[&str], jokers: &str, change: impl Fn(&mut StateSeen<'_>)) -> Option<HandType> {
        let before: Vec<_> = HELD.iter().map(|(id, rank, suit)| card(id, rank, suit)).collect();
        let mut after: Vec<_> = before.iter().copied().filter(|card| !gone.contains(&card.id.unwrap())).collect();
        after.push(card("7", "Ace", "Clubs"));
        let state = |cards, left| StateSeen {
            round: Some(2.0),
            hand_number: Some(1.0),
            hands_remaining: Some(left),
            discards_remaining: Some(3.0),
            consumables: Some(0),
            cards: Some(cards),
            jokers: Some(jokers),
            ..StateSeen::default()
        };
        let mut types = HandTypes::default();
        types.observe(1, &state(&before, 3.0));
        let mut second = state(&after, 2.0);
        change(&mut second);
        types.observe(2, &second);
        types.types().get(&(2, 2)).copied()
    }

    #[test]
    fn the_cards_that_left_are_the_hand_that_was_played() {
        assert_eq!(played(&["1", "2"], "", |_| {}), Some(HandType::Pair));
        assert_eq!(played(&["1", "3", "4", "5", "6"], "", |_| {}), Some(HandType::Flush));
        assert_eq!(played(&["3", "4", "5", "6"], "", |_| {}), Some(HandType::HighCard));
        assert_eq!(played(&["3", "4", "5", "6"], "Joker, Four Fingers", |_| {}), Some(HandType::Flush));
    }

    #[test]
    fn what_is_not_certain_is_unknown() {
        assert_eq!(played(&[], "", |_| {}), None);
        assert_eq!(played(&["1", "2", "3", "4", "5", "6"], "", |_| {}), None);
        assert_eq!(played(&["1", "2"], "", |state| state.discards_remaining = Some(2.0)), None);
        assert_eq!(played(&["1", "2"], "", |state| state.round = Some(3.0)), None);
        assert_eq!(played(&["1", "2"], "", |state| state.consumables = Some(1)), None);
        let hook = BlindSeen { name: Some("The Hook"), ..BlindSeen::default() };
        assert_eq!(played(&["1", "2"], "", |state| state.blind = Some(hook)), None);
    }
}
