//! `joker_order`.

use ludograph_engine::balatro::{Budget, Freedom, Hand, Luck, NODES_MAX, best_order, best_play, explain, score};
use ludograph_host::{Options, Parameters, PropertyGraph, Value, query, value_from_json};
use serde_json::{Value as Json, json};

use crate::built::{Builder, error, host, number, rows, text, texts};

/// A pair of kings; the jokers as they lie add after they multiply.
fn hand() -> Json {
    json!({
        "played": [{"rank": "K", "suit": "H", "enhancement": "glass"}, {"rank": "K", "suit": "S"}],
        "held": [{"rank": "Q", "suit": "D", "enhancement": "steel"}],
        "jokers": [{"id": "j_cavendish"}, {"id": "j_joker"}, {"id": "j_blueprint"}, {"id": "j_jolly"}],
        "hand_levels": {"Pair": {"level": 3, "plays": 4, "round": 0}},
        "money": 12.5,
    })
}

fn ask(procedure: &str, hand: &Json, options: &Json) -> Vec<Vec<Value>> {
    let text = format!("CALL joker_order.{procedure}($hand, null, $options)");
    let parameters: Parameters = [("hand", hand), ("options", options)]
        .map(|(name, json)| (name.to_owned(), value_from_json(json).unwrap()))
        .into_iter()
        .collect();
    let table = query(&host(), &mut PropertyGraph::new(), &text, &parameters, &Options::default()).unwrap();
    assert_eq!((table.report.leaked, table.report.misuses), (0, Vec::new()));
    table.rows.into()
}

#[test]
fn the_best_order_is_the_engines_and_proven() {
    let given = Hand::from_value(&hand()).unwrap();
    let mut never = || false;
    let expected = best_order(&given, Freedom::JOKERS, Luck::Least, &mut Budget::new(NODES_MAX, &mut never)).unwrap();
    let row = ask("best", &hand(), &json!({"explain": true})).remove(0);
    let order: Vec<Value> = expected.jokers.iter().map(|place| Value::Int(i64::try_from(*place).unwrap())).collect();
    assert_eq!(row[1], Value::List(order));
    assert_eq!(texts(&row[0]).len(), 4);
    assert_eq!((text(&row[4]), number(&row[5]), number(&row[6])), ("Pair", expected.score, expected.score_as_given));
    assert!(expected.score > expected.score_as_given);
    assert_eq!((&row[7], number(&row[8])), (&Value::Bool(true), expected.score));
    assert!(matches!(row[9], Value::Int(nodes) if nodes > 0));
    let Value::List(steps) = &row[10] else { panic!("{row:?}") };
    let Some(Value::Map(last)) = steps.last() else { panic!("{steps:?}") };
    let entry = |key: &str| last.iter().find(|(name, _)| name.as_str() == key).map(|entry| number(entry.1)).unwrap();
    let reached = (entry("chips") * entry("mult")).floor();
    assert!(
        (reached - expected.score).abs() < 0.5,
        "the steps lead to {reached}, the best order scores {}",
        expected.score
    );
}

#[test]
fn a_score_and_its_steps() {
    let given = Hand::from_value(&hand()).unwrap();
    let expected = score(&given, Luck::Least).unwrap();
    let row = ask("score", &hand(), &json!({"explain": true})).remove(0);
    assert_eq!((number(&row[1]), number(&row[2]), number(&row[3])), (expected.score, expected.chips, expected.mult));
    let Value::List(steps) = &row[7] else { panic!("{row:?}") };
    assert_eq!(steps.len(), explain(&given, Luck::Least).unwrap().steps.len());
    let row = ask("score", &hand(), &json!({"luck": "mean"})).remove(0);
    assert_eq!((&row[2], &row[7]), (&Value::Null, &Value::List(Vec::new())));
}

