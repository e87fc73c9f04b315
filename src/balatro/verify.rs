//! `ludograph balatro verify`

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context as _, Result};
use ludograph_engine::balatro::golden;
use ludograph_engine::mining;
use serde_json::Value;

use super::input;
use crate::progress;

/// What all files came to.
#[derive(Default)]
struct Tally {
    passed: u64,
    failed: u64,
    disputed_as_recorded: u64,
    disputed_otherwise: u64,
}

/// Compares files of recorded cases, whatever their shape, with what the engine says. Runs and the figures expected of
/// them belong together where they lie in one folder.
pub(super) fn run(paths: &[PathBuf]) -> Result<ExitCode> {
    let files = files(paths)?;
    let bar = progress::bar(files.len(), "files");
    let mut tally = Tally::default();
    for file in &files {
        let text = input::text(file)?;
        bar.suspend(|| verify(file, &text, &files, &mut tally));
        bar.inc(1);
    }
    bar.finish_and_clear();
    let (as_recorded, otherwise) = (tally.disputed_as_recorded, tally.disputed_otherwise);
    if as_recorded + otherwise > 0 {
        println!("disputed: {as_recorded} as recorded, {otherwise} otherwise; counted neither as passed nor as failed");
    }
    println!("{} passed, {} failed", tally.passed, tally.failed);
    Ok(if tally.failed == 0 && tally.passed > 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// The files named, and those in the folders named, by name.
fn files(paths: &[PathBuf]) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for path in paths {
        if !path.is_dir() {
            found.push(path.clone());
            continue;
        }
        let entries = std::fs::read_dir(path).with_context(|| format!("reading {}", path.display()))?;
        let mut inside = entries.map(|entry| Ok(entry?.path())).collect::<Result<Vec<PathBuf>>>()?;
        inside.sort();
        inside.retain(|path| path.is_dir() || path.extension().is_some_and(|end| end == "json" || end == "jsonl"));
        found.extend(files(&inside)?);
    }
    Ok(found)
}

fn verify(file: &Path, text: &str, files: &[PathBuf], tally: &mut Tally) {
    let outcome = match shape(text) {
        Shape::Cases => verify_cases(file, text, tally),
        Shape::Expected => verify_mining(file, text, tally),
        Shape::Runs if files.iter().any(|other| other.parent() == file.parent() && holds_figures(other)) => {
            println!("ok    {}: runs, compared with the figures beside them", file.display());
            Ok(())
        }
        Shape::Runs => Err(anyhow::anyhow!("these are runs, but no file of expected figures beside them was named")),
    };
    if let Err(error) = outcome {
        tally.failed += 1;
        println!("FAIL  {}: {error:#}", file.display());
    }
}

/// What a file holds, told by its first JSON value.
#[derive(PartialEq)]
enum Shape {
    Cases,
    Runs,
    Expected,
}

fn shape(text: &str) -> Shape {
    let first = serde_json::Deserializer::from_str(text).into_iter::<Value>().next();
    match first {
        Some(Ok(value)) if value.get("won").is_some_and(Value::is_boolean) => Shape::Runs,
        Some(Ok(value)) if value.get("n_runs").is_some() || value.get("itemsets").is_some() => Shape::Expected,
        _ => Shape::Cases,
    }
}

fn holds_figures(file: &Path) -> bool {
    input::text(file).is_ok_and(|text| shape(&text) == Shape::Expected)
}

fn verify_cases(file: &Path, text: &str, tally: &mut Tally) -> Result<()> {
    let report = golden::verify(text)?;
    for mismatch in &report.mismatches {
        println!("FAIL  {}: {mismatch}", file.display());
    }
    for dispute in &report.disputes {
        println!("disputed  {}: {dispute}", file.display());
    }
    if report.failed == 0 {
        println!("ok    {}: {}, {} passed", file.display(), report.kinds.join(", "), report.passed);
    }
    tally.passed += report.passed;
    tally.failed += report.failed;
    tally.disputed_as_recorded += report.disputed_passed;
    tally.disputed_otherwise += report.disputed_differ;
    Ok(())
}

/// Figures are compared with what is found in the runs of the same folder.
fn verify_mining(file: &Path, expected: &str, tally: &mut Tally) -> Result<()> {
    let folder = file.parent().unwrap_or(Path::new("."));
    let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
    let mut runs = None;
    for other in files(&[folder.to_owned()])? {
        let text = input::text(&other)?;
        if shape(&text) == Shape::Runs {
            runs = Some(text);
            break;
        }
    }
    let runs = runs.context("these are figures expected of runs, but no runs lie beside them")?;
    let report = mining::golden::verify(&runs, expected)?;
    for mismatch in &report.mismatches {
        println!("FAIL  {}: {mismatch}", file.display());
    }
    if report.failed == 0 {
        println!("ok    {}: what is mined from runs, {} passed", file.display(), report.passed);
    }
    tally.passed += report.passed;
    tally.failed += report.failed;
    Ok(())
}
