//! Itemsets against trying every subset.

use std::collections::BTreeMap;

use ludograph_engine::mining::{
    Bounds, ItemsetKind, ItemsetOptions, ItemsetOrder, Itemsets, Support, Transactions, itemsets,
};

use crate::small::{all_itemsets, rows};

const WIDTH: u32 = 7;

fn mine(rows: &[Vec<u32>], options: &ItemsetOptions<'_>) -> Itemsets {
    itemsets(&Transactions::from_rows(rows).unwrap(), options).unwrap()
}

fn supports(answer: &Itemsets) -> BTreeMap<Vec<u32>, u32> {
    let supports: BTreeMap<_, _> =
        answer.patterns.iter().map(|itemset| (itemset.items.clone(), itemset.support)).collect();
    assert_eq!(supports.len(), answer.patterns.len(), "an itemset was found twice");
    supports
}

fn is_inside(inner: &[u32], outer: &[u32]) -> bool {
    inner.len() < outer.len() && inner.iter().all(|item| outer.contains(item))
}

#[test]
fn every_kind_finds_what_trying_every_subset_finds() {
    for seed in 0..300 {
        let rows = rows(seed, 1 + seed % 90, 7, u64::from(WIDTH));
        let all = all_itemsets(&rows, WIDTH);
        for support_min in [1, 2, 5] {
            for length_max in [1, 2, 3, 7] {
                let bounds = Bounds { length_max, ..Bounds::default() };
                let options =
                    ItemsetOptions { support_min: Support::Rows(support_min), bounds, ..ItemsetOptions::default() };
                let frequent: BTreeMap<_, _> =
                    all.iter().filter(|(_, support)| **support >= support_min).map(|(k, v)| (k.clone(), *v)).collect();
                let expected = |keep: &dyn Fn(&Vec<u32>, u32) -> bool| -> BTreeMap<Vec<u32>, u32> {
                    let mut kept = frequent.clone();
                    kept.retain(|items, support| items.len() <= length_max && keep(items, *support));
                    kept
                };
                assert_eq!(supports(&mine(&rows, &options)), expected(&|_, _| true), "seed {seed}");
                let closed = ItemsetOptions { kind: ItemsetKind::Closed, ..options };
                let is_closed = |items: &Vec<u32>, support| {
                    !frequent.iter().any(|(other, theirs)| is_inside(items, other) && *theirs == support)
                };
                assert_eq!(supports(&mine(&rows, &closed)), expected(&is_closed), "closed, seed {seed}");
                let maximal = ItemsetOptions { kind: ItemsetKind::Maximal, ..options };
                let is_maximal = |items: &Vec<u32>, _| !frequent.keys().any(|other| is_inside(items, other));
                assert_eq!(supports(&mine(&rows, &maximal)), expected(&is_maximal), "maximal, seed {seed}");
            }
        }
    }
}

#[test]
fn the_top_are_the_first_of_all_in_every_order() {
    for seed in 0..100 {
        let rows = rows(seed, 60, 7, u64::from(WIDTH));
        for kind in [ItemsetKind::All, ItemsetKind::Closed, ItemsetKind::Maximal] {
            for order in [ItemsetOrder::Support, ItemsetOrder::Lift, ItemsetOrder::Significance, ItemsetOrder::Items] {
                let options = ItemsetOptions {
                    support_min: Support::Rows(2),
                    length_min: 2,
                    kind,
                    order,
                    ..ItemsetOptions::default()
                };
                let all = mine(&rows, &options);
                let best = mine(&rows, &ItemsetOptions { top: Some(5), ..options });
                let ids = |answer: &Itemsets| -> Vec<(Vec<u32>, u32)> {
                    answer.patterns.iter().take(5).map(|itemset| (itemset.items.clone(), itemset.support)).collect()
                };
                assert_eq!(ids(&best), ids(&all), "seed {seed}, {kind:?}, {order:?}");
                assert!(best.patterns.len() <= 5);
            }
        }
    }
}

#[test]
fn rows_in_another_order_give_the_same_answer() {
    let mut rows = rows(5, 200, 6, 12);
    let options = ItemsetOptions { support_min: Support::Rows(4), ..ItemsetOptions::default() };
    let before = mine(&rows, &options);
    rows.reverse();
    rows.iter_mut().for_each(|row| row.reverse());
    assert_eq!(mine(&rows, &options), before);
    assert!(before.patterns.iter().any(|itemset| itemset.items.len() > 1));
}

