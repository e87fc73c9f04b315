//! The same questions in Python, timed there.

use std::collections::BTreeMap;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use ludograph_engine::mining::Runs;

use crate::Outcome;

/// Milliseconds by question; nothing, with a word about it, where Python or its packages are not to be had.
pub(crate) fn anchors(runs: &Runs) -> BTreeMap<String, f64> {
    ask(runs).unwrap_or_else(|error| {
        println!("Python is left out: {error}");
        BTreeMap::new()
    })
}

fn ask(runs: &Runs) -> Outcome<BTreeMap<String, f64>> {
    let python = environment()?;
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("benches/modules/anchors.py");
    let mut child = Command::new(python).arg(script).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn()?;
    let mut lines = String::new();
    for (number, won) in runs.won().iter().enumerate() {
        let names = |ids: &[u32], all: &[String]| -> Vec<String> {
            ids.iter().filter_map(|id| all.get(*id as usize).cloned()).collect()
        };
        let items = names(runs.items().row(number), runs.item_names().names());
        let events = names(runs.events().row(number), runs.event_names().names());
        lines.push_str(&serde_json::json!({"won": won, "items": items, "events": events}).to_string());
        lines.push('\n');
    }
    child.stdin.take().ok_or("no way to Python")?.write_all(lines.as_bytes())?;
    let output = child.wait_with_output()?;
    if !output.status.success() {
        return Err("the script failed".into());
    }
    Ok(serde_json::from_slice(&output.stdout)?)
}

/// An environment with the packages, kept between runs.
fn environment() -> Outcome<PathBuf> {
    let folder = std::env::temp_dir().join("ludograph-module-anchors");
    let python = folder.join("bin/python");
    let works = |python: &Path| {
        let check = Command::new(python).args(["-c", "import mlxtend, prefixspan, scipy"]).output();
        check.is_ok_and(|output| output.status.success())
    };
    if works(&python) {
        return Ok(python);
    }
    println!("installing mlxtend, prefixspan and scipy");
    let made = Command::new("python3").args(["-m", "venv"]).arg(&folder).status()?;
    let install = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "mlxtend", "prefixspan", "scipy"];
    let installed = made.success() && Command::new(&python).args(install).status()?.success();
    if installed && works(&python) { Ok(python) } else { Err("its packages cannot be installed".into()) }
}
