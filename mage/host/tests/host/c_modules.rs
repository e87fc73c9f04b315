//! Every group of the interface, through a module in C.

use std::sync::{Arc, Mutex};

use ludograph_host::{CallError, Graph, Level, LoadError, Message, Options, QueryError, Source, Value, set_log_sink};

use crate::fixtures::{compile, host_with, people, run};

/// Runs a procedure of checks; all must hold, and nothing may be leaked or misused.
fn checks(name: &str, at_least: usize) {
    let Some(host) = host_with("groups") else { return };
    let mut graph = people();
    let table = run(&host, &mut graph, &format!("CALL groups.{name}() YIELD name, holds")).unwrap();
    assert!(table.rows.len() >= at_least, "{}", table.rows.len());
    for row in &table.rows {
        assert_eq!(row[1], Value::Bool(true), "{:?}", row[0]);
    }
    assert_eq!((table.report.leaked, table.report.misuses), (0, Vec::new()));
}

#[test]
fn memory() {
    checks("memory", 10);
}

#[test]
fn values_lists_and_maps() {
    checks("values", 30);
}

#[test]
fn days_and_times() {
    checks("times", 35);
}

#[test]
fn reading_a_graph() {
    checks("graph", 38);
}

#[test]
fn changing_a_graph() {
    checks("changes", 10);
}

#[test]
fn changes_stay_when_a_procedure_succeeds_and_go_when_it_fails() {
    let Some(host) = host_with("groups") else { return };
    let mut graph = people();
    let before = graph.to_json();
    let error = run(&host, &mut graph, "CALL groups.changes(true) YIELD *").unwrap_err();
    assert_eq!(error.to_string(), "groups.changes: nothing of this stays");
    assert_eq!(graph.to_json(), before);
    run(&host, &mut graph, "CALL groups.changes() YIELD *").unwrap();
    assert_eq!((graph.node_count(), graph.relationship_count()), (4, 3));
    let ada = graph.find_node(10).unwrap();
    let died = graph.find_name("died").unwrap();
    assert_eq!(graph.node_property(ada, died), Some(&Value::Int(1852)));
}

#[test]
fn batches_go_on_until_one_is_empty_and_are_cleaned_up() {
    let Some(host) = host_with("groups") else { return };
    for _ in 0..2 {
        let table = run(&host, &mut people(), "CALL groups.countdown(5) YIELD left, open").unwrap();
        let rows: Vec<_> = table.rows.iter().map(|row| (row[0].clone(), row[1].clone())).collect();
        let expected: Vec<_> = (1..=5).rev().map(|left| (Value::Int(left), Value::Int(1))).collect();
        assert_eq!(rows, expected);
    }
}

#[test]
fn functions() {
    let Some(host) = host_with("groups") else { return };
    let table = run(&host, &mut people(), "RETURN groups.twice(21) + 1 AS n, groups.twice(-1)").unwrap();
    assert_eq!(table.columns, ["n", "groups.twice(-1)"]);
    assert_eq!(table.rows, [[Value::Int(43), Value::Int(-2)]]);
    let error = run(&host, &mut people(), "RETURN groups.twice(1001)").unwrap_err();
    assert_eq!(error.to_string(), "groups.twice: number must be at most 1000");
    let error = run(&host, &mut people(), "RETURN groups.twize(1)").unwrap_err();
    assert_eq!(error.to_string(), "There is no function named 'groups.twize'. Did you mean 'groups.twice'?");
}

#[test]
fn transformations() {
    let Some(host) = host_with("groups") else { return };
    let message = |payload: &str| Message {
        source: Source::Kafka,
        topic: c"hands".into(),
        payload: payload.into(),
        key: None,
        timestamp_ms: 0,
        offset: 0,
    };
    let messages = [message("one"), message("two")];
    let records = host.transform(&mut people(), "groups.echo", &messages, &Options::default()).unwrap();
    assert_eq!(records.fields, ["query", "parameters"]);
    assert_eq!(records.rows, [[Value::string("hands:one"), Value::Null], [Value::string("hands:two"), Value::Null]]);
}

