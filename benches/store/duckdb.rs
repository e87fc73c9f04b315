//! DuckDB's Python client in a process of its own, in a virtual environment made on first use.

use std::io::{BufRead as _, BufReader, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use serde_json::Value;

use crate::Outcome;

const VERSION: &str = "2.0.0";

/// An answer.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) milliseconds: f64,
    pub(crate) rows: Vec<Vec<String>>,
}

/// DuckDB over the files of a folder; ended when dropped.
pub(crate) struct DuckDb {
    child: Child,
    input: ChildStdin,
    output: BufReader<ChildStdout>,
    pub(crate) version: String,
}

impl DuckDb {
    pub(crate) fn open(folder: &Path, threads: usize) -> Outcome<Self> {
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("benches/store_duckdb.py");
        let mut child = Command::new(python()?)
            .arg(script)
            .arg(folder)
            .args(["--threads", &threads.to_string()])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()?;
        let input = child.stdin.take().ok_or("no input")?;
        let output = BufReader::new(child.stdout.take().ok_or("no output")?);
        let mut opened = Self { child, input, output, version: String::new() };
        opened.line()?["version"].as_str().unwrap_or_default().clone_into(&mut opened.version);
        Ok(opened)
    }

    pub(crate) fn ask(&mut self, sql: &str) -> Outcome<Answer> {
        writeln!(self.input, "{sql}")?;
        let answer = self.line()?;
        if let Some(error) = answer["error"].as_str() {
            return Err(error.into());
        }
        let text = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        let row = |row: &Value| row.as_array().into_iter().flatten().map(text).collect();
        Ok(Answer {
            milliseconds: answer["ms"].as_f64().ok_or("no time")?,
            rows: answer["rows"].as_array().into_iter().flatten().map(row).collect(),
        })
    }

    fn line(&mut self) -> Outcome<Value> {
        let mut line = String::new();
        if self.output.read_line(&mut line)? == 0 {
            return Err("DuckDB has ended".into());
        }
        Ok(serde_json::from_str(&line)?)
    }
}

impl Drop for DuckDb {
    fn drop(&mut self) {
        if self.child.kill().is_ok() {
            // Reaped; how it ended does not matter.
            let _status = self.child.wait();
        }
    }
}

/// The interpreter of an environment that has DuckDB.
fn python() -> Outcome<PathBuf> {
    let environment = std::env::temp_dir().join(format!("ludograph-duckdb-{VERSION}"));
    let python = environment.join("bin/python");
    let has_it = || Command::new(&python).args(["-c", "import duckdb"]).status().is_ok_and(|status| status.success());
    if has_it() {
        return Ok(python);
    }
    let made = Command::new("python3").args(["-m", "venv"]).arg(&environment).status()?;
    let package = format!("duckdb=={VERSION}");
    let installed = Command::new(&python).args(["-m", "pip", "install", "--quiet", &package]).status()?;
    if made.success() && installed.success() { Ok(python) } else { Err("DuckDB's client cannot be installed".into()) }
}