#[test]
fn the_best_play_of_held_cards() {
    let cards: Vec<Json> =
        ["A", "K", "K", "9", "8", "7", "6", "5"].iter().map(|rank| json!({"rank": rank, "suit": "H"})).collect();
    let hand = json!({"held": cards, "jokers": [{"id": "j_tribe"}, {"id": "j_joker"}]});
    let mut never = || false;
    let given = Hand::from_value(&hand).unwrap();
    let expected = best_play(&given, Luck::Least, &mut Budget::new(NODES_MAX, &mut never)).unwrap();
    let row = ask("play", &hand, &json!({})).remove(0);
    assert_eq!((text(&row[4]), number(&row[5]), &row[6]), (expected.hand.name(), expected.score, &Value::Bool(true)));
    assert_eq!(texts(&row[2]).len(), expected.cards.len());
    // A budget of one node proves nothing, and says so.
    let row = ask("play", &hand, &json!({"max_nodes": 1})).remove(0);
    assert_eq!(row[6], Value::Bool(false));
    assert!(number(&row[7]) >= number(&row[5]));
}

fn run_graph() -> PropertyGraph {
    let mut builder = Builder(PropertyGraph::new());
    let run = builder.node("Run", &[("run_id", Value::string("r1"))]);
    for (position, id) in ["j_cavendish", "j_joker"].iter().enumerate() {
        let joker = builder.node("Joker", &[("id", Value::string(id))]);
        builder.edge(run, "USED", joker, &[("position", Value::Int(i64::try_from(position).unwrap()))]);
    }
    builder.0
}

#[test]
fn the_jokers_may_be_those_of_a_run() {
    let text = "CALL joker_order.best({played: [{rank: 'K', suit: 'H'}]}, 'r1') YIELD jokers, score, score_as_given";
    let found = rows(&mut run_graph(), text);
    assert_eq!(texts(&found[0][0]), ["j_joker", "j_cavendish"]);
    assert!(number(&found[0][1]) > number(&found[0][2]), "{found:?}");
    // The same with the node itself.
    let mut graph = run_graph();
    let node = graph_node(&graph);
    let parameters: Parameters = [("run".to_owned(), node)].into_iter().collect();
    let text = "CALL joker_order.best({played: [{rank: 'K', suit: 'H'}]}, $run) YIELD jokers";
    let again = query(&host(), &mut graph, text, &parameters, &Options::default()).unwrap();
    assert_eq!(texts(&again.rows[0][0]), ["j_joker", "j_cavendish"]);
}

fn graph_node(graph: &PropertyGraph) -> Value {
    use ludograph_host::Graph as _;
    Value::Node(graph.find_node(0).unwrap())
}

#[test]
fn bad_input_gets_a_sentence() {
    let mut graph = run_graph();
    for (call, said) in [
        (
            "best({held: []})",
            "best: hand.played must hold 1 to 5 cards, got none; joker_order.play chooses among held cards",
        ),
        ("play({played: [{rank: 'K', suit: 'H'}]})", "play: hand.held must hold the cards to choose from, got none"),
        (
            "best({played: [{rank: 'K', suit: 'H'}], jokers: [{id: 'j_baronn'}]})",
            "best: hand: jokers[0].id: unknown joker `j_baronn`; did you mean `j_baron`?",
        ),
        (
            "best({played: [{rank: '1', suit: 'H'}]})",
            "best: hand: played[0].rank: unknown rank `1`; did you mean `10`?",
        ),
        ("best({}, 'r9')", "best: there is no node with the label Run and the run_id 'r9'"),
        ("best({}, 7)", "best: run must be a node with the label Run or its run_id, got 7"),
        ("best({jokers: [{id: 'j_joker'}]}, 'r1')", "best: the jokers are in hand and in run; leave one of them out"),
        (
            "score({played: [{rank: 'K', suit: 'H'}]}, null, {luck: 'bad'})",
            "score: options.luck must be one of 'least', 'most', 'mean', got 'bad'",
        ),
        (
            "score({played: [{rank: 'K', suit: 'H'}]}, null, {luck: 'mean', explain: true})",
            "score: options.explain: 'mean' has no single course to explain; 'least' and 'most' have",
        ),
    ] {
        assert_eq!(error(&mut graph, &format!("CALL joker_order.{call}")), format!("joker_order.{said}"), "{call}");
    }
}
