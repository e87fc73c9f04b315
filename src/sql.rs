//! `ludograph sql`

use std::io::Write as _;
use std::path::Path;
use std::process::ExitCode;

use anyhow::{Context as _, Result, bail};
use futures::StreamExt as _;
use ludograph_analytics::encode::{self, Encoder};
use ludograph_analytics::{Analytics, named_queries};
use rustyline::error::ReadlineError;

use crate::cli::{Format, SqlOptions};
use crate::folder;
use crate::stdout::Stdout;

/// Answers one query, or prompts for queries.
pub(crate) async fn run(options: SqlOptions) -> Result<ExitCode> {
    if options.named.as_deref() == Some("list") {
        for query in named_queries() {
            println!("{:<28} {}", query.name, query.title);
        }
        return Ok(ExitCode::SUCCESS);
    }
    let query = query_text(&options)?;
    let analytics = folder::look(&options.data).await?;
    match query {
        Some(query) => {
            answer(&analytics, &query, options.format).await?;
            Ok(ExitCode::SUCCESS)
        }
        None => prompt(&analytics, options.format).await,
    }
}

fn query_text(options: &SqlOptions) -> Result<Option<String>> {
    if let Some(file) = &options.file {
        return Ok(Some(std::fs::read_to_string(file).with_context(|| format!("reading {}", file.display()))?));
    }
    if let Some(name) = &options.named {
        return named(name).map(Some);
    }
    Ok(options.query.clone())
}

fn named(name: &str) -> Result<String> {
    let queries = named_queries();
    if let Some(query) = queries.iter().find(|query| query.name == name) {
        return Ok(query.sql.to_owned());
    }
    let nearest = queries.iter().min_by_key(|query| strsim::damerau_levenshtein(query.name, name));
    bail!(
        "no named query {name:?}; did you mean {:?}? `--named list` lists them",
        nearest.map_or("", |query| query.name)
    )
}

/// Runs a query and prints its rows as they come.
pub(crate) async fn answer(analytics: &Analytics, query: &str, format: Format) -> Result<()> {
    let mut rows = analytics.query(query).await?;
    let mut encoder: Box<dyn Encoder> = match format {
        Format::Table => Box::new(encode::Table::default()),
        Format::Json => Box::new(encode::Json::default()),
        Format::Ndjson => Box::new(encode::Ndjson::default()),
        Format::Csv => Box::new(encode::Csv::default()),
        Format::Arrow => Box::new(encode::ArrowStream::default()),
    };
    let mut out = Stdout::lock();
    if format == Format::Arrow && out.is_terminal() {
        bail!("an Arrow stream is bytes: send it to a file or a program");
    }
    out.write_all(&encoder.begin(&rows.schema())?)?;
    while let Some(batch) = rows.next().await {
        out.write_all(&encoder.batch(&batch?)?)?;
    }
    out.write_all(&encoder.end()?)?;
    out.flush()?;
    for missing in analytics.missing_for(query) {
        eprintln!("{missing}");
    }
    Ok(())
}

const HELP: &str = "\
A query ends with ; and may span lines.
.tables         the tables        .queries      the named queries
.run NAME       a named query     .help         this
.quit           leaves; so does Ctrl-D";

async fn prompt(analytics: &Analytics, format: Format) -> Result<ExitCode> {
    let mut editor = rustyline::DefaultEditor::new()?;
    let history = history_file();
    if let Some(history) = &history
        && history.exists()
    {
        editor.load_history(history)?;
    }
    println!("{} events. Queries end with ; and .help helps.", analytics.position());
    let mut pending = String::new();
    loop {
        let prompt = if pending.is_empty() { "ludograph> " } else { "      ...> " };
        match editor.readline(prompt) {
            Ok(line) => {
                if pending.is_empty() && line.trim_start().starts_with('.') {
                    editor.add_history_entry(line.trim())?;
                    if !directive(analytics, line.trim(), format).await {
                        break;
                    }
                    continue;
                }
                pending.push_str(&line);
                pending.push('\n');
                if line.trim_end().ends_with(';') {
                    let query = std::mem::take(&mut pending);
                    editor.add_history_entry(query.trim())?;
                    report(answer(analytics, &query, format).await);
                }
            }
            Err(ReadlineError::Interrupted) => pending.clear(),
            Err(ReadlineError::Eof) => break,
            Err(error) => return Err(error.into()),
        }
    }
    if let Some(history) = &history {
        editor.save_history(history)?;
    }
    Ok(ExitCode::SUCCESS)
}

/// Carries out a line that begins with a dot; false leaves the prompt.
async fn directive(analytics: &Analytics, line: &str, format: Format) -> bool {
    match line.split_once(' ').unwrap_or((line, "")) {
        (".quit" | ".exit", _) => return false,
        (".tables", _) => {
            for table in analytics.tables() {
                println!("{:<20} {:>12} rows {:>12} bytes", table.name, table.rows, table.bytes);
            }
        }
        (".queries", _) => {
            for query in named_queries() {
                println!("{:<28} {}", query.name, query.title);
            }
        }
        (".run", name) => match named(name.trim()) {
            Ok(query) => report(answer(analytics, &query, format).await),
            Err(error) => report(Err(error)),
        },
        _ => println!("{HELP}"),
    }
    true
}

fn report(outcome: Result<()>) {
    if let Err(error) = outcome {
        eprintln!("{error:#}");
    }
}

/// Where the prompt remembers what was asked.
fn history_file() -> Option<std::path::PathBuf> {
    let home = std::env::var_os("HOME")?;
    Some(Path::new(&home).join(".ludograph_history"))
}
