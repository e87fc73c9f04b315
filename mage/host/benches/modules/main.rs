//! What does a `CALL` take through a module's `.so`, the reading of the graph included? Beside it, in one run, the engine alone
//! on the same data, and the same question in Python.
//!
//! `cargo xtask modules && cargo bench --profile dev -p ludograph-host --bench modules`; with `-- NAME once` a call is made once
//! and untimed, for counting instructions. Python gets mlxtend, prefixspan and scipy from a package index into an environment of
//! its own; where that fails, its column says so.

mod graphs;
mod python;
mod questions;

use std::path::PathBuf;
use std::time::{Duration, Instant};

use ludograph_host::{Host, Options, Parameters, PropertyGraph, query};

use questions::{QUESTIONS, Question};

type Outcome<T> = Result<T, Box<dyn std::error::Error>>;

/// Calls behind a median.
const CALLS: usize = 15;

fn main() -> Outcome<()> {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|argument| argument != "--bench").collect();
    let (runs, source) = graphs::runs()?;
    let mut graph = graphs::graph(&runs)?;
    let mut host = Host::new();
    let folder = modules();
    if let Some(refused) = host.load_folder(&folder)?.into_iter().next() {
        return Err(refused.into());
    }
    if host.declarations().is_empty() {
        return Err(format!("{} holds no modules; `cargo xtask modules` builds them", folder.display()).into());
    }
    if let [name, once] = &arguments[..]
        && once == "once"
    {
        let question = QUESTIONS.iter().find(|question| question.name == name).ok_or("there is no such question")?;
        println!("{name}: {} rows", ask(&host, &mut graph, question.call)?.1);
        return Ok(());
    }
    let anchors = python::anchors(&runs);
    println!("{} {source} runs, {} jokers, {} moves", runs.len(), runs.items().width(), runs.events().entry_count());
    println!(
        "{:<28} {:>6} {:>9} {:>9} {:>9} {:>9} {:>8} {:>7} {:>10} {:>8}",
        "question", "rows", "CALL ms", "least", "reading", "engine", "door", "wanted", "Python ms", "faster"
    );
    for question in QUESTIONS {
        let asked = Asked::measure(&host, &mut graph, &question, &runs)?;
        asked.print(&question, anchors.get(question.anchor).copied());
    }
    Ok(())
}

/// Where `cargo xtask modules` leaves them.
fn modules() -> PathBuf {
    let target = std::env::var_os("CARGO_TARGET_DIR").map(PathBuf::from);
    target.unwrap_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../target")).join("query_modules")
}

fn ask(host: &Host, graph: &mut PropertyGraph, text: &str) -> Outcome<(Duration, usize)> {
    let started = Instant::now();
    let table = query(host, graph, text, &Parameters::new(), &Options::default())?;
    Ok((started.elapsed(), table.rows.len()))
}

/// Median and least of several times, in milliseconds.
fn summary(mut times: Vec<Duration>) -> (f64, f64) {
    times.sort();
    let ms = |time: Option<&Duration>| time.map_or(f64::NAN, |time| time.as_secs_f64() * 1e3);
    (ms(times.get(times.len() / 2)), ms(times.first()))
}

/// What one question took.
struct Asked {
    rows: usize,
    call: (f64, f64),
    reading: f64,
    engine: f64,
}

impl Asked {
    fn measure(
        host: &Host,
        graph: &mut PropertyGraph,
        question: &Question,
        runs: &ludograph_engine::mining::Runs,
    ) -> Outcome<Self> {
        let mut repeat = |text: &str| -> Outcome<(Vec<Duration>, usize)> {
            let mut times = Vec::new();
            let mut rows = 0;
            for _ in 0..CALLS {
                let (time, found) = ask(host, graph, text)?;
                times.push(time);
                rows = found;
            }
            Ok((times, rows))
        };
        let (times, rows) = repeat(question.call)?;
        let (reading, _) = repeat(question.reading)?;
        let mut engine = Vec::new();
        for _ in 0..CALLS {
            let started = Instant::now();
            (question.engine)(runs)?;
            engine.push(started.elapsed());
        }
        Ok(Self { rows, call: summary(times), reading: summary(reading).0, engine: summary(engine).0 })
    }

    fn print(&self, question: &Question, python: Option<f64>) {
        let door = (self.call.0 - self.reading) / self.engine - 1.0;
        let (anchor, faster) = match python {
            Some(ms) => (format!("{ms:.1}"), format!("{:.0}x", ms / self.call.0)),
            None => ("skipped".to_owned(), String::new()),
        };
        println!(
            "{:<28} {:>6} {:>9.2} {:>9.2} {:>9.2} {:>9.2} {:>7.0}% {:>7.1} {:>10} {:>8}",
            question.name,
            self.rows,
            self.call.0,
            self.call.1,
            self.reading,
            self.engine,
            100.0 * door,
            question.wanted_ms,
            anchor,
            faster
        );
    }
}
