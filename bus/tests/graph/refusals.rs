//! What the server will never take.

use ludograph_bolt::{At, Fault, Options, Request, Rule, Server, Value};
use ludograph_bus::{GraphSink, Password};

use super::games::{brigade, id_text, mixed};
use super::support::{Bench, lines_in, until};

const CLIENT: &str = "Memgraph.ClientError.MemgraphError.MemgraphError";

/// Refuses to merge the game with this id.
fn poison(key: String) -> Rule {
    let has_it = move |request: &Request| {
        let Request::Run { text, parameters } = request else { return false };
        let rows = parameters.get("rows").map(Value::items).unwrap_or_default();
        let is_it = |row: &Value| row.get("id").and_then(Value::as_text) == Some(key.as_str());
        text.contains("MERGE (n:`Game`") && rows.iter().any(is_it)
    };
    Rule::always(At::Run, Fault::fail(CLIENT, "a property of the row has a type that is not supported")).when(has_it)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn refused_rows_are_left_out_and_told_and_the_rest_goes_on() {
    let server = Server::start(Options::default()).await.unwrap();
    let games: Vec<_> = (0..60).flat_map(|seed| brigade(seed, 3)).collect();
    let bench = Bench::with(&games);
    let poisoned = [id_text(17), id_text(41)];
    poisoned.iter().for_each(|id| server.script().add(poison(id.clone())));
    let sink = bench.start(server.uri());
    bench.settle(&sink).await;
    let has_it = |line: &String| {
        poisoned.iter().any(|id| {
            line.contains(&format!("(Game {{\"game_id\": \"\\\"{id}")) || line.contains(&format!("(Game \"{id}"))
        })
    };
    let expected: Vec<String> = bench.expected().into_iter().filter(|line| !has_it(line)).collect();
    assert_eq!(bench.expected().len() - expected.len(), 2 + 2 * 4);
    assert_eq!(lines_in(&server), expected);
    let failed = sink.state().failed().unwrap();
    assert!(failed.contains("refused 2 rows") && failed.contains("not supported"), "{failed}");
    // What comes later is taken, and the sink still says what it left out.
    bench.append(&brigade(100, 2));
    bench.settle(&sink).await;
    assert!(lines_in(&server).iter().any(|line| line.contains(&id_text(100))));
    assert_eq!(sink.state().failed(), Some(failed));
    sink.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_statement_refused_without_rows_leaves_nothing_out() {
    let server = Server::start(Options::default()).await.unwrap();
    let read_only = Fault::fail(CLIENT, "Write query forbidden on the replica!");
    let writes = |request: &Request| matches!(request, Request::Run { text, .. } if text.starts_with("UNWIND"));
    server.script().add(Rule::always(At::Run, read_only).when(writes));
    let bench = Bench::with(&mixed(7, 5));
    let sink = bench.start(server.uri());
    let state = sink.state();
    until(|| state.failed().is_some(), || format!("{:?}", state.delayed())).await;
    assert!(state.failed().unwrap().contains("forbidden on the replica"), "{:?}", state.failed());
    assert_eq!(state.position(), 0);
    server.script().clear();
    bench.settle(&sink).await;
    until(|| state.failed().is_none(), || format!("{:?}", state.failed())).await;
    assert_eq!(lines_in(&server), bench.expected());
    sink.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_wrong_password_is_told_and_never_shown() {
    let credentials = Some(("feeder".to_owned(), "right".to_owned()));
    let server = Server::start(Options { credentials, ..Options::default() }).await.unwrap();
    let bench = Bench::with(&mixed(8, 2));
    let mut options = bench.options(server.uri());
    options.user = "feeder".to_owned();
    options.password = Password::new("wrong".to_owned());
    assert!(!format!("{options:?}").contains("wrong"));
    let sink = GraphSink::start(bench.log.clone(), options.clone()).unwrap();
    let state = sink.state();
    until(|| state.failed().is_some(), || format!("{:?}", state.delayed())).await;
    let failed = state.failed().unwrap();
    assert!(failed.contains("does not take the user") && !failed.contains("wrong"), "{failed}");
    sink.stop().await;
    options.password = Password::new("right".to_owned());
    let sink = GraphSink::start(bench.log.clone(), options).unwrap();
    bench.settle(&sink).await;
    assert_eq!(lines_in(&server), bench.expected());
    sink.stop().await;
}

#[tokio::test]
async fn what_is_no_address_is_refused_at_once() {
    let bench = Bench::new();
    for uri in ["", "memgraph:7687", "http://127.0.0.1:7687", "neo4j://127.0.0.1", "bolt://"] {
        let refused = GraphSink::start(bench.log.clone(), bench.options(uri.to_owned())).unwrap_err().to_string();
        assert!(refused.contains("is no address of a Bolt server"), "{uri}: {refused}");
    }
}
