//! `simulate`, `cooperation`, `brigade_states` and their like, against the engine.

use std::time::{Duration, Instant};

use ludograph_analytics::{Analytics, AnalyticsOptions, QueryError};
use ludograph_engine::brigade::{StateGraphOptions, cooperation, simulate, state_graph};
use serde_json::Value;

use super::play;
use crate::support::{error, lines, tables};

async fn json(analytics: &Analytics, sql: &str) -> Vec<Value> {
    lines(analytics, sql).await.iter().map(|line| serde_json::from_str(line).unwrap()).collect()
}

#[tokio::test]
async fn simulate_gives_a_row_for_each_agent_of_each_game() {
    let analytics = tables(&[]);
    let sql = "SELECT * FROM simulate(scenario => 'default', agents => 'hero,hero,liar,free_rider', games => 1000, seed => 7)";
    let found = json(&analytics, sql).await;
    let expected = simulate(&play("default", "hero,hero,liar,free_rider"), 7..1007).unwrap();
    assert_eq!(found.len(), 4000);
    for (index, game) in expected.iter().enumerate() {
        for (seat, name) in ["hero", "hero", "liar", "free_rider"].iter().enumerate() {
            let row = &found[4 * index + seat];
            assert_eq!(row["game_index"], index);
            assert_eq!((row["seed"].as_u64(), row["agent"].as_u64()), (Some(game.seed), Some(seat as u64)));
            assert_eq!(
                (&row["archetype"], &row["scenario"], &row["rules"]),
                (&(*name).into(), &"default".into(), &"paper".into())
            );
            assert_eq!(
                (row["worked"].as_u64(), row["lied"].as_u64()),
                (Some(game.worked[seat].into()), Some(game.lied[seat].into()))
            );
            assert_eq!(
                (row["nights"].as_u64(), row["houses_ruined"].as_u64()),
                (Some(game.nights.into()), Some(game.houses[2].into()))
            );
            assert!((row["score"].as_f64().unwrap() - f64::from(game.scores[seat])).abs() < 1e-9);
        }
    }
}

