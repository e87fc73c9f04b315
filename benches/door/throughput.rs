//! How many small events a second are on disk, in batches of 50, beside the mod's own kind of server?

use std::net::SocketAddr;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use crate::Outcome;
use crate::load::{EVENTS, Producer};
use crate::server::Server;

const PRODUCERS: usize = 24;
const SECONDS: u64 = 6;
const ROUNDS: usize = 3;
/// Events/s asked for.
const WANTED: f64 = 200_000.0;

pub(crate) fn run() -> Outcome {
    let mut ours = Vec::new();
    let mut plain = Vec::new();
    let mut python = Vec::new();
    let mut durable = Vec::new();
    for _ in 0..ROUNDS {
        ours.push(rate(Server::ludograph(&["--hot-limit", "8GiB"])?.address, PRODUCERS)?);
        plain.push(rate(Server::python(&["--plain"])?.address, 1)?);
        python.push(rate(Server::python(&[])?.address, 1)?);
        durable.push(rate(Server::python(&["--durable", "bodies.log"])?.address, 1)?);
    }
    let [ours, plain, python, durable] = [ours, plain, python, durable].map(median);
    println!("| server | events/s (median of {ROUNDS}) | ours is |");
    println!("|---|---:|---:|");
    println!("| ludograph, durable, {PRODUCERS} producers | {ours:.0} | wanted {WANTED:.0} |");
    for (what, theirs) in [
        ("Python's http.server as the mod's own: HTTP/1.0, printing each event, storing nothing", plain),
        ("the same kept open, in threads, printing and storing nothing", python),
        ("the same with a file and fsync for each request", durable),
    ] {
        println!("| {what} | {theirs:.0} | {:.1} times faster (wanted 40) |", ours / theirs);
    }
    Ok(())
}

pub(crate) fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}

/// Events/s over producers that each wait for their answer before they send again.
fn rate(address: SocketAddr, producers: usize) -> Result<f64, Box<dyn std::error::Error>> {
    let (stop, sent) = (AtomicBool::new(false), AtomicUsize::new(0));
    let begun = Instant::now();
    let failed = std::thread::scope(|scope| {
        let (stop, sent) = (&stop, &sent);
        let produce = |number| scope.spawn(move || produce(address, number, stop, sent));
        let handles: Vec<_> = (0..producers).map(produce).collect();
        std::thread::sleep(Duration::from_secs(SECONDS));
        stop.store(true, Ordering::Relaxed);
        handles.into_iter().find_map(|handle| handle.join().ok()?.err())
    });
    let seconds = begun.elapsed().as_secs_f64();
    failed.map_or(Ok(sent.load(Ordering::Relaxed) as f64 / seconds), |error| Err(error.into()))
}

/// Sends batch after batch until told to stop, and counts their events.
fn produce(address: SocketAddr, number: usize, stop: &AtomicBool, sent: &AtomicUsize) -> std::io::Result<()> {
    let mut producer = Producer::connect(address, &format!("p{number}"))?;
    while !stop.load(Ordering::Relaxed) {
        if producer.send()? != 200 {
            return Err(std::io::Error::other("refused"));
        }
        sent.fetch_add(EVENTS, Ordering::Relaxed);
    }
    Ok(())
}
