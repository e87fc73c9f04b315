//! C modules compiled once, and a small graph.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::LazyLock;

use ludograph_host::{Host, Options, Parameters, PropertyGraph, QueryError, Table, query};
use tempfile::TempDir;

/// Three people; Ada knows two.
pub(crate) const PEOPLE: &str = r#"{
  "nodes": [
    {"id": 10, "labels": ["Person", "Author"], "properties": {"name": "Ada", "born": 1815}},
    {"id": 20, "labels": ["Person"], "properties": {"name": "Charles"}},
    {"id": 30, "labels": ["Person"], "properties": {"name": "Mary"}}
  ],
  "relationships": [
    {"id": 1, "type": "KNOWS", "from": 10, "to": 20, "properties": {"since": 1833}},
    {"id": 2, "type": "KNOWS", "from": 10, "to": 30}
  ]
}"#;

static FOLDER: LazyLock<TempDir> = LazyLock::new(|| TempDir::new().unwrap());

pub(crate) fn people() -> PropertyGraph {
    PropertyGraph::from_json(PEOPLE).unwrap()
}

/// Compiles a module of `tests/modules` into a folder of its own; `None`, with a word about it, without a C compiler.
pub(crate) fn compile(name: &str) -> Option<PathBuf> {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/modules").join(format!("{name}.c"));
    let unique = format!("{name}{:?}", std::thread::current().id()).replace(['(', ')'], "_");
    let folder = FOLDER.path().join(unique);
    std::fs::create_dir_all(&folder).unwrap();
    let target = folder.join(format!("{name}.so"));
    let arguments = ["-shared", "-fPIC", "-O1", "-g", "-Wall", "-Wextra", "-Werror", "-o"];
    let Ok(status) = Command::new("cc").args(arguments).arg(&target).arg(&source).status() else {
        println!("skipped: there is no C compiler");
        return None;
    };
    assert!(status.success(), "{name}.c does not compile");
    Some(target)
}

/// A host with one C module.
pub(crate) fn host_with(name: &str) -> Option<Host> {
    let path = compile(name)?;
    let mut host = Host::new();
    host.load(&path).unwrap();
    Some(host)
}

pub(crate) fn run(host: &Host, graph: &mut PropertyGraph, text: &str) -> Result<Table, QueryError> {
    query(host, graph, text, &Parameters::new(), &Options::default())
}
