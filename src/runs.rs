//! The runs that are mined: of a file, or of a data folder's store.

use std::path::PathBuf;

use anyhow::{Context as _, Result, ensure};
use clap::Args;
use ludograph_engine::mining::Runs;

use crate::cli::DataOptions;
use crate::folder;

/// Which runs.
#[derive(Debug, Args)]
pub(crate) struct RunsOptions {
    /// Runs as JSON lines (docs/mining.md) [default: the finished runs of the data folder]
    #[arg(long, value_name = "FILE.jsonl")]
    pub(crate) runs: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) data: DataOptions,
}

/// Reads the runs.
pub(crate) async fn read(options: &RunsOptions) -> Result<Runs> {
    let (runs, place) = match &options.runs {
        Some(file) => {
            let text = std::fs::read_to_string(file).with_context(|| format!("reading {}", file.display()))?;
            (Runs::from_json_lines(&text).with_context(|| file.display().to_string())?, file)
        }
        None => (folder::look(&options.data).await?.runs().await?, &options.data.data),
    };
    ensure!(!runs.is_empty(), "{} holds no finished run", place.display());
    Ok(runs)
}
