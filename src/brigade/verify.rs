//! `ludograph brigade verify`

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context as _, Result};
use ludograph_engine::brigade::golden::{self, VerifyReport};

/// Verifies every file; one that cannot be read counts as one failure.
pub(super) fn run(files: &[PathBuf]) -> ExitCode {
    let (mut passed, mut failed) = (0, 0);
    for file in files {
        match verify(file) {
            Ok(report) => {
                for mismatch in &report.mismatches {
                    println!("{}: {mismatch}", file.display());
                }
                passed += report.passed;
                failed += report.failed;
            }
            Err(error) => {
                println!("{}: {error:#}", file.display());
                failed += 1;
            }
        }
    }
    println!("{passed} passed, {failed} failed");
    if failed == 0 && passed > 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn verify(file: &Path) -> Result<VerifyReport> {
    let text = std::fs::read_to_string(file).context("reading it")?;
    Ok(golden::verify(&text)?)
}
