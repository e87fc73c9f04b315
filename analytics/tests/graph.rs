//! The graph of the games: kept up with the log, the same however it came about, measured, bounded.

use ludograph_analytics::{Analytics, AnalyticsOptions, GraphScope, QueryError};
use ludograph_engine::graph::{NodeKey, PropertyGraph, Value};
use ludograph_proto::pb::{self, Payload};

use crate::brigade::two_runs;
use crate::support::{apply, error, event, id_text, lines, records, tables, three_games};

/// Everything of a graph, whatever the numbers.
fn shown(graph: &PropertyGraph) -> Vec<String> {
    let key = |id| graph.node(id).unwrap().key().to_string();
    let nodes = graph.nodes().map(|node| format!("{} {:?}", node.key(), node.properties()));
    let edges = graph
        .edges()
        .map(|edge| format!("{} {} {} {:?}", key(edge.from()), edge.kind(), key(edge.to()), edge.properties()));
    let mut all: Vec<String> = nodes.chain(edges).collect();
    all.sort();
    all
}

async fn graph(analytics: &Analytics) -> Vec<String> {
    shown(&analytics.graph(GraphScope::default()).await.unwrap().graph)
}

#[tokio::test]
async fn the_graph_keeps_up_with_the_log_and_stays_what_it_is_for_who_holds_it() {
    let all = records(&three_games());
    let analytics = tables(&[]);
    assert_eq!(graph(&analytics).await, Vec::<String>::new());
    apply(&analytics, &all[..5]);
    let early = analytics.graph(GraphScope::default()).await.unwrap();
    let before = shown(&early.graph);
    apply(&analytics, &all[..12]);
    assert_eq!(
        lines(&analytics, "SELECT count(*) AS runs FROM graph_nodes WHERE label = 'Run'").await,
        [r#"{"runs":2}"#]
    );
    apply(&analytics, &all);
    let late = analytics.graph(GraphScope::default()).await.unwrap();
    assert_eq!((early.position, late.position), (5, all.len() as u64));
    assert_eq!(shown(&early.graph), before);
    assert_eq!(shown(&late.graph), graph(&tables(&three_games())).await);
    let won = NodeKey::new("Run", "run_id", id_text(1).as_str());
    assert_eq!(late.graph.find(&won).unwrap().properties().get("won"), Some(&Value::Bool(true)));
    assert_eq!((late.graph.node_count(), late.graph.edge_count()), (13, 21));
}

#[tokio::test]
async fn cards_that_left_the_hand_are_the_hand_that_was_played() {
    let card = |id: &str, rank: &str| pb::Card {
        id: Some(id.to_owned()),
        rank: Some(rank.to_owned()),
        suit: Some("Hearts".to_owned()),
        ..pb::Card::default()
    };
    let state = |left: f64, cards: Vec<pb::Card>| {
        Payload::GameState(pb::GameState {
            in_game: Some(true),
            round: Some(1.0),
            hand_number: Some(0.0),
            hands_remaining: Some(left),
            discards_remaining: Some(3.0),
            hand: Some(pb::CardList { items: cards }),
            ..pb::GameState::default()
        })
    };
    let analytics = tables(&[
        event(7, 1_000, state(4.0, vec![card("a", "King"), card("b", "King"), card("c", "2")])),
        event(7, 2_000, state(3.0, vec![card("c", "2"), card("d", "3")])),
    ]);
    let sql = "SELECT n.key, e.properties FROM graph_edges AS e JOIN graph_nodes AS n ON e.target = n.id \
               WHERE e.type = 'PLAYED'";
    let expected = r#"{"key":"Pair","properties":"{\"hand\":\"1.1\",\"round\":1}"}"#;
    assert_eq!(lines(&analytics, sql).await, [expected]);
}

#[tokio::test]
async fn games_of_bucket_brigade_are_in_it() {
    let numbers = |items: &[f64]| Some(pb::DoubleList { items: items.to_vec() });
    let start = pb::BrigadeGameStart {
        scenario: Some("easy".to_owned()),
        agents: Some(pb::NameList { items: vec!["hero".to_owned(), "hermit".to_owned()] }),
        houses: numbers(&[0.0, 1.0]),
        ..pb::BrigadeGameStart::default()
    };
    let night = pb::BrigadeNight {
        night: Some(0.0),
        houses: numbers(&[0.0, 0.0]),
        targets: numbers(&[1.0, 0.0]),
        modes: numbers(&[1.0, 0.0]),
        rewards: numbers(&[0.5, 1.5]),
        ..pb::BrigadeNight::default()
    };
    let analytics = tables(&[event(9, 0, Payload::BrigadeGameStart(start)), event(9, 1, Payload::BrigadeNight(night))]);
    let sql = "SELECT a.key AS a, e.type, b.key AS b, e.properties FROM graph_edges AS e \
               JOIN graph_nodes AS a ON e.source = a.id JOIN graph_nodes AS b ON e.target = b.id \
               WHERE e.type IN ('HELPED', 'NEXT') ORDER BY e.type";
    let game = id_text(9);
    let expected = [
        format!(r#"{{"a":"{game}/0","type":"HELPED","b":"{game}/1","properties":"{{\"times\":1}}"}}"#),
        format!(
            r#"{{"a":"SB","type":"NEXT","b":"SS","properties":"{{\"count\":1,\"game_id\":\"{game}\",\"reward\":2.0}}"}}"#
        ),
    ];
    assert_eq!(lines(&analytics, sql).await, expected);
    let sql =
        "SELECT key, round(rank, 6) AS rank FROM pagerank(labels => 'Agent', types => 'HELPED', weight => 'times')";
    // The one who was helped has 1 / 2 + 0.85 / 2 of what both have: 1.85 / 2.85.
    let expected =
        [format!(r#"{{"key":"{game}/1","rank":0.649123}}"#), format!(r#"{{"key":"{game}/0","rank":0.350877}}"#)];
    assert_eq!(lines(&analytics, sql).await, expected);
}

#[tokio::test]
async fn a_graph_that_is_too_large_is_refused_and_the_tables_go_on() {
    let options = AnalyticsOptions { graph_bytes_max: 1_000, ..AnalyticsOptions::default() };
    let analytics = Analytics::new(options).unwrap();
    apply(&analytics, &records(&three_games()));
    for _ in 0..2 {
        let said = error(&analytics, "SELECT * FROM graph_nodes").await;
        assert!(matches!(&said, QueryError::Invalid { message, .. } if message.contains("may take 1000")), "{said}");
    }
    assert_eq!(lines(&analytics, "SELECT count(*) AS games FROM games").await, [r#"{"games":3}"#]);
}

#[tokio::test]
async fn simulated_games_are_in_it_when_asked_for() {
    let folder = tempfile::tempdir().unwrap();
    let analytics = two_runs(folder.path()).await;
    apply(&analytics, &records(&three_games()));
    let plain = analytics.graph(GraphScope::default()).await.unwrap();
    let with = analytics.graph(GraphScope { simulated: true }).await.unwrap();
    let count = |view: &ludograph_analytics::GraphView, label: &str| {
        view.graph.nodes().filter(|node| node.label() == label).count()
    };
    assert_eq!(["Run", "Game", "Agent"].map(|label| count(&plain, label)), [3, 0, 0]);
    assert_eq!(["Run", "Game", "Agent"].map(|label| count(&with, label)), [3, 500, 1800]);
    let edges = |kind: &'static str| with.graph.edges().filter(move |edge| edge.kind() == kind);
    assert_eq!(edges("IN").count(), 1800);
    // What an agent was paid is what the table says.
    let sql = "SELECT g.game_id, a.archetype, a.score FROM brigade_agents AS a \
               JOIN brigade_games AS g ON a.game_id = g.game_id \
               WHERE g.game_index = 0 AND g.scenario = 'hard' AND a.agent = 1";
    let row: serde_json::Value = serde_json::from_str(&lines(&analytics, sql).await[0]).unwrap();
    let agent = NodeKey::new("Agent", "agent_id", format!("{}/1", row["game_id"].as_str().unwrap()).as_str());
    let seat = with.graph.edges_from(with.graph.find(&agent).unwrap().id())[0];
    assert_eq!(seat.kind(), "IN");
    assert_eq!(seat.properties().get("archetype").and_then(Value::as_text), row["archetype"].as_str());
    assert_eq!(seat.properties().get("reward").and_then(Value::as_number), row["score"].as_f64());
    // Of the games whose nights were recorded: who worked on another's burning house, and what nights made of towns.
    let sql = "SELECT houses_before, actions, team_reward FROM brigade_nights";
    let (mut helped, mut nights, mut paid) = (0, 0, 0.0_f64);
    for line in lines(&analytics, sql).await {
        let night: serde_json::Value = serde_json::from_str(&line).unwrap();
        let (houses, actions) = (night["houses_before"].as_str().unwrap(), night["actions"].as_str().unwrap());
        let actions: Vec<&str> = actions.split(' ').collect();
        helped += actions
            .iter()
            .enumerate()
            .filter(|(seat, action)| {
                let house: usize = action[..action.len() - 1].parse().unwrap();
                action.ends_with(['W', 'w']) && house % actions.len() != *seat && &houses[house..=house] == "B"
            })
            .count();
        nights += 1;
        paid += night["team_reward"].as_f64().unwrap();
    }
    let sum = |kind: &'static str, name: &'static str| -> f64 {
        edges(kind).filter_map(|edge| edge.properties().get(name).and_then(Value::as_number)).sum()
    };
    assert!(helped > 100 && nights > 1000, "{helped} {nights}");
    assert_eq!(
        (sum("HELPED", "times"), sum("NEXT", "count")),
        (f64::from(u32::try_from(helped).unwrap()), f64::from(nights))
    );
    assert!((sum("NEXT", "reward") - paid).abs() < 1e-6 * paid.abs(), "{paid}");
    // The graph that queries see has none of them.
    assert_eq!(lines(&analytics, "SELECT count(*) AS n FROM graph_nodes WHERE label = 'Agent'").await, [r#"{"n":0}"#]);
}