#[test]
fn many_items_are_paired_without_a_table_of_pairs_to_the_same_effect() {
    // 3,000 items twice each, too many for the table; then two that go together.
    let mut rows: Vec<Vec<u32>> = (0..6_000_u32).map(|row| vec![10 + row % 3_000]).collect();
    for (index, row) in rows.iter_mut().enumerate().take(50) {
        row.extend(if index % 2 == 0 { [1, 2] } else { [1, 3] });
    }
    let answer = mine(&rows, &ItemsetOptions { support_min: Support::Rows(2), ..ItemsetOptions::default() });
    let found = supports(&answer);
    assert_eq!(found.len(), 3_000 + 3 + 2);
    assert_eq!((found[&vec![1, 2]], found[&vec![1, 3]]), (25, 25));
}

#[test]
fn lift_and_p_are_those_of_the_table() {
    // 8 rows with both, 2 with one only each, 8 with neither.
    let mut rows = vec![vec![0, 1]; 8];
    rows.extend([vec![0], vec![0], vec![1], vec![1]]);
    rows.extend(vec![vec![]; 8]);
    let answer = mine(&rows, &ItemsetOptions { support_min: Support::Rows(1), ..ItemsetOptions::default() });
    let pair = answer.patterns.iter().find(|itemset| itemset.items == [0, 1]).unwrap();
    assert!((pair.lift - 8.0 * 20.0 / 100.0).abs() < 1e-12);
    // (C(10,8)·C(10,2) + C(10,9)·C(10,1) + 1) / C(20,10)
    assert!((pair.p.unwrap() - (45.0 * 45.0 + 100.0 + 1.0) / 184_756.0).abs() < 1e-12);
    assert_eq!(pair.q, pair.p);
    assert!(pair.testable);
    let single = answer.patterns.iter().find(|itemset| itemset.items == [0]).unwrap();
    assert_eq!((single.lift, single.p, single.q), (1.0, None, None));
}

#[test]
fn a_set_with_a_stranger_in_it_has_the_strangers_p() {
    // 0 and 1 go together; 2 is in every second row whatever else is there.
    let rows: Vec<Vec<u32>> = (0..400)
        .map(|row| {
            let mut items = if row % 4 < 2 { vec![0, 1] } else { vec![] };
            items.extend((row % 2 == 0).then_some(2));
            items
        })
        .collect();
    let answer = mine(&rows, &ItemsetOptions { support_min: Support::Rows(10), ..ItemsetOptions::default() });
    let p = |items: &[u32]| answer.patterns.iter().find(|itemset| itemset.items == items).unwrap().p.unwrap();
    assert!(p(&[0, 1]) < 1e-50);
    assert!(p(&[0, 1, 2]) > 0.4, "{}", p(&[0, 1, 2]));
}

#[test]
fn bounds_that_are_reached_are_said() {
    let rows = vec![vec![0, 1, 2, 3]; 5];
    let options = ItemsetOptions { support_min: Support::Rows(2), ..ItemsetOptions::default() };
    let whole = mine(&rows, &options);
    assert_eq!((whole.patterns.len(), whole.reached.is_complete(), whole.reached.length), (15, true, false));
    for kind in [ItemsetKind::All, ItemsetKind::Closed] {
        let short = Bounds { length_max: 2, ..Bounds::default() };
        assert!(mine(&rows, &ItemsetOptions { bounds: short, kind, ..options }).reached.length);
    }
    let few = Bounds { patterns_max: 4, ..Bounds::default() };
    let few = mine(&rows, &ItemsetOptions { bounds: few, ..options });
    assert_eq!((few.patterns.len(), few.reached.patterns), (4, true));
    let wide: Vec<Vec<u32>> = vec![(0..14).collect(); 5];
    let now = || true;
    let late = Bounds { stop: Some(&now), ..Bounds::default() };
    let late = mine(&wide, &ItemsetOptions { bounds: late, ..options });
    assert!(late.reached.deadline && late.patterns.len() < 100, "{}", late.patterns.len());
}
