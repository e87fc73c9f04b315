//! The tests under `tests/mage`, as far as the host can run them, and the named queries they stand for.
//!
//! What is read of `input.cyp`, one statement a line: `CREATE` with patterns between commas, each a node
//! `(variable:Label:… {map})`, a node named before in the same statement `(variable)`, or two nodes with a relationship
//! `(…)-[:TYPE {map}]->(…)`. Maps are those of the host's own grammar. Statements that begin with `CREATE CONSTRAINT` or
//! `CREATE INDEX` change nothing in memory and are passed over; anything else makes the test one for a server. What is read of
//! `test.yml` is said in `tests/mage/README.md`.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use ludograph_host::{Graph as _, Host, Node, Options, Parameters, PropertyGraph, Text, Value, query, value_to_json};
use serde_json::Value as Json;

use crate::built::host;

/// Floats of an answer are compared to this.
const TOLERANCE: f64 = 1e-3;

pub(crate) fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn folders(of: &Path) -> Vec<PathBuf> {
    let mut found: Vec<PathBuf> = of.read_dir().unwrap().map(|entry| entry.unwrap().path()).collect();
    found.retain(|path| path.is_dir());
    found.sort();
    found
}

/// A test's folder, read.
pub(crate) struct Case {
    pub(crate) name: String,
    input: Vec<String>,
    query: String,
    output: Vec<Json>,
    exception: Option<String>,
}

impl Case {
    fn read(folder: &Path) -> Self {
        let text = |file: &str| std::fs::read_to_string(folder.join(file)).unwrap();
        let name = folder.file_name().unwrap().to_str().unwrap().to_owned();
        let mut case = Self { name, input: Vec::new(), query: String::new(), output: Vec::new(), exception: None };
        case.input =
            text("input.cyp").lines().map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned).collect();
        let mut part = "";
        let yaml = text("test.yml");
        for line in yaml.lines() {
            if line.starts_with("query:") {
                part = "query";
            } else if line.starts_with("output:") {
                part = "output";
            } else if let Some(said) = line.strip_prefix("exception:") {
                case.exception = Some(serde_json::from_str(said.trim()).unwrap());
            } else if part == "query" {
                case.query.push_str(line.trim());
                case.query.push(' ');
            } else if let Some(row) = line.trim().strip_prefix("- ") {
                case.output.push(serde_json::from_str(row).unwrap_or_else(|error| panic!("{row}: {error}")));
            }
        }
        case
    }

    pub(crate) fn needs_a_server(&self) -> bool {
        let read = |line: &String| line.starts_with("CREATE (") || is_schema(line);
        !self.query.starts_with("CALL ") || self.query.contains(" CALL ") || !self.input.iter().all(read)
    }

    fn run(&self, host: &Host) {
        let mut graph = PropertyGraph::new();
        self.input.iter().filter(|line| !is_schema(line)).for_each(|line| Creating::run(&mut graph, host, line));
        let answer = query(host, &mut graph, &self.query, &Parameters::new(), &Options::default());
        let name = &self.name;
        match (&self.exception, answer) {
            (Some(said), Err(error)) => assert!(error.to_string().contains(said), "{name}: {error}"),
            (Some(said), Ok(_)) => panic!("{name}: no exception {said}"),
            (None, Err(error)) => panic!("{name}: {error}"),
            (None, Ok(table)) => {
                assert_eq!((table.report.leaked, table.report.misuses), (0, Vec::new()), "{name}");
                let found: Vec<Json> = table
                    .rows
                    .iter()
                    .map(|row| {
                        let members =
                            table.columns.iter().cloned().zip(row.iter().map(|value| value_to_json(&graph, value)));
                        Json::Object(members.collect())
                    })
                    .collect();
                let same = found.len() == self.output.len()
                    && found.iter().zip(&self.output).all(|(found, expected)| is_same(found, expected));
                let lines: Vec<String> = found.iter().map(|row| format!("  - {row}")).collect();
                assert!(same, "{name}: found\n{}", lines.join("\n"));
            }
        }
    }
}

pub(crate) fn is_schema(line: &str) -> bool {
    line.starts_with("CREATE CONSTRAINT ") || line.starts_with("CREATE INDEX ")
}

fn is_same(found: &Json, expected: &Json) -> bool {
    match (found, expected) {
        (Json::Number(one), Json::Number(other)) => {
            let (one, other) = (one.as_f64().unwrap(), other.as_f64().unwrap());
            (one - other).abs() <= TOLERANCE || (one - other).abs() <= TOLERANCE * other.abs()
        }
        (Json::Array(one), Json::Array(other)) => {
            one.len() == other.len() && one.iter().zip(other).all(|(one, other)| is_same(one, other))
        }
        (Json::Object(one), Json::Object(other)) => {
            one.len() == other.len()
                && other.iter().all(|(key, value)| one.get(key).is_some_and(|found| is_same(found, value)))
        }
        _ => found == expected,
    }
}

/// A `CREATE` statement on its way into a graph.
pub(crate) struct Creating<'a> {
    graph: &'a mut PropertyGraph,
    host: &'a Host,
    known: BTreeMap<String, Node>,
    rest: &'a str,
}

