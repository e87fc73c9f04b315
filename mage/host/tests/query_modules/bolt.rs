//! `tests/mage/run.py` with the real driver against the host behind a Bolt server.
//!
//! What the server answers beside the host's own grammar is what `run.py` asks to prepare a test: the count and the deletion
//! of all nodes, `CREATE` as the tests in memory read it, indexes and constraints to make, show and drop. It keeps no
//! constraint, and says so where one would count. Everything else gets the host's error, so that a test which needs a whole
//! server fails here and is listed as such.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Mutex;

use ludograph_bolt::{Answers, Refused, Server, Table, Value as Wire, Version};
use ludograph_host::{
    Graph as _, Host, Name, Node, Options, Parameters, PropertyGraph, Relationship, Text, Value, query,
};
use tempfile::TempDir;

use crate::built::host;
use crate::mage::{Creating, cases, root};
use crate::python::Environment;

/// The code of an error that is the client's.
const CLIENT_ERROR: &str = "Memgraph.ClientError.MemgraphError.MemgraphError";

const NODE: u8 = 0x4e;
const RELATIONSHIP: u8 = 0x52;

/// Python with the driver; `None`, with a word about it, where that cannot be had.
fn python() -> Option<PathBuf> {
    let environment = Environment {
        folder: &Path::new(env!("CARGO_TARGET_TMPDIR")).join("neo4j-venv"),
        requirements: &root().join("tests/mage/requirements.txt"),
        imports: "neo4j",
        needed: "run.py needs python3 with venv and pip, and a package index pip can reach",
    };
    let found = std::panic::catch_unwind(|| environment.python()).ok();
    if found.is_none() {
        println!("skipped: {}", environment.needed);
    }
    found
}

/// What the server holds.
#[derive(Default)]
struct Database {
    graph: PropertyGraph,
    /// Labels and properties.
    indexes: Vec<(String, String)>,
    constraints: Vec<(String, String)>,
}

fn refused(message: &dyn ToString) -> Refused {
    Refused { code: CLIENT_ERROR.to_owned(), message: message.to_string() }
}

fn table(fields: &[&str], records: Vec<Vec<Wire>>) -> Table {
    Table { fields: fields.iter().map(|field| (*field).to_owned()).collect(), records }
}

