//! How soon is the program there again, with ten million events in log and tables?

use std::path::Path;
use std::time::{Duration, Instant};

use crate::Outcome;
use crate::flags::Flags;
use crate::load::{EVENTS, Producer};
use crate::server::Server;

const PRODUCERS: usize = 8;
const STARTS: usize = 3;
const WANTED_SECONDS: f64 = 3.0;
const VISIBLE_MAX: Duration = Duration::from_mins(10);

pub(crate) fn run(flags: &Flags) -> Outcome {
    let folder = tempfile::tempdir()?;
    let filled = Instant::now();
    let server = Server::ludograph_in(folder.path(), &[])?;
    let events = fill(&server, flags.events)?;
    println!(
        "{events} events sent in {:.0} s; then in SQL up to {}, stored up to {}\n",
        filled.elapsed().as_secs_f64(),
        server.metric("ludograph_hot_position")?,
        server.metric("ludograph_store_position").unwrap_or_default()
    );
    println!("| start after | door answers s | ready s | every event in SQL s |");
    println!("|---|---:|---:|---:|");
    // Killed right behind the load, with rows in memory that no file has yet, and with events the tables have not read.
    drop(server);
    let mut worst = start("a kill", folder.path(), events)?;
    for _ in 0..STARTS {
        worst = worst.max(start("an orderly end", folder.path(), events)?);
    }
    println!("\nlongest until every event is in SQL: {worst:.2} s (wanted {WANTED_SECONDS} s)");
    Ok(())
}

/// Sends events as fast as they are taken; returns how many.
fn fill(server: &Server, events: usize) -> Outcome<usize> {
    let batches = events.div_ceil(EVENTS * PRODUCERS);
    let send = |number: usize| -> std::io::Result<()> {
        let mut producer = Producer::connect(server.address, &format!("p{number}"))?;
        for _ in 0..batches {
            if producer.send()? != 200 {
                return Err(std::io::Error::other("refused"));
            }
        }
        Ok(())
    };
    std::thread::scope(|scope| {
        let producers: Vec<_> = (0..PRODUCERS).map(|number| scope.spawn(move || send(number))).collect();
        producers
            .into_iter()
            .try_for_each(|producer| producer.join().map_err(|_| "a producer panicked")?.map_err(Into::into))
    })
    .map_err(|error: Box<dyn std::error::Error + Send + Sync>| error.to_string())?;
    Ok(batches * EVENTS * PRODUCERS)
}

/// Starts the program, waits until it has everything, ends it in order; returns the seconds of the whole start.
fn start(after: &str, folder: &Path, events: usize) -> Outcome<f64> {
    let begun = Instant::now();
    let server = Server::ludograph_in(folder, &[])?;
    let answers = begun.elapsed().as_secs_f64();
    while !server.get("/ready")?.contains(r#""status":"ready""#) {
        std::thread::sleep(Duration::from_millis(5));
    }
    let ready = begun.elapsed().as_secs_f64();
    visible(&server, events)?;
    let whole = begun.elapsed().as_secs_f64();
    println!("| {after} | {answers:.2} | {ready:.2} | {whole:.2} |");
    server.stop()?;
    Ok(whole)
}

/// Waits until SQL has every event; the program may take them faster than it makes them rows.
fn visible(server: &Server, events: usize) -> Outcome {
    let begun = Instant::now();
    loop {
        let seen: usize = server.sql("SELECT count(*) FROM events")?.parse()?;
        if seen == events {
            return Ok(());
        }
        if seen > events || begun.elapsed() > VISIBLE_MAX {
            return Err(format!("{seen} events in SQL, {events} sent").into());
        }
        std::thread::sleep(Duration::from_millis(5));
    }
}
