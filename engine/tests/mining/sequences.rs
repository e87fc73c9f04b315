//! Sequences against trying every one.

use std::collections::BTreeMap;

use ludograph_engine::mining::{
    Bounds, FrequentSequence, FrequentSequences, SequenceOptions, SequenceOrder, Sequences, Support, sequences,
};

use crate::small::{all_sequences, outcome, rows};

const WIDTH: u32 = 4;

fn mine(rows: &[Vec<u32>], options: &SequenceOptions<'_>) -> FrequentSequences {
    sequences(&Sequences::from_rows(rows).unwrap(), options).unwrap()
}

fn supports(answer: &FrequentSequences) -> BTreeMap<Vec<u32>, u32> {
    let supports: BTreeMap<_, _> =
        answer.patterns.iter().map(|sequence| (sequence.events.clone(), sequence.support)).collect();
    assert_eq!(supports.len(), answer.patterns.len(), "a sequence was found twice");
    supports
}

fn is_one_shorter(inner: &[u32], outer: &[u32]) -> bool {
    inner.len() + 1 == outer.len()
        && (0..outer.len()).any(|left_out| [&outer[..left_out], &outer[left_out + 1..]].concat() == inner)
}

#[test]
fn every_bound_finds_what_trying_everything_finds() {
    let bounds: [(Option<u32>, Option<u32>); 6] =
        [(None, None), (Some(0), None), (Some(1), None), (None, Some(3)), (Some(2), Some(4)), (None, Some(1))];
    for seed in 0..120 {
        let rows = rows(seed, 1 + seed % 25, 9, u64::from(WIDTH));
        let won = outcome(seed, rows.len());
        for (gap_max, span_max) in bounds {
            let all = all_sequences(&rows, WIDTH, 4, gap_max, span_max);
            for support_min in [1, 3] {
                let limits = Bounds { length_max: 3, ..Bounds::default() };
                let options = SequenceOptions {
                    support_min: Support::Rows(support_min),
                    gap_max,
                    span_max,
                    won: Some(&won),
                    bounds: limits,
                    ..SequenceOptions::default()
                };
                let size = |places: &Vec<usize>| u32::try_from(places.len()).unwrap();
                let frequent: BTreeMap<_, _> = all.iter().filter(|(_, places)| size(places) >= support_min).collect();
                let expected: BTreeMap<Vec<u32>, u32> = frequent
                    .iter()
                    .filter(|(events, _)| events.len() <= 3)
                    .map(|(events, places)| ((*events).clone(), size(places)))
                    .collect();
                let answer = mine(&rows, &options);
                assert_eq!(supports(&answer), expected, "seed {seed}, {gap_max:?}, {span_max:?}");
                for sequence in &answer.patterns {
                    let wins = all[&sequence.events].iter().filter(|row| won[**row]).count();
                    assert_eq!(sequence.wins, Some(u32::try_from(wins).unwrap()));
                }
                let closed = mine(&rows, &SequenceOptions { closed: true, ..options });
                let mut open = expected.clone();
                open.retain(|events, support| {
                    !frequent.iter().any(|(other, places)| is_one_shorter(events, other) && size(places) == *support)
                });
                assert_eq!(supports(&closed), open, "closed, seed {seed}, {gap_max:?}, {span_max:?}");
            }
        }
    }
}

#[test]
fn many_kinds_of_events_are_counted_to_the_same_effect() {
    // 100 events take two groups of bits, 600 none at all; each row starts with 0, 1.
    for width in [100, 600] {
        let mut rows = rows(3, 300, 20, width);
        rows.iter_mut().for_each(|row| row.splice(0..0, [0, 1]).for_each(drop));
        let options = SequenceOptions {
            support_min: Support::Rows(1),
            bounds: Bounds { length_max: 2, ..Bounds::default() },
            ..SequenceOptions::default()
        };
        let found = supports(&mine(&rows, &options));
        let mut expected: BTreeMap<Vec<u32>, u32> = BTreeMap::new();
        for row in &rows {
            let mut seen: Vec<Vec<u32>> = row.iter().map(|event| vec![*event]).collect();
            for (index, first) in row.iter().enumerate() {
                seen.extend(row[index + 1..].iter().map(|second| vec![*first, *second]));
            }
            seen.sort();
            seen.dedup();
            seen.into_iter().for_each(|pattern| *expected.entry(pattern).or_default() += 1);
        }
        assert_eq!(found, expected, "{width}");
        assert_eq!(found[&vec![0, 1]], 300);
    }
}

