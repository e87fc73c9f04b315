//! At 10,000 events/s, how long does a durable batch take, and how soon is its last event in SQL?

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use crate::Outcome;
use crate::load::{EVENTS, Producer};
use crate::server::Server;

const PRODUCERS: u32 = 4;
const EVENTS_PER_SECOND: u32 = 10_000;
const SECONDS: u64 = 20;

pub(crate) fn run() -> Outcome {
    measure(&Server::ludograph(&[])?, SECONDS)
}

/// Prints what is measured of a server over some seconds.
pub(crate) fn measure(server: &Server, seconds: u64) -> Outcome {
    let stop = AtomicBool::new(false);
    let (posts, visible) = std::thread::scope(|scope| {
        let stop = &stop;
        let producers: Vec<_> =
            (0..PRODUCERS).map(|number| scope.spawn(move || produce(server, number, stop))).collect();
        let visible = scope.spawn(move || watch(server, stop));
        std::thread::sleep(Duration::from_secs(seconds));
        stop.store(true, Ordering::Relaxed);
        let posts = producers.into_iter().map(|producer| producer.join().map_err(|_| "a producer panicked")?);
        let posts: Result<Vec<_>, Box<dyn std::error::Error + Send + Sync>> = posts.collect();
        (posts, visible.join())
    });
    let posts: Vec<Duration> = posts.map_err(|error| error.to_string())?.into_iter().flatten().collect();
    let (visible, counted) = visible.map_err(|_| "the watcher panicked")?.map_err(|error| error.to_string())?;
    println!("open loop, {EVENTS_PER_SECOND} events/s in batches of {EVENTS}, {seconds} s\n");
    println!("| what | samples | p50 ms | p99 ms | max ms | wanted p99 |");
    println!("|---|---:|---:|---:|---:|---:|");
    row("durable batch POST, from when it was due", posts, "8 ms");
    row("event to visible in SQL, POST and query included", visible, "10 ms");
    row("the same, by a query that counts all there has been", counted, "–");
    row("disk alone: append 9 kB and fdatasync", disk()?, "–");
    Ok(())
}

fn row(what: &str, mut samples: Vec<Duration>, wanted: &str) {
    samples.sort();
    let at = |share: f64| samples[((samples.len() - 1) as f64 * share) as usize].as_secs_f64() * 1e3;
    println!("| {what} | {} | {:.2} | {:.2} | {:.2} | {wanted} |", samples.len(), at(0.5), at(0.99), at(1.0));
}

type Samples = Result<Vec<Duration>, Box<dyn std::error::Error + Send + Sync>>;

/// Sends at its own pace whether or not the server keeps up; a late start counts.
fn produce(server: &Server, number: u32, stop: &AtomicBool) -> Samples {
    let mut producer = Producer::connect(server.address, &format!("p{number}"))?;
    let gap = Duration::from_secs(1) * PRODUCERS * u32::try_from(EVENTS)? / EVENTS_PER_SECOND;
    let mut samples = Vec::new();
    let mut due = Instant::now() + gap * number / PRODUCERS;
    while !stop.load(Ordering::Relaxed) {
        std::thread::sleep(due.saturating_duration_since(Instant::now()));
        if producer.send()? != 200 {
            return Err("refused".into());
        }
        samples.push(due.elapsed());
        due += gap;
    }
    Ok(samples)
}

/// Posts a batch of its own now and then, and asks SQL until it is there: in turn for what came after the batch before, and
/// for all there has been, which takes longer the longer it has been.
fn watch(
    server: &Server,
    stop: &AtomicBool,
) -> Result<(Vec<Duration>, Vec<Duration>), Box<dyn std::error::Error + Send + Sync>> {
    let ask = |sql: &str| -> Result<usize, Box<dyn std::error::Error + Send + Sync>> {
        Ok(server.sql(sql).map_err(|error| error.to_string())?.parse()?)
    };
    let mut producer = Producer::connect(server.address, "watcher")?;
    let (mut visible, mut counted) = (Vec::new(), Vec::new());
    let mut sent = 0;
    while !stop.load(Ordering::Relaxed) {
        std::thread::sleep(Duration::from_millis(15));
        let (samples, query, wanted) = if sent % (2 * EVENTS) == 0 {
            let last = ask("SELECT coalesce(max(position), 0) FROM events")?;
            let after = format!("SELECT count(*) FROM events WHERE stream = 'watcher' AND position > {last}");
            (&mut visible, after, EVENTS)
        } else {
            (&mut counted, "SELECT count(*) FROM events WHERE stream = 'watcher'".to_owned(), sent + EVENTS)
        };
        let begun = Instant::now();
        if producer.send()? != 200 {
            return Err("refused".into());
        }
        sent += EVENTS;
        while ask(&query)? < wanted {}
        samples.push(begun.elapsed());
    }
    Ok((visible, counted))
}

/// What the disk alone takes, for comparison.
fn disk() -> Result<Vec<Duration>, Box<dyn std::error::Error>> {
    use std::io::Write as _;
    let mut file = tempfile::NamedTempFile::new()?;
    let mut samples = Vec::new();
    for _ in 0..500 {
        let begun = Instant::now();
        file.write_all(&[7; 9000])?;
        file.as_file().sync_data()?;
        samples.push(begun.elapsed());
    }
    Ok(samples)
}