/// Label and property of `:Label(property)`, or of `(n:Label) ASSERT n.property IS UNIQUE`.
fn place(text: &str) -> (String, String) {
    let words = text.split(|c: char| c != '_' && !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    let words: Vec<&str> = words.collect();
    match words[..] {
        [label, property] | ["n", label, "ASSERT", "n", property, "IS", "UNIQUE"] => {
            (label.to_owned(), property.to_owned())
        }
        _ => panic!("what is '{text}'?"),
    }
}

impl Database {
    fn answer(&mut self, host: &Host, text: &str, parameters: &Wire) -> Result<Table, Refused> {
        let listed = |places: &[(String, String)], kind: &str| -> Vec<Vec<Wire>> {
            let line = |(label, property): &(String, String)| {
                vec![kind.into(), label.as_str().into(), Wire::List(vec![property.as_str().into()])]
            };
            places.iter().map(line).collect()
        };
        match text {
            "MATCH (n) DETACH DELETE n" => self.graph = PropertyGraph::new(),
            "MATCH (n) RETURN count(n) AS nodes" => {
                let count = (0..self.graph.node_bound()).filter(|place| self.graph.has_node(Node(*place))).count();
                return Ok(table(&["nodes"], vec![vec![Wire::Int(i64::try_from(count).unwrap())]]));
            }
            "SHOW CONSTRAINT INFO" => {
                return Ok(table(&["constraint type", "label", "properties"], listed(&self.constraints, "unique")));
            }
            "SHOW INDEX INFO" => {
                return Ok(table(&["index type", "label", "property"], listed(&self.indexes, "label+property")));
            }
            _ => return self.change_or_ask(host, text, parameters),
        }
        Ok(Table::default())
    }

    fn change_or_ask(&mut self, host: &Host, text: &str, parameters: &Wire) -> Result<Table, Refused> {
        if let Some(rest) = text.strip_prefix("CREATE INDEX ON ") {
            self.indexes.push(place(rest));
        } else if let Some(rest) = text.strip_prefix("DROP INDEX ON ") {
            self.indexes.retain(|known| *known != place(rest));
        } else if let Some(rest) = text.strip_prefix("CREATE CONSTRAINT ON ") {
            self.constraints.push(place(rest));
        } else if let Some(rest) = text.strip_prefix("DROP CONSTRAINT ON ") {
            self.constraints.retain(|known| *known != place(rest));
        } else if text.starts_with("CREATE (") {
            if !self.constraints.is_empty() {
                return Err(refused(&"this server keeps no constraints; Memgraph does"));
            }
            Creating::run(&mut self.graph, host, text);
        } else {
            let Wire::Map(given) = parameters else { return Err(refused(&"parameters are a map")) };
            let parameters: Parameters = given.iter().map(|(name, value)| (name.clone(), from_wire(value))).collect();
            let found = query(host, &mut self.graph, text, &parameters, &Options::default())
                .map_err(|error| refused(&error))?;
            let row = |row: &[Value]| row.iter().map(|value| to_wire(&self.graph, value)).collect();
            return Ok(Table { records: found.rows.iter().map(row).collect(), fields: found.columns });
        }
        Ok(Table::default())
    }
}

fn from_wire(value: &Wire) -> Value {
    match value {
        Wire::Null => Value::Null,
        Wire::Bool(value) => Value::Bool(*value),
        Wire::Int(value) => Value::Int(*value),
        Wire::Float(value) => Value::Float(*value),
        Wire::Text(text) => Value::string(text),
        Wire::List(items) => Value::List(items.iter().map(from_wire).collect()),
        Wire::Map(entries) => {
            Value::Map(entries.iter().map(|(key, value)| (Text::from(key.as_str()), from_wire(value))).collect())
        }
        other => panic!("no parameter of the tests is {other:?}"),
    }
}

fn to_wire(graph: &PropertyGraph, value: &Value) -> Wire {
    let name = |name: Name| Wire::from(graph.name(name).map_or("", Text::as_str));
    let properties = |properties: Vec<(Name, Value)>| {
        let entry = |(key, value): &(Name, Value)| (graph.name(*key).unwrap().to_string(), to_wire(graph, value));
        Wire::Map(properties.iter().map(entry).collect())
    };
    let element = |id: i64| Wire::Text(id.to_string());
    match value {
        Value::Null => Wire::Null,
        Value::Bool(value) => Wire::Bool(*value),
        Value::Int(value) => Wire::Int(*value),
        Value::Float(value) => Wire::Float(*value),
        Value::String(text) => Wire::from(text.as_str()),
        Value::List(items) => Wire::List(items.iter().map(|item| to_wire(graph, item)).collect()),
        Value::Map(entries) => {
            Wire::Map(entries.iter().map(|(key, value)| (key.to_string(), to_wire(graph, value))).collect())
        }
        Value::Node(node) => {
            let (id, labels) = (graph.node_id(*node), graph.labels(*node).iter().map(|label| name(*label)).collect());
            let properties = properties(graph.node_properties(*node));
            Wire::Struct(NODE, vec![Wire::Int(id), Wire::List(labels), properties, element(id)])
        }
        Value::Relationship(relationship) => {
            let (kind, from, to) = graph.relationship(*relationship).unwrap();
            let ids = [graph.relationship_id(*relationship), graph.node_id(from), graph.node_id(to)];
            let mut fields = ids.map(Wire::Int).to_vec();
            fields.extend([name(kind), properties(graph.relationship_properties(*relationship))]);
            fields.extend(ids.map(element));
            Wire::Struct(RELATIONSHIP, fields)
        }
        other => panic!("no answer of the tests holds {other:?}"),
    }
}

/// A running server. Bolt 5.2 is the newest version that Memgraph speaks.
struct Running {
    server: Server,
    runtime: tokio::runtime::Runtime,
}

impl Running {
    fn start(host: Host, credentials: Option<(&str, &str)>) -> Self {
        let database = Mutex::new(Database::default());
        let answers = Answers::new(move |text, parameters| database.lock().unwrap().answer(&host, text, parameters));
        Self::start_with(answers, credentials)
    }

    fn start_with(answers: Answers, credentials: Option<(&str, &str)>) -> Self {
        let options = ludograph_bolt::Options {
            versions: vec![Version::new(5, 2)],
            credentials: credentials.map(|(user, password)| (user.to_owned(), password.to_owned())),
            answers: Some(answers),
            ..ludograph_bolt::Options::default()
        };
        let runtime = tokio::runtime::Runtime::new().unwrap();
        let server = runtime.block_on(Server::start(options)).unwrap();
        Self { server, runtime }
    }

    /// Runs a script with the server's address and more arguments: whether it ended well, and what it said.
    fn run(&self, python: &Path, script: &[&str], arguments: &[&str]) -> (bool, String) {
        // Where other things run beside, so that a script which hangs is not waited for without end.
        let mut command = Command::new("timeout");
        command.arg("300").arg(python).args(script).arg(self.server.uri()).args(arguments);
        let output = command.output().unwrap();
        let said = [output.stdout, output.stderr].map(|text| String::from_utf8(text).unwrap()).concat();
        (output.status.success(), said)
    }
}

/// The lines that tell of tests with this outcome.
fn outcomes<'a>(said: &'a str, outcome: &str) -> Vec<&'a str> {
    said.lines().filter_map(|line| line.strip_prefix(outcome)).map(str::trim_start).collect()
}

