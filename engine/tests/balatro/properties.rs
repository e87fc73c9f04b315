//! The two forms of the scorer agree, searches find what trying everything finds, expectations are means.

use ludograph_engine::balatro::{
    Budget, CompiledHand, Freedom, Hand, Luck, NODES_MAX, best_order, best_play, expected_score, explain, score,
};
use proptest::prelude::*;

use crate::common::{arranged, cases, hand, permutations, same};

fn narrow(order: &[usize]) -> Vec<u8> {
    order.iter().map(|joker| u8::try_from(*joker).unwrap()).collect()
}

fn brute(hand: &Hand, freedom: Freedom, luck: Luck) -> f64 {
    let own = |count: usize| vec![(0..count).collect::<Vec<_>>()];
    let jokers = if freedom.jokers { permutations(hand.jokers.len()) } else { own(hand.jokers.len()) };
    let cards = if freedom.cards { permutations(hand.played.len()) } else { own(hand.played.len()) };
    let scores = jokers.iter().flat_map(|jokers| cards.iter().map(move |cards| (jokers, cards)));
    scores.map(|(jokers, cards)| score(&arranged(hand, jokers, cards), luck).unwrap().score).fold(0.0, f64::max)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(cases(400)))]

    #[test]
    fn the_compiled_form_agrees_with_the_walked_one(hand in hand(6), most in any::<bool>(), turn in 0_usize..6) {
        let luck = if most { Luck::Most } else { Luck::Least };
        let mut order: Vec<usize> = (0..hand.jokers.len()).collect();
        order.rotate_left(turn.min(hand.jokers.len()));
        let cards: Vec<usize> = (0..hand.played.len()).collect();
        let walked = score(&arranged(&hand, &order, &cards), luck).unwrap().score;
        let compiled = CompiledHand::new(&hand, luck).unwrap().score(&narrow(&order)).unwrap();
        prop_assert!(same(walked, compiled), "walked {walked}, compiled {compiled}");
    }

    #[test]
    fn the_steps_end_where_the_score_is(hand in hand(5)) {
        let explanation = explain(&hand, Luck::Least).unwrap();
        prop_assert_eq!(explanation.score, score(&hand, Luck::Least).unwrap());
        let last = explanation.steps.last().unwrap();
        prop_assert_eq!((last.chips, last.mult), (explanation.score.chips, explanation.score.mult));
        prop_assert_eq!(explanation.to_string().lines().count(), explanation.steps.len() + 2);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(150))]

    #[test]
    fn no_order_of_jokers_beats_the_proven_one(hand in hand(5), most in any::<bool>()) {
        let luck = if most { Luck::Most } else { Luck::Least };
        let mut never = || false;
        let best = best_order(&hand, Freedom::JOKERS, luck, &mut Budget::new(NODES_MAX, &mut never)).unwrap();
        let brute = brute(&hand, Freedom::JOKERS, luck);
        prop_assert!(best.proven);
        prop_assert!(same(best.score, brute), "found {}, exists {brute}", best.score);
        if score(&hand, luck).unwrap().score >= brute {
            prop_assert_eq!(best.jokers, (0..hand.jokers.len()).collect::<Vec<_>>());
        }
    }

    #[test]
    fn no_order_of_jokers_and_cards_beats_the_proven_one(hand in hand(3)) {
        let mut never = || false;
        let best = best_order(&hand, Freedom::ALL, Luck::Least, &mut Budget::new(NODES_MAX, &mut never)).unwrap();
        let brute = brute(&hand, Freedom::ALL, Luck::Least);
        prop_assert!(best.proven && same(best.score, brute), "found {}, exists {brute}", best.score);
        let walked = score(&arranged(&hand, &best.jokers, &best.cards), Luck::Least).unwrap().score;
        prop_assert_eq!(walked, best.score);
    }

    #[test]
    fn a_search_cut_short_gives_a_bound(hand in hand(6), nodes in 0_u64..6) {
        let mut never = || false;
        let cut = best_order(&hand, Freedom::ALL, Luck::Least, &mut Budget::new(nodes, &mut never)).unwrap();
        let full = best_order(&hand, Freedom::ALL, Luck::Least, &mut Budget::new(NODES_MAX, &mut never)).unwrap();
        prop_assert!(cut.score >= cut.score_as_given && cut.score <= full.score);
        prop_assert!(cut.at_most + 1.0 >= full.score * (1.0 - 1e-9), "{} < {}", cut.at_most, full.score);
    }

    #[test]
    fn an_expectation_lies_between_the_ends_of_luck(hand in hand(4)) {
        let expectation = expected_score(&hand).unwrap();
        let ends = [Luck::Least, Luck::Most].map(|luck| score(&hand, luck).unwrap().score);
        prop_assert!(expectation.score >= ends[0] * (1.0 - 1e-9) - 1.0, "{expectation:?} {ends:?}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    #[test]
    fn no_order_beats_one_proven_for_the_mean(hand in hand(4)) {
        let mut never = || false;
        let best = best_order(&hand, Freedom::JOKERS, Luck::Mean, &mut Budget::new(NODES_MAX, &mut never)).unwrap();
        let own: Vec<usize> = (0..hand.played.len()).collect();
        let means = permutations(hand.jokers.len()).into_iter();
        let means = means.map(|jokers| expected_score(&arranged(&hand, &jokers, &own)).unwrap().score);
        let exists = means.fold(0.0, f64::max);
        // Floors can tell two orders apart that are equal before them.
        prop_assert!(!best.proven || same(best.score, exists), "found {}, exists {exists}", best.score);
        prop_assert!(best.at_most + 1.0 >= exists * (1.0 - 1e-9));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(25))]

    #[test]
    fn no_play_beats_the_proven_one(mut hand in hand(3)) {
        hand.held.truncate(2);
        hand.held.append(&mut hand.played);
        hand.held.truncate(5);
        let mut never = || false;
        let best = best_play(&hand, Luck::Least, &mut Budget::new(NODES_MAX, &mut never)).unwrap();
        let count = hand.held.len();
        let mut brutes = (1_usize..1 << count).map(|play| {
            let (chosen, rest) = (0..count).partition::<Vec<_>, _>(|place| play >> place & 1 != 0);
            let cards = |places: Vec<usize>| places.into_iter().map(|place| hand.held[place]).collect::<Vec<_>>();
            brute(&Hand { played: cards(chosen), held: cards(rest), ..hand.clone() }, Freedom::ALL, Luck::Least)
        });
        let exists = brutes.by_ref().fold(0.0, f64::max);
        prop_assert!(best.proven && same(best.score, exists), "found {}, exists {exists}", best.score);
    }
}
