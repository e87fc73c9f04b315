//! Every way in which a server can go wrong once, and what becomes of it: nothing.

use std::time::Duration;

use ludograph_bolt::{At, Fault, Options, Rule, Server, Version};

use super::games::mixed;
use super::support::{Bench, lines_in, until};

const TRANSIENT: &str = "Memgraph.TransientError.MemgraphError.MemgraphError";
const CLIENT: &str = "Memgraph.ClientError.MemgraphError.MemgraphError";
const CONFLICT: &str = "Cannot resolve conflicting transactions. You can retry this transaction when the conflicting transaction is finished";

/// Feeds a graph while these go wrong, in two halves, and checks that nothing came of it.
async fn survives(name: &str, rules: Vec<Rule>) {
    let server = Server::start(Options::default()).await.unwrap();
    rules.into_iter().for_each(|rule| server.script().add(rule));
    let events = mixed(3, 8);
    let bench = Bench::with(&events[..events.len() / 2]);
    let mut options = bench.options(server.uri());
    options.attempt_max = Duration::from_secs(2);
    options.batch_rows = 40;
    let sink = ludograph_bus::GraphSink::start(bench.log.clone(), options).unwrap();
    bench.settle(&sink).await;
    bench.append(&events[events.len() / 2..]);
    bench.settle(&sink).await;
    assert!(server.script().is_done(), "{name}: it never went wrong");
    assert_eq!(lines_in(&server), bench.expected(), "{name}");
    let state = sink.state();
    assert_eq!((state.failed(), state.delayed(), state.refuses()), (None, None, None), "{name}");
    assert_eq!(server.stats().scanned, 0, "{name}: an index is missing");
    sink.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_connection_may_end_anywhere() {
    for at in [At::Accept, At::Handshake, At::Hello, At::Begin, At::Run, At::Pull, At::Commit] {
        survives(&format!("drop at {at:?}"), vec![Rule::once(at, Fault::Drop)]).await;
    }
    for at in [At::Hello, At::Begin, At::Run, At::Pull, At::Commit] {
        let skip = if at == At::Hello { 0 } else { 2 };
        survives(&format!("drop after {at:?}"), vec![Rule::once(at, Fault::DropAfter).after(skip)]).await;
        survives(&format!("cut at {at:?}"), vec![Rule::once(at, Fault::DropWithin(3))]).await;
    }
    let last = |fault| Rule::once(At::Commit, fault).after(1).times(2);
    survives("the answer to two commits is lost", vec![last(Fault::DropAfter)]).await;
    survives("half of it is", vec![last(Fault::DropWithin(5))]).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn failures_that_pass_are_tried_again() {
    for at in [At::Hello, At::Begin, At::Run, At::Commit] {
        let code = if at == At::Hello { "Memgraph.ClientError.Security.Unauthenticated" } else { TRANSIENT };
        survives(&format!("transient at {at:?}"), vec![Rule::once(at, Fault::fail(code, "later")).times(3)]).await;
    }
    let conflict = |code| Rule::once(At::Run, Fault::fail(code, CONFLICT)).after(20).times(2);
    survives("a conflict", vec![conflict(TRANSIENT)]).await;
    survives("a conflict in the words of 2.x", vec![conflict(CLIENT)]).await;
    let commit = Rule::once(At::Commit, Fault::fail(CLIENT, CONFLICT)).after(1);
    survives("a conflict at the commit", vec![commit]).await;
    let unknown = Fault::fail("Memgraph.DatabaseError.MemgraphError.MemgraphError", "unknown");
    survives("something within the server", vec![Rule::once(At::Run, unknown).after(20)]).await;
    let memory = Fault::fail(CLIENT, "Memory limit exceeded! Attempting to allocate a chunk of 2MiB");
    survives("no memory for now", vec![Rule::once(At::Run, memory).after(20)]).await;
    survives("a reset is refused", vec![Rule::once(At::Reset, Fault::fail(CLIENT, "no"))]).await;
    survives("a reset is not answered", vec![Rule::once(At::Reset, Fault::Drop)]).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn slow_and_senseless_answers_cost_one_attempt() {
    for at in [At::Accept, At::Handshake, At::Hello, At::Begin, At::Run, At::Commit] {
        survives(&format!("late at {at:?}"), vec![Rule::once(at, Fault::Delay(Duration::from_millis(50)))]).await;
    }
    survives("never", vec![Rule::once(At::Commit, Fault::Delay(Duration::from_secs(4)))]).await;
    survives("no handshake", vec![Rule::once(At::Handshake, Fault::Delay(Duration::from_secs(4)))]).await;
    let senseless: [&[u8]; 5] = [
        b"HTTP/1.1 400 Bad Request\r\n\r\n",
        &[0, 1, 0xff, 0, 0],
        &[0, 2, 0xb1, 0x70, 0, 0],
        &[0, 3, 0xb1, 0x7f, 0xa0, 0, 0],
        &[0, 4, 0xb1, 0x70, 0xd2, 0xff, 0, 0],
    ];
    for bytes in senseless {
        for at in [At::Hello, At::Begin, At::Run, At::Commit] {
            survives(&format!("{bytes:?} at {at:?}"), vec![Rule::once(at, Fault::Garbage(bytes.to_vec()))]).await;
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn answers_may_come_in_any_pieces() {
    for (chunk_bytes, piece_bytes, has_empty_chunks) in
        [(1, 1, true), (1, usize::MAX, false), (3, 2, true), (9, 4, false)]
    {
        let options = Options { chunk_bytes, piece_bytes, has_empty_chunks, ..Options::default() };
        let server = Server::start(options).await.unwrap();
        let bench = Bench::with(&mixed(4, 5));
        let sink = bench.start(server.uri());
        bench.settle(&sink).await;
        assert_eq!(lines_in(&server), bench.expected());
        sink.stop().await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_server_that_is_not_there_delays_and_loses_nothing() {
    let mut server = Server::start(Options::default()).await.unwrap();
    server.kill().await;
    let bench = Bench::with(&mixed(5, 6));
    let sink = bench.start(server.uri());
    let state = sink.state();
    until(|| state.delayed().is_some(), || format!("{:?}", state.failed())).await;
    assert_eq!((state.position(), state.failed(), state.refuses()), (0, None, None));
    assert_eq!(bench.log.cursor(ludograph_bus::GRAPH_SENT_CURSOR).unwrap(), Some(0));
    server.restart().await.unwrap();
    bench.settle(&sink).await;
    until(|| state.delayed().is_none(), || format!("{:?}", state.delayed())).await;
    assert_eq!(lines_in(&server), bench.expected());
    sink.stop().await;
    assert_eq!(bench.log.cursor(ludograph_bus::GRAPH_SENT_CURSOR).unwrap(), Some(bench.log.durable_position()));
    assert_eq!(bench.log.cursor(ludograph_bus::GRAPH_FOLD_CURSOR).unwrap(), Some(bench.log.durable_position()));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_server_of_another_version_delays() {
    let options = Options { versions: vec![Version::new(5, 2)], ..Options::default() };
    let server = Server::start(options).await.unwrap();
    let bench = Bench::with(&mixed(6, 2));
    let sink = bench.start(server.uri());
    let state = sink.state();
    until(|| state.delayed().is_some(), || format!("{:?}", state.failed())).await;
    assert_eq!(state.position(), 0);
    sink.stop().await;
}
