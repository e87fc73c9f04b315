//! Server and sink die and come back, at any place.

use std::time::Duration;

use ludograph_bolt::{Options, Server};
use ludograph_bus::GraphSink;
use ludograph_log::LogOptions;

use super::games::{Prng, mixed};
use super::support::{Bench, lines_in};

/// What one seed does to a server and a sink.
async fn hurt(seed: u64) -> [u32; 4] {
    let mut prng = Prng::new(seed);
    let mut server = Server::start(Options::default()).await.unwrap();
    let bench = Bench::new();
    let mut options = bench.options(server.uri());
    options.batch_rows = 1 + usize::try_from(prng.below(60)).unwrap();
    options.checkpoint_every = Duration::from_millis(prng.below(3) * 4);
    options.seed = Some(seed);
    let start = || GraphSink::start(bench.log.clone(), options.clone()).unwrap();
    let mut sink = start();
    let mut happened = [0; 4];
    let events = mixed(seed, 3 + prng.below(4));
    for events in events.chunks(1 + usize::try_from(prng.below(20)).unwrap()) {
        bench.append(events);
        tokio::time::sleep(Duration::from_micros(prng.below(6_000))).await;
        match prng.below(6) {
            0 => {
                happened[0] += 1;
                server.kill().await;
                tokio::time::sleep(Duration::from_micros(prng.below(3_000))).await;
                // It may have lost what it had not synced, or everything.
                match prng.below(4) {
                    0 => {
                        happened[1] +=
                            u32::try_from(server.graph().forget(1 + usize::try_from(prng.below(3)).unwrap())).unwrap();
                    }
                    1 => {
                        happened[2] += 1;
                        server.graph().wipe();
                    }
                    _ => {}
                }
                server.restart().await.unwrap();
            }
            1 => {
                happened[3] += 1;
                sink.kill().await;
                sink = start();
            }
            2 => {
                happened[3] += 1;
                sink.stop().await;
                sink = start();
            }
            _ => {}
        }
    }
    // A server that forgot while nobody asked is noticed with the next events.
    bench.append(&super::games::brigade(seed * 1_000 + 999, 1));
    bench.settle(&sink).await;
    assert_eq!(lines_in(&server), bench.expected(), "seed {seed}");
    assert_eq!(sink.state().failed(), None, "seed {seed}");
    sink.stop().await;
    happened
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_hundred_seeds_of_kills_and_restarts_leave_the_graph_of_all_events() {
    let mut happened = [0; 4];
    for seed in 1..=200 {
        let one = hurt(seed).await;
        happened.iter_mut().zip(one).for_each(|(all, one)| *all += one);
    }
    let [kills, forgotten, wiped, sinks] = happened;
    println!(
        "200 seeds: {kills} kills of the server, {forgotten} commits forgotten, {wiped} graphs wiped, {sinks} restarts of the sink"
    );
    assert!(kills > 100 && forgotten > 10 && wiped > 10 && sinks > 100);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_graph_that_loses_everything_gets_everything_again() {
    let mut server = Server::start(Options::default()).await.unwrap();
    let events = mixed(9, 10);
    let bench = Bench::with(&events);
    let sink = bench.start(server.uri());
    bench.settle(&sink).await;
    server.kill().await;
    server.graph().wipe();
    server.restart().await.unwrap();
    bench.append(&mixed(10, 2));
    bench.settle(&sink).await;
    assert_eq!(lines_in(&server), bench.expected());
    sink.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_log_keeps_what_the_graph_lacks_and_no_more() {
    let mut server = Server::start(Options::default()).await.unwrap();
    server.kill().await;
    let log_options = LogOptions { segment_bytes: 8 << 10, retain_bytes_max: Some(16 << 10), ..LogOptions::default() };
    let bench = Bench::opened(log_options);
    let sink = bench.start(server.uri());
    for events in mixed(14, 40).chunks(20) {
        bench.append(events);
    }
    let held = bench.log.retain().unwrap();
    assert!(held.held_back && held.first == 1, "{held:?}");
    let expected = bench.expected();
    server.restart().await.unwrap();
    bench.settle(&sink).await;
    sink.stop().await;
    let _trimmed = bench.log.retain().unwrap();
    assert!(bench.log.first_position() > 1);
    assert_eq!(lines_in(&server), expected);
    // What was known of games is in the checkpoint: what comes now is added to it.
    let late: Vec<_> = (0..3).flat_map(|seed| super::games::run(90 + seed, 6)).collect();
    bench.append(&late);
    let sink = bench.start(server.uri());
    bench.settle(&sink).await;
    assert!(expected.iter().all(|line| lines_in(&server).contains(line)));
    assert_eq!(sink.state().failed(), None);
    // A graph that then loses everything cannot be given what the log has let go of, and that is said.
    server.kill().await;
    server.graph().wipe();
    server.restart().await.unwrap();
    bench.append(&super::games::brigade(99, 1));
    bench.settle(&sink).await;
    let failed = sink.state().failed().unwrap();
    assert!(failed.contains("the graph has lost the events up to"), "{failed}");
    sink.stop().await;
    // Letting go of the graph lets go of the log.
    ludograph_bus::forget_graph(&bench.log, &bench.folder.path().join("memgraph")).unwrap();
    assert_eq!(bench.log.cursors().unwrap(), []);
}
