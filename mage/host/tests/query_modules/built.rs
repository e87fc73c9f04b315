//! The built modules, and graphs to ask them about.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::LazyLock;

use ludograph_engine::mining::{GeneratorPlan, NamedRun, Runs, Vocabulary, generate};
use ludograph_host::{Graph, Host, Node, Options, Parameters, PropertyGraph, QueryError, Table, Value, query};
use tempfile::TempDir;

/// The modules' names.
pub(crate) const MODULES: [&str; 4] = ["brigade_graph", "joker_order", "joker_synergy", "pattern_mining"];

/// The variable that names a folder with modules to test instead of those built anew, such as `target/query_modules`.
const GIVEN: &str = "LUDOGRAPH_MODULES";

/// A folder with the modules under the names that the server wants.
static FOLDER: LazyLock<TempDir> = LazyLock::new(|| {
    let folder = TempDir::new().unwrap();
    if let Some(given) = std::env::var_os(GIVEN) {
        for name in MODULES.map(|name| format!("{name}.so")) {
            std::fs::copy(Path::new(&given).join(&name), folder.path().join(&name)).unwrap();
        }
        return folder;
    }
    let test = std::env::current_exe().unwrap();
    let profile = test.parent().unwrap().parent().unwrap();
    let mut cargo = Command::new(env!("CARGO"));
    cargo.arg("build").args(MODULES.map(|name| format!("--package=ludograph-{}", name.replace('_', "-"))));
    cargo.arg("--target-dir").arg(profile.parent().unwrap());
    cargo.args(profile.ends_with("release").then_some("--release"));
    assert!(cargo.status().unwrap().success(), "the modules do not build");
    for name in MODULES {
        std::fs::copy(profile.join(format!("lib{name}.so")), folder.path().join(format!("{name}.so"))).unwrap();
    }
    folder
});

pub(crate) fn folder() -> &'static Path {
    FOLDER.path()
}

/// A host with all modules.
pub(crate) fn host() -> Host {
    let mut host = Host::new();
    assert_eq!(host.load_folder(folder()).unwrap().len(), 0);
    host
}

/// Runs a query; nothing may be leaked or misused.
pub(crate) fn ask(graph: &mut dyn Graph, text: &str) -> Result<Table, QueryError> {
    let table = query(&host(), graph, text, &Parameters::new(), &Options::default())?;
    assert_eq!((table.report.leaked, table.report.misuses.clone()), (0, Vec::new()), "{text}");
    Ok(table)
}

pub(crate) fn rows(graph: &mut dyn Graph, text: &str) -> Vec<Vec<Value>> {
    ask(graph, text).unwrap().rows.into()
}

pub(crate) fn error(graph: &mut dyn Graph, text: &str) -> String {
    ask(graph, text).unwrap_err().to_string()
}

/// Where recorded runs lie; `None`, with a word about it, where they are not there.
pub(crate) fn recorded() -> Option<Runs> {
    let file = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/golden/balatro/mining/runs.jsonl");
    let Ok(text) = std::fs::read_to_string(file) else {
        println!("skipped: there are no recorded runs beside the repository");
        return None;
    };
    Some(sorted(&Runs::from_json_lines(&text).unwrap()))
}

/// The same runs with ids in the order of their names, as the modules number them.
fn sorted(runs: &Runs) -> Runs {
    let vocabulary = |names: &[String]| {
        let (mut sorted, mut all) = (names.to_vec(), Vocabulary::default());
        sorted.sort();
        for name in &sorted {
            all.intern(name).unwrap();
        }
        all
    };
    let mut same = Runs::new(vocabulary(runs.item_names().names()), vocabulary(runs.event_names().names()));
    for (row, won) in runs.won().iter().enumerate() {
        let named = |ids: &[u32], names: &Vocabulary| -> Vec<String> {
            ids.iter().map(|id| names.name(*id).unwrap().to_owned()).collect()
        };
        let (items, events) = (runs.items().row(row), runs.events().row(row));
        let (items, events) = (named(items, runs.item_names()), named(events, runs.event_names()));
        let (ante, score) = (runs.antes()[row], runs.scores()[row]);
        same.push_named(&NamedRun { items, events, won: *won, ante, score }).unwrap();
    }
    same
}

/// Runs of a plan with planted pairs.
pub(crate) fn planted(count: usize) -> Runs {
    sorted(&generate(&GeneratorPlan::demo(count, 11)).unwrap())
}

/// A graph by hand.
pub(crate) struct Builder(pub(crate) PropertyGraph);

impl Builder {
    pub(crate) fn node(&mut self, label: &str, properties: &[(&str, Value)]) -> Node {
        let node = self.0.create_node().unwrap();
        let label = self.0.intern(&label.into()).unwrap();
        self.0.set_label(node, label, true).unwrap();
        for (name, value) in properties {
            let name = self.0.intern(&(*name).into()).unwrap();
            self.0.set_node_property(node, name, value.clone()).unwrap();
        }
        node
    }

    pub(crate) fn edge(&mut self, from: Node, kind: &str, to: Node, properties: &[(&str, Value)]) {
        let kind = self.0.intern(&kind.into()).unwrap();
        let edge = self.0.create_relationship(from, to, kind).unwrap();
        for (name, value) in properties {
            let name = self.0.intern(&(*name).into()).unwrap();
            self.0.set_relationship_property(edge, name, value.clone()).unwrap();
        }
    }
}

/// Runs as the graph has them.
pub(crate) fn graph_of(runs: &Runs) -> PropertyGraph {
    let mut builder = Builder(PropertyGraph::new());
    let ids = |builder: &mut Builder, label: &str, names: &[String]| -> Vec<Node> {
        names.iter().map(|name| builder.node(label, &[("id", Value::string(name))])).collect()
    };
    let jokers = ids(&mut builder, "Joker", runs.item_names().names());
    let moves = ids(&mut builder, "Move", runs.event_names().names());
    for (number, won) in runs.won().iter().enumerate() {
        let mut properties = vec![("run_id", Value::string(&format!("run-{number}"))), ("won", Value::Bool(*won))];
        properties.extend(runs.antes()[number].map(|ante| ("ante", Value::Int(i64::from(ante)))));
        properties.extend(runs.scores()[number].map(|score| ("score", Value::Float(score))));
        let run = builder.node("Run", &properties);
        for (rank, item) in (0_i64..).zip(runs.items().row(number)) {
            builder.edge(run, "USED", jokers[*item as usize], &[("position", Value::Int(rank))]);
        }
        // Last first: the order is in the property.
        let events: Vec<(i64, &u32)> = (0_i64..).zip(runs.events().row(number)).collect();
        for (rank, event) in events.into_iter().rev() {
            builder.edge(run, "STEP", moves[*event as usize], &[("index", Value::Int(rank))]);
        }
    }
    builder.0
}

/// The number in a value.
pub(crate) fn number(value: &Value) -> f64 {
    match value {
        Value::Float(number) => *number,
        #[allow(clippy::cast_precision_loss, reason = "small counts")]
        Value::Int(number) => *number as f64,
        other => panic!("{other:?} is no number"),
    }
}

pub(crate) fn text(value: &Value) -> &str {
    match value {
        Value::String(text) => text.as_str(),
        other => panic!("{other:?} is no text"),
    }
}

pub(crate) fn texts(value: &Value) -> Vec<&str> {
    match value {
        Value::List(items) => items.iter().map(text).collect(),
        other => panic!("{other:?} is no list"),
    }
}