impl<'a> Creating<'a> {
    pub(crate) fn run(graph: &'a mut PropertyGraph, host: &'a Host, statement: &'a str) {
        let rest = statement.strip_prefix("CREATE ").unwrap().trim_end_matches(';');
        let mut creating = Self { graph, host, known: BTreeMap::new(), rest };
        loop {
            let from = creating.node();
            if creating.takes("-[") {
                creating.relationship(from);
            }
            if !creating.takes(",") {
                break;
            }
        }
        assert!(creating.rest.trim().is_empty(), "what is '{}'?", creating.rest);
    }

    fn takes(&mut self, token: &str) -> bool {
        let found = self.rest.trim_start().strip_prefix(token);
        self.rest = found.unwrap_or(self.rest);
        found.is_some()
    }

    fn expect(&mut self, token: &str) {
        assert!(self.takes(token), "'{token}' is missing before '{}'", self.rest);
    }

    fn word(&mut self) -> String {
        let rest = self.rest.trim_start();
        let end = rest.find(|c: char| c != '_' && !c.is_ascii_alphanumeric()).unwrap_or(rest.len());
        let (word, rest) = rest.split_at(end);
        self.rest = rest;
        word.to_owned()
    }

    /// A map's text, to be evaluated by the host.
    fn map(&mut self) -> BTreeMap<Text, Value> {
        let rest = self.rest.trim_start();
        if !rest.starts_with('{') {
            return BTreeMap::new();
        }
        let (mut depth, mut quoted) = (0, false);
        let end = rest.char_indices().find(|(_, c)| {
            match c {
                '\'' => quoted = !quoted,
                '{' if !quoted => depth += 1,
                '}' if !quoted => depth -= 1,
                _ => {}
            }
            depth == 0
        });
        let (map, rest) = rest.split_at(end.unwrap().0 + 1);
        self.rest = rest;
        let text = format!("RETURN {map} AS m");
        let table =
            query(self.host, &mut PropertyGraph::new(), &text, &Parameters::new(), &Options::default()).unwrap();
        match table.rows.iter().flatten().next() {
            Some(Value::Map(map)) => map.clone(),
            other => panic!("{other:?}"),
        }
    }

    fn node(&mut self) -> Node {
        self.expect("(");
        let variable = self.word();
        if self.takes(")") {
            return *self.known.get(&variable).unwrap_or_else(|| panic!("there is no '{variable}' before"));
        }
        let node = self.graph.create_node().unwrap();
        while self.takes(":") {
            let label = self.word();
            let label = self.graph.intern(&label.as_str().into()).unwrap();
            self.graph.set_label(node, label, true).unwrap();
        }
        for (key, value) in self.map() {
            let key = self.graph.intern(&key).unwrap();
            self.graph.set_node_property(node, key, value).unwrap();
        }
        self.expect(")");
        self.known.insert(variable, node);
        node
    }

    fn relationship(&mut self, from: Node) {
        self.expect(":");
        let kind = self.word();
        let kind = self.graph.intern(&kind.as_str().into()).unwrap();
        let properties = self.map();
        self.expect("]->");
        let to = self.node();
        let edge = self.graph.create_relationship(from, to, kind).unwrap();
        for (key, value) in properties {
            let key = self.graph.intern(&key).unwrap();
            self.graph.set_relationship_property(edge, key, value).unwrap();
        }
    }
}

pub(crate) fn cases() -> Vec<Case> {
    let modules = folders(&root().join("tests/mage"));
    modules.iter().flat_map(|module| folders(module)).map(|folder| Case::read(&folder)).collect()
}

#[test]
fn every_test_that_only_calls_holds_in_the_host() {
    let host = host();
    let (servers, ours): (Vec<Case>, Vec<Case>) = cases().into_iter().partition(Case::needs_a_server);
    for case in &servers {
        println!("skipped: {} needs a server; tests/mage/run.py runs it", case.name);
    }
    assert!(ours.len() >= 12, "{}", ours.len());
    ours.iter().for_each(|case| case.run(&host));
}

/// A query's text on one line, without comments.
fn plain(text: &str) -> String {
    let lines = text.lines().map(|line| line.split("//").next().unwrap_or_default());
    lines.flat_map(str::split_whitespace).collect::<Vec<_>>().join(" ").trim_end_matches(';').to_owned()
}

#[test]
fn every_named_query_has_a_test_of_its_text() {
    let cases = cases();
    let mut queries: Vec<PathBuf> =
        root().join("queries").read_dir().unwrap().map(|entry| entry.unwrap().path()).collect();
    queries.retain(|path| path.extension().is_some_and(|extension| extension == "cypher"));
    assert!(queries.len() >= 12, "{}", queries.len());
    for path in queries {
        let name = path.file_stem().unwrap().to_str().unwrap();
        let case = cases.iter().find(|case| case.name == name).unwrap_or_else(|| panic!("{name} has no test"));
        let text = plain(&std::fs::read_to_string(&path).unwrap());
        let tested = plain(&case.query);
        // Where a query has a parameter, the test has its value.
        let mut parts = text.split("$rows");
        let (start, end) = (parts.next().unwrap(), parts.next().unwrap_or_default());
        if text.contains("; ") {
            // Several statements: they are the test's input.
            let statements = text.split(';').map(str::trim);
            statements.for_each(|one| {
                assert!(case.input.iter().any(|line| line.trim_end_matches(';') == one), "{name}: {one}");
            });
        } else {
            assert!(tested.starts_with(start) && tested.ends_with(end), "{name}: {tested}");
        }
    }
}
