//! What the benchmark is told.

use std::path::PathBuf;
use std::str::FromStr;

use crate::Outcome;

/// The parts to run, and how.
#[derive(Debug)]
pub(crate) struct Flags {
    /// None for all.
    pub(crate) parts: Vec<String>,
    pub(crate) rows: usize,
    pub(crate) folder: PathBuf,
    pub(crate) rounds: usize,
    pub(crate) settings: Vec<(String, String)>,
    pub(crate) only: Option<String>,
    pub(crate) minutes: f64,
    pub(crate) events: usize,
}

impl Flags {
    pub(crate) fn parse(mut given: impl Iterator<Item = String>, parts: &[&str]) -> Outcome<Self> {
        let mut flags = Self {
            parts: Vec::new(),
            rows: 100_000_000,
            folder: std::env::temp_dir().join("ludograph-questions"),
            rounds: 3,
            settings: Vec::new(),
            only: None,
            minutes: 10.0,
            events: 10_000_000,
        };
        while let Some(argument) = given.next() {
            let name = argument.clone();
            let mut value = || given.next().ok_or_else(|| format!("{name} needs a value"));
            match argument.as_str() {
                // What cargo itself adds.
                "--bench" => {}
                "--rows" => flags.rows = number(&argument, &value()?)?,
                "--folder" => flags.folder = value()?.into(),
                "--rounds" => flags.rounds = number(&argument, &value()?)?,
                "--minutes" => flags.minutes = number(&argument, &value()?)?,
                "--events" => flags.events = number(&argument, &value()?)?,
                "--only" => flags.only = Some(value()?),
                "--set" => {
                    let setting = value()?;
                    let (name, value) = setting.split_once('=').ok_or("--set NAME=VALUE")?;
                    flags.settings.push((name.to_owned(), value.to_owned()));
                }
                part if parts.contains(&part) => flags.parts.push(argument),
                other => return Err(format!("{other}: none of the parts {} and no flag", parts.join(", ")).into()),
            }
        }
        Ok(flags)
    }
}

fn number<T: FromStr>(flag: &str, text: &str) -> Outcome<T> {
    text.parse().map_err(|_| format!("{flag} {text}: a number is wanted").into())
}
