//! `brigade_graph`.

use ludograph_host::{Node, PropertyGraph, Value};

use crate::built::{Builder, error, number, rows, text};

fn seat(builder: &mut Builder, game: Node, id: &str, (index, archetype, reward): (i64, &str, f64)) -> Node {
    let agent = builder.node("Agent", &[("agent_id", Value::string(id))]);
    let properties =
        [("index", Value::Int(index)), ("archetype", Value::string(archetype)), ("reward", Value::Float(reward))];
    builder.edge(agent, "IN", game, &properties);
    agent
}

/// Two games of a fire-fighter and a free rider; in the second nobody helps.
fn games() -> PropertyGraph {
    let mut builder = Builder(PropertyGraph::new());
    for (game_id, times) in [("g1", Some((5, 1))), ("g2", None)] {
        let properties = [("game_id", Value::string(game_id)), ("scenario", Value::string("hard"))];
        let game = builder.node("Game", &properties);
        let first = seat(&mut builder, game, &format!("{game_id}/0"), (0, "firefighter", 10.0));
        let second = seat(&mut builder, game, &format!("{game_id}/1"), (1, "free_rider", 30.0));
        if let Some((there, back)) = times {
            builder.edge(first, "HELPED", second, &[("times", Value::Int(there))]);
            builder.edge(second, "HELPED", first, &[("times", Value::Int(back))]);
        }
    }
    builder.0
}

#[test]
fn who_helps_whom_by_hand() {
    let text_of = "CALL brigade_graph.cooperation() YIELD agent, agents, games, helped, was_helped, reward, reciprocity, \
                   centrality_received";
    let found = rows(&mut games(), text_of);
    let named: Vec<_> = found.iter().map(|row| text(&row[0])).collect();
    assert_eq!(named, ["firefighter", "free_rider"]);
    let two = Value::Int(2);
    let expected = [two.clone(), two, Value::Int(5), Value::Int(1), Value::Float(20.0), Value::Float(0.2)];
    assert_eq!(found[0][1..7], expected);
    assert_eq!(found[1][6], Value::Float(1.0), "all of what it gives comes back");
    assert!((number(&found[0][7]) + number(&found[1][7]) - 1.0).abs() < 1e-12);
    let by_agent = rows(&mut games(), "CALL brigade_graph.cooperation({by: 'agent'}) YIELD agent, helped");
    assert_eq!(by_agent.len(), 4);
    assert_eq!(by_agent[0], [Value::string("g1/0"), Value::Int(5)]);
    let by_seat =
        rows(&mut games(), "CALL brigade_graph.cooperation({by: 'seat', scenario: 'hard'}) YIELD agent, agents");
    assert_eq!(by_seat, [[Value::string("seat 0"), Value::Int(2)], [Value::string("seat 1"), Value::Int(2)]]);
    assert!(rows(&mut games(), "CALL brigade_graph.cooperation({scenario: 'easy'})").is_empty());
}

#[test]
fn who_rides_free_by_hand() {
    let text = "CALL brigade_graph.free_riders() YIELD agent, helped, reward_share, help_share, free_rider_index, reward_basis";
    let found = rows(&mut games(), text);
    // 60 of 80 rewards, one of six times of help.
    assert_eq!(found[0][..3], [Value::string("free_rider"), Value::Int(1), Value::Float(0.75)]);
    assert!((number(&found[0][4]) - (0.75 - 1.0 / 6.0)).abs() < 1e-12, "{found:?}");
    assert!((number(&found[1][4]) + number(&found[0][4])).abs() < 1e-12, "{found:?}");
    assert_eq!(found[0][5], Value::string("reward"));
}

