//! How long does mining take on 5,000 recorded runs, and does it stay linear up to a million?
//!
//! The recorded runs are those of ../shared; where they are absent, as many runs of the generator stand in and the line
//! says so. Anchors are other tools on the same runs on a machine of this class.
//! `cargo bench --profile dev -p ludograph-engine --no-default-features --bench mining [-- NAME]`; with `-- NAME once` a
//! workload runs once and untimed, for counting instructions.

use std::hint::black_box;
use std::time::Instant;

use ludograph_engine::mining::{
    Bounds, GeneratorPlan, ItemsetOptions, Runs, SequenceOptions, Support, generate, itemsets, sequences,
};

type Outcome = Result<usize, Box<dyn std::error::Error>>;

/// Milliseconds of other tools on the recorded runs.
const ANCHOR_FPGROWTH: f64 = 153.6;
const ANCHOR_PREFIXSPAN: f64 = 357.2;

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
    /// What is wanted of it, and what another tool takes, in milliseconds.
    wanted: Option<f64>,
    anchor: Option<(f64, &'static str)>,
}

const WORKLOADS: [Workload; 2] = [
    Workload {
        name: "itemsets at 1 %",
        run: frequent_itemsets,
        wanted: Some(1.0),
        anchor: Some((ANCHOR_FPGROWTH, "mlxtend FP-growth")),
    },
    Workload {
        name: "sequences at 5 %, length 3",
        run: frequent_sequences,
        wanted: Some(3.0),
        anchor: Some((ANCHOR_PREFIXSPAN, "prefixspan")),
    },
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
    for workload in &workloads {
        let ([least, took], findings) = measure(workload, &runs, 101)?;
        let goal = workload.wanted.map_or_else(String::new, |goal| format!("wanted {goal}"));
        let beside = workload
            .anchor
            .map_or_else(String::new, |(anchor, tool)| format!("{tool} {anchor}, ×{:.0}", anchor / took));
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
