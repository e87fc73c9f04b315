//! The statements mean what they are meant to: an openCypher engine of others carries them out.

use std::path::{Path, PathBuf};
use std::process::Command;

use ludograph_bolt::{Dump, EdgeDump, NodeDump, Options, Server, Value};
use serde_json::{Value as Json, json};

use super::games::mixed;
use super::support::{Bench, lines};

const NEEDED: &str = "this test carries statements out with graphqlite and needs python3 with venv and pip, and a package index \
                      pip can reach";
/// An openCypher engine on `SQLite`, and a `SQLite` that loads extensions.
const PACKAGES: [&str; 2] = ["graphqlite==0.12.0", "pysqlite3-binary==0.5.4.post2"];

/// The interpreter of an environment with the engine; made once.
fn python() -> PathBuf {
    let venv = Path::new(env!("CARGO_TARGET_TMPDIR")).join("graph-oracle-venv");
    let (python, done) = (venv.join("bin/python"), venv.join("installed"));
    if !done.is_file() {
        let made = Command::new("python3").args(["-m", "venv"]).arg(&venv).status().expect(NEEDED);
        assert!(made.success(), "{NEEDED}");
        let installed = Command::new(&python).args(["-m", "pip", "install", "--quiet"]).args(PACKAGES).status();
        assert!(installed.unwrap().success(), "{NEEDED}");
        std::fs::write(done, "").unwrap();
    }
    python
}

fn to_json(value: &Value) -> Json {
    match value {
        Value::Null => Json::Null,
        Value::Bool(value) => json!(value),
        Value::Int(number) => json!(number),
        Value::Float(number) => json!(number),
        Value::Text(text) => json!(text),
        Value::List(items) => items.iter().map(to_json).collect(),
        Value::Map(entries) => {
            Json::Object(entries.iter().map(|(name, value)| (name.clone(), to_json(value))).collect())
        }
        other => panic!("{other:?} is no parameter"),
    }
}

fn from_json(value: &Json) -> Value {
    match value {
        Json::Bool(value) => Value::Bool(*value),
        Json::Number(number) if number.is_i64() => Value::Int(number.as_i64().unwrap()),
        Json::Number(number) => Value::Float(number.as_f64().unwrap()),
        Json::String(text) => Value::Text(text.clone()),
        other => panic!("{other} is no property"),
    }
}

fn node(labels: &Json, properties: &Json) -> NodeDump {
    let labels = labels.as_array().unwrap().iter().map(|label| label.as_str().unwrap().to_owned()).collect();
    NodeDump { labels, properties: self::properties(properties) }
}

fn properties(properties: &Json) -> std::collections::BTreeMap<String, Value> {
    properties.as_object().unwrap().iter().map(|(name, value)| (name.clone(), from_json(value))).collect()
}

fn answered(output: &[u8]) -> Dump {
    let answer: Json = serde_json::from_slice(output).unwrap();
    let nodes =
        answer["nodes"].as_array().unwrap().iter().map(|row| node(&row["labels"], &row["properties"])).collect();
    let edge = |row: &Json| EdgeDump {
        kind: row["kind"].as_str().unwrap().to_owned(),
        from: node(&row["source_labels"], &row["source"]),
        to: node(&row["target_labels"], &row["target"]),
        properties: properties(&row["properties"]),
    };
    Dump { nodes, edges: answer["edges"].as_array().unwrap().iter().map(edge).collect() }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn another_engine_makes_the_same_graph_of_the_statements() {
    let server = Server::start(Options::default()).await.unwrap();
    server.graph().keep_journal();
    let events = mixed(21, 7);
    let bench = Bench::new();
    // Restarts bring removals of what an older picture may have left.
    for events in events.chunks(events.len() / 6 + 1) {
        bench.append(events);
        let sink = bench.start(server.uri());
        bench.settle(&sink).await;
        sink.stop().await;
    }
    let journal = server.graph().journal();
    for kind in ["MERGE (n:", "-[r:`USED`]->() DELETE r", "MERGE (a)-[r:", "LudographCursor"] {
        assert!(journal.iter().any(|(text, _)| text.contains(kind)), "{kind} was not said");
    }
    let path = bench.folder.path().join("statements.ndjson");
    let line =
        |(text, parameters): &(String, Value)| json!({ "text": text, "parameters": to_json(parameters) }).to_string();
    std::fs::write(&path, journal.iter().map(line).collect::<Vec<_>>().join("\n")).unwrap();
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/graph/oracle.py");
    let output = Command::new(python()).arg(script).arg(path).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    assert_eq!(lines(&answered(&output.stdout)), bench.expected());
    println!("{} statements carried out by graphqlite", journal.len());
}
