//! Changes that must not change a score, or must change it in a known way.

use ludograph_engine::balatro::{
    Budget, Freedom, Hand, Joker, JokerKind, Luck, NODES_MAX, Suit, best_order, score, shapley_interactions,
    shapley_values, team_values,
};
use proptest::prelude::*;

use crate::common::{hand, same};

fn least(hand: &Hand) -> f64 {
    score(hand, Luck::Least).unwrap().score
}

fn names(hand: &Hand) -> Vec<&str> {
    hand.jokers.iter().map(|joker| joker.info().name.as_str()).collect()
}

/// Hearts and diamonds change places, and spades and clubs do.
fn relabelled(suit: Suit) -> Suit {
    match suit {
        Suit::Hearts => Suit::Diamonds,
        Suit::Diamonds => Suit::Hearts,
        Suit::Spades => Suit::Clubs,
        Suit::Clubs => Suit::Spades,
    }
}

/// Jokers that name a suit.
const SUITED: [&str; 9] = [
    "Greedy Joker",
    "Lusty Joker",
    "Wrathful Joker",
    "Gluttonous Joker",
    "Rough Gem",
    "Bloodstone",
    "Arrowhead",
    "Onyx Agate",
    "Seeing Double",
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn equal_jokers_may_change_places(mut hand in hand(5)) {
        let Some(twin) = hand.jokers.first().copied() else { return Ok(()) };
        hand.jokers.push(twin);
        let last = hand.jokers.len() - 1;
        let before = least(&hand);
        hand.jokers.swap(0, last);
        prop_assert_eq!(before, least(&hand));
    }

    #[test]
    fn a_joker_that_does_nothing_adds_nothing_at_the_right_end(mut hand in hand(5)) {
        let counts = ["Abstract Joker", "Joker Stencil", "Swashbuckler", "Blueprint"];
        prop_assume!(!names(&hand).iter().any(|name| counts.contains(name)));
        let before = least(&hand);
        hand.jokers.push(Joker::new(JokerKind::find("Egg").unwrap()));
        // Common, so that Baseball Card does not see it.
        prop_assert_eq!(before, least(&hand));
    }

    #[test]
    fn suits_of_one_colour_may_change_names(hand in hand(5)) {
        prop_assume!(!names(&hand).iter().any(|name| SUITED.contains(name)));
        prop_assume!(hand.table.blind.is_none_or(|blind| {
            !["bl_club", "bl_goad", "bl_window", "bl_head"].contains(&blind.info().id.as_str())
        }));
        let mut other = hand.clone();
        for card in other.played.iter_mut().chain(&mut other.held) {
            card.suit = relabelled(card.suit);
        }
        other.table.ancient = other.table.ancient.map(relabelled);
        other.table.idol = other.table.idol.map(|(rank, suit)| (rank, relabelled(suit)));
        prop_assert_eq!(least(&hand), least(&other));
    }

    #[test]
    fn more_money_never_scores_less(mut hand in hand(5)) {
        let before = least(&hand);
        hand.table.money += 25.0;
        prop_assert!(least(&hand) >= before);
    }

    #[test]
    fn where_the_jokers_start_does_not_matter_to_the_best(hand in hand(5), turn in 0_usize..5) {
        let mut never = || false;
        let mut best = |hand: &Hand| best_order(hand, Freedom::JOKERS, Luck::Least, &mut Budget::new(NODES_MAX, &mut never)).unwrap().score;
        let mut turned = hand.clone();
        turned.jokers.rotate_left(turn.min(hand.jokers.len()));
        prop_assert!(same(best(&hand), best(&turned)));
    }

    #[test]
    fn shapley_values_share_out_what_there_is(values in prop::collection::vec(-50.0..50.0_f64, 32)) {
        let shares = shapley_values(&values).unwrap();
        prop_assert!((shares.iter().sum::<f64>() - (values[31] - values[0])).abs() < 1e-9);
        let interactions = shapley_interactions(&values).unwrap();
        let transposed: Vec<Vec<f64>> =
            (0..5).map(|one| interactions.iter().map(|row| row[one]).collect()).collect();
        prop_assert_eq!(interactions, transposed);
    }

    #[test]
    fn equal_players_share_alike_and_a_null_player_gets_nothing(values in prop::collection::vec(-50.0..50.0_f64, 8)) {
        // Players 0 and 1 are equal: only how many of them are there counts. Player 4 is null.
        let of = |mask: usize| values[(mask & 3).count_ones() as usize * 2 + (mask >> 2 & 1)] + if mask >> 3 & 1 == 1 { 5.0 } else { 0.0 };
        let game: Vec<f64> = (0..32).map(of).collect();
        let shares = shapley_values(&game).unwrap();
        prop_assert!((shares[0] - shares[1]).abs() < 1e-9);
        prop_assert!((shares[3] - 5.0).abs() < 1e-9 && shares[4].abs() < 1e-9);
        let interactions = shapley_interactions(&game).unwrap();
        prop_assert!((interactions[0][2] - interactions[1][2]).abs() < 1e-9);
        prop_assert!(interactions[3].iter().chain(&interactions[4]).all(|value| value.abs() < 1e-9));
    }
}

#[test]
fn a_null_joker_of_a_team_gets_nothing() {
    let text = r#"{"played": [{"rank": "K", "suit": "S"}, {"rank": "K", "suit": "H"}], "held": [{"rank": "K", "suit": "D"}],
        "jokers": [{"id": "j_baron"}, {"id": "j_mime"}, {"id": "j_egg"}, {"id": "j_duo"}]}"#;
    let values = team_values(&Hand::from_json(text).unwrap()).unwrap();
    // A pair of kings: 30 chips, 2 mult.
    assert_eq!(values[..4], [60.0, 90.0, 60.0, 135.0]);
    let shares = shapley_values(&values).unwrap();
    assert_eq!(shares[2], 0.0);
    let logs: Vec<f64> = values.iter().map(|value| value.ln()).collect();
    let interactions = shapley_interactions(&logs).unwrap();
    assert!((interactions[0][1] - 1.5_f64.ln()).abs() < 1e-12, "Baron and Mime belong together");
    assert!(interactions[0][3].abs() < 1e-12, "factors are independent in the logarithm");
}
