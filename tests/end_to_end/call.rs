//! `ludograph call`: modules built as they are, on a graph of a file or of a data folder.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::LazyLock;

use serde_json::{Value, json};
use tempfile::TempDir;

use crate::program::{ludograph, stderr, stdout};

/// Modules that are built anew, by their files' names.
const MODULES: [&str; 3] = ["joker_synergy", "joker_order", "pattern_mining"];

/// A folder with the modules and a graph beside them.
static FOLDER: LazyLock<TempDir> = LazyLock::new(|| {
    let test = std::env::current_exe().unwrap();
    let profile = test.parent().unwrap().parent().unwrap();
    let mut cargo = Command::new(env!("CARGO"));
    cargo.arg("build").args(MODULES.map(|name| format!("--package=ludograph-{}", name.replace('_', "-"))));
    cargo.arg("--target-dir").arg(profile.parent().unwrap()).args(profile.ends_with("release").then_some("--release"));
    assert!(cargo.status().unwrap().success(), "the modules do not build");
    let folder = TempDir::new().unwrap();
    for name in MODULES {
        std::fs::copy(profile.join(format!("lib{name}.so")), folder.path().join(format!("{name}.so"))).unwrap();
    }
    std::fs::write(folder.path().join("graph.json"), graph().to_string()).unwrap();
    folder
});

/// Forty runs; those with both jokers are won more often.
fn graph() -> Value {
    let mut nodes = vec![
        json!({"id": 1, "labels": ["Joker"], "properties": {"id": "j_baron", "name": "Baron", "cost": 8}}),
        json!({"id": 2, "labels": ["Joker"], "properties": {"id": "j_mime", "name": "Mime", "cost": 5}}),
    ];
    let mut relationships = Vec::new();
    for number in 0..40 {
        let (has_both, id) = (number % 2 == 0, 10 + number);
        nodes.push(json!({"id": id, "labels": ["Run"], "properties": {"won": has_both, "ante": 8}}));
        let held = if has_both { 2 } else { 1 - number % 4 / 2 };
        relationships.extend((0..held).map(|joker| json!({"type": "USED", "from": id, "to": joker + 1})));
    }
    json!({"nodes": nodes, "relationships": relationships})
}

fn path(name: &str) -> String {
    FOLDER.path().join(name).to_str().unwrap().to_owned()
}

fn call(arguments: &[&str]) -> std::process::Output {
    let (modules, graph) = (path(""), path("graph.json"));
    ludograph(&[&["call", "--modules", &modules, "--graph", &graph], arguments].concat())
}

const EVERY_JOKER: &str = "CALL pattern_mining.itemsets('Run', 'USED', 'id', 1, {max_length: 1}) YIELD items, support \
                           RETURN items, support ORDER BY items";
const PAIRS: &str = "CALL joker_synergy.pairs(5) YIELD joker_a, joker_b, runs, wins RETURN *";

#[test]
fn an_answer_has_three_forms() {
    let table = call(&[PAIRS]);
    assert_eq!(
        stdout(&table),
        "joker_a  joker_b  runs  wins\nj_baron  j_mime   20    20\n1 row\n",
        "{}",
        stderr(&table)
    );
    let line: Value = serde_json::from_str(&stdout(&call(&[PAIRS, "--format", "json"]))).unwrap();
    assert_eq!(line, json!({"joker_a": "j_baron", "joker_b": "j_mime", "runs": 20, "wins": 20}));
    let csv = call(&["RETURN 'a,\"b\"' AS text, [1, 2] AS list", "--format", "csv"]);
    assert_eq!(stdout(&csv), "text,list\n\"a,\"\"b\"\"\",\"[1,2]\"\n");
}

#[test]
fn parameters_are_json() {
    let text = "CALL joker_order.best($hand) YIELD jokers, proven";
    let hand = r#"hand={"played": [{"rank": "K", "suit": "H"}], "jokers": [{"id": "j_cavendish"}, {"id": "j_joker"}]}"#;
    let answer = stdout(&call(&[text, "--param", hand, "--format", "json"]));
    assert_eq!(answer, "{\"jokers\":[\"j_joker\",\"j_cavendish\"],\"proven\":true}\n");
    let wrong = call(&[text, "--param", "hand={"]);
    assert!(stderr(&wrong).contains("the value of hand is no JSON"), "{}", stderr(&wrong));
    let missing = call(&[text]);
    assert!(stderr(&missing).contains("the parameter $hand has no value"), "{}", stderr(&missing));
}

#[test]
fn what_is_for_memgraph_says_so_and_where() {
    for (text, position) in [
        ("MATCH (n) RETURN n", "position 1"),
        ("CALL joker_synergy.pairs(5) YIELD joker_a MATCH (n) RETURN n", "position 43"),
        ("CALL joker_synergy.pairs(5) YIELD joker_a WITH joker_a RETURN joker_a", "position 43"),
        ("UNWIND [1] AS x RETURN x", "position 1"),
    ] {
        let refused = call(&[text]);
        let said = stderr(&refused);
        assert!(!refused.status.success() && said.contains(position) && said.contains("Memgraph"), "{text}: {said}");
    }
}

