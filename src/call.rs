//! `ludograph call`: procedures of query modules, without a server.

mod answer;
mod modules;

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Duration;

use anyhow::{Context as _, Result, bail};
use bytesize::ByteSize;
use clap::{Args, ValueEnum};
use ludograph_analytics::GraphScope;
use ludograph_host::{CallError, Options, Parameters, PropertyGraph, QueryError, query, value_from_json};

use crate::cli::{DATA_FOLDER, DataOptions};
use crate::folder;

/// The longest time a call may be given: a year.
const SECONDS_MAX: f64 = 31_536_000.0;

#[derive(Debug, Args)]
pub(crate) struct CallOptions {
    /// The query: CALL module.procedure(…) [YIELD … [WHERE …]] [RETURN … ORDER BY … SKIP … LIMIT …]
    #[arg(value_name = "QUERY", required_unless_present = "list")]
    query: Option<String>,
    /// Folder of the modules [default: query_modules beside the program]
    #[arg(long, value_name = "DIR", env = "LUDOGRAPH_MODULES")]
    modules: Option<PathBuf>,
    /// A graph as JSON instead of the data folder's: {"nodes": […], "relationships": […]}, or the list that Memgraph's
    /// export_util writes
    #[arg(long, value_name = "FILE")]
    graph: Option<PathBuf>,
    #[command(flatten)]
    data: DataOptions,
    /// Also the simulated games of the data folder
    #[arg(long, conflicts_with = "graph")]
    simulated: bool,
    /// A parameter of the query: name=JSON
    #[arg(long = "param", value_name = "NAME=JSON", value_parser = parameter)]
    parameters: Vec<(String, serde_json::Value)>,
    /// Form of the answer
    #[arg(long, value_enum, default_value_t = CallFormat::Table)]
    format: CallFormat,
    /// Seconds after which the procedure is told to stop [default: none]
    #[arg(long, value_name = "SECONDS", value_parser = seconds)]
    timeout: Option<Duration>,
    /// Bytes the call's objects may take, 0 for no limit
    #[arg(long, value_name = "SIZE", default_value = "100MiB", value_parser = size)]
    memory_limit: ByteSize,
    /// Lets procedures change the graph, in memory
    #[arg(long)]
    write: bool,
    /// Writes the changed graph as JSON
    #[arg(long, value_name = "FILE", requires = "write")]
    save: Option<PathBuf>,
    /// Lists what the modules declare
    #[arg(long, conflicts_with_all = ["query", "graph", "simulated", "save"])]
    list: bool,
}

/// The form of an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum CallFormat {
    /// An aligned table
    Table,
    /// One JSON object a line
    Json,
    /// Comma-separated, with a header
    Csv,
}

fn parameter(text: &str) -> Result<(String, serde_json::Value), String> {
    let (name, json) =
        text.split_once('=').ok_or("a parameter is NAME=JSON, such as limit=10 or joker='\"j_baron\"'")?;
    let value = serde_json::from_str(json).map_err(|error| format!("the value of {name} is no JSON: {error}"))?;
    Ok((name.trim_start_matches('$').to_owned(), value))
}

fn seconds(text: &str) -> Result<Duration, String> {
    let seconds = text.parse().ok().filter(|seconds: &f64| *seconds > 0.0 && *seconds <= SECONDS_MAX);
    seconds
        .map(Duration::from_secs_f64)
        .ok_or_else(|| format!("a time is a number of seconds above 0, at most {SECONDS_MAX}"))
}

fn size(text: &str) -> Result<ByteSize, String> {
    text.parse().map_err(|_| "a size is a number and a unit, such as 100MiB".to_owned())
}

pub(crate) async fn run(options: &CallOptions) -> Result<ExitCode> {
    let host = modules::load(options.modules.as_deref())?;
    let Some(text) = &options.query else {
        answer::declarations(&host);
        return Ok(ExitCode::SUCCESS);
    };
    let mut graph = match &options.graph {
        Some(file) => read(file)?,
        None => of_folder(&options.data, options.simulated).await?,
    };
    let limits = Options {
        memory_bytes_max: match options.memory_limit.as_u64() {
            0 => None,
            bytes => Some(usize::try_from(bytes).unwrap_or(usize::MAX)),
        },
        timeout: options.timeout,
        refuse_writes: !options.write,
        ..Options::default()
    };
    let table = match query(&host, &mut graph, text, &parameters(options)?, &limits) {
        Ok(table) => table,
        Err(error) => bail!("{}", explained(&error)),
    };
    answer::report(&table.report);
    answer::print(&graph, &table, options.format)?;
    if let Some(file) = &options.save {
        save(&graph, file)?;
    }
    Ok(ExitCode::SUCCESS)
}

/// The error, with what the program can do about it.
fn explained(error: &QueryError) -> String {
    match error {
        QueryError::Call(CallError::WriteRefused { .. }) => format!("{error}; --write allows it"),
        QueryError::Call(CallError::UnknownProcedure { .. }) => format!("{error} `ludograph call --list` lists them."),
        other => other.to_string(),
    }
}

fn parameters(options: &CallOptions) -> Result<Parameters> {
    let mut parameters = Parameters::new();
    for (name, json) in &options.parameters {
        let value = value_from_json(json).with_context(|| format!("the parameter {name}"))?;
        if parameters.insert(name.clone(), value).is_some() {
            bail!("the parameter {name} is given twice");
        }
    }
    Ok(parameters)
}

/// The graph of a data folder's games. Empty, which is told, where nobody named a folder and none lies here: not every
/// procedure needs a graph.
async fn of_folder(data: &DataOptions, simulated: bool) -> Result<PropertyGraph> {
    if data.store.is_none() && data.data == Path::new(DATA_FOLDER) && !data.data.exists() {
        eprintln!("there is no {DATA_FOLDER} here, so the graph is empty; --data and --graph name one");
        return Ok(PropertyGraph::new());
    }
    let view = folder::look(data).await?.graph(GraphScope { simulated }).await?;
    let reading = || format!("the graph of {}", data.data.display());
    let text = view.graph.to_json().with_context(reading)?;
    PropertyGraph::from_json(&text).with_context(reading)
}

fn read(file: &Path) -> Result<PropertyGraph> {
    let text = std::fs::read_to_string(file).with_context(|| format!("reading {}", file.display()))?;
    PropertyGraph::from_json(&text).with_context(|| format!("reading {}", file.display()))
}

/// Writes the whole file before it takes the place of one that is there.
fn save(graph: &PropertyGraph, file: &Path) -> Result<()> {
    let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let writing = || format!("writing {}", file.display());
    let beside = tempfile::NamedTempFile::new_in(folder).with_context(writing)?;
    std::fs::write(beside.path(), graph.to_json()).with_context(writing)?;
    beside.persist(file).with_context(writing)?;
    eprintln!("{} nodes and {} relationships in {}", graph.node_count(), graph.relationship_count(), file.display());
    Ok(())
}
