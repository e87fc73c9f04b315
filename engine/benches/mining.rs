//! How long does mining take on 5,000 recorded runs, and does it stay linear up to a million?
//!
//! The recorded runs are those of ../shared; where they are absent, as many runs of the generator stand in and the line
//! says so. Anchors are other tools on the same runs: measured beside ours where PYTHON names an interpreter that has
//! them (see `benches/mining_anchor.py`), the published figures of a machine of this class otherwise.
//! `cargo bench --profile dev -p ludograph-engine --no-default-features --bench mining [-- NAME]`; with `-- NAME once` a
//! workload runs once and untimed, for counting instructions.

use std::hint::black_box;
use std::time::Instant;

use ludograph_engine::mining::{
    Bounds, GeneratorPlan, ItemsetOptions, Runs, SequenceOptions, Support, generate, itemsets, sequences,
};

type Outcome = Result<usize, Box<dyn std::error::Error>>;

/// Published milliseconds of other tools on the recorded runs: of mlxtend's FP-growth, and of prefixspan.
const PUBLISHED: [f64; 2] = [153.6, 357.2];

/// The same figures measured now, by the interpreter that PYTHON names.
fn anchors() -> Option<[f64; 2]> {
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/benches/mining_anchor.py");
    let python = std::env::var_os("PYTHON")?;
    let output = std::process::Command::new(python).arg(script).arg("--json").output().ok()?;
    let figures: serde_json::Value = serde_json::from_slice(&output.stdout).ok()?;
    Some([figures.get("fpgrowth")?.as_f64()?, figures.get("prefixspan")?.as_f64()?])
}

fn recorded() -> Result<(Runs, &'static str), Box<dyn std::error::Error>> {
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/../../shared/golden/balatro/mining/runs.jsonl");
    match std::fs::read_to_string(file) {
        Ok(text) => Ok((Runs::from_json_lines(&text)?, "recorded")),
        Err(_) => Ok((generate(&plan(5_000))?, "generated")),
    }
}

/// Runs of the shape of the recorded ones: 150 items, nine hands.
fn plan(runs: usize) -> GeneratorPlan {
    let mut plan = GeneratorPlan::demo(runs, 7);
    plan.items.extend((plan.items.len()..138).map(|index| format!("j_other_{index}")));
    plan
}

fn frequent_itemsets(runs: &Runs) -> Outcome {
    let options = ItemsetOptions { support_min: Support::Share(0.01), ..ItemsetOptions::default() };
    Ok(black_box(itemsets(runs.items(), &options)?).patterns.len())
}

fn frequent_sequences(runs: &Runs) -> Outcome {
    let bounds = Bounds { length_max: 3, ..Bounds::default() };
    let options = SequenceOptions { support_min: Support::Share(0.05), bounds, ..SequenceOptions::default() };
    Ok(black_box(sequences(runs.events(), &options)?).patterns.len())
}

struct Workload {
    name: &'static str,
    run: fn(&Runs) -> Outcome,
    /// What is wanted of it, in milliseconds.
    wanted: f64,
    /// The other tool that is measured beside it.
    beside: &'static str,
}

const WORKLOADS: [Workload; 2] = [
    Workload { name: "itemsets at 1 %", run: frequent_itemsets, wanted: 1.0, beside: "mlxtend FP-growth" },
    Workload { name: "sequences at 5 %, length 3", run: frequent_sequences, wanted: 3.0, beside: "prefixspan" },
];

/// Least and median milliseconds of the workload, and how many findings it has.
fn measure(workload: &Workload, runs: &Runs, repeats: usize) -> Result<([f64; 2], usize), Box<dyn std::error::Error>> {
    let mut times = Vec::new();
    let mut findings = 0;
    for _ in 0..repeats {
        let start = Instant::now();
        findings = (workload.run)(runs)?;
        times.push(start.elapsed().as_secs_f64() * 1e3);
    }
    times.sort_by(f64::total_cmp);
    let at = |index: usize| times.get(index).copied().unwrap_or(f64::NAN);
    Ok(([at(0), at(times.len() / 2)], findings))
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let words: Vec<String> = std::env::args().skip(1).filter(|word| !word.starts_with("--")).collect();
    let once = words.iter().any(|word| word == "once");
    let wanted = words.iter().find(|word| *word != "once");
    let workloads: Vec<&Workload> =
        WORKLOADS.iter().filter(|workload| wanted.is_none_or(|name| workload.name.contains(name.as_str()))).collect();
    let (runs, source) = recorded()?;
    if once {
        for workload in workloads {
            println!("{}: {} findings", workload.name, (workload.run)(&runs)?);
        }
        return Ok(());
    }
    println!("{} {source} runs: median (and least) milliseconds of 101", runs.len());
    let measured = if source == "recorded" { anchors() } else { None };
    let origin = if measured.is_some() { "measured now" } else { "published" };
    let anchors = measured.unwrap_or(PUBLISHED);
    for workload in &workloads {
        let ([least, took], findings) = measure(workload, &runs, 101)?;
        let anchor = if workload.name == WORKLOADS[0].name { anchors[0] } else { anchors[1] };
        let beside = format!("{} {anchor} ({origin}), ×{:.0}", workload.beside, anchor / took);
        let goal = format!("wanted {}", workload.wanted);
        println!("{:32} {took:9.3} ({least:.3}) {findings:7} findings  {goal:12} {beside}", workload.name);
    }
    println!("generated runs: median (and least) milliseconds, and nanoseconds a run");
    for (count, repeats) in [(10_000_u32, 21), (100_000, 7), (1_000_000, 3)] {
        let runs = generate(&plan(usize::try_from(count)?))?;
        for workload in &workloads {
            let ([least, took], findings) = measure(workload, &runs, repeats)?;
            let each = took * 1e6 / f64::from(count);
            println!("{count:9} {:32} {took:9.2} ({least:.2}) {each:9.1} {findings:7} findings", workload.name);
        }
    }
    Ok(())
}
