//! The rules, on small hands worked out by hand.

use ludograph_engine::balatro::{
    Budget, DiscardOptions, Freedom, Hand, Luck, NODES_MAX, best_discard, best_order, expected_score, explain, score,
};

fn hand(played: &str, held: &str, jokers: &[&str], table: &str) -> Hand {
    let cards = |text: &str| -> Vec<String> {
        let card = |word: &str| {
            let (card, enhancement) = word.split_once('/').unwrap_or((word, ""));
            let (rank, suit) = card.split_at(card.len() - 1);
            let enhancement =
                if enhancement.is_empty() { String::new() } else { format!(r#", "enhancement": "{enhancement}""#) };
            format!(r#"{{"rank": "{rank}", "suit": "{suit}"{enhancement}}}"#)
        };
        text.split_whitespace().map(card).collect()
    };
    let jokers: Vec<String> = jokers.iter().map(|id| format!(r#"{{"id": "{id}"}}"#)).collect();
    let text = format!(
        r#"{{"played": [{}], "held": [{}], "jokers": [{}]{}{table}}}"#,
        cards(played).join(","),
        cards(held).join(","),
        jokers.join(","),
        if table.is_empty() { "" } else { "," }
    );
    Hand::from_json(&text).unwrap()
}

fn least(hand: &Hand) -> (String, f64) {
    let score = score(hand, Luck::Least).unwrap();
    (score.hand.to_string(), score.score)
}

fn said(name: &str, score: f64) -> (String, f64) {
    (name.to_owned(), score)
}

#[test]
fn hands_are_named_and_scored() {
    assert_eq!(least(&hand("KS KH 7C 7D 5S", "", &[], "")), said("Two Pair", 54.0 * 2.0));
    assert_eq!(least(&hand("AS 2H 3C 4D 5S", "", &[], "")), said("Straight", 55.0 * 4.0));
    assert_eq!(least(&hand("QS KH AC 2D 3S", "", &[], "")), said("High Card", 16.0));
    assert_eq!(
        least(&hand("2S 3S 5S 6S", "", &["j_four_fingers", "j_shortcut"], "")),
        said("Straight Flush", 116.0 * 8.0)
    );
    assert_eq!(least(&hand("4H/stone 9C", "", &[], "")), said("High Card", 64.0));
}

#[test]
fn copies_act_where_they_stand() {
    // ×2 at slot 0 and again at slot 2, +4 between: (1·2 + 4)·2.
    let played = "2S 2H";
    assert_eq!(
        least(&hand(played, "", &["j_blueprint", "j_duo", "j_joker"], "")),
        said("Pair", 14.0 * (2.0 * 4.0 + 4.0))
    );
    assert_eq!(
        least(&hand(played, "", &["j_duo", "j_joker", "j_brainstorm"], "")),
        said("Pair", 14.0 * (2.0 * 2.0 + 4.0) * 2.0)
    );
}

#[test]
fn jokers_that_act_first_change_the_cards() {
    // Midas turns the king to gold, Vampire feeds on it and on the glass queen that was turned as well.
    let jokers = ["j_midas_mask", "j_vampire"];
    assert_eq!(least(&hand("KS KH/glass", "", &jokers, "")), said("Pair", 60.0_f64.mul_add(1.2, 0.0).floor()));
    // The other way round it feeds on the glass card only.
    assert_eq!(least(&hand("KS KH/glass", "", &["j_vampire", "j_midas_mask"], "")), said("Pair", 66.0));
    let mut never = || false;
    let other = hand("KS KH/glass", "", &["j_vampire", "j_midas_mask"], "");
    let best = best_order(&other, Freedom::JOKERS, Luck::Least, &mut Budget::new(NODES_MAX, &mut never)).unwrap();
    assert_eq!((best.jokers, best.score, best.proven), (vec![1, 0], 72.0, true));
}

#[test]
fn a_copied_card_joins_the_held_ones() {
    // DNA and its copy: two kings held, each ×1.5 by Baron.
    let both = hand("KS", "", &["j_blueprint", "j_dna", "j_baron"], "");
    assert_eq!(least(&both), said("High Card", (15.0_f64 * 2.25).floor()));
    let mut never = || false;
    let best = best_order(&both, Freedom::JOKERS, Luck::Least, &mut Budget::new(NODES_MAX, &mut never)).unwrap();
    assert!(best.proven && best.score >= 33.0, "{best:?}");
}

#[test]
fn bosses_change_scores() {
    let pair = |blind: &str| least(&hand("KS KH", "", &[], &format!(r#""blind": {{"name": "{blind}"}}"#))).1;
    assert_eq!(pair("The Head"), 20.0 * 2.0);
    assert_eq!(pair("The Plant"), 10.0 * 2.0);
    assert_eq!(pair("The Flint"), 25.0);
    assert_eq!(pair("The Psychic"), 0.0);
    assert_eq!(pair("Verdant Leaf"), 20.0);
    let levels = |blind: &str, level: u32, round: u32| {
        let table = format!(
            r#""blind": {{"name": "{blind}"}}, "hand_levels": {{"Pair": {{"level": {level}, "plays": {round}, "round": {round}}}}}"#
        );
        least(&hand("KS KH", "", &[], &table)).1
    };
    assert_eq!((levels("The Arm", 2, 0), levels("The Arm", 1, 0)), (60.0, 60.0));
    assert_eq!((levels("The Eye", 1, 1), levels("The Mouth", 1, 1)), (0.0, 60.0));
    assert_eq!(least(&hand("KS KH", "", &["j_chicot"], r#""blind": {"name": "The Head"}"#)).1, 60.0);
}

#[test]
fn the_hook_takes_two_held_cards() {
    let held = hand("2S", "KS/steel KH/steel KD/steel 3C", &[], r#""blind": {"name": "The Hook"}"#);
    let ends = [Luck::Least, Luck::Most].map(|luck| score(&held, luck).unwrap().score);
    assert_eq!(ends, [(7.0_f64 * 1.5).floor(), (7.0_f64 * 2.25).floor()]);
    // Of six pairs, three take two of the steel cards.
    assert_eq!(expected_score(&held).unwrap().score, f64::midpoint(10.0, 15.0));
    assert_eq!(explain(&held, Luck::Most).unwrap().score.score, 15.0);
}

#[test]
fn expectations_count_what_hangs_together() {
    // One lucky card, Lucky Cat: each outcome worked out. 16 chips from the ace, base 5 and 1.
    let cat = hand("AS/lucky", "", &["j_lucky_cat"], "");
    let (mult, money) = (0.2, 1.0 / 15.0);
    let expected =
        mult * (16.0_f64 * 21.0 * 1.25).floor() + (1.0 - mult) * money * 20.0 + (1.0 - mult) * (1.0 - money) * 16.0;
    let got = expected_score(&cat).unwrap();
    assert!((got.score - expected).abs() < 1e-9 && got.correlated && got.floored, "{got:?} {expected}");
}

#[test]
fn many_rolls_are_followed_by_their_moments() {
    // Twenty triggers of lucky cards: too many courses to walk. E[mult] is linear: 4 for each trigger.
    let many = hand("KS/lucky KH/lucky KD/lucky KC/lucky", "", &["j_sock_and_buskin", "j_selzer"], "");
    let got = expected_score(&many).unwrap();
    assert!(!got.floored && !got.correlated);
    let chips = 60.0 + 3.0 * 40.0;
    assert!((got.score - chips * (7.0 + 12.0 * 4.0)).abs() < 1e-6, "{got:?}");
}

#[test]
fn an_explanation_is_a_table() {
    let text = explain(&hand("KS", "QH", &["j_shoot_the_moon", "j_blueprint"], ""), Luck::Least).unwrap().to_string();
    let expected = "\
part    card  #  source          effect                     chips  mult  $
base             High Card       level 1: 5 chips × 1 mult      5     1
scored  1:KS     card            +10 chips                     15     1
held    1:QH     Shoot the Moon  +13 mult                      15    14
High Card: 15 × 14 = 210";
    assert_eq!(text, expected);
}

#[test]
fn a_discard_is_sought_by_drawing() {
    let mut four = hand("", "AS KS QS JS 2H", &[], "");
    let deck = hand("", "10S 9S 8S 7S", &[], "").held;
    let mut never = || false;
    let options = DiscardOptions { draws: 8, ..DiscardOptions::default() };
    let best = best_discard(&four, &deck, &options, &mut Budget::new(NODES_MAX, &mut never)).unwrap();
    // Whatever comes is a flush at least.
    assert!(best.cards.contains(&4) && best.expected > 4.0 * best.without, "{best:?}");
    assert!(!best.proven && best.complete);
    assert_eq!(best, best_discard(&four, &deck, &options, &mut Budget::new(NODES_MAX, &mut never)).unwrap());
    four.table.discards_left = 0;
    assert!(best_discard(&four, &deck, &options, &mut Budget::new(NODES_MAX, &mut never)).is_err());
}

/// Every order of a hand's jokers.
fn lineups(hand: &Hand) -> Vec<Hand> {
    let mut all = vec![Hand { jokers: Vec::new(), ..hand.clone() }];
    for joker in &hand.jokers {
        let insert = |shorter: &Hand, place: usize| {
            let mut longer = shorter.clone();
            longer.jokers.insert(place, *joker);
            longer
        };
        all = all.iter().flat_map(|hand| (0..=hand.jokers.len()).map(move |place| insert(hand, place))).collect();
    }
    all
}

#[test]
fn an_order_is_proven_where_no_table_tells() {
    let cards = r#""played": [{"rank": "K", "suit": "H", "enhancement": "lucky"}, {"rank": "K", "suit": "D"}],
        "held": [{"rank": "Q", "suit": "S", "enhancement": "steel"}, {"rank": "2", "suit": "C"},
            {"rank": "K", "suit": "C"}, {"rank": "5", "suit": "D", "enhancement": "steel"}]"#;
    let jokers = r#""jokers": [{"id": "j_joker"}, {"id": "j_lucky_cat"}, {"id": "j_baron"}, {"id": "j_bloodstone"}]"#;
    let movers = r#""jokers": [{"id": "j_midas_mask"}, {"id": "j_vampire"}, {"id": "j_vampire"}, {"id": "j_midas_mask"},
        {"id": "j_vampire"}, {"id": "j_joker"}]"#;
    let mut never = || false;
    for (jokers, rest, luck) in [
        (jokers, r#""deck": "Plasma Deck""#, Luck::Mean),
        (jokers, r#""blind": {"name": "The Hook", "active": true}"#, Luck::Least),
        (jokers, r#""blind": {"name": "The Hook", "active": true}"#, Luck::Most),
        (movers, r#""money": 3"#, Luck::Least),
    ] {
        let hand = Hand::from_json(&format!("{{{cards}, {jokers}, {rest}}}")).unwrap();
        let worth = |hand: &Hand| match luck {
            Luck::Mean => expected_score(hand).unwrap().score,
            luck => score(hand, luck).unwrap().score,
        };
        let exists = lineups(&hand).iter().map(worth).fold(f64::NEG_INFINITY, f64::max);
        let best = best_order(&hand, Freedom::JOKERS, luck, &mut Budget::new(NODES_MAX, &mut never)).unwrap();
        assert!(best.proven, "{luck:?} {rest}");
        assert!((best.score - exists).abs() <= 1e-9 * exists, "{luck:?} {rest}: found {}, exists {exists}", best.score);
        assert!(best.at_most >= exists * (1.0 - 1e-9));
        // A budget that ends leaves an answer that does not claim to be proven.
        let short = best_order(&hand, Freedom::JOKERS, luck, &mut Budget::new(3, &mut never)).unwrap();
        assert!(!short.proven && short.score <= exists * (1.0 + 1e-9));
    }
}