/// Three games from one town: two are saved, one is lost after a night more.
fn towns() -> PropertyGraph {
    let mut builder = Builder(PropertyGraph::new());
    let [start, saved, worse, lost] =
        ["SB", "SS", "BB", "RR"].map(|houses| builder.node("State", &[("houses", Value::string(houses))]));
    for (game, walk) in [("a", vec![start, saved]), ("b", vec![start, saved]), ("c", vec![start, worse, lost])] {
        for pair in walk.windows(2) {
            let properties =
                [("game_id", Value::string(game)), ("count", Value::Int(1)), ("reward", Value::Float(-3.0))];
            builder.edge(pair[0], "NEXT", pair[1], &properties);
        }
    }
    builder.node("Game", &[("game_id", Value::string("c")), ("scenario", Value::string("lost"))]);
    builder.0
}

#[test]
fn how_towns_end_by_hand() {
    let text_of = "CALL brigade_graph.states() YIELD town, visits, survival, ruin, nights, nights_to_ruin, mean_reward";
    let found = rows(&mut towns(), text_of);
    let names: Vec<_> = found.iter().map(|row| text(&row[0])).collect();
    assert_eq!(names, ["SS", "SB", "BB", "RR"]);
    let start = &found[1];
    assert_eq!(start[1], Value::Int(3));
    for (place, expected) in [(2, 2.0 / 3.0), (3, 1.0 / 3.0), (4, 4.0 / 3.0), (5, 2.0), (6, -3.0)] {
        assert!((number(&start[place]) - expected).abs() < 1e-12, "{place}: {start:?}");
    }
    let text_of = "CALL brigade_graph.ruin({top: 2}) YIELD games, unplaced, towns, survival, ruin, nights, bottlenecks";
    let found = rows(&mut towns(), text_of);
    assert_eq!(found[0][..3], [Value::Int(3), Value::Int(0), Value::Int(4)]);
    assert!((number(&found[0][4]) - 1.0 / 3.0).abs() < 1e-12);
    let Value::List(bottlenecks) = &found[0][6] else { panic!("{found:?}") };
    let Value::Map(first) = &bottlenecks[0] else { panic!("{found:?}") };
    let entry = |key: &str| first.iter().find(|(name, _)| name.as_str() == key).unwrap().1;
    assert!(["BB", "RR"].contains(&text(entry("town"))) && (number(entry("passed")) - 1.0).abs() < 1e-12, "{found:?}");
    let one = rows(&mut towns(), "CALL brigade_graph.ruin({scenario: 'lost'}) YIELD games, ruin");
    assert_eq!(one, [[Value::Int(1), Value::Float(1.0)]]);
}

#[test]
fn bad_input_gets_a_sentence() {
    let mut graph = towns();
    let call = |options: &str| format!("CALL brigade_graph.ruin({options})");
    for (options, said) in [
        ("{outcome: 'fire'}", "options.outcome must be one of 'ruin', 'survival', 'cut', got 'fire'"),
        ("{ruins: 0}", "options.ruins must be an integer from 1 to 65535, got 0"),
        ("{scenario: 'none'}", "there is no node with the label Game and the scenario 'none'"),
    ] {
        assert_eq!(error(&mut graph, &call(options)), format!("brigade_graph.ruin: {said}"));
    }
    let mut builder = Builder(graph);
    builder.node("State", &[("houses", Value::string("SSS"))]);
    let said = error(&mut builder.0, &call("{}"));
    assert!(said.contains("node 5: 'SSS' has 3 houses where the towns before it have 2"), "{said}");
    assert_eq!(rows(&mut builder.0, "CALL brigade_graph.ruin({houses: 2}) YIELD games"), [[Value::Int(3)]]);
    builder.node("State", &[("houses", Value::string("SX"))]);
    let said = error(&mut builder.0, &call("{houses: 2}"));
    assert!(said.starts_with("brigade_graph.ruin: node 6: property 'houses' is 'SX': unknown house state"), "{said}");
    let mut none = PropertyGraph::new();
    assert_eq!(
        error(&mut none, &call("{}")),
        "brigade_graph.ruin: the graph has no towns: no node has the label State"
    );
    assert!(rows(&mut none, "CALL brigade_graph.cooperation()").is_empty());
    assert!(rows(&mut none, "CALL brigade_graph.free_riders()").is_empty());
}
