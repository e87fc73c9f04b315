//! What a server that is away costs: one batch of memory.

use std::time::Duration;

use ludograph_bolt::{Options, Server};

use super::games::brigade;
use super::support::{Bench, lines_in};

/// Resident bytes of this process.
fn resident_bytes() -> u64 {
    let pages = std::fs::read_to_string("/proc/self/statm").unwrap();
    pages.split(' ').nth(1).unwrap().parse::<u64>().unwrap() * 4096
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn memory_is_flat_while_the_server_is_away_and_everything_arrives_when_it_is_back() {
    const GAMES: u64 = 1_500;
    let mut server = Server::start(Options::default()).await.unwrap();
    server.kill().await;
    let bench = Bench::new();
    let sink = bench.start(server.uri());
    let game_bytes = |games: std::ops::Range<u64>| games.flat_map(|seed| brigade(seed, 6)).collect::<Vec<_>>();
    bench.append(&game_bytes(0..100));
    tokio::time::sleep(Duration::from_millis(300)).await;
    let before = resident_bytes();
    for first in (100..GAMES).step_by(100) {
        bench.append(&game_bytes(first..first + 100));
    }
    tokio::time::sleep(Duration::from_millis(300)).await;
    let grown = resident_bytes().saturating_sub(before);
    println!("{} events while the server was away: {} KiB more memory", bench.log.durable_position(), grown >> 10);
    // Other tests of this process count, too.
    assert!(grown < 64 << 20, "{grown} bytes");
    assert_eq!(sink.state().position(), 0);
    server.restart().await.unwrap();
    bench.settle(&sink).await;
    assert_eq!(lines_in(&server), bench.expected());
    sink.stop().await;
}
