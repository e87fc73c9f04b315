//! The rules by which observations become hands, rounds and runs, each on a sequence made for it. Recorded traffic goes
//! through the same rules in the analytics crate's tests, which can read the wire.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use ludograph_engine::balatro::history::{
    BlindSeen, Hand, HandRule, History, Observation, Outcome, Round, Seen, StateSeen, Tracker, limits,
};

/// A state with the usual numbers, to be changed by each step.
#[derive(Clone, Copy)]
struct Now {
    ante: f64,
    round: f64,
    count: f64,
    left: f64,
    discards: f64,
    chips: f64,
    money: f64,
    phase: &'static str,
    blind: (&'static str, f64, bool),
}

const START: Now = Now {
    ante: 1.0,
    round: 1.0,
    count: 0.0,
    left: 4.0,
    discards: 3.0,
    chips: 0.0,
    money: 4.0,
    phase: "UNKNOWN_STATE_1",
    blind: ("Small Blind", 300.0, false),
};

fn state(now: Now) -> Seen<'static> {
    let (name, chips, boss) = now.blind;
    Seen::State(StateSeen {
        seed: Some("unknown"),
        ante: Some(now.ante),
        round: Some(now.round),
        hand_number: Some(now.count),
        chips: Some(now.chips),
        money: Some(now.money),
        hands_remaining: Some(now.left),
        discards_remaining: Some(now.discards),
        phase: Some(now.phase),
        blind: Some(BlindSeen { name: Some(name), chips: Some(chips), boss: Some(boss) }),
        jokers: Some("Joker"),
        ..StateSeen::default()
    })
}

