//! Tournaments: who is good to have.

use ludograph_engine::brigade::{AgentSpec, Design, Match, RuleSet, Tournament, compare, scenario};

fn pool(names: &[&str]) -> Vec<AgentSpec> {
    names.iter().map(|name| name.parse().unwrap()).collect()
}

fn tournament(design: Design) -> Tournament {
    Tournament {
        scenario: scenario("minimal_specialization").unwrap().clone(),
        pool: pool(&["always_rest", "specialist", "free_rider"]),
        team_size: 3,
        rules: RuleSet::Paper,
        nights_max: 100,
        design,
        games: 60,
        seed: 9,
    }
}

#[test]
fn who_puts_fires_out_ranks_above_who_rests() {
    let report = tournament(Design::RoundRobin).run().unwrap();
    assert_eq!(report.teams.len(), 10);
    assert_eq!(report.standings[0].label, "specialist");
    let of = |label: &str| report.standings.iter().find(|standing| standing.label == label).unwrap();
    assert!(of("specialist").skill.low > of("always_rest").skill.high);
    let wins: f64 = report
        .standings
        .iter()
        .map(|standing| standing.win_rate * f64::from(u32::try_from(standing.seats).unwrap()))
        .sum();
    assert!((wins - 600.0).abs() < 1e-6, "one win a game");
}

#[test]
fn a_tournament_is_repeated_by_its_seed() {
    let random = tournament(Design::Random { teams: 8 });
    assert_eq!(random.run().unwrap(), random.run().unwrap());
    let other = Tournament { seed: 10, ..random.clone() };
    assert_ne!(random.run().unwrap().teams, other.run().unwrap().teams);
}

#[test]
fn a_paired_comparison_is_sharper_than_its_games() {
    let play = Match::new(scenario("minimal_specialization").unwrap(), pool(&["always_rest"; 4]));
    let [rest, work] = ["always_rest", "specialist"].map(|name| name.parse().unwrap());
    let gain = compare(&play, 1, &work, &rest, 0..200).unwrap();
    assert!(gain.low > 0.0, "{gain:?}");
    let none = compare(&play, 1, &rest, &rest, 0..20).unwrap();
    assert_eq!((none.mean, none.low, none.high), (0.0, 0.0, 0.0));
    assert!(compare(&play, 4, &work, &rest, 0..1).is_err());
}

#[test]
fn a_tournament_of_nobody_is_refused() {
    let nobody = Tournament { pool: vec![], ..tournament(Design::RoundRobin) };
    assert!(nobody.run().unwrap_err().to_string().starts_with("pool: 0 is outside"));
    let huge = Tournament { design: Design::Random { teams: usize::MAX }, ..tournament(Design::RoundRobin) };
    assert!(huge.run().is_err());
}

#[test]
fn a_watched_tournament_tells_every_team() {
    let mut told = Vec::new();
    let watched = tournament(Design::RoundRobin).run_watched(|played, all| told.push((played, all))).unwrap();
    assert_eq!(told, (1..=10).map(|played| (played, 10)).collect::<Vec<_>>());
    assert_eq!(watched, tournament(Design::RoundRobin).run().unwrap());
}

#[test]
fn a_match_is_made_of_names() {
    let named = Match::named("hard-v1", "hero, liar ,random", "rust_core").unwrap();
    let expected =
        Match { rules: RuleSet::RustCore, ..Match::new(scenario("hard").unwrap(), pool(&["hero", "liar", "random"])) };
    assert_eq!(named, expected);
    for (scenario, agents, rules, words) in [
        ("hrd", "hero", "paper", "did you mean `hard`?"),
        ("hard", "hero,,liar", "paper", "unknown agent ``"),
        ("hard", "hero", "papr", "did you mean `paper`?"),
    ] {
        let error = Match::named(scenario, agents, rules).unwrap_err().to_string();
        assert!(error.contains(words), "{error}");
    }
}
