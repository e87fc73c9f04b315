//! Equilibria: games whose solution is known, and towns where one agent is the obvious choice.

use ludograph_engine::brigade::{
    BrigadeError, EvolutionOptions, NormalForm, Oracle, Scenario, Symmetry, scenario, solve,
};

fn near(found: &[f64], wanted: &[f64], within: f64) {
    assert_eq!(found.len(), wanted.len());
    assert!(found.iter().zip(wanted).all(|(found, wanted)| (found - wanted).abs() <= within), "{found:?} {wanted:?}");
}

/// Rock, paper, scissors where winning with rock counts twice: 1/4 rock, 1/2 paper, 1/4 scissors.
const STONES: [f64; 9] = [0., -1., 2., 1., 0., -1., -2., 1., 0.];

#[test]
fn rock_paper_scissors_with_a_heavy_rock_has_the_mixture_of_the_books() {
    let game = NormalForm::symmetric(2, 3, STONES.to_vec()).unwrap();
    let solution = solve(&game, 1e-3, 200_000);
    assert!(solution.exploitability <= 1e-3, "{solution:?}");
    near(&solution.mixtures[0], &[0.25, 0.5, 0.25], 0.01);
    near(&solution.values, &[0.0], 1e-9);
    let transposed: Vec<f64> = (0..9).map(|cell| -STONES[cell]).collect();
    let game = NormalForm::new(vec![3, 3], vec![STONES.to_vec(), transposed]).unwrap();
    let solution = solve(&game, 1e-3, 200_000);
    assert!(solution.exploitability <= 1e-3, "{solution:?}");
    near(&solution.mixtures[0], &[0.25, 0.5, 0.25], 0.01);
    near(&solution.mixtures[1], &[0.25, 0.5, 0.25], 0.01);
}

#[test]
fn a_dominant_choice_of_three_players_is_found() {
    // Everybody gains 1 by choosing 1, and loses 2 for every other who does: a dilemma.
    let payoff = |own: u8, others: u8| f64::from(own) - 2.0 * f64::from(others);
    let table = (0..8_u8).map(|cell| payoff(cell >> 2 & 1, (cell >> 1 & 1) + (cell & 1))).collect();
    let solution = solve(&NormalForm::symmetric(3, 2, table).unwrap(), 1e-6, 10_000);
    near(&solution.mixtures[0], &[0.0, 1.0], 1e-6);
    near(&solution.values, &[-3.0], 1e-5);
}

#[test]
fn hawk_and_dove_mix_where_all_are_alike() {
    // Value 2, cost of a fight 6: a third are hawks.
    let solution = solve(&NormalForm::symmetric(2, 2, vec![-2., 2., 0., 1.]).unwrap(), 1e-3, 200_000);
    assert!(solution.exploitability <= 1e-3, "{solution:?}");
    near(&solution.mixtures[0], &[1.0 / 3.0, 2.0 / 3.0], 0.01);
}

#[test]
fn tables_that_are_no_game_are_refused() {
    assert!(matches!(NormalForm::symmetric(2, 2, vec![0.0; 3]), Err(BrigadeError::Count { .. })));
    assert!(matches!(NormalForm::symmetric(0, 2, vec![]), Err(BrigadeError::Range { .. })));
    assert!(matches!(NormalForm::new(vec![], vec![]), Err(BrigadeError::Range { .. })));
    assert!(matches!(NormalForm::new(vec![0], vec![vec![]]), Err(BrigadeError::Range { .. })));
    assert!(matches!(NormalForm::new(vec![usize::MAX; 2], vec![vec![]; 2]), Err(BrigadeError::Range { .. })));
    assert!(matches!(NormalForm::new(vec![1], vec![vec![f64::NAN]]), Err(BrigadeError::Parameter { .. })));
}

fn idle_town() -> Scenario {
    Scenario {
        cost_to_work_one_night: 50.0,
        prob_solo_agent_extinguishes_fire: 0.0,
        ..scenario("default").unwrap().clone()
    }
}

fn oracle(town: &Scenario, names: &[&str], symmetry: Symmetry) -> Oracle {
    let pool = names.iter().map(|name| name.parse().unwrap()).collect();
    Oracle { games: 60, symmetry, ..Oracle::new(town, pool) }
}

#[test]
fn where_work_only_costs_everybody_rides_free() {
    for symmetry in [Symmetry::Symmetric, Symmetry::Heterogeneous] {
        let report = oracle(
            &idle_town(),
            &["upstream_rust:hero", "upstream_rust:firefighter", "upstream_rust:free_rider"],
            symmetry,
        )
        .run()
        .unwrap();
        assert!(report.converged && report.exploitability <= 1.0, "{report:?}");
        let classes = if symmetry == Symmetry::Symmetric { 1 } else { 4 };
        assert_eq!(report.mixtures.len(), classes);
        assert!(report.mixtures.iter().all(|mixture| mixture[2] > 0.999), "{report:?}");
        assert_eq!(report.rounds[0].choices, vec![vec![0]; classes]);
        assert_eq!(report.rounds[0].joined.len(), classes);
        assert!(report.rounds[0].joined.iter().all(|(_, agent)| *agent == 2), "{report:?}");
    }
}

#[test]
fn an_oracle_is_repeated_by_its_seed_and_asks_a_pool_of_one_for_nothing() {
    let town = scenario("default").unwrap();
    let question = oracle(town, &["firefighter", "free_rider", "hero"], Symmetry::Symmetric);
    assert_eq!(question.run().unwrap(), question.run().unwrap());
    let alone = oracle(town, &["hero"], Symmetry::Heterogeneous).run().unwrap();
    assert_eq!((alone.cells, alone.converged, alone.exploitability), (1, true, 0.0));
    assert_eq!(alone.mixtures, vec![vec![1.0]; 4]);
}

#[test]
fn what_is_bred_joins_where_it_gains() {
    let mut question = oracle(&idle_town(), &["upstream_rust:hero"], Symmetry::Symmetric);
    question.evolution =
        Some(EvolutionOptions { population: 12, generations: 6, games: 24, ..EvolutionOptions::default() });
    question.rounds_max = 4;
    let mut told = 0;
    let report = question.run_watched(|_| told += 1).unwrap();
    assert_eq!(told, report.rounds.len());
    assert!(report.pool.len() > 1, "{report:?}");
    // A hero always works, at 50 a night; whoever was bred works less.
    assert!(report.mixtures[0][0] < 0.001, "{report:?}");
    assert!((report.mixtures[0].iter().sum::<f64>() - 1.0).abs() < 1e-9);
}

#[test]
fn questions_out_of_bounds_are_refused() {
    let town = scenario("default").unwrap();
    let usual = oracle(town, &["hero", "liar"], Symmetry::Symmetric);
    let wrong = [
        Oracle { pool: Vec::new(), ..usual.clone() },
        Oracle { seats: 0, ..usual.clone() },
        Oracle { games: 0, ..usual.clone() },
        Oracle { rounds_max: 0, ..usual.clone() },
    ];
    for question in wrong {
        assert!(matches!(question.run(), Err(BrigadeError::Range { .. })));
    }
    let question = Oracle { tolerance: f64::NAN, ..usual };
    assert!(matches!(question.run(), Err(BrigadeError::Parameter { field: "tolerance", .. })));
}