#[test]
fn errors_are_sentences() {
    for (arguments, said) in [
        (&["CALL joker_synergy.pairs(0)"][..], "joker_synergy.pairs: min_runs must be a positive integer, got 0"),
        (&["CALL joker_synergy.pears(5)"], "Did you mean 'joker_synergy.pairs'?"),
        (
            &["CALL joker_synergy.pairs('5')"],
            "argument named 'min_runs' at position 0 must be of type INTEGER, got STRING",
        ),
        (&["CALL joker_synergy.pairs(5) YIELD jokr_a"], "yields no field 'jokr_a'"),
        (&[PAIRS, "--memory-limit", "2KiB"], "not enough memory"),
        (&[PAIRS, "--timeout", "0"], "a time is a number of seconds above 0"),
        (&[PAIRS, "--save", "x.json"], "--write"),
    ] {
        let output = call(arguments);
        assert!(!output.status.success() && stderr(&output).contains(said), "{arguments:?}: {}", stderr(&output));
    }
    let graph = path("none.json");
    let output = ludograph(&["call", "--modules", &path(""), "--graph", &graph, PAIRS]);
    assert!(stderr(&output).contains("none.json"), "{}", stderr(&output));
}

#[test]
fn writing_is_asked_for_and_kept_where_it_is_asked_for() {
    let text = "CALL joker_synergy.write(5, {alpha: 1.0, interaction_contexts: 2}) YIELD created";
    let refused = call(&[text]);
    assert!(stderr(&refused).contains("is a write procedure, and this call may only read; --write allows it"));
    let after = path("after.json");
    let written = call(&[text, "--write", "--save", &after, "--format", "csv"]);
    assert_eq!(stdout(&written), "created\n1\n", "{}", stderr(&written));
    let saved: Value = serde_json::from_slice(&std::fs::read(&after).unwrap()).unwrap();
    let edge = saved["relationships"].as_array().unwrap().iter().find(|edge| edge["type"] == "SYNERGY").unwrap();
    assert_eq!(edge["properties"]["runs"], 20);
    let before: Value = serde_json::from_slice(&std::fs::read(path("graph.json")).unwrap()).unwrap();
    assert!(before["relationships"].as_array().unwrap().iter().all(|edge| edge["type"] != "SYNERGY"));
}

/// The bundled session: what a module finds in the folder's graph is what SQL counts there.
#[test]
fn the_graph_of_a_data_folder_is_called_on() {
    let demo = stdout(&ludograph(&["demo", "--brief"]));
    let folder = demo.lines().next().unwrap().rsplit(' ').next().unwrap().to_owned();
    let counted = "SELECT named.key, count(DISTINCT used.source) AS runs FROM graph_edges AS used JOIN graph_nodes AS named \
                   ON named.id = used.target WHERE used.type = 'USED' GROUP BY 1 ORDER BY 1";
    let counted = stdout(&ludograph(&["sql", "--data", &folder, "--format", "ndjson", counted]));
    let modules = path("");
    let of_folder = ["call", "--modules", &modules, "--data", &folder, "--format", "json", EVERY_JOKER];
    let output = ludograph(&of_folder);
    std::fs::remove_dir_all(&folder).unwrap();
    let lines = |text: &str| text.lines().map(|line| serde_json::from_str(line).unwrap()).collect::<Vec<Value>>();
    let counted: Vec<Value> = lines(&counted).iter().map(|row| json!([[row["key"]], row["runs"]])).collect();
    let found: Vec<Value> = lines(&stdout(&output)).iter().map(|row| json!([row["items"], row["support"]])).collect();
    assert!(!counted.is_empty(), "the session shows jokers");
    assert_eq!(found, counted, "{}", stderr(&output));
    // A folder that was named must be there; where none was, there need not be one.
    let gone = ludograph(&of_folder);
    assert!(!gone.status.success() && stderr(&gone).contains("holds no log"), "{}", stderr(&gone));
    let none = ludograph(&["call", "--modules", &modules, "--format", "json", "RETURN 1 AS one"]);
    assert_eq!(stdout(&none), "{\"one\":1}\n", "{}", stderr(&none));
    assert!(stderr(&none).contains("the graph is empty"), "{}", stderr(&none));
}

#[test]
fn where_there_are_no_modules_the_command_that_builds_them_is_named() {
    let empty = TempDir::new().unwrap();
    let missing = empty.path().join("none");
    for folder in [empty.path(), Path::new(&missing)] {
        let output = ludograph(&["call", "--modules", folder.to_str().unwrap(), "RETURN 1"]);
        assert!(!output.status.success() && stderr(&output).contains("cargo xtask modules"), "{}", stderr(&output));
    }
    let listed = stdout(&ludograph(&["call", "--modules", &path(""), "--list"]));
    assert!(listed.contains("joker_synergy.write") && listed.contains("write procedure"), "{listed}");
    let broken: PathBuf = empty.path().join("broken.so");
    std::fs::write(&broken, "no module").unwrap();
    std::fs::copy(path("joker_order.so"), empty.path().join("joker_order.so")).unwrap();
    let output =
        ludograph(&["call", "--modules", empty.path().to_str().unwrap(), "RETURN 1 AS one", "--format", "csv"]);
    assert_eq!((stdout(&output).as_str(), stderr(&output).contains("broken.so")), ("one\n1\n", true));
}
