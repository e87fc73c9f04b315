//! Won against lost rows.

use ludograph_engine::mining::statistics::{FourFold, OddsRatio, fisher_two_sided};
use ludograph_engine::mining::{
    Bounds, ContrastOptions, ContrastOrder, ItemsetOptions, SequenceOptions, Sequences, Support, Transactions,
    contrast_itemsets, contrast_sequences,
};

use crate::small::{embeds, outcome, rows};

fn count(flags: impl Iterator<Item = bool>) -> u32 {
    u32::try_from(flags.filter(|flag| *flag).count()).unwrap()
}

#[test]
fn contrasts_are_the_tables_of_their_patterns() {
    for seed in 0..40 {
        let rows = rows(seed, 130, 7, 6);
        let won = outcome(seed, rows.len());
        let wins = count(won.iter().copied());
        let options = ContrastOptions { permutations: 20, ..ContrastOptions::default() };
        let search = ItemsetOptions { support_min: Support::Rows(8), ..ItemsetOptions::default() };
        let table = Transactions::from_rows(&rows).unwrap();
        let itemsets = contrast_itemsets(&table, &won, &search, &options).unwrap();
        let search = SequenceOptions {
            support_min: Support::Rows(8),
            gap_max: (seed % 2 == 0).then_some(1),
            bounds: Bounds { length_max: 2, ..Bounds::default() },
            ..SequenceOptions::default()
        };
        let table = Sequences::from_rows(&rows).unwrap();
        let sequences = contrast_sequences(&table, &won, &search, &options).unwrap();
        assert!(itemsets.patterns.len() > 6 && sequences.patterns.len() > 6);
        let holds_set = |row: &[u32], pattern: &[u32]| pattern.iter().all(|item| row.contains(item));
        let holds_sequence = |row: &[u32], pattern: &[u32]| embeds(row, pattern, search.gap_max, None);
        for (answer, is_set) in [(&itemsets, true), (&sequences, false)] {
            let holds = |row: &[u32], pattern: &[u32]| {
                if is_set { holds_set(row, pattern) } else { holds_sequence(row, pattern) }
            };
            assert_eq!((answer.rows, answer.won), (rows.len(), wins));
            assert!(answer.patterns.is_sorted_by(|one, next| one.p <= next.p));
            for contrast in &answer.patterns {
                let has: Vec<bool> = rows.iter().map(|row| holds(row, &contrast.pattern)).collect();
                let support = count(has.iter().copied());
                let both = count(has.iter().zip(&won).map(|(has, won)| *has && *won));
                assert_eq!((contrast.support, contrast.wins), (support, both), "{contrast:?}");
                let table = FourFold::from_margins(both, support, wins, 130).unwrap();
                assert_eq!((contrast.p, contrast.odds_ratio), (fisher_two_sided(table), OddsRatio::of(table)));
                assert!(contrast.q >= contrast.p && contrast.family_p.unwrap() > 0.0);
            }
        }
    }
}

#[test]
fn permutations_control_the_family_on_noise_and_find_what_is_there() {
    let mut rows = rows(9, 400, 6, 12);
    let won = outcome(9, rows.len());
    let options = ContrastOptions { permutations: 500, seed: 3, ..ContrastOptions::default() };
    let search = ItemsetOptions { support_min: Support::Rows(20), ..ItemsetOptions::default() };
    let noise = contrast_itemsets(&Transactions::from_rows(&rows).unwrap(), &won, &search, &options).unwrap();
    assert!(noise.patterns.iter().all(|contrast| contrast.family_p.unwrap() > 0.05), "{:?}", noise.patterns[0]);
    rows.iter_mut().zip(&won).filter(|(_, won)| **won).take(60).for_each(|(row, _)| row.push(99));
    rows.iter_mut().zip(&won).filter(|(_, won)| !**won).take(20).for_each(|(row, _)| row.push(99));
    let found = contrast_itemsets(&Transactions::from_rows(&rows).unwrap(), &won, &search, &options).unwrap();
    assert_eq!(found.patterns[0].pattern, [99]);
    assert_eq!(found.patterns[0].family_p, Some(1.0 / 501.0));
    assert!(found.patterns[0].q < 1e-6 && found.patterns[0].odds_ratio.low > 1.0);
}

#[test]
fn every_order_is_kept_and_the_top_are_its_first() {
    let rows = rows(4, 200, 7, 8);
    let won = outcome(4, rows.len());
    let table = Transactions::from_rows(&rows).unwrap();
    let search = ItemsetOptions { support_min: Support::Rows(5), ..ItemsetOptions::default() };
    for order in [
        ContrastOrder::Significance,
        ContrastOrder::OddsRatio,
        ContrastOrder::OddsRatioAscending,
        ContrastOrder::Support,
    ] {
        let options = ContrastOptions { order, ..ContrastOptions::default() };
        let all = contrast_itemsets(&table, &won, &search, &options).unwrap();
        let top = contrast_itemsets(&table, &won, &search, &ContrastOptions { top: Some(3), ..options }).unwrap();
        assert_eq!(top.patterns, all.patterns[..3]);
        assert!(match order {
            ContrastOrder::Significance => all.patterns.is_sorted_by_key(|contrast| contrast.p),
            ContrastOrder::OddsRatio => all.patterns.is_sorted_by_key(|contrast| -contrast.odds_ratio.value),
            ContrastOrder::OddsRatioAscending => all.patterns.is_sorted_by_key(|contrast| contrast.odds_ratio.value),
            ContrastOrder::Support => all.patterns.is_sorted_by_key(|contrast| std::cmp::Reverse(contrast.support)),
        });
    }
}

#[test]
fn an_outcome_that_never_varies_is_no_evidence() {
    let rows = rows(4, 50, 5, 4);
    let search = ItemsetOptions { support_min: Support::Rows(2), ..ItemsetOptions::default() };
    for outcome in [true, false] {
        let won = vec![outcome; rows.len()];
        let table = Transactions::from_rows(&rows).unwrap();
        let options = ContrastOptions { permutations: 5, ..ContrastOptions::default() };
        let answer = contrast_itemsets(&table, &won, &search, &options).unwrap();
        assert!(answer.patterns.iter().all(|contrast| contrast.p == 1.0 && contrast.q == 1.0 && !contrast.testable));
        assert!(answer.patterns.iter().all(|contrast| contrast.odds_ratio.value.is_finite()));
    }
}
