//! The state graph: chains solved by hand, counted chains against their counts, exact chains against simulation.

use ludograph_engine::brigade::{
    AgentSpec, BrigadeError, Ending, Match, Outcome, Player, RuleSet, Scenario, StateGraph, StateGraphOptions, Town,
    Transition, exact_outlook, scenario, simulate, state_graph,
};

fn team(names: &[&str]) -> Vec<AgentSpec> {
    names.iter().map(|name| name.parse().unwrap()).collect()
}

fn town(letters: &str) -> Town {
    Town::from_letters(letters).unwrap()
}

fn near(found: f64, expected: f64) {
    assert!((found - expected).abs() < 1e-12, "{found} is not {expected}");
}

fn nights(count: u64, reward: f64) -> Transition {
    Transition { count, reward }
}

/// A town of two houses where one burns: 1 of 4 nights it is put out, 1 of 4 it burns on, 2 of 4 it is lost; a lost
/// town of one house burns down in half of the nights that follow.
fn counted() -> StateGraph {
    let mut graph = StateGraph::new(2, StateGraphOptions::default()).unwrap();
    graph.add_start(town("BS"), 3).unwrap();
    graph.add_transition(town("BS"), town("BS"), nights(1, 5.0)).unwrap();
    graph.add_transition(town("BS"), town("SS"), nights(1, 9.0)).unwrap();
    graph.add_transition(town("BS"), town("RB"), nights(2, -8.0)).unwrap();
    graph.add_transition(town("RB"), town("RR"), nights(1, -100.0)).unwrap();
    graph.add_transition(town("RB"), town("RS"), nights(1, 10.0)).unwrap();
    graph.add_end(town("SS"), Outcome::Survival, 1).unwrap();
    graph.add_end(town("RS"), Outcome::Survival, 1).unwrap();
    graph.add_end(town("RR"), Outcome::Ruin, 1).unwrap();
    graph
}

#[test]
fn a_counted_chain_by_hand() {
    let measures = counted().measure().unwrap();
    near(measures.outlook.ruin, 1.0 / 3.0);
    near(measures.outlook.survival, 2.0 / 3.0);
    // 4/3 nights with the fire, then 2/3 of games one more.
    near(measures.outlook.nights, 2.0);
    near(measures.outlook.nights_to_ruin.unwrap(), 4.0 / 3.0 + 1.0);
    near(measures.outlook.nights_to_survival.unwrap(), 11.0 / 6.0);
    let of = |letters: &str| measures.states.iter().find(|state| state.town == town(letters)).unwrap();
    near(of("RB").outlook.ruin, 0.5);
    near(of("RB").mean_reward, -45.0);
    near(of("BS").expected_visits, 4.0 / 3.0);
    assert_eq!((of("BS").visits, of("RR").visits), (4, 1));
    near(of("SS").outlook.nights, 0.0);
    assert_eq!(of("SS").outlook.nights_to_ruin, None);
    let bottlenecks = measures.bottlenecks(Outcome::Ruin, 5).unwrap();
    let names: Vec<String> = bottlenecks.iter().map(|bottleneck| bottleneck.town.to_string()).collect();
    assert_eq!(names, ["RB", "RR"]);
    near(bottlenecks[0].passed, 1.0);
    near(bottlenecks[0].outcome, 0.5);
    let survival = measures.bottlenecks(Outcome::Survival, 1).unwrap();
    near(survival[0].passed, 0.5);
    assert!(measures.bottlenecks(Outcome::Cut, 5).unwrap().is_empty());
}

#[test]
fn what_never_ends_is_said() {
    let mut graph = counted();
    graph.add_transition(town("BS"), town("BB"), nights(4, 0.0)).unwrap();
    graph.add_transition(town("BB"), town("BB"), nights(7, 0.0)).unwrap();
    let measures = graph.measure().unwrap();
    // The fire is left 1, 2 and 4 times of 7: put out, lost, and to where nothing ends.
    near(measures.outlook.never, 4.0 / 7.0);
    near(measures.outlook.ruin, 1.0 / 7.0);
    assert!(measures.outlook.nights.is_infinite());
    assert!(measures.outlook.nights_to_ruin.unwrap().is_finite());
    assert!(StateGraph::new(2, StateGraphOptions::default()).unwrap().measure().is_err());
}

