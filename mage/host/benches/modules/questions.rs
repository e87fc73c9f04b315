//! The questions: through the module, reading alone, and the engine alone.

use std::hint::black_box;

use ludograph_engine::balatro::{Budget, Freedom, Hand, Luck, NODES_MAX, best_order, score};
use ludograph_engine::mining::{
    Bounds, ItemsetOptions, PairOptions, Runs, SequenceOptions, Support, itemsets, pair_synergy, sequences,
};

use crate::Outcome;

/// A pair of kings with eight jokers, of which no two orders of kinds score alike: those that add mult, those that multiply.
macro_rules! hand {
    (json) => {
        r#"{"played": [{"rank": "K", "suit": "H"}, {"rank": "K", "suit": "S"}, {"rank": "7", "suit": "D"}],
            "joker_slots": 8,
            "jokers": [{"id": "j_cavendish"}, {"id": "j_joker"}, {"id": "j_duo"}, {"id": "j_jolly"}, {"id": "j_card_sharp"},
                       {"id": "j_gros_michel"}, {"id": "j_abstract"}, {"id": "j_half"}]}"#
    };
    (cypher) => {
        "{played: [{rank: 'K', suit: 'H'}, {rank: 'K', suit: 'S'}, {rank: '7', suit: 'D'}], joker_slots: 8, jokers: \
         [{id: 'j_cavendish'}, {id: 'j_joker'}, {id: 'j_duo'}, {id: 'j_jolly'}, {id: 'j_card_sharp'}, \
         {id: 'j_gros_michel'}, {id: 'j_abstract'}, {id: 'j_half'}]}"
    };
}

/// What the engine is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Asks {
    Everything,
    Nothing,
}

/// How many runs nothing is in.
const TOO_MANY: u32 = 1_000_000;

pub(crate) struct Question {
    pub(crate) name: &'static str,
    pub(crate) call: &'static str,
    /// The same call asked so that nothing is found: what it takes is reading, and what the engine takes to find nothing.
    pub(crate) reading: &'static str,
    /// The engine asked the same as `call`, or as `reading`.
    pub(crate) engine: fn(&Runs, Asks) -> Outcome<usize>,
    /// Which of Python's figures stands beside it.
    pub(crate) anchor: &'static str,
    pub(crate) wanted_ms: f64,
}

pub(crate) const QUESTIONS: [Question; 4] = [
    Question {
        name: "synergy",
        call: "CALL joker_synergy.pairs(20) YIELD joker_a, joker_b, lift, q",
        reading: "CALL joker_synergy.pairs(1000000) YIELD joker_a",
        engine: |runs, asks| {
            let runs_min = if asks == Asks::Nothing { TOO_MANY } else { 20 };
            let options = PairOptions { runs_min, ..PairOptions::default() };
            Ok(black_box(pair_synergy(runs, &options)?).pairs.len())
        },
        anchor: "synergy",
        wanted_ms: 15.0,
    },
    Question {
        name: "itemsets",
        call: "CALL pattern_mining.itemsets('Run', 'USED', 'id', 0.01, {max_length: 8}) YIELD items, support",
        reading: "CALL pattern_mining.itemsets('Run', 'USED', 'id', 1000000, {max_length: 8}) YIELD items",
        engine: |runs, asks| {
            let support_min = if asks == Asks::Nothing { Support::Rows(TOO_MANY) } else { Support::Share(0.01) };
            let options = ItemsetOptions { support_min, ..ItemsetOptions::default() };
            Ok(black_box(itemsets(runs.items(), &options)?).patterns.len())
        },
        anchor: "itemsets",
        wanted_ms: 10.0,
    },
    Question {
        name: "sequences",
        call: "CALL pattern_mining.sequences('Run', 'STEP', 'id', 'index', 250) YIELD events, support",
        reading: "CALL pattern_mining.sequences('Run', 'STEP', 'id', 'index', 1000000) YIELD events",
        engine: |runs, asks| {
            let support_min = Support::Rows(if asks == Asks::Nothing { TOO_MANY } else { 250 });
            let bounds = Bounds { length_max: 3, ..Bounds::default() };
            let options = SequenceOptions { support_min, bounds, ..SequenceOptions::default() };
            Ok(black_box(sequences(runs.events(), &options)?).patterns.len())
        },
        anchor: "sequences",
        wanted_ms: 20.0,
    },
    Question {
        name: "order",
        call: concat!("CALL joker_order.best(", hand!(cypher), ") YIELD jokers, score, proven"),
        // No graph is read here, but the same hand; that it is scored once counts as reading.
        reading: concat!("CALL joker_order.score(", hand!(cypher), ") YIELD score"),
        engine: |_, asks| {
            let mut never = || false;
            let mut budget = Budget::new(NODES_MAX, &mut never);
            let hand = Hand::from_json(hand!(json))?;
            if asks == Asks::Nothing {
                return Ok(usize::from(black_box(score(&hand, Luck::Least)?).blocked));
            }
            let found = best_order(&hand, Freedom::JOKERS, Luck::Least, &mut budget)?;
            Ok(usize::from(black_box(found).proven))
        },
        anchor: "order",
        wanted_ms: 1.0,
    },
];
