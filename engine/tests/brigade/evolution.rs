//! The genetic search: it finds what is known to be good, and its seed decides everything.

use ludograph_engine::brigade::{
    Aim, BrigadeError, Evolution, EvolutionOptions, GameSummary, HeuristicKind, Match, RuleSet, Scenario, scenario,
    simulate,
};

fn small(town: &Scenario) -> Evolution {
    let options = EvolutionOptions { population: 16, generations: 12, games: 40, ..EvolutionOptions::default() };
    Evolution { options, ..Evolution::new(town) }
}

/// A town where work costs much and saves nothing: who rests gains.
fn idle_town() -> Scenario {
    Scenario {
        cost_to_work_one_night: 50.0,
        prob_solo_agent_extinguishes_fire: 0.0,
        ..scenario("default").unwrap().clone()
    }
}

#[test]
fn where_work_only_costs_the_search_learns_to_rest() {
    let search = Evolution { heuristic: HeuristicKind::UpstreamRust, ..small(&idle_town()) };
    let report = search.run().unwrap();
    // The four-parameter heuristic works with probability work_tendency · (1 − rest_reward_bias).
    let works = report.vector[1] * (1.0 - report.vector[8]);
    assert!(works < 0.02, "{report:?}");
    assert_eq!(report.history.len(), 12);
    assert!(report.history[11].mean > report.history[0].mean, "{report:?}");
    assert!(report.score.low <= report.score.mean && report.score.mean <= report.score.high);
}

#[test]
fn a_search_is_repeated_by_its_seed_and_its_result_is_what_playing_gives() {
    let search = small(scenario("default").unwrap());
    let (one, other) = (search.run().unwrap(), search.run().unwrap());
    assert_eq!(one, other);
    let EvolutionOptions { seed, generations, games, .. } = search.options;
    let agent = ludograph_engine::brigade::AgentSpec::Vector { heuristic: HeuristicKind::Full, parameters: one.vector };
    let play = Match::new(&search.scenario, vec![agent; 4]);
    let first = seed + u64::try_from(generations).unwrap() * games;
    let scores: Vec<f64> = simulate(&play, first..first + games).unwrap().iter().map(GameSummary::team_score).collect();
    let mean = scores.iter().sum::<f64>() / f64::from(u32::try_from(games).unwrap());
    assert!((mean - one.score.mean).abs() < 1e-9, "{mean} {one:?}");
    let elsewhere = Evolution { options: EvolutionOptions { seed: 7, ..search.options }, ..search }.run().unwrap();
    assert_ne!(elsewhere.vector, one.vector);
}

#[test]
fn a_seat_is_judged_by_its_own_score() {
    let team: Vec<_> = ["hero", "hero", "hero", "hero"].iter().map(|name| name.parse().unwrap()).collect();
    let aim = Aim::Seat { seat: 2, team };
    let search =
        Evolution { aim, rules: RuleSet::RustCore, heuristic: HeuristicKind::UpstreamRust, ..small(&idle_town()) };
    let mut told = Vec::new();
    let report = search.run_watched(|generation, reached| told.push((generation, *reached))).unwrap();
    assert!(report.vector[1] * (1.0 - report.vector[8]) < 0.02, "{report:?}");
    assert_eq!(told.len(), 12);
    assert!(
        told.iter()
            .enumerate()
            .all(|(index, (generation, reached))| { index == *generation && *reached == report.history[index] })
    );
}

#[test]
fn every_bound_is_kept() {
    let town = scenario("default").unwrap();
    let usual = EvolutionOptions::default();
    let wrong = [
        EvolutionOptions { population: 1, ..usual },
        EvolutionOptions { generations: 0, ..usual },
        EvolutionOptions { games: 0, ..usual },
        EvolutionOptions { rivals: 0, ..usual },
        EvolutionOptions { elite: usual.population, ..usual },
    ];
    for options in wrong {
        let outcome = Evolution { options, ..Evolution::new(town) }.run();
        assert!(matches!(outcome, Err(BrigadeError::Range { .. })), "{outcome:?}");
    }
    let options = EvolutionOptions { mutation: f64::NAN, ..usual };
    let outcome = Evolution { options, ..Evolution::new(town) }.run();
    assert!(matches!(outcome, Err(BrigadeError::Parameter { field: "mutation", .. })), "{outcome:?}");
    for aim in [Aim::Team { seats: 0 }, Aim::Seat { seat: 0, team: Vec::new() }, Aim::Team { seats: usize::MAX }] {
        let outcome = Evolution { aim, ..Evolution::new(town) }.run();
        assert!(matches!(outcome, Err(BrigadeError::Range { .. })), "{outcome:?}");
    }
    let team = vec!["hero".parse().unwrap(); 2];
    let outcome = Evolution { aim: Aim::Seat { seat: usize::MAX, team }, ..Evolution::new(town) }.run();
    assert!(matches!(outcome, Err(BrigadeError::Range { field: "seat", .. })), "{outcome:?}");
}
