//! Real modules, loaded into the host as the server loads them.
#![allow(clippy::unwrap_used, reason = "a test fails where a helper of it fails")]

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::{Arc, LazyLock, Mutex};
use std::time::{Duration, Instant};

use ludograph_host::{
    CallError, Date, Graph, Host, Level, LoadError, LocalDateTime, LocalTime, Options, Parameters, PropertyGraph,
    QueryError, Table, Value, query, set_log_sink,
};
use tempfile::TempDir;

const PEOPLE: &str = r#"{
  "nodes": [{"id": 10, "labels": ["Person"], "properties": {"name": "Ada", "rank": 1}},
            {"id": 20, "labels": ["Person"], "properties": {"rank": "two"}},
            {"id": 30, "labels": ["Machine"]}],
  "relationships": [{"type": "KNOWS", "from": 10, "to": 20}, {"type": "USES", "from": 10, "to": 30}]
}"#;

/// The variable that names a folder with the examples to test instead of those built anew, such as `target/query_modules`.
const GIVEN: &str = "LUDOGRAPH_MODULES";

/// The folder of the examples, built anew: `cargo test --test modules` alone would leave them as they were.
static EXAMPLES: LazyLock<PathBuf> = LazyLock::new(|| {
    let test = std::env::current_exe().unwrap();
    let profile = test.parent().unwrap().parent().unwrap();
    let mut cargo = Command::new(env!("CARGO"));
    cargo.args(["build", "--package", env!("CARGO_PKG_NAME"), "--examples", "--target-dir"]);
    cargo.arg(profile.parent().unwrap()).args(profile.ends_with("release").then_some("--release"));
    assert!(cargo.status().unwrap().success(), "the examples do not build");
    profile.join("examples")
});

/// The shared object of an example.
fn built(name: &str) -> PathBuf {
    match std::env::var_os(GIVEN) {
        Some(given) => Path::new(&given).join(format!("{name}.so")),
        None => EXAMPLES.join(format!("lib{name}.so")),
    }
}

/// The example under the name of a module.
fn installed(name: &str) -> (TempDir, PathBuf) {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join(format!("{name}.so"));
    std::fs::copy(built(name), &path).unwrap();
    (folder, path)
}

struct Probe {
    host: Host,
    graph: PropertyGraph,
    _folder: TempDir,
}

fn probe() -> Probe {
    let (folder, path) = installed("probe");
    let mut host = Host::new();
    host.load(&path).unwrap();
    Probe { host, graph: PropertyGraph::from_json(PEOPLE).unwrap(), _folder: folder }
}

impl Probe {
    fn run(&mut self, text: &str) -> Result<Table, QueryError> {
        let table = query(&self.host, &mut self.graph, text, &Parameters::new(), &Options::default())?;
        assert_eq!((table.report.leaked, table.report.misuses.clone()), (0, Vec::new()), "{text}");
        Ok(table)
    }

    fn error(&mut self, text: &str) -> String {
        self.run(text).unwrap_err().to_string()
    }
}

#[test]
fn a_procedure_reads_the_graph() {
    let mut probe = probe();
    let table = probe.run("CALL probe.hubs('Person') YIELD node, name, degree RETURN id(node), name, degree").unwrap();
    let expected =
        [vec![Value::Int(10), Value::string("Ada"), Value::Int(2)], vec![Value::Int(20), Value::Null, Value::Int(1)]];
    assert_eq!(table.rows, expected);
    assert_eq!(probe.error("CALL probe.hubs('Person', 0)"), "probe.hubs: at_least must be a positive integer, got 0");
}

