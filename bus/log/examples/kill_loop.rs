//! Does the log keep what it acknowledged when its process is killed? Kills a real writer with SIGKILL, again and
//! again on the same log, and looks for every record the writer said was durable.
//!
//! ```text
//! cargo run -p ludograph-log --example kill_loop -- --rounds 50
//! ```

use std::collections::HashMap;
use std::error::Error;
use std::io::{BufRead, BufReader, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitCode, Stdio};
use std::thread;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use ludograph_log::sim::Prng;
use ludograph_log::{Batch, Log, LogOptions, Records};

const WRITERS: u64 = 4;
const RECORDS_PER_BATCH_MAX: u64 = 20;
const PAYLOAD_BYTES_MAX: u64 = 3000;
const LIFE_MS_MIN: u64 = 20;
const LIFE_MS_MAX: u64 = 400;
const SEGMENT_BYTES: u64 = 1 << 20;

type Failure = Box<dyn Error + Send + Sync>;

fn options() -> LogOptions {
    LogOptions { segment_bytes: SEGMENT_BYTES, ..LogOptions::default() }
}

fn main() -> ExitCode {
    match run() {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("{error}\nusage: kill_loop [--rounds N] [--dir D]");
            ExitCode::from(2)
        }
    }
}

fn run() -> Result<bool, Failure> {
    let (mut rounds, mut dir, mut child) = (50, None, None);
    let mut words = std::env::args().skip(1);
    while let Some(word) = words.next() {
        let value = words.next().ok_or_else(|| format!("{word} needs a value"))?;
        match word.as_str() {
            "--rounds" => rounds = value.parse()?,
            "--dir" => dir = Some(PathBuf::from(value)),
            "--child" => child = Some(value.parse()?),
            _ => return Err(format!("{word} is unknown").into()),
        }
    }
    if let (Some(seed), Some(dir)) = (child, &dir) {
        write_forever(dir, seed)?;
        return Ok(true);
    }
    let own = if dir.is_none() { Some(tempfile::tempdir()?) } else { None };
    let dir = dir.or_else(|| own.as_ref().map(|own| own.path().to_path_buf())).ok_or("no directory")?;
    kill_and_check(&dir, rounds)
}

/// The child: several threads append, and every acknowledged record is told on standard output.
fn write_forever(dir: &Path, seed: u64) -> Result<(), Failure> {
    let (log, _) = Log::open(dir, options())?;
    thread::scope(|scope| {
        for writer in 0..WRITERS {
            let log = &log;
            scope.spawn(move || {
                if let Err(error) = write_batches(log, seed * WRITERS + writer) {
                    eprintln!("writer {writer}: {error}");
                }
            });
        }
    });
    Ok(())
}

fn write_batches(log: &Log, seed: u64) -> Result<(), Failure> {
    let mut prng = Prng::new(seed);
    loop {
        let mut batch = Batch::new();
        let mut sums = Vec::new();
        for _ in 0..prng.between(1, RECORDS_PER_BATCH_MAX) {
            let mut payload = vec![0; usize::try_from(prng.below(PAYLOAD_BYTES_MAX))?];
            prng.fill(&mut payload);
            sums.push(crc32c::crc32c(&payload));
            batch.push(&payload);
        }
        let ticket = log.append(batch)?;
        log.wait(ticket)?;
        let mut out = BufWriter::new(std::io::stdout().lock());
        for (position, sum) in (ticket.first()..=ticket.last()).zip(sums) {
            writeln!(out, "{position} {sum}")?;
        }
        out.flush()?;
    }
}

/// The parent. Every round checks all that was acknowledged in this and all earlier rounds.
fn kill_and_check(dir: &Path, rounds: u64) -> Result<bool, Failure> {
    let base = SystemTime::now().duration_since(UNIX_EPOCH)?.as_secs();
    let mut prng = Prng::new(base);
    let mut acknowledged = HashMap::new();
    let (mut lost, mut wrong) = (0, 0);
    for round in 0..rounds {
        let child = Command::new(std::env::current_exe()?)
            .args(["--child", &(base + round).to_string(), "--dir"])
            .arg(dir)
            .stdout(Stdio::piped())
            .spawn()?;
        let life = Duration::from_millis(prng.between(LIFE_MS_MIN, LIFE_MS_MAX));
        let new = kill_after(child, life, &mut acknowledged)?;
        // Fails if the lock is not free.
        let (log, report) = Log::open(dir, options())?;
        let (missing, different) = check(&log, &acknowledged)?;
        lost += missing;
        wrong += different;
        eprintln!(
            "round {}: killed after {life:?}, {new} acknowledged, the log ends at {}, {} torn bytes, {missing} lost, {different} wrong",
            round + 1,
            report.end_position,
            report.torn_bytes
        );
    }
    println!("{rounds} rounds, {} records acknowledged, {lost} lost, {wrong} wrong", acknowledged.len());
    Ok(lost == 0 && wrong == 0)
}

/// Reads what the child tells, kills it when its time has come, and returns how many records it told of.
fn kill_after(mut child: Child, life: Duration, acknowledged: &mut HashMap<u64, u32>) -> Result<usize, Failure> {
    let out = child.stdout.take().ok_or("no pipe")?;
    let reader = thread::spawn(move || BufReader::new(out).lines().map_while(Result::ok).collect::<Vec<_>>());
    thread::sleep(life);
    child.kill()?;
    child.wait()?;
    let mut lines = reader.join().map_err(|_| "the reader panicked")?;
    // The kill may have cut the last line short.
    lines.pop();
    let parse = |line: &String| {
        let (position, sum) = line.split_once(' ')?;
        Some((position.parse().ok()?, sum.parse().ok()?))
    };
    let told = lines.len();
    for line in &lines {
        let (position, sum): (u64, u32) = parse(line).ok_or_else(|| format!("the child said {line:?}"))?;
        if acknowledged.insert(position, sum).is_some() {
            return Err(format!("position {position} was acknowledged twice").into());
        }
    }
    Ok(told)
}

fn check(log: &Log, acknowledged: &HashMap<u64, u32>) -> Result<(usize, usize), Failure> {
    let (mut found, mut wrong) = (0, 0);
    let mut reader = log.reader(log.first_position())?;
    let mut records = Records::new();
    while reader.next_batch(1 << 20, &mut records)? {
        for (position, payload) in records.iter() {
            if let Some(sum) = acknowledged.get(&position) {
                found += 1;
                wrong += usize::from(*sum != crc32c::crc32c(payload));
            }
        }
    }
    Ok((acknowledged.len() - found, wrong))
}