#[test]
fn a_counted_chain_gives_back_what_was_counted() {
    let options = StateGraphOptions { ruins_of_lost_town: 5, ..StateGraphOptions::default() };
    for canonical in [false, true] {
        for (rules, names) in [(RuleSet::Paper, ["hero", "free_rider"]), (RuleSet::RustCore, ["liar", "random"])] {
            let mut play = Match::new(scenario("hard").unwrap(), team(&names));
            (play.rules, play.nights_max) = (rules, 30);
            let games = simulate(&play, 0..700).unwrap();
            let options = StateGraphOptions { canonical, ..options };
            let graph = state_graph(&play, 0..700, options).unwrap();
            let outlook = graph.measure().unwrap().outlook;
            let share = |count: usize| f64::from(u32::try_from(count).unwrap()) / 700.0;
            let lost = games.iter().filter(|game| game.houses[2] >= 5).count();
            let cut = games.iter().filter(|game| game.houses[2] < 5 && game.ending == Ending::Truncated).count();
            assert!((outlook.ruin - share(lost)).abs() < 1e-9, "{outlook:?} {lost}");
            assert!((outlook.cut - share(cut)).abs() < 1e-9);
            let mean = share(games.iter().map(|game| game.nights as usize).sum());
            assert!((outlook.nights / mean - 1.0).abs() < 1e-9, "{outlook:?} {mean}");
            let rewards: f64 = graph.transitions().map(|(_, _, transition)| transition.reward).sum();
            let paid: f64 = games.iter().map(ludograph_engine::brigade::GameSummary::team_score).sum();
            assert!((rewards / paid - 1.0).abs() < 1e-5);
        }
    }
}

#[test]
fn turning_the_ring_joins_towns_and_changes_no_answer() {
    let play = Match::new(scenario("hard").unwrap(), team(&["random", "random", "random"]));
    let graph = |canonical| {
        let options = StateGraphOptions { canonical, ruins_of_lost_town: 6 };
        state_graph(&play, 0..400, options).unwrap()
    };
    let (all, joined) = (graph(false).measure().unwrap(), graph(true).measure().unwrap());
    assert!(joined.states.len() * 2 < all.states.len());
    assert!((joined.outlook.ruin - all.outlook.ruin).abs() < 1e-9);
    let visits = |measures: &ludograph_engine::brigade::StateMeasures| -> f64 {
        measures.states.iter().map(|state| state.expected_visits).sum()
    };
    assert!((visits(&joined) - visits(&all)).abs() < 1e-6);
}

#[test]
fn bottlenecks_are_passed_as_often_as_was_counted() {
    let mut play = Match::new(scenario("v2_minimal").unwrap(), team(&["random", "random"]));
    play.nights_max = 1000;
    let graph = state_graph(&play, 0..20_000, StateGraphOptions::default()).unwrap();
    let bottlenecks = graph.measure().unwrap().bottlenecks(Outcome::Ruin, 4).unwrap();
    let (mut player, mut lost, mut passed) = (Player::new(&play).unwrap(), 0_u32, vec![0_u32; bottlenecks.len()]);
    for seed in 0..20_000 {
        let mut met = Vec::new();
        player
            .play_nights(seed, |night| met.push(Town::new(2, night.burning()[0], night.ruined()[0]).unwrap()))
            .unwrap();
        if met.last().unwrap().ruined() == 3 {
            lost += 1;
            for (count, bottleneck) in passed.iter_mut().zip(&bottlenecks) {
                *count += u32::from(met.contains(&bottleneck.town));
            }
        }
    }
    for (count, bottleneck) in passed.iter().zip(&bottlenecks) {
        let (share, games) = (f64::from(*count) / f64::from(lost), f64::from(lost));
        // The town is nearly all there is to know here; only the nights before the earliest end are not like the others.
        let error = 4.0 * (share * (1.0 - share) / games).sqrt() + 0.01;
        assert!((share - bottleneck.passed).abs() < error, "{bottleneck:?} {share}");
    }
}

/// A small town that is often lost.
fn small(houses: u16, solo: f64, fire: f64, min_nights: u32) -> Scenario {
    let mut town = scenario("hard").unwrap().clone();
    town.num_houses = houses;
    town.prob_solo_agent_extinguishes_fire = solo;
    town.prob_house_catches_fire = fire;
    town.min_nights = min_nights;
    town
}

#[test]
fn two_houses_without_help_by_hand() {
    // Each night every safe house burns with ρ and is lost the night after. With s safe houses and no fire before
    // ignition, all is lost with u(0) = 1, u(1) = ρ, u(2) = 2ρ(1−ρ)u(1) + ρ² u(0).
    for fire in [0.1, 0.37, 0.9] {
        let exact = exact_outlook(
            &small(2, 0.7, fire, 0),
            &team(&["always_rest"]),
            RuleSet::Paper,
            StateGraphOptions::default(),
        )
        .unwrap();
        let (one, calm) = (fire, 1.0 - fire);
        let two = 2.0 * fire * calm * one + fire * fire;
        near(exact.outlook.ruin, calm * calm * two + 2.0 * fire * calm * one + fire * fire);
        near(exact.outlook.survival + exact.outlook.ruin, 1.0);
        // Nights from s safe houses: t(0) = 1, t(1) = 1 + ρ t(0), t(2) = 1 + 2ρ(1−ρ) t(1) + ρ² t(0).
        let nights_one = 1.0 + fire;
        let nights_two = 1.0 + 2.0 * fire * calm * nights_one + fire * fire;
        near(exact.outlook.nights, calm * calm * nights_two + 2.0 * fire * calm * nights_one + fire * fire);
    }
}

