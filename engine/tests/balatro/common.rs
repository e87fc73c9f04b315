//! Arbitrary hands.

use ludograph_engine::balatro::{
    BlindKind, Card, DeckCounts, Edition, Enhancement, HAND_TYPES, Hand, HandLevel, Joker, JokerKind, JokerState, Rank,
    Seal, Suit, Table,
};
use proptest::prelude::*;

/// How many cases a property is tried on: so many, or what `PROPTEST_CASES` asks for.
pub(crate) fn cases(usual: u32) -> u32 {
    std::env::var("PROPTEST_CASES").ok().and_then(|asked| asked.parse().ok()).unwrap_or(usual)
}

fn pick<T: Copy + std::fmt::Debug + 'static>(all: &'static [T]) -> impl Strategy<Value = T> {
    prop::sample::select(all)
}

prop_compose! {
    pub(crate) fn card()(
        rank in prop_oneof![2 => pick(&Rank::ALL), 3 => pick(&Rank::ALL[8..12])],
        suit in pick(Suit::ALL),
        enhancement in prop::option::of(pick(Enhancement::ALL)),
        edition in prop::option::weighted(0.3, pick(&Edition::ALL[..3])),
        seal in prop::option::weighted(0.3, pick(Seal::ALL)),
        debuffed in prop::bool::weighted(0.1),
    ) -> Card {
        Card { rank, suit, enhancement, edition, seal, debuffed, perma_bonus: 0.0 }
    }
}

/// Copy jokers, those that depend on the order of cards and those that change cards, more often than the rest.
const OFTEN: [&str; 8] =
    ["Blueprint", "Brainstorm", "Photograph", "Hanging Chad", "Baseball Card", "Vampire", "Midas Mask", "Lucky Cat"];

prop_compose! {
    pub(crate) fn joker()(
        often in prop::option::weighted(0.35, prop::sample::select(&OFTEN[..])),
        any in 0_usize..150,
        edition in prop::option::weighted(0.4, pick(Edition::ALL)),
        counters in (0_u8..30, 0_u8..60, 4_u8..16, any::<bool>()),
        sell_value in 1_u8..12,
        debuffed in prop::bool::weighted(0.08),
    ) -> Joker {
        let kind = often.map_or_else(|| JokerKind::all().nth(any).unwrap(), |name| JokerKind::find(name).unwrap());
        let (mult, chips, quarters, active) = counters;
        let state = JokerState { mult: f64::from(mult), chips: f64::from(chips), x_mult: f64::from(quarters) / 4.0, active };
        Joker { kind, edition, state, sell_value: f64::from(sell_value), debuffed }
    }
}

prop_compose! {
    pub(crate) fn table()(
        plasma in prop::bool::weighted(0.2),
        blind in prop::option::weighted(0.4, 0_usize..30),
        lefts in (0_u32..4, 0_u32..4),
        money in -10_i8..60,
        levels in prop::collection::vec((1_u32..6, 0_u32..9, 0_u32..2), HAND_TYPES),
        planets in prop::collection::vec(0_u32..2, HAND_TYPES),
        deck in (40_u32..60, 0_u32..30),
        idol in prop::option::of((pick(&Rank::ALL[8..12]), pick(Suit::ALL))),
        ancient in prop::option::of(pick(Suit::ALL)),
        first_hand in prop::bool::weighted(0.2),
    ) -> Table {
        let mut table = Table { plasma, money: f64::from(money), idol, ancient, ..Table::default() };
        // The Hook has tests of its own.
        table.blind = blind.and_then(|blind| BlindKind::all().nth(blind)).filter(|blind| blind.info().id != "bl_hook");
        (table.hands_left, table.discards_left) = lefts;
        for ((place, observatory), ((level, plays, round), held)) in
            table.levels.iter_mut().zip(&mut table.observatory).zip(levels.into_iter().zip(planets))
        {
            *place = HandLevel { level, plays, round: if first_hand { 0 } else { round } };
            *observatory = held;
        }
        table.deck = DeckCounts { size: deck.0, remaining: deck.1, steel: 3, stone: 2, enhanced: 16, starting_size: 52 };
        table
    }
}

prop_compose! {
    /// A hand with so many jokers at most.
    pub(crate) fn hand(jokers: usize)(
        played in prop::collection::vec(card(), 1..6),
        held in prop::collection::vec(card(), 0..5),
        jokers in prop::collection::vec(joker(), 0..=jokers),
        table in table(),
    ) -> Hand {
        Hand { played, held, jokers, table }
    }
}

/// Equal but for rounding, or a floor that fell on the other side of it.
pub(crate) fn same(one: f64, other: f64) -> bool {
    (one - other).abs() <= 1.0 + 1e-9 * one.abs() || one.total_cmp(&other).is_eq()
}

/// All orders of so many things.
pub(crate) fn permutations(count: usize) -> Vec<Vec<usize>> {
    let mut orders = vec![vec![]];
    for next in 0..count {
        orders = orders
            .iter()
            .flat_map(|order: &Vec<usize>| {
                (0..=order.len()).map(move |place| {
                    let mut order = order.clone();
                    order.insert(place, next);
                    order
                })
            })
            .collect();
    }
    orders
}

/// The hand with jokers and played cards in this order.
pub(crate) fn arranged(hand: &Hand, jokers: &[usize], cards: &[usize]) -> Hand {
    Hand {
        jokers: jokers.iter().map(|joker| hand.jokers[*joker]).collect(),
        played: cards.iter().map(|card| hand.played[*card]).collect(),
        ..hand.clone()
    }
}
