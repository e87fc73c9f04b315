//! What does a `CALL` take through a module's `.so`, the reading of the graph included? Beside it, in one run, the engine alone
//! on the same data, and the same question in Python.
//!
//! `cargo xtask modules && cargo bench -p ludograph-host --bench modules`: modules are built as they are shipped, and so is
//! the host beside them, on the C library's allocator as the modules are, so that the engine has the same one on both sides.
//! With `-- NAME PART TIMES` one part of a question is done so often and untimed, for counting instructions: `call`,
//! `reading`, `engine`, or `nothing`, the engine asked for nothing. The door is what `call` takes beyond `engine` and
//! `reading` less `nothing`. Python gets mlxtend, prefixspan and scipy from a package index into an environment of its own;
//! where that fails, its column says so.

mod graphs;
mod python;
mod questions;

use std::path::PathBuf;
use std::time::{Duration, Instant};

use ludograph_host::{Host, Options, Parameters, PropertyGraph, query};

use questions::{Asks, QUESTIONS, Question};

type Outcome<T> = Result<T, Box<dyn std::error::Error>>;

/// Calls behind a median.
const CALLS: usize = 51;

// The program's own, and the kind Memgraph has: a module allocates by what it is loaded into.
#[global_allocator]
static ALLOCATOR: tikv_jemallocator::Jemalloc = tikv_jemallocator::Jemalloc;

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
    if let [name, part, times] = &arguments[..] {
        let question = QUESTIONS.iter().find(|question| question.name == name).ok_or("there is no such question")?;
        let mut rows = 0;
        for _ in 0..times.parse::<u32>()? {
            rows = match part.as_str() {
                "call" => ask(&host, &mut graph, question.call)?.1,
                "reading" => ask(&host, &mut graph, question.reading)?.1,
                "engine" => (question.engine)(&runs, Asks::Everything)?,
                "nothing" => (question.engine)(&runs, Asks::Nothing)?,
                _ => return Err("the parts are call, reading, engine and nothing".into()),
            };
        }
        println!("{name}, {part}: {rows} rows");
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

/// What one question took, in milliseconds.
struct Asked {
    rows: usize,
    /// The median and the least.
    call: (f64, f64),
    /// The call in which nothing is found, without what the engine takes to find nothing.
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
        let (mut calls, mut readings, mut engines, mut nothings) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        let mut rows = 0;
        // In turn, so that what else the machine does meets all of them; each behind one of its kind, so that the four find the
        // same in the processor's caches.
        for _ in 0..CALLS {
            ask(host, graph, question.reading)?;
            let (time, found) = ask(host, graph, question.call)?;
            calls.push(time);
            rows = found;
            ask(host, graph, question.reading)?;
            readings.push(ask(host, graph, question.reading)?.0);
            for (asks, times) in [(Asks::Everything, &mut engines), (Asks::Nothing, &mut nothings)] {
                (question.engine)(runs, Asks::Nothing)?;
                let started = Instant::now();
                (question.engine)(runs, asks)?;
                times.push(started.elapsed());
            }
        }
        let reading = summary(readings).0 - summary(nothings).0;
        Ok(Self { rows, call: summary(calls), reading, engine: summary(engines).0 })
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