#[test]
fn every_value_goes_in_and_out() {
    let mut probe = probe();
    let mut graph = PropertyGraph::from_json(PEOPLE).unwrap();
    let node = graph.find_node(10).unwrap();
    let step = ludograph_host::Relationship(0);
    let path = ludograph_host::Path { start: node, steps: vec![(step, graph.find_node(20).unwrap())] };
    let values = [
        (Value::Null, "NULL"),
        (Value::Bool(true), "BOOLEAN"),
        (Value::Int(i64::MIN), "INTEGER"),
        (Value::Float(0.1), "FLOAT"),
        (Value::string("été"), "STRING"),
        (Value::List(vec![Value::Int(1), Value::List(vec![Value::Null])]), "LIST"),
        (Value::Node(node), "NODE"),
        (Value::Relationship(step), "RELATIONSHIP"),
        (Value::Path(path), "PATH"),
        (Value::Date(Date::new(2024, 2, 29).unwrap()), "DATE"),
        (Value::LocalTime(LocalTime::new(23, 59, 58, 7, 6).unwrap()), "LOCAL_TIME"),
        (Value::LocalDateTime(LocalDateTime::parse("1969-12-31T23:59:59.999999").unwrap()), "LOCAL_DATE_TIME"),
        (Value::Duration(ludograph_host::Duration::from_microseconds(-1)), "DURATION"),
    ];
    for (value, kind) in values {
        let records =
            probe.host.call(&mut graph, "probe.echo", std::slice::from_ref(&value), &Options::default()).unwrap();
        assert_eq!(records.rows, [[value, Value::string(kind), Value::Float(0.5)]]);
        assert_eq!((records.report.leaked, records.report.misuses), (0, Vec::new()), "{kind}");
    }
    let table = probe.run("CALL probe.echo({b: 1, a: 'x'}, [1, 2.5]) YIELD value, sum RETURN value.a, value.b, sum");
    let expected = [Value::string("STRING"), Value::string("INTEGER"), Value::Float(3.5)];
    assert_eq!(table.unwrap().rows, [expected]);
}

#[test]
fn a_panic_is_an_error_and_no_row_stays() {
    let mut probe = probe();
    for (how, said) in [
        ("text", "plain text"),
        ("format", "1 and 2"),
        ("index", "index out of bounds: the len is 0 but the index is 3"),
        ("payload", "a panic without a message"),
    ] {
        let text = format!("CALL probe.panics('{how}') YIELD n");
        assert_eq!(probe.error(&text), format!("probe.panics: module error: {said}"));
    }
    assert_eq!(probe.error("RETURN probe.shout('')"), "probe.shout: module error: nothing to shout");
    assert_eq!(probe.run("RETURN probe.shout('hey')").unwrap().rows, [[Value::string("HEY!")]]);
}

#[test]
fn a_procedure_called_write_writes() {
    let mut probe = probe();
    let table = probe.run("CALL probe.write(10) YIELD path, labels RETURN size(path), labels").unwrap();
    assert_eq!(table.rows, [[Value::Int(1), Value::List(vec![Value::string("Made")])]]);
    assert_eq!((probe.graph.node_count(), probe.graph.relationship_count()), (4, 3));
    assert_eq!(probe.error("CALL probe.write(99)"), "probe.write: there is no such node");
    assert_eq!(
        probe.error("CALL probe.forbidden()"),
        "probe.forbidden: the graph cannot be changed: the procedure was declared to read"
    );
}

#[test]
fn sentences_name_the_node_and_the_property() {
    let mut probe = probe();
    assert_eq!(probe.error("CALL probe.rank()"), "probe.rank: node 20: property 'rank' must be INTEGER, got STRING");
    let name = probe.graph.find_name("rank").unwrap();
    let node = probe.graph.find_node(20).unwrap();
    probe.graph.set_node_property(node, name, Value::Int(2)).unwrap();
    assert_eq!(probe.error("CALL probe.rank()"), "probe.rank: node 30 has no property 'rank'");
}

#[test]
fn names_that_were_not_declared_are_told() {
    let mut probe = probe();
    for (how, said) in [
        ("argument", "there is no argument 'hwo' in the declaration. Did you mean 'how'?"),
        ("field", "there is no result field 'm' in the declaration."),
        ("type", "how must be INTEGER, got STRING"),
        ("nul", "\"a\\0b\" holds a NUL character"),
        ("none", "a record lacks the field 'n'"),
    ] {
        assert_eq!(probe.error(&format!("CALL probe.wrong_names('{how}')")), format!("probe.wrong_names: {said}"));
    }
}