#[test]
fn what_is_declared_is_listed() {
    let Some(host) = host_with("groups") else { return };
    let all = host.declarations();
    let find = |name: &str| all.iter().find(|entry| entry.name == name).unwrap();
    let countdown = find("groups.countdown");
    assert_eq!(countdown.kind, "batched read procedure");
    assert_eq!(countdown.signature, "(from :: INTEGER) :: (left :: INTEGER, open :: INTEGER (deprecated))");
    assert_eq!(find("groups.changes").signature, "(fail = false :: BOOLEAN) :: (name :: STRING, holds :: BOOLEAN)");
    assert_eq!(find("groups.twice").kind, "function");
    assert!(all.is_sorted_by(|a, b| a.name < b.name));
}

#[test]
fn arguments_are_checked_in_the_servers_words() {
    let Some(host) = host_with("groups") else { return };
    let mut graph = people();
    let mut fails = |text: &str| run(&host, &mut graph, text).unwrap_err().to_string();
    assert_eq!(fails("CALL groups.memory(1)"), "'groups.memory' requires no arguments, got 1.");
    assert_eq!(fails("CALL groups.countdown()"), "'groups.countdown' requires exactly 1 argument, got 0.");
    assert_eq!(fails("CALL groups.changes(true, 1)"), "'groups.changes' requires between 0 and 1 arguments, got 2.");
    assert_eq!(
        fails("CALL groups.countdown('five')"),
        "'groups.countdown' argument named 'from' at position 0 must be of type INTEGER, got STRING \"five\"."
    );
    assert_eq!(
        fails("CALL groups.countdown(null)"),
        "'groups.countdown' argument named 'from' at position 0 must be of type INTEGER, got NULL."
    );
    assert_eq!(
        fails("CALL group.values()"),
        "There is no procedure named 'group.values'. Did you mean 'groups.values'?"
    );
}

#[test]
fn a_module_that_refuses_is_not_loaded() {
    let Some(path) = compile("refuses") else { return };
    let mut host = ludograph_host::Host::new();
    let error = host.load(&path).unwrap_err();
    assert!(matches!(error, LoadError::Refused { code: 42, .. }), "{error}");
    assert!(host.declarations().is_empty());
}

#[test]
fn what_is_no_module_is_refused_with_a_reason() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("text.so");
    std::fs::write(&path, "no module").unwrap();
    let mut host = ludograph_host::Host::new();
    assert!(matches!(host.load(&path).unwrap_err(), LoadError::Open { .. }));
    let error = host.load(&folder.path().join("a-b.so")).unwrap_err();
    assert!(matches!(error, LoadError::Name { .. }), "{error}");
    assert!(matches!(host.load(&folder.path().join("none.so")).unwrap_err(), LoadError::Io { .. }));
    let errors = host.load_folder(folder.path()).unwrap();
    assert_eq!(errors.len(), 1);
}

#[test]
fn every_allocation_may_fail_and_the_host_goes_on() {
    let Some(host) = host_with("groups") else { return };
    for name in ["groups.values", "groups.times", "groups.graph", "groups.memory"] {
        let whole = host.call(&mut people(), name, &[], &Options::default()).unwrap();
        for number in (1..whole.report.allocations).step_by(3) {
            let options = Options { fail_allocation: Some(number), ..Options::default() };
            // A C module that does not look at codes has no right result then; it must only not take us down.
            match host.call(&mut people(), name, &[], &options) {
                Ok(records) => assert!(records.rows.len() <= whole.rows.len()),
                Err(error) => assert!(!matches!(error, CallError::UnknownProcedure { .. }), "{error}"),
            }
        }
    }
}

#[test]
fn messages_of_modules_reach_the_sink() {
    let seen: Arc<Mutex<Vec<(Level, String)>>> = Arc::default();
    let sink = Arc::clone(&seen);
    set_log_sink(move |level, message| sink.lock().unwrap().push((level, message.to_owned())));
    let Some(_host) = host_with("groups") else { return };
    assert!(seen.lock().unwrap().contains(&(Level::Info, "groups loaded".to_owned())));
}

#[test]
fn an_error_of_a_call_is_no_syntax_error() {
    let Some(host) = host_with("groups") else { return };
    assert!(matches!(run(&host, &mut people(), "CALL groups.memory(1)").unwrap_err(), QueryError::Call(_)));
}
