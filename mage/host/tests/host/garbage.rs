//! A module that leaks, loops and hands out garbage.

use std::time::{Duration, Instant};

use ludograph_host::{CallError, Cancel, Options, Value};

use crate::fixtures::{host_with, people, run};

#[test]
fn what_can_be_told_is_an_error_code_or_noted() {
    let Some(host) = host_with("garbage") else { return };
    let table = run(&host, &mut people(), "CALL garbage.misuse() YIELD n").unwrap();
    assert_eq!(table.rows, [[Value::Int(9)]]);
    let expected =
        [("mgp_free", 1), ("mgp_list_destroy", 2), ("mgp_value_destroy", 2)].map(|(name, count)| (name, count));
    assert_eq!(table.report.misuses, expected);
}

#[test]
fn leaks_are_counted_and_given_back() {
    let Some(host) = host_with("garbage") else { return };
    // The second call gets the slots of the first, and nothing that was in them.
    for _ in 0..2 {
        let table = run(&host, &mut people(), "CALL garbage.leak()").unwrap();
        assert_eq!(table.report.leaked, 101);
    }
}

#[test]
fn the_memory_limit_holds_and_the_host_goes_on() {
    let Some(host) = host_with("garbage") else { return };
    let options = Options { memory_bytes_max: Some(1 << 20), ..Options::default() };
    let error = host.call(&mut people(), "garbage.hoard", &[], &options).unwrap_err();
    assert_eq!(error.to_string(), "garbage.hoard: not enough memory");
    run(&host, &mut people(), "CALL garbage.leak()").unwrap();
}

#[test]
fn a_record_without_all_fields_fails_the_call() {
    let Some(host) = host_with("garbage") else { return };
    let error = run(&host, &mut people(), "CALL garbage.half()").unwrap_err();
    assert_eq!(
        error.to_string(),
        "Procedure 'garbage.half' did not yield all fields as required by its signature: record 2 has no 'n'. \
         The host refused a value: field 'n' must be of type INTEGER, got STRING."
    );
}

#[test]
fn loops_end_at_the_deadline() {
    let Some(host) = host_with("garbage") else { return };
    let options = Options { timeout: Some(Duration::from_millis(50)), ..Options::default() };
    for name in ["garbage.patient", "garbage.deaf"] {
        let start = Instant::now();
        let error = host.call(&mut people(), name, &[], &options).unwrap_err();
        assert!(matches!(error, CallError::Aborted { .. }), "{error}");
        assert!(start.elapsed() < Duration::from_secs(30), "{:?}", start.elapsed());
    }
}

#[test]
fn a_call_can_be_cancelled_from_another_thread() {
    let Some(host) = host_with("garbage") else { return };
    let cancel = Cancel::default();
    let options = Options { cancel: Some(cancel.clone()), ..Options::default() };
    std::thread::scope(|scope| {
        scope.spawn(move || {
            std::thread::sleep(Duration::from_millis(20));
            cancel.cancel();
        });
        let error = host.call(&mut people(), "garbage.patient", &[], &options).unwrap_err();
        assert!(matches!(error, CallError::Aborted { .. }), "{error}");
    });
}

#[test]
fn nesting_is_bounded() {
    let Some(host) = host_with("garbage") else { return };
    let table = run(&host, &mut people(), "CALL garbage.nested() YIELD n").unwrap();
    assert_eq!(table.rows, [[Value::Int(128)]]);
}

#[test]
fn a_name_in_a_buffer_is_what_stands_there_now() {
    let Some(host) = host_with("garbage") else { return };
    let table = run(&host, &mut people(), "CALL garbage.buffer() YIELD n").unwrap();
    // An integer, a string, an integer, null, a string.
    assert_eq!(table.rows, [[Value::Int(24_204)]]);
}

#[test]
fn records_have_any_number_of_fields_in_any_order() {
    let Some(host) = host_with("wide") else { return };
    let table = run(&host, &mut people(), "CALL wide.wide(99) YIELD f69, f0, f69 AS last, f64").unwrap();
    let row = |record: i64| [69, 0, 69, 64].map(|field| Value::Int(100 * record + field));
    assert_eq!(table.rows, [row(0), row(1), row(2)]);
    for field in [0, 63, 64, 69] {
        let error = run(&host, &mut people(), &format!("CALL wide.wide({field}) YIELD f1")).unwrap_err();
        let expected = format!("record 3 has no 'f{field}'.");
        assert!(error.to_string().contains(&expected), "{error}");
    }
}