#[test]
fn a_record_has_its_own_values_in_whatever_order_they_were_set() {
    let mut probe = probe();
    let row = |n, x: Option<f64>, text| vec![Value::Int(n), x.map_or(Value::Null, Value::Float), Value::string(text)];
    let repeated = probe.run("CALL probe.records('repeated')").unwrap().rows;
    assert_eq!(
        repeated,
        [(1, Some(0.0)), (1, Some(-0.0)), (1, None), (2, None), (2, Some(-0.0))].map(|(n, x)| row(n, x, "same"))
    );
    let signs: Vec<bool> = repeated
        .iter()
        .filter_map(|row| if let Value::Float(x) = row[1] { Some(x.is_sign_negative()) } else { None })
        .collect();
    assert_eq!(signs, [false, true, true]);
    let ordered = [row(1, Some(0.5), "declared"), row(2, Some(1.5), "last first"), row(4, None, "vector")];
    assert_eq!(probe.run("CALL probe.records('order')").unwrap().rows, ordered);
    assert_eq!(probe.error("CALL probe.records('careless')"), "probe.records: a record lacks the field 'text'");
}

#[test]
fn lack_of_memory_is_an_error() {
    let probe = probe();
    let mut graph = PropertyGraph::new();
    let options = Options { memory_bytes_max: Some(1 << 20), ..Options::default() };
    let mut call = |name: &str, arguments: &[Value]| probe.host.call(&mut graph, name, arguments, &options);
    assert_eq!(call("probe.hoard", &[Value::Int(1000)]).unwrap().rows, [[Value::Int(499_500)]]);
    let error = call("probe.hoard", &[Value::Int(1_000_000)]).unwrap_err().to_string();
    assert!(error.starts_with("probe.hoard: not enough memory for "), "{error}");
    let error = call("probe.huge", &[]).unwrap_err().to_string();
    assert!(error.starts_with("probe.huge: not enough memory for "), "{error}");
    assert_eq!(call("probe.hoard", &[Value::Int(1000)]).unwrap().report.leaked, 0);
}

#[test]
fn every_allocation_may_fail_and_the_error_is_said() {
    let probe = probe();
    let mut graph = PropertyGraph::from_json(PEOPLE).unwrap();
    let arguments = [Value::string("Person")];
    let whole = probe.host.call(&mut graph, "probe.hubs", &arguments, &Options::default()).unwrap();
    let first = 1 + u64::from(whole.report.allocations > 5) * 5;
    for number in first..=whole.report.allocations {
        let options = Options { fail_allocation: Some(number), ..Options::default() };
        let error = probe.host.call(&mut graph, "probe.hubs", &arguments, &options).unwrap_err();
        assert!(matches!(error, CallError::Module { .. } | CallError::ArgumentsTooLarge { .. }), "{number}: {error}");
    }
}

#[test]
fn deadlines_stop_a_procedure() {
    let mut probe = probe();
    assert_eq!(probe.run("CALL probe.patient(1)").unwrap().rows, [[Value::Int(1)]]);
    let options = Options { timeout: Some(Duration::from_millis(30)), ..Options::default() };
    let error = probe.host.call(&mut probe.graph, "probe.patient", &[], &options).unwrap_err();
    assert!(matches!(error, CallError::Aborted { .. }), "{error}");
}

#[test]
fn batches_keep_their_state_and_report_what_fails() {
    let mut probe = probe();
    let table = probe.run("CALL probe.countdown(5)").unwrap();
    let expected: Vec<_> = (1..=5).rev().map(|left| vec![Value::Int(left)]).collect();
    assert_eq!(table.rows, expected);
    assert_eq!(probe.error("CALL probe.countdown(-1)"), "probe.countdown: from must be at least 0, got -1");
    assert_eq!(probe.run("CALL probe.countdown(0)").unwrap().rows, Vec::<Vec<Value>>::new());
}

#[test]
fn threads_of_the_module_are_tracked_where_the_server_can() {
    let mut probe = probe();
    assert_eq!(probe.run("CALL probe.threads()").unwrap().rows, [[Value::Int(1)]]);
}

#[test]
fn a_wrong_declaration_refuses_the_module_and_says_why() {
    let seen: Arc<Mutex<Vec<(Level, String)>>> = Arc::default();
    let sink = Arc::clone(&seen);
    set_log_sink(move |level, message| sink.lock().unwrap().push((level, message.to_owned())));
    let (_folder, path) = installed("refused");
    let mut host = Host::new();
    let error = host.load(&path).unwrap_err();
    assert!(matches!(error, LoadError::Refused { code: 1, .. }), "{error}");
    assert!(host.declarations().is_empty());
    let seen = seen.lock().unwrap();
    let expected =
        "the module is not loaded: second: argument 'limit': mgp_proc_add_opt_arg failed: it cannot be done here";
    assert!(seen.contains(&(Level::Error, expected.to_owned())), "{seen:?}");
}