#[test]
fn nights_before_the_earliest_end_only_lead_on() {
    // No fire can start, so the game lasts min_nights + 1 nights.
    let exact = exact_outlook(&small(3, 0.5, 0.0, 7), &team(&["random"]), RuleSet::Paper, StateGraphOptions::default())
        .unwrap();
    near(exact.outlook.nights, 8.0);
    near(exact.outlook.survival, 1.0);
    // Under the Rust core's rules a town of ruins and safe houses without fires never ends.
    let lost = |letters: &str, rules| {
        let exact =
            exact_outlook(&small(3, 0.5, 0.0, 0), &team(&["random"]), rules, StateGraphOptions::default()).unwrap();
        exact.towns.iter().find(|(state, _)| *state == town(letters)).unwrap().1
    };
    near(lost("RSS", RuleSet::RustCore).never, 1.0);
    assert!(lost("RSS", RuleSet::RustCore).nights.is_infinite());
    near(lost("RSS", RuleSet::Paper).nights, 1.0);
}

/// Exact probability of ruin and nights beside those of games played, within four standard errors.
fn agrees(town: &Scenario, names: &[&str], rules: RuleSet, ruins: u16, games: u64) {
    let options = StateGraphOptions { ruins_of_lost_town: ruins, ..StateGraphOptions::default() };
    let exact = exact_outlook(town, &team(names), rules, options).unwrap().outlook;
    let mut play = Match::new(town, team(names));
    (play.rules, play.nights_max) = (rules, 1_000_000);
    let played = simulate(&play, 1..1 + games).unwrap();
    let count = f64::from(u32::try_from(games).unwrap());
    let lost = played.iter().filter(|game| game.houses[2] >= u32::from(ruins)).count();
    let share = f64::from(u32::try_from(lost).unwrap()) / count;
    let error = (exact.ruin * (1.0 - exact.ruin) / count).sqrt();
    assert!((share - exact.ruin).abs() < 4.0 * error, "{names:?} {rules}: {share} against {exact:?}, error {error}");
    assert!(exact.ruin > 0.02 && exact.ruin < 0.98, "{exact:?}");
    let lengths: Vec<f64> = played.iter().map(|game| f64::from(game.nights)).collect();
    let mean = lengths.iter().sum::<f64>() / count;
    let error = (lengths.iter().map(|length| (length - mean).powi(2)).sum::<f64>() / count / count).sqrt();
    assert!((mean - exact.nights).abs() < 4.0 * error, "{names:?} {rules}: {mean} against {exact:?}, error {error}");
}

#[test]
fn exact_chains_agree_with_games() {
    agrees(&small(4, 0.5, 0.2, 5), &["uniform", "uniform"], RuleSet::Paper, 4, 20_000);
    agrees(&small(4, 0.6, 0.15, 3), &["specialist", "always_rest", "random"], RuleSet::RustCore, 4, 20_000);
    agrees(&small(5, 0.5, 0.15, 2), &["upstream_rust:firefighter", "upstream_rust:liar"], RuleSet::Paper, 3, 20_000);
    let mut spreads = small(6, 0.5, 0.05, 4);
    spreads.prob_fire_spreads_to_neighbor = 0.4;
    agrees(&spreads, &["specialist", "uniform", "upstream_rust:hero"], RuleSet::Contagion, 4, 20_000);
    agrees(&small(2, 0.4, 0.3, 3), &["random", "specialist"], RuleSet::PythonEnv, 2, 20_000);
}

#[test]
fn the_largest_town_is_solved_and_what_is_not_covered_is_said() {
    let exact = exact_outlook(
        &small(8, 0.5, 0.1, 15),
        &team(&["uniform", "specialist", "upstream_rust:coordinator", "always_rest"]),
        RuleSet::Paper,
        StateGraphOptions { ruins_of_lost_town: 4, ..StateGraphOptions::default() },
    )
    .unwrap();
    assert_eq!(exact.towns.len(), 6561);
    near(exact.outlook.survival + exact.outlook.ruin, 1.0);
    let refused = |town: &Scenario, name: &str| {
        exact_outlook(town, &team(&[name]), RuleSet::Paper, StateGraphOptions::default()).unwrap_err()
    };
    assert!(matches!(refused(&small(9, 0.5, 0.1, 1), "uniform"), BrigadeError::Range { field: "num_houses", .. }));
    let error = refused(&small(4, 0.5, 0.1, 1), "hero").to_string();
    assert_eq!(
        error,
        "agent `hero` cannot be measured exactly: the ten-parameter heuristic looks back to earlier nights"
    );
    assert!(matches!(refused(scenario("default_continuous").unwrap(), "uniform"), BrigadeError::NotExact { .. }));
}
