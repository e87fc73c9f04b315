//! Jokers that act before scoring, in every order: what one changes, another may look at.

use ludograph_engine::balatro::{
    Budget, Card, CompiledHand, Enhancement, Freedom, Hand, Joker, JokerKind, Luck, NODES_MAX, best_order, score,
};
use proptest::prelude::*;

use crate::common::{arranged, card, cases, hand, permutations, same};

/// The score in every order of the jokers: walked, and by one compiled hand.
fn scores(hand: &Hand, luck: Luck) -> Vec<(f64, f64)> {
    let cards: Vec<usize> = (0..hand.played.len()).collect();
    let mut compiled = CompiledHand::new(hand, luck).unwrap();
    let orders = permutations(hand.jokers.len()).into_iter();
    orders
        .map(|order| {
            let narrow: Vec<u8> = order.iter().map(|joker| u8::try_from(*joker).unwrap()).collect();
            let walked = score(&arranged(hand, &order, &cards), luck).unwrap().score;
            (walked, compiled.score(&narrow).unwrap())
        })
        .collect()
}

fn of(played: &str, jokers: &str) -> Hand {
    Hand::from_json(&format!(r#"{{"played": [{played}], "jokers": [{jokers}]}}"#)).unwrap()
}

const STONE_JACK: &str = r#"{"rank": "2", "suit": "S"}, {"rank": "J", "suit": "S", "enhancement": "stone"}"#;

#[test]
fn a_bus_left_of_a_vampire_does_not_see_the_face_under_a_stone() {
    // A high card, 5 × 1. The vampire takes the stone and is at ×1.1; what was under it is a jack, and 17 chips in all.
    let jokers =
        r#"{"id": "j_vampire"}, {"id": "j_joker"}, {"id": "j_joker"}, {"id": "j_joker"}, {"id": "j_ride_the_bus"}"#;
    let given = of(STONE_JACK, jokers);
    let mut compiled = CompiledHand::new(&given, Luck::Least).unwrap();
    // The bus, right of the vampire, falls to +0: 17 × (1·1.1 + 12).
    assert_eq!(compiled.score(&[0, 1, 2, 3, 4]).unwrap(), 222.0);
    assert_eq!(score(&given, Luck::Least).unwrap().score, 222.0);
    // Jokers first: 17 × (1 + 12)·1.1, the bus still at +0.
    assert_eq!(compiled.score(&[1, 2, 3, 0, 4]).unwrap(), 243.0);
    // The bus first: it grows to +1 on a stone that has no face. 17 × (1 + 12 + 1)·1.1.
    assert_eq!(compiled.score(&[1, 2, 3, 4, 0]).unwrap(), 261.0);
    assert_eq!(score(&arranged(&given, &[1, 2, 3, 4, 0], &[0, 1]), Luck::Least).unwrap().score, 261.0);
    let mut never = || false;
    let best = best_order(&given, Freedom::JOKERS, Luck::Least, &mut Budget::new(NODES_MAX, &mut never)).unwrap();
    assert_eq!((best.score, best.score_as_given, best.proven), (261.0, 222.0, true));
}

#[test]
fn only_a_face_that_a_vampire_uncovers_makes_the_order_matter() {
    let both = r#"{"id": "j_vampire", "state": {"x_mult": 2}}, {"id": "j_ride_the_bus", "state": {"mult": 4}}"#;
    // Vampire first (×2.1, then the bus), and the bus first.
    let ends = |played: &str, jokers: &str| {
        let scores = scores(&of(played, jokers), Luck::Least);
        assert!(scores.iter().all(|(walked, compiled)| walked == compiled), "{played}: {scores:?}");
        let hand = of(played, jokers);
        let mut compiled = CompiledHand::new(&hand, Luck::Least).unwrap();
        [[0, 1], [1, 0]].map(|order: [u8; 2]| {
            let order: Vec<u8> = order.into_iter().chain(2..u8::try_from(hand.jokers.len()).unwrap()).collect();
            compiled.score(&order).unwrap()
        })
    };
    // 17 × 2.1 against 17 × (1 + 5)·2.1.
    assert_eq!(ends(STONE_JACK, both), [35.0, 214.0]);
    // A stone ten: the bus grows either way. 17 × (2.1 + 5), 17 × 6·2.1.
    assert_eq!(ends(&STONE_JACK.replace('J', "10"), both), [120.0, 214.0]);
    // Under Pareidolia the stone is a face before as well: 17 × 2.1 both times.
    assert_eq!(ends(STONE_JACK, &format!(r#"{both}, {{"id": "j_pareidolia"}}"#)), [35.0, 35.0]);
    // A debuffed stone is not fed on, and what is under it is no face: 7 × (2 + 5), 7 × 6·2.
    let debuffed = STONE_JACK.replace(r#""stone""#, r#""stone", "debuffed": true"#);
    assert_eq!(ends(&debuffed, both), [49.0, 84.0]);
    // A wild jack is a face as it lies: 15 × 2.1 both times.
    assert_eq!(ends(r#"{"rank": "J", "suit": "S", "enhancement": "wild"}"#, both), [31.0, 31.0]);
}

#[test]
fn counters_that_have_grown_already_do_not_depend_on_the_order() {
    let mut given = of(STONE_JACK, r#"{"id": "j_vampire"}, {"id": "j_ride_the_bus", "state": {"mult": 4}}"#);
    given.table.grown = true;
    assert_eq!(scores(&given, Luck::Least), [(85.0, 85.0), (85.0, 85.0)]);
}

#[test]
fn equal_copies_are_found_in_one_chain_wherever_they_lie() {
    // Two copies of a bus at +1 and the bus itself: 7 × (1 + 3).
    let copy = r#"{"id": "j_blueprint"}"#;
    let bus = r#"{"id": "j_ride_the_bus"}"#;
    let two = r#"{"rank": "2", "suit": "S"}"#;
    for jokers in [[copy, bus, copy], [bus, copy, copy], [copy, copy, bus]] {
        let given = of(two, &jokers.join(","));
        let mut never = || false;
        let best = best_order(&given, Freedom::JOKERS, Luck::Least, &mut Budget::new(NODES_MAX, &mut never)).unwrap();
        assert_eq!((best.score, best.proven), (28.0, true), "{jokers:?}");
    }
}

/// Those that act before scoring, those that look at what they change, and the copies.
const NAMES: [&str; 22] = [
    "Vampire",
    "Ride the Bus",
    "Midas Mask",
    "DNA",
    "Vampire",
    "Ride the Bus",
    "Green Joker",
    "Spare Trousers",
    "Square Joker",
    "Runner",
    "Obelisk",
    "Space Joker",
    "To Do List",
    "Hiker",
    "Blueprint",
    "Brainstorm",
    "Pareidolia",
    "Photograph",
    "Splash",
    "Baron",
    "Golden Ticket",
    "Flower Pot",
];

prop_compose! {
    fn acting_first()(
        mut hand in hand(0),
        stones in 0_u8..32,
        one in prop::option::weighted(0.25, card()),
        names in prop::collection::vec(prop::sample::select(&NAMES[..]), 2..5),
        debuffed in prop::option::weighted(0.1, any::<prop::sample::Index>()),
        grown in prop::bool::weighted(0.1),
    ) -> Hand {
        let alone: Option<Card> = one;
        if let Some(card) = alone {
            hand.played = vec![card];
        }
        for (_, card) in hand.played.iter_mut().enumerate().filter(|(place, _)| stones >> place & 1 != 0) {
            card.enhancement = Some(Enhancement::Stone);
        }
        hand.jokers = names.into_iter().map(|name| Joker::new(JokerKind::find(name).unwrap())).collect();
        if let Some(index) = debuffed {
            index.get_mut(&mut hand.jokers).debuffed = true;
        }
        hand.table.grown = grown;
        hand
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(cases(200)))]

    #[test]
    fn every_order_of_them_scores_alike_in_both_forms(hand in acting_first(), most in any::<bool>()) {
        let luck = if most { Luck::Most } else { Luck::Least };
        let scores = scores(&hand, luck);
        for (walked, compiled) in &scores {
            prop_assert!(same(*walked, *compiled), "walked {walked}, compiled {compiled}");
        }
        let exists = scores.iter().map(|(walked, _)| *walked).fold(0.0, f64::max);
        let mut never = || false;
        let best = best_order(&hand, Freedom::JOKERS, luck, &mut Budget::new(NODES_MAX, &mut never)).unwrap();
        prop_assert!(best.proven && same(best.score, exists), "found {}, exists {exists}", best.score);
    }
}