#[test]
fn only_the_two_entry_names_are_exported_and_only_libc_is_needed() {
    for name in ["probe", "refused"] {
        let Ok(output) = Command::new("nm").args(["-D", "--defined-only", "-j"]).arg(built(name)).output() else {
            println!("skipped: there is no nm");
            return;
        };
        let names = String::from_utf8(output.stdout).unwrap();
        assert_eq!(names.lines().collect::<Vec<_>>(), ["mgp_init_module", "mgp_shutdown_module"]);
    }
}

#[test]
fn only_names_of_2_0_are_linked() {
    let Ok(output) = Command::new("nm").args(["-D", "--undefined-only", "-j"]).arg(built("probe")).output() else {
        println!("skipped: there is no nm");
        return;
    };
    let newer = [
        "mgp_value_copy",
        "mgp_list_copy",
        "mgp_map_copy",
        "mgp_map_update",
        "mgp_map_erase",
        "mgp_log",
        "mgp_module_add_batch_read_procedure",
        "mgp_module_add_batch_write_procedure",
        "mgp_module_add_function",
        "mgp_func_add_arg",
        "mgp_func_add_opt_arg",
        "mgp_func_result_set_error_msg",
        "mgp_func_result_set_value",
        "mgp_message_source_type",
        "mgp_message_offset",
        "mgp_track_current_thread_allocations",
        "mgp_untrack_current_thread_allocations",
    ];
    let names = String::from_utf8(output.stdout).unwrap();
    assert!(names.lines().any(|name| name == "mgp_value_get_type"));
    for name in names.lines() {
        assert!(!newer.contains(&name), "{name} is newer than 2.0");
    }
}

#[test]
fn a_module_can_be_loaded_again() {
    let (_folder, path) = installed("probe");
    for _ in 0..3 {
        let mut host = Host::new();
        host.load(&path).unwrap();
        let records = host.call(&mut PropertyGraph::new(), "probe.huge", &[], &Options::default());
        assert!(records.is_err());
    }
}

/// How long it takes to read a graph of games through the interface; the figure is printed, not judged, because a
/// test's machine may be busy.
#[test]
fn a_graph_of_5000_runs_and_150_jokers_is_read() {
    let mut graph = PropertyGraph::new();
    let name = |graph: &mut PropertyGraph, text: &str| graph.intern(&text.into()).unwrap();
    let [run, joker, used, rounds] = ["Run", "Joker", "USED", "rounds"].map(|text| name(&mut graph, text));
    let jokers: Vec<_> = (0..150).map(|_| graph.create_node().unwrap()).collect();
    for node in &jokers {
        graph.set_label(*node, joker, true).unwrap();
    }
    for number in 0..5000_usize {
        let node = graph.create_node().unwrap();
        graph.set_label(node, run, true).unwrap();
        for held in 0..8 {
            let to = jokers[(number * 7 + held * 13) % jokers.len()];
            let edge = graph.create_relationship(node, to, used).unwrap();
            graph.set_relationship_property(edge, rounds, Value::Int(2)).unwrap();
        }
    }
    let probe = probe();
    let mut times = Vec::new();
    for _ in 0..21 {
        let start = Instant::now();
        let records = probe.host.call(&mut graph, "probe.usage", &[], &Options::default()).unwrap();
        times.push(start.elapsed());
        assert_eq!(records.rows, [[Value::Int(5000), Value::Int(40_000), Value::Int(80_000)]]);
        assert_eq!((records.report.leaked, records.report.misuses), (0, Vec::new()));
    }
    times.sort();
    println!("5,000 runs, 40,000 relationships with a property: median {:?}, best {:?}", times[10], times[0]);
}

#[test]
fn a_host_serves_several_threads() {
    let probe = probe();
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                for from in 0..50 {
                    let mut graph = PropertyGraph::from_json(PEOPLE).unwrap();
                    let arguments = [Value::Int(from)];
                    let options = Options::default();
                    let records = probe.host.call(&mut graph, "probe.countdown", &arguments, &options).unwrap();
                    assert_eq!(records.rows.len(), usize::try_from(from).unwrap());
                }
            });
        }
    });
}
