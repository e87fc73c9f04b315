//! `balatro-score-case/1`: whatever is read is scored, averaged over its rolls and ordered.
#![no_main]

use libfuzzer_sys::fuzz_target;
use ludograph_engine::balatro::{Budget, Freedom, Hand, Luck, best_order, best_play, expected_score, explain, score};

/// Enough for the branches of a search, few enough for many inputs a second.
const NODES: u64 = 200;

fuzz_target!(|text: &str| {
    let Ok(hand) = Hand::from_json(text) else { return };
    for luck in [Luck::Least, Luck::Most] {
        let (walked, explained) = (score(&hand, luck), explain(&hand, luck));
        if let (Ok(walked), Ok(explained)) = (walked, explained) {
            let (one, other) = (walked.score, explained.score.score);
            assert!(one == other || one.is_nan() && other.is_nan(), "walked {one}, explained {other}");
        }
        let mut never = || false;
        let _ = best_play(&hand, luck, &mut Budget::new(NODES, &mut never));
    }
    let _ = expected_score(&hand);
    let mut never = || false;
    let _ = best_order(&hand, Freedom::ALL, Luck::Mean, &mut Budget::new(NODES, &mut never));
});