#[test]
fn every_test_that_needs_no_whole_server_holds_over_bolt() {
    let Some(python) = python() else { return };
    let running = Running::start(host(), None);
    let script = root().join("tests/mage/run.py");
    let (is_well, said) = running.run(&python, &[script.to_str().unwrap()], &[]);
    let (servers, ours): (Vec<_>, Vec<_>) = cases().into_iter().partition(crate::mage::Case::needs_a_server);
    let failed = outcomes(&said, "FAILED ");
    assert_eq!(failed.len(), servers.len(), "{said}");
    for case in &servers {
        // The words of the host where Cypher goes on beyond its grammar, or of the server above.
        let line = failed.iter().find(|line| line.contains(&format!("_test/{}: ", case.name)));
        assert!(line.is_some_and(|line| line.contains("Memgraph")), "{}: {line:?}", case.name);
    }
    let held = outcomes(&said, "ok ");
    assert_eq!(held.len(), ours.len());
    let all = ours.len() + servers.len();
    assert!(said.ends_with(&format!("{} of {all} hold\n", ours.len())), "{said}");
    assert!(!is_well, "some did not hold");
    let (is_well, said) =
        running.run(&python, &[script.to_str().unwrap()], &["--yes", "--only", "pattern_mining_test"]);
    assert!(is_well && said.ends_with("5 of 5 hold\n"), "{said}");
}

/// Writes a test's folder.
fn write_case(root: &Path, name: &str, input: &str, yaml: &str) {
    let folder = root.join("made_test").join(name);
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::write(folder.join("input.cyp"), input).unwrap();
    std::fs::write(folder.join("test.yml"), yaml).unwrap();
}

#[test]
fn what_does_not_hold_is_said_with_both_sides() {
    let Some(python) = python() else { return };
    let running = Running::start(host(), None);
    let folder = TempDir::new().unwrap();
    let script = folder.path().join("run.py");
    std::fs::copy(root().join("tests/mage/run.py"), &script).unwrap();
    let graph = "CREATE (a:Run {run_id: 'r', won: true}), (j:Joker {id: 'j_joker'}), (a)-[:USED {position: 0}]->(j);\n";
    let order = "CALL joker_order.best({held: []}) YIELD score RETURN score;";
    let yaml = |query: &str, expected: &str| format!("query: >-\n  {query}\n{expected}\n");
    let values = "RETURN 1 AS whole, 2.5 AS half, 'é' AS text, null AS nothing, true AS truth, [1, {a: []}] AS nested;";
    let expected =
        r#"{"whole": 1, "half": 2.5001, "text": "é", "nothing": null, "truth": true, "nested": [1, {"a": []}]}"#;
    write_case(folder.path(), "a_values", graph, &yaml(values, &format!("output:\n  - {expected}")));
    write_case(folder.path(), "b_other_value", graph, &yaml("RETURN 2 AS x;", "output:\n  - {\"x\": 3}"));
    write_case(folder.path(), "c_truth_is_no_number", graph, &yaml("RETURN true AS x;", "output:\n  - {\"x\": 1}"));
    write_case(folder.path(), "d_no_rows", graph, &yaml("RETURN 2 AS x LIMIT 0;", "output:\n  - {\"x\": 2}"));
    write_case(folder.path(), "e_error", graph, &yaml(order, "exception: \"hand.played must hold 1 to 5 cards\""));
    write_case(folder.path(), "f_other_error", graph, &yaml(order, "exception: \"hand.held must\""));
    write_case(folder.path(), "g_no_error", graph, &yaml("RETURN 2 AS x;", "exception: \"anything\""));
    write_case(
        folder.path(),
        "h_input",
        "FOREACH (x IN [1] | CREATE ());\n",
        &yaml("RETURN 2 AS x;", "output:\n  - {\"x\": 2}"),
    );
    let (is_well, said) = running.run(&python, &[script.to_str().unwrap()], &[]);
    assert!(!is_well);
    let lines: Vec<&str> = said.lines().collect();
    let starts = [
        "ok     made_test/a_values",
        "FAILED made_test/b_other_value: it answers [{\"x\": 2}], expected [{\"x\": 3}]",
        "FAILED made_test/c_truth_is_no_number: it answers [{\"x\": true}], expected [{\"x\": 1}]",
        "FAILED made_test/d_no_rows: it answers [], expected [{\"x\": 2}]",
        "ok     made_test/e_error",
        "FAILED made_test/f_other_error: it fails with other words: ",
        "FAILED made_test/g_no_error: it does not fail with: anything",
        "FAILED made_test/h_input: its input fails: ",
        "2 of 8 hold",
    ];
    assert_eq!(lines.len(), starts.len(), "{said}");
    for (line, start) in lines.iter().zip(starts) {
        assert!(line.starts_with(start), "{line}");
    }
}