#[tokio::test]
async fn places_and_names_mean_the_same() {
    let analytics = tables(&[]);
    let of = async |arguments: &str| {
        lines(&analytics, &format!("SELECT game_index, agent, score, rules FROM simulate({arguments})")).await
    };
    let by_name = of("seed => 3, games => 40, rules => 'rust_core', agents => 'hero, liar', scenario => 'hard'").await;
    assert_eq!(by_name.len(), 80);
    assert_eq!(by_name, of("'hard', 'hero,liar', 40, 3, 'rust_core'").await);
    assert_eq!(by_name, of("'hard', 'hero,liar', 40, rules => 'rust_core', seed => 1 + 2").await);
    // So many games that they come in several pieces, which fit together.
    let whole = "SELECT count(*) AS n, count(DISTINCT game_index) AS games, max(seed - game_index) AS first, \
                 min(seed - game_index) AS last FROM simulate(games => 7000, seed => 5)";
    assert_eq!(lines(&analytics, whole).await, [r#"{"n":28000,"games":7000,"first":5,"last":5}"#]);
    let cut = "SELECT max(nights) AS nights FROM simulate(scenario => 'hard', games => 50, nights_max => 4)";
    assert_eq!(lines(&analytics, cut).await, [r#"{"nights":4}"#]);
}

#[tokio::test]
async fn mistakes_are_answered_in_words() {
    let analytics = tables(&[]);
    for (arguments, words) in [
        ("scenario => 'hrd'", "unknown scenario `hrd`; did you mean `hard`?"),
        ("agents => 'hero,lair'", "unknown agent `lair`; did you mean `liar`?"),
        ("rules => 'papper'", "did you mean `paper`?"),
        ("games => 0", "games is a whole number in 1..=1000000; this is 0"),
        ("games => 1000001", "in 1..=1000000"),
        ("games => -1", "in 1..=1000000"),
        ("games => 'many'", "games is a whole number"),
        ("nights_max => 1001", "nights_max is a whole number in 1..=1000"),
        ("scenario => 3", "scenario is a text"),
        ("game => 3", "did you mean `games`?"),
        ("'hard', 'hero', 1, 2, 'paper', 10, 11", "at most 6 arguments"),
    ] {
        let sql = format!("SELECT * FROM simulate({arguments})");
        let found = error(&analytics, &sql).await;
        assert!(matches!(found, QueryError::Invalid { .. }) && found.to_string().contains(words), "{sql}: {found}");
    }
    let near = error(&analytics, "SELECT * FROM simulat(games => 3)").await.to_string();
    assert!(near.contains("did you mean `simulate`?"), "{near}");
}

#[tokio::test]
async fn a_simulation_ends_when_its_time_is_up_and_explaining_it_plays_nothing() {
    let options = AnalyticsOptions { query_time_max: Duration::from_millis(500), ..AnalyticsOptions::default() };
    let analytics = Analytics::new(options).unwrap();
    let sql = "SELECT avg(score) AS score FROM simulate(games => 1000000)";
    assert!(!lines(&analytics, &format!("EXPLAIN {sql}")).await.is_empty());
    let began = Instant::now();
    let late = error(&analytics, sql).await;
    assert!(matches!(late, QueryError::Timeout { .. }), "{late}");
    assert!(began.elapsed() < Duration::from_secs(10), "{:?}", began.elapsed());
}

#[tokio::test]
async fn cooperation_is_the_engines() {
    let analytics = tables(&[]);
    let asked = "scenario => 'hard', agents => 'hero,liar,free_rider', games => 300, seed => 11";
    let network = cooperation(&play("hard", "hero,liar,free_rider"), 11..311).unwrap();
    let agents = json(&analytics, &format!("SELECT * FROM cooperation({asked}) ORDER BY agent")).await;
    assert_eq!(agents.len(), network.agents.len());
    for (row, agent) in agents.iter().zip(&network.agents) {
        assert_eq!((row["helped"].as_u64(), row["was_helped"].as_u64()), (Some(agent.helped), Some(agent.was_helped)));
        assert_eq!(row["free_rider_index"].as_f64(), Some(agent.free_rider_index));
        assert_eq!(row["reciprocity"].as_f64(), agent.reciprocity);
        assert_eq!(row["honesty"].as_f64(), agent.signals.honesty());
        assert_eq!(row["games"], 300);
    }
    let edges =
        json(&analytics, &format!("SELECT * FROM cooperation_edges({asked}) ORDER BY from_agent, to_agent")).await;
    assert_eq!(edges.len(), network.edges.len());
    for (row, edge) in edges.iter().zip(&network.edges) {
        assert_eq!(
            (row["from_agent"].as_u64(), row["to_agent"].as_u64()),
            (Some(edge.from as u64), Some(edge.to as u64))
        );
        assert_eq!((row["helped"].as_u64(), row["saved"].as_u64()), (Some(edge.helped), Some(edge.saved)));
    }
    let helped =
        "SELECT sum(helped) FILTER (WHERE from_agent <> to_agent) AS helped FROM cooperation_edges(games => 500)";
    assert_eq!(
        lines(&analytics, helped).await,
        lines(&analytics, "SELECT sum(helped) AS helped FROM cooperation(games => 500)").await
    );
}

#[tokio::test]
async fn states_are_the_engines() {
    let analytics = tables(&[]);
    let asked = "scenario => 'v2_minimal', agents => 'hero,random', games => 400, seed => 2";
    let options = StateGraphOptions { ruins_of_lost_town: 1, ..StateGraphOptions::default() };
    let graph = state_graph(&play("v2_minimal", "hero,random"), 2..402, options).unwrap();
    let measures = graph.measure().unwrap();
    let states = json(&analytics, &format!("SELECT * FROM brigade_states({asked}, ruins => 1)")).await;
    assert_eq!(states.len(), measures.states.len());
    for (row, state) in states.iter().zip(&measures.states) {
        assert_eq!(
            (row["town"].as_str(), row["visits"].as_u64()),
            (Some(state.town.to_string().as_str()), Some(state.visits))
        );
        assert_eq!(row["ruin"].as_f64(), Some(state.outlook.ruin));
        assert_eq!(row["nights_to_ruin"].as_f64(), state.outlook.nights_to_ruin);
    }
    let nights = "SELECT sum(nights) AS nights, round(sum(share), 6) AS rows_of_one FROM brigade_transitions";
    let found = json(&analytics, &format!("{nights}({asked})")).await;
    let counted: u64 = graph.transitions().map(|(_, _, transition)| transition.count).sum();
    assert_eq!(found[0]["nights"].as_u64(), Some(counted));
    let left = "SELECT count(DISTINCT from_town) AS towns FROM brigade_transitions";
    let towns = json(&analytics, &format!("{left}({asked})")).await;
    assert_eq!(found[0]["rows_of_one"].as_f64(), towns[0]["towns"].as_f64());
    let folded = "SELECT count(*) AS n FROM brigade_states(scenario => 'v2_minimal', games => 400, canonical => true)";
    let all = "SELECT count(*) AS n FROM brigade_states(scenario => 'v2_minimal', games => 400)";
    let (folded, all) = (json(&analytics, folded).await, json(&analytics, all).await);
    assert!(folded[0]["n"].as_u64() < all[0]["n"].as_u64(), "{folded:?} {all:?}");
}