fn observed(steps: &[(i64, Seen<'static>)]) -> Vec<Observation<'static>> {
    let position = |index: usize| index as u64 + 1;
    steps
        .iter()
        .enumerate()
        .map(|(i, (time_us, seen))| Observation { position: position(i), time_us: *time_us, seen: *seen })
        .collect()
}

fn history_of(observations: &[Observation<'_>]) -> History {
    let mut tracker = Tracker::new();
    for observation in observations {
        tracker.observe(observation);
    }
    tracker.history()
}

fn history(steps: &[(i64, Seen<'static>)]) -> History {
    history_of(&observed(steps))
}

fn hand_scores(history: &History) -> Vec<(i32, i32, Option<f64>)> {
    history.hands.iter().map(|hand| (hand.round, hand.number, hand.score)).collect()
}

fn round(history: &History, number: i32) -> &Round {
    history.rounds.iter().find(|round| round.round == number).unwrap()
}

#[test]
fn h1_a_risen_count_is_a_hand_and_h4_its_score_is_the_difference() {
    let history = history(&[
        (10, state(START)),
        (20, state(Now { count: 1.0, left: 3.0, chips: 120.0, ..START })),
        (30, state(Now { count: 1.0, left: 3.0, chips: 120.0, discards: 2.0, ..START })),
        (40, state(Now { count: 2.0, left: 2.0, chips: 310.0, discards: 2.0, ..START })),
    ]);
    assert_eq!(hand_scores(&history), [(1, 1, Some(120.0)), (1, 2, Some(190.0))]);
    let second = &history.hands[1];
    assert_eq!((second.rule, second.position, second.played_at_us), (HandRule::Counted, 4, Some(40)));
    assert_eq!((second.hands_remaining, second.discards_remaining), (Some(2), Some(2)));
    assert_eq!((history.run.hands_played, history.run.hand_score_max), (2, Some(190.0)));
}

#[test]
fn h1_a_count_left_over_from_the_round_before_is_no_hand() {
    let next = Now { round: 2.0, ante: 2.0, ..START };
    let history = history(&[
        (10, state(START)),
        (20, state(Now { count: 1.0, left: 3.0, chips: 412.0, ..START })),
        (30, state(Now { count: 1.0, left: 3.0, chips: 412.0, phase: "BLIND_SELECT", ..next })),
        (40, state(Now { count: 0.0, left: 4.0, chips: 0.0, ..next })),
        (50, state(Now { count: 1.0, left: 3.0, chips: 50.0, ..next })),
    ]);
    assert_eq!(hand_scores(&history), [(1, 1, Some(412.0)), (2, 1, Some(50.0))]);
}

#[test]
fn h2_hands_left_fall_before_the_count_rises_and_both_are_one_hand() {
    let history = history(&[
        (10, state(START)),
        (20, Seen::HandPlayed { hands_remaining: Some(3.0), hand_number: Some(0.0) }),
        (20, state(Now { left: 3.0, phase: "UNKNOWN_STATE_2", ..START })),
        (30, Seen::ScoreChanged { chips: Some(200.0) }),
        (30, state(Now { left: 3.0, count: 1.0, chips: 200.0, ..START })),
        (40, Seen::HandPlayed { hands_remaining: Some(2.0), hand_number: Some(1.0) }),
        (50, state(Now { left: 2.0, count: 2.0, chips: 260.0, ..START })),
    ]);
    assert_eq!(hand_scores(&history), [(1, 1, Some(200.0)), (1, 2, Some(60.0))]);
    assert!(history.hands.iter().all(|hand| hand.rule == HandRule::Remaining));
    assert_eq!(history.hands[0].played_at_us, Some(20));
}

#[test]
fn h2_hands_left_that_rise_at_a_new_round_are_no_hand() {
    let history = history(&[
        (10, state(Now { left: 1.0, ..START })),
        (20, Seen::RoundChanged { ante: Some(1.0), round: Some(2.0) }),
        (20, Seen::HandPlayed { hands_remaining: Some(4.0), hand_number: Some(0.0) }),
        (20, state(Now { round: 2.0, ..START })),
    ]);
    assert!(history.hands.is_empty());
}

#[test]
fn h2_fewer_hands_in_the_next_round_are_no_hand() {
    // The Needle allows one hand.
    let history = history(&[(10, state(START)), (20, state(Now { round: 2.0, left: 1.0, ..START }))]);
    assert!(history.hands.is_empty());
}

#[test]
fn h3_a_scored_hand_has_the_score_the_mod_reports() {
    let scored = |count: f64| Seen::HandScored {
        chips_before: Some(0.0),
        chips_after: Some(200.0),
        score: Some(200.0),
        joker_triggers: Some(2.0),
        ante: Some(1.0),
        round: Some(1.0),
        hand_number: Some(count),
    };
    let begun =
        Seen::HandScoringBegun { chips_before: Some(0.0), ante: Some(1.0), round: Some(1.0), hand_number: Some(0.0) };
    // The game counts the hand while it scores, or only after it: either way it is hand 1.
    for count in [0.0, 1.0] {
        let history = history(&[
            (10, state(START)),
            (20, begun),
            (20, scored(count)),
            (30, state(Now { count: 1.0, left: 3.0, chips: 200.0, ..START })),
            // More chips without another hand do not change what the mod reported.
            (40, state(Now { count: 1.0, left: 3.0, chips: 412.0, ..START })),
        ]);
        assert_eq!(hand_scores(&history), [(1, 1, Some(200.0))], "counted as {count}");
        assert_eq!((history.hands[0].rule, history.hands[0].joker_triggers), (HandRule::Scored, Some(2)));
    }
}

#[test]
fn h4_a_score_is_unknown_while_chips_have_not_risen_and_nothing_closed_the_hand() {
    let played = Now { left: 3.0, ..START };
    let mut steps = vec![(10, state(START)), (20, state(played))];
    assert_eq!(hand_scores(&history(&steps)), [(1, 1, None)]);
    // A next hand closes it: it scored nothing.
    steps.push((30, state(Now { left: 2.0, chips: 0.0, ..START })));
    steps.push((40, state(Now { left: 2.0, chips: 80.0, ..START })));
    assert_eq!(hand_scores(&history(&steps)), [(1, 1, Some(0.0)), (1, 2, Some(80.0))]);
}

#[test]
fn h4_chips_carried_over_are_not_this_rounds() {
    let next = Now { round: 2.0, chips: 412.0, ..START };
    let history = history(&[
        (10, state(Now { chips: 412.0, ..START })),
        (20, state(next)),
        (30, state(Now { count: 1.0, left: 3.0, chips: 600.0, ..next })),
    ]);
    assert_eq!(hand_scores(&history), [(2, 1, None)]);
    assert_eq!(history.hands[0].chips_after, Some(600.0));
}

#[test]
fn several_hands_at_once_have_no_times_or_scores_of_their_own() {
    let history = history(&[(10, state(START)), (90, state(Now { count: 3.0, left: 1.0, chips: 700.0, ..START }))]);
    assert_eq!(hand_scores(&history), [(1, 1, None), (1, 2, None), (1, 3, None)]);
    let times: Vec<Option<i64>> = history.hands.iter().map(|hand| hand.played_at_us).collect();
    assert_eq!(times, [None, None, Some(90)]);
    assert_eq!(round(&history, 1).score, Some(700.0));
    // A number beyond any count of hands is none.
    let wild = self::history(&[(10, state(START)), (20, state(Now { count: 1e8, ..START }))]);
    assert!(wild.hands.is_empty());
}

#[test]
fn infinite_and_missing_numbers_do_no_harm() {
    let history = history(&[
        (10, state(START)),
        (20, state(Now { count: 1.0, chips: f64::INFINITY, ..START })),
        (30, state(Now { count: 2.0, chips: f64::INFINITY, ..START })),
        (40, state(Now { count: f64::NAN, chips: f64::NAN, money: f64::NAN, round: f64::NAN, ..START })),
    ]);
    assert_eq!(hand_scores(&history), [(1, 1, Some(f64::INFINITY)), (1, 2, None)]);
    assert_eq!(round(&history, 1).score, Some(f64::INFINITY));
}

#[test]
fn r1_r2_r7_a_round_is_what_names_it() {
    let history = history(&[
        (10, state(Now { ante: 8.0, ..START })),
        (20, Seen::MoneyChanged { money: Some(99.0) }),
        // The ante rises when the boss is beaten, while the round is still the same.
        (30, state(Now { ante: 9.0, money: 7.0, phase: "ROUND_EVAL", ..START })),
        (40, state(Now { ante: 9.0, round: 2.0, money: 11.0, ..START })),
    ]);
    let first = round(&history, 1);
    assert_eq!((first.ante, first.money_start, first.money_end), (Some(8), Some(4.0), Some(7.0)));
    assert_eq!((first.started_at_us, first.ended_at_us, first.first_position, first.last_position), (10, 30, 1, 3));
    assert_eq!(round(&history, 2).ante, Some(9));
    assert_eq!(history.run.money_last, Some(11.0));
}

#[test]
fn r3_the_blind_after_the_rounds_end_is_the_next_one() {
    let history = history(&[
        (10, state(START)),
        (20, state(Now { phase: "ROUND_EVAL", ..START })),
        (30, state(Now { phase: "BLIND_SELECT", blind: ("Big Blind", 450.0, false), ..START })),
    ]);
    let first = round(&history, 1);
    assert_eq!((first.blind_name.as_deref(), first.blind_chips), (Some("Small Blind"), Some(300.0)));
}

#[test]
fn r4_r8_discards_used_and_hands_left() {
    let history = history(&[
        (10, state(START)),
        (20, Seen::CardsDiscarded { discards_remaining: Some(2.0) }),
        (20, state(Now { discards: 2.0, ..START })),
        (30, state(Now { discards: 0.0, left: 3.0, count: 1.0, chips: 400.0, ..START })),
        (40, state(Now { discards: 0.0, left: 3.0, count: 1.0, chips: 400.0, phase: "ROUND_EVAL", ..START })),
        (50, state(Now { discards: 3.0, left: 4.0, count: 1.0, chips: 0.0, phase: "SHOP", ..START })),
    ]);
    let first = round(&history, 1);
    assert_eq!((first.discards_used, first.hands_remaining, first.hands_played), (Some(3), Some(3), 1));
}

#[test]
fn r5_the_score_is_reported_else_the_highest_after_a_hand() {
    let complete = Seen::RoundComplete { ante: Some(1.0), round: Some(1.0), score: Some(412.0), money: Some(4.0) };
    let played = Now { count: 1.0, left: 3.0, chips: 400.0, ..START };
    let mut steps =
        vec![(10, state(START)), (20, state(played)), (30, state(Now { chips: 0.0, phase: "SHOP", ..played }))];
    assert_eq!(round(&history(&steps), 1).score, Some(400.0));
    steps.push((25, complete));
    assert_eq!(round(&history(&steps), 1).score, Some(412.0));
    // Without a hand there is no score, whatever chips are shown.
    assert_eq!(round(&history(&[(10, state(Now { chips: 412.0, ..START }))]), 1).score, None);
}

#[test]
fn r6_whether_the_blind_was_beaten() {
    let beaten = |steps: &[(i64, Seen<'static>)]| round(&history(steps), 1).beaten;
    let first = (10, state(START));
    let over = (30, Seen::PhaseChanged { phase: Some("GAME_OVER") });
    assert_eq!(beaten(&[first]), None);
    assert_eq!(beaten(&[first, (20, Seen::PhaseChanged { phase: Some("ROUND_EVAL") })]), Some(true));
    assert_eq!(beaten(&[first, (20, state(Now { phase: "SHOP", ..START }))]), Some(true));
    assert_eq!(beaten(&[first, (20, Seen::RoundChanged { ante: Some(1.0), round: Some(2.0) })]), Some(true));
    assert_eq!(beaten(&[first, (20, state(Now { count: 1.0, left: 3.0, chips: 300.0, ..START }))]), Some(true));
    assert_eq!(beaten(&[first, (20, state(Now { count: 1.0, left: 3.0, chips: 299.0, ..START }))]), None);
    assert_eq!(beaten(&[first, over]), Some(false));
    // What is over in a later round was beaten in this one.
    assert_eq!(beaten(&[first, (20, state(Now { round: 2.0, ..START })), over]), Some(true));
}

#[test]
fn g1_the_seed_unless_the_game_has_none() {
    let seeded = |seed: &'static str| Seen::State(StateSeen { seed: Some(seed), ..StateSeen::default() });
    assert_eq!(history(&[(10, seeded("unknown"))]).run.seed, None);
    assert_eq!(history(&[(10, seeded("7LB2WVPK")), (20, seeded("unknown"))]).run.seed.as_deref(), Some("7LB2WVPK"));
}

#[test]
fn g2_g3_how_a_run_ends() {
    let outcome = |steps: &[(i64, Seen<'static>)]| history(steps).run.outcome;
    let boss = Now { ante: 8.0, round: 24.0, blind: ("Crimson Heart", 100_000.0, true), ..START };
    let over = (90, Seen::PhaseChanged { phase: Some("GAME_OVER") });
    assert_eq!(outcome(&[(10, state(START))]), None);
    assert_eq!(outcome(&[(10, state(START)), over]), Some(Outcome::Lost));
    assert_eq!(outcome(&[(10, state(boss)), over]), Some(Outcome::Lost));
    assert_eq!(outcome(&[(10, state(boss)), (20, state(Now { phase: "ROUND_EVAL", ..boss }))]), Some(Outcome::Won));
    let endless = Now { ante: 9.0, ..boss };
    assert_eq!(outcome(&[(10, state(endless)), over]), Some(Outcome::Won));
    let small = Now { blind: ("Small Blind", 10.0, false), phase: "SHOP", ..boss };
    assert_eq!(outcome(&[(10, state(small)), over]), Some(Outcome::Lost));
}

#[test]
fn r1_what_is_numbered_0_is_no_round() {
    let history = history(&[(10, state(Now { round: 0.0, ..START })), (20, state(START))]);
    let numbers: Vec<i32> = history.rounds.iter().map(|round| round.round).collect();
    assert_eq!(numbers, [1]);
}

#[test]
fn g4_the_menu_after_a_run_takes_nothing_from_it() {
    let shown = |phase, money, jokers| {
        Seen::State(StateSeen { phase: Some(phase), money: Some(money), jokers: Some(jokers), ..StateSeen::default() })
    };
    let history = history(&[
        (10, shown("SHOP", 9.0, "Joker, Gros Michel")),
        (20, shown("GAME_OVER", 12.0, "Joker")),
        (30, Seen::JokersChanged { jokers: Some("") }),
        (30, shown("MENU", 0.0, "")),
    ]);
    assert_eq!((history.run.money_last, history.run.jokers_last.as_deref()), (Some(12.0), Some("Joker")));
    assert_eq!((history.run.phase_last.as_deref(), history.run.outcome), (Some("MENU"), Some(Outcome::Lost)));
}

/// A run of two rounds as the mod reports it, differences and states with equal times.
fn session() -> Vec<Observation<'static>> {
    let second = Now { round: 2.0, ante: 1.0, money: 9.0, blind: ("Big Blind", 450.0, false), ..START };
    observed(&[
        (10, state(Now { phase: "BLIND_SELECT", ..START })),
        (20, state(START)),
        (30, Seen::HandPlayed { hands_remaining: Some(3.0), hand_number: Some(1.0) }),
        (30, Seen::ScoreChanged { chips: Some(200.0) }),
        (30, state(Now { count: 1.0, left: 3.0, chips: 200.0, ..START })),
        (40, Seen::CardsDiscarded { discards_remaining: Some(2.0) }),
        (40, state(Now { count: 1.0, left: 3.0, chips: 200.0, discards: 2.0, ..START })),
        (50, state(Now { count: 2.0, left: 2.0, chips: 412.0, discards: 2.0, ..START })),
        (60, Seen::PhaseChanged { phase: Some("ROUND_EVAL") }),
        (60, state(Now { count: 2.0, left: 2.0, chips: 412.0, discards: 2.0, phase: "ROUND_EVAL", ..START })),
        (70, state(Now { count: 2.0, left: 2.0, chips: 0.0, discards: 2.0, money: 9.0, phase: "SHOP", ..START })),
        (80, Seen::RoundChanged { ante: Some(1.0), round: Some(2.0) }),
        (80, Seen::HandPlayed { hands_remaining: Some(4.0), hand_number: Some(0.0) }),
        (80, state(second)),
        (90, state(Now { count: 1.0, left: 3.0, chips: 500.0, ..second })),
        (99, Seen::PhaseChanged { phase: Some("GAME_OVER") }),
    ])
}

#[test]
fn the_order_of_arrival_does_not_matter() {
    let expected = history_of(&session());
    assert_eq!(hand_scores(&expected), [(1, 1, Some(200.0)), (1, 2, Some(212.0)), (2, 1, Some(500.0))]);
    let mut random = 1_u64;
    for _ in 0..500 {
        let mut shuffled = session();
        for index in (1..shuffled.len()).rev() {
            random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            shuffled.swap(index, (random >> 33) as usize % (index + 1));
        }
        assert_eq!(history_of(&shuffled), expected);
    }
}

#[test]
fn repeated_observations_change_nothing_but_the_number_of_events() {
    let once = history_of(&session());
    let mut repeated = session();
    repeated.extend(session());
    let twice = history_of(&repeated);
    assert_eq!((&twice.rounds, &twice.hands), (&once.rounds, &once.hands));
    assert_eq!(twice.run.events, 2 * once.run.events);
}

#[test]
fn a_flood_is_bounded() {
    let mut tracker = Tracker::new();
    let mut position = 0;
    let mut observe = |tracker: &mut Tracker, seen: Seen<'static>| {
        position += 1;
        tracker.observe(&Observation { position, time_us: position.cast_signed(), seen });
    };
    observe(&mut tracker, state(START));
    for chips in 0..200_000 {
        observe(&mut tracker, Seen::ScoreChanged { chips: Some(f64::from(chips)) });
    }
    for round in 1..20_000 {
        observe(&mut tracker, state(Now { round: f64::from(round), ..START }));
        observe(&mut tracker, state(Now { round: f64::from(round), count: 1.0, chips: 5.0, ..START }));
    }
    let history = tracker.history();
    assert_eq!(history.hands.len(), 19_999);
    assert_eq!(history.rounds.len(), 19_999);
    assert!(history.hands.iter().all(|hand: &Hand| hand.number == 1));
    // Rounds that are settled stay as they are; late observations of them are no longer taken in.
    tracker.observe(&Observation { position: 0, time_us: 3, seen: state(Now { count: 4.0, ..START }) });
    assert_eq!(tracker.history().hands.len(), 19_999);
    assert!(tracker.memory_bytes() < limits::TIMELINE_POINTS_MAX * 512 + 19_999 * 400, "{}", tracker.memory_bytes());
}