/// What a driver makes of nodes, relationships and parameters, seen through `run.py`.
const VALUES: &str = "
import json, sys
sys.path.insert(0, sys.argv[2])
import run
from neo4j import GraphDatabase
with GraphDatabase.driver(sys.argv[1]) as driver, driver.session() as session:
    given = {'a': [1, 2.5, None, True, 'x', {'k': [-1]}], 'b': 2**62}
    print(json.dumps(dict(session.run('RETURN $a AS a, $b + 1 AS b', given).single()), sort_keys=True))
    found = session.run('what is there').single()
    print(json.dumps({key: run.plain(value) for key, value in found.items()}, sort_keys=True))
";

#[test]
fn nodes_relationships_and_parameters_come_through() {
    let Some(python) = python() else { return };
    let host = host();
    let mut database = Database::default();
    let create = "CREATE (a:Won:Run {run_id: 'r'}), (a)-[:USED {position: 1.5}]->(j:Joker)";
    Creating::run(&mut database.graph, &host, create);
    let database = Mutex::new(database);
    let answers = Answers::new(move |text, parameters| {
        let mut database = database.lock().unwrap();
        if text != "what is there" {
            return database.answer(&host, text, parameters);
        }
        let both = [Value::Node(Node(0)), Value::Relationship(Relationship(0))];
        Ok(table(&["node", "edge"], vec![both.map(|value| to_wire(&database.graph, &value)).to_vec()]))
    });
    let folder = root().join("tests/mage");
    let (is_well, said) = Running::start_with(answers, None).run(&python, &["-c", VALUES], &[folder.to_str().unwrap()]);
    assert!(is_well, "{said}");
    let expected = "{\"a\": [1, 2.5, null, true, \"x\", {\"k\": [-1]}], \"b\": 4611686018427387905}\n\
                    {\"edge\": {\"properties\": {\"position\": 1.5}, \"type\": \"USED\"}, \
                    \"node\": {\"labels\": [\"Run\", \"Won\"], \"properties\": {\"run_id\": \"r\"}}}\n";
    assert_eq!(said, expected);
}

#[test]
fn refusals_end_the_program_with_a_sentence() {
    let Some(python) = python() else { return };
    let script = root().join("tests/mage/run.py");
    let script = [script.to_str().unwrap()];
    let running = Running::start(host(), Some(("ada", "secret")));
    let only = ["--only", "joker_order_test/best_play"];
    let with = |password| [&only[..], &["--user", "ada", "--password", password]].concat();
    let (is_well, said) = running.run(&python, &script, &with("wrong"));
    assert!(!is_well && said.starts_with(&running.server.uri()) && said.contains("Authentication failure"), "{said}");
    assert!(!said.contains("Traceback"), "{said}");
    let (is_well, said) = running.run(&python, &script, &with("secret"));
    assert!(is_well && said.ends_with("1 of 1 hold\n"), "{said}");
    // The graph of that test is still there.
    let (is_well, said) = running.run(&python, &script, &with("secret"));
    assert!(!is_well && said.contains("is not empty; --yes says that everything in it may be deleted"), "{said}");
    let Running { mut server, runtime } = running;
    runtime.block_on(server.kill());
    let (is_well, said) = Running { server, runtime }.run(&python, &script, &only);
    assert!(!is_well && said.contains("bolt://") && !said.contains("Traceback"), "{said}");
}
