//! The graph is that of all events. These run against a real server, too.

use std::time::Instant;

use ludograph_bus::{GraphSink, GraphSinkOptions};

use super::games::{brigade, mixed, run};
use super::support::Bench;
use super::target::Target;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_graph_fed_at_once_and_one_fed_with_a_restart_after_every_event_are_the_same() {
    let target = Target::new().await;
    let events = mixed(11, 4);
    let bench = Bench::new();
    for (number, event) in events.iter().enumerate() {
        bench.append(std::slice::from_ref(event));
        let mut options = bench.options(target.uri.clone());
        // Every other restart has what was known of games; the others read the log anew.
        if number % 3 == 0 {
            options.checkpoint_every = std::time::Duration::from_hours(1);
        }
        let sink = GraphSink::start(bench.log.clone(), options).unwrap();
        bench.settle(&sink).await;
        if number % 2 == 0 {
            sink.stop().await;
        } else {
            sink.kill().await;
        }
        if number % 8 == 7 || number + 1 == events.len() {
            assert_eq!(target.lines().await, bench.expected(), "after event {number}");
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_rebuild_from_the_start_changes_nothing_and_fills_an_emptied_graph() {
    let target = Target::new().await;
    let bench = Bench::with(&mixed(12, 8));
    let from_start = || {
        let options = bench.options(target.uri.clone());
        GraphSinkOptions { from_start: true, ..options }
    };
    for is_emptied in [false, false, true] {
        if is_emptied {
            target.empty().await;
        }
        let sink = GraphSink::start(bench.log.clone(), from_start()).unwrap();
        bench.settle(&sink).await;
        assert_eq!(target.lines().await, bench.expected());
        sink.stop().await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_graph_emptied_by_hand_is_noticed_with_the_next_event() {
    let target = Target::new().await;
    let bench = Bench::with(&mixed(13, 6));
    let sink = bench.start(target.uri.clone());
    bench.settle(&sink).await;
    target.empty().await;
    bench.append(&run(77, 5));
    bench.settle(&sink).await;
    assert_eq!(target.lines().await, bench.expected());
    sink.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn twenty_thousand_rows_go_through() {
    let target = Target::new().await;
    let games: Vec<_> = (0..1_500).flat_map(|seed| brigade(10_000 + seed, 4)).collect();
    let bench = Bench::with(&games);
    for (statement_bytes, name) in [(1 << 20, "statements of up to 1 MiB"), (7 << 10, "of up to 7 KiB, the default")] {
        target.empty().await;
        let options = GraphSinkOptions { statement_bytes, from_start: true, ..bench.options(target.uri.clone()) };
        let began = Instant::now();
        let sink = GraphSink::start(bench.log.clone(), options).unwrap();
        bench.settle(&sink).await;
        let took = began.elapsed().as_secs_f64();
        let lines = target.lines().await;
        assert!(lines.len() >= 20_000, "{}", lines.len());
        #[expect(clippy::cast_precision_loss, reason = "figures to be read")]
        let (rows, events) = (lines.len() as f64 / took, games.len() as f64 / took);
        println!("{} rows in {took:.2} s, {name}: {rows:.0} rows/s, {events:.0} events/s", lines.len());
        assert_eq!(lines, bench.expected());
        sink.stop().await;
    }
}