#[test]
fn short_searches_find_what_the_deep_one_finds() {
    // Up to four events are counted level by level, five and more depth first; 40, 100 and 200 kinds of events take
    // one, two and four words of bits, 300 are too many for them.
    for (width, rows_count, support_min) in [(6, 60, 2), (40, 300, 6), (100, 300, 3), (200, 300, 2), (300, 300, 2)] {
        let rows = rows(width, rows_count, 14, width);
        let won = outcome(width, rows.len());
        for won in [None, Some(won.as_slice()), Some(vec![true; rows.len()].as_slice())] {
            let search = |length_max| {
                let bounds = Bounds { length_max, ..Bounds::default() };
                let support_min = Support::Rows(support_min);
                let order = SequenceOrder::Events;
                mine(&rows, &SequenceOptions { support_min, won, bounds, order, ..SequenceOptions::default() })
            };
            let mut deep = search(5).patterns;
            deep.retain(|sequence| sequence.events.len() <= 4);
            let plain = |patterns: &[FrequentSequence]| -> Vec<(Vec<u32>, u32, Option<u32>)> {
                patterns.iter().map(|found| (found.events.clone(), found.support, found.wins)).collect()
            };
            assert!(deep.len() > 100, "{width}: {}", deep.len());
            assert_eq!(plain(&search(4).patterns), plain(&deep), "{width}");
            deep.retain(|sequence| sequence.events.len() <= 2);
            assert_eq!(plain(&search(2).patterns), plain(&deep), "{width}");
        }
    }
}

#[test]
fn a_short_search_keeps_its_bounds_and_their_order() {
    let rows = vec![vec![0, 1, 2, 1]; 9];
    let search = |length_min, patterns_max, stop: Option<&dyn Fn() -> bool>| {
        let bounds = Bounds { length_max: 3, patterns_max, stop };
        let order = SequenceOrder::Events;
        mine(&rows, &SequenceOptions { length_min, bounds, order, ..SequenceOptions::default() })
    };
    let all = search(1, 100, None);
    assert!(all.reached.length && all.reached.is_complete());
    let few = search(1, 4, None);
    assert!(few.reached.patterns);
    let events = |answer: &FrequentSequences| -> Vec<Vec<u32>> {
        answer.patterns.iter().map(|sequence| sequence.events.clone()).collect()
    };
    assert_eq!(events(&few), [vec![0], vec![0, 1], vec![0, 1, 1], vec![0, 1, 2]]);
    assert_eq!(events(&few), events(&all)[..4]);
    // What was not asked for is still known to the judgement.
    let long = search(3, 100, None);
    assert!(long.patterns.iter().all(|sequence| sequence.events.len() == 3));
    let same = |sequence: &&FrequentSequence| sequence.events == [0, 1, 2];
    let (whole, alone) = (all.patterns.iter().find(same).unwrap(), long.patterns.iter().find(same).unwrap());
    assert_eq!((whole.lift, whole.p), (alone.lift, alone.p));
    let now = || true;
    let late = search(1, 100, Some(&now));
    assert!(late.reached.deadline && late.patterns.is_empty());
}

#[test]
fn the_outcome_gives_lift_and_p() {
    // 0 then 1 in 8 won and 2 lost rows; 1 then 0 in 2 won and 8 lost ones.
    let mut rows = vec![vec![0, 1]; 10];
    rows.extend(vec![vec![1, 0]; 10]);
    let won: Vec<bool> = (0..20).map(|row| if row < 10 { row < 8 } else { row >= 18 }).collect();
    let options = SequenceOptions {
        support_min: Support::Rows(1),
        length_min: 2,
        order: SequenceOrder::Events,
        ..SequenceOptions::default()
    };
    let answer = mine(&rows, &SequenceOptions { won: Some(&won), ..options });
    let first = &answer.patterns[0];
    assert_eq!((first.events.as_slice(), first.support, first.wins), ([0, 1].as_slice(), 10, Some(8)));
    assert!((first.lift - 1.6).abs() < 1e-12);
    assert!((first.p.unwrap() - 2.0 * (45.0 * 45.0 + 100.0 + 1.0) / 184_756.0).abs() < 1e-12);
    // Without it, both events are in every row: nothing can be said of their order.
    let answer = mine(&rows, &options);
    assert_eq!((answer.patterns[0].wins, answer.patterns[0].p), (None, Some(1.0)));
}

#[test]
fn an_event_after_itself_has_no_p_of_order() {
    let answer = mine(
        &[vec![0, 0], vec![0, 0], vec![1]],
        &SequenceOptions { support_min: Support::Rows(2), ..SequenceOptions::default() },
    );
    assert_eq!(answer.patterns.len(), 2);
    assert!(answer.patterns.iter().all(|sequence| sequence.p.is_none() && sequence.q.is_none()));
}

#[test]
fn bounds_that_are_reached_are_said() {
    let rows = vec![vec![0, 1, 2, 3, 4]; 5];
    let options = SequenceOptions { support_min: Support::Rows(2), ..SequenceOptions::default() };
    for gap_max in [None, Some(9)] {
        let options = SequenceOptions { gap_max, ..options };
        assert!(mine(&rows, &options).reached.length);
        let long = Bounds { length_max: 5, ..Bounds::default() };
        let whole = mine(&rows, &SequenceOptions { bounds: long, ..options });
        assert_eq!((whole.patterns.len(), whole.reached.is_complete()), (31, true));
        let few = mine(&rows, &SequenceOptions { bounds: Bounds { patterns_max: 3, ..long }, ..options });
        assert_eq!((few.patterns.len(), few.reached.patterns), (3, true));
        let now = || true;
        let late = mine(&rows, &SequenceOptions { bounds: Bounds { stop: Some(&now), ..long }, ..options });
        assert!(late.reached.deadline && late.patterns.len() < 31);
    }
}
