//! `ludograph export`

use std::io::{BufWriter, IsTerminal as _, Write};
use std::path::Path;
use std::process::ExitCode;

use anyhow::{Context as _, Result, bail};
use futures::StreamExt as _;
use ludograph_analytics::encode::{self, Encoder};

use crate::cli::{ExportFormat, ExportOptions};
use crate::stdout::Stdout;
use crate::{folder, progress};

/// Ends the name of a file that is not finished.
const UNFINISHED: &str = "unfinished";

/// Writes a table or an answer into a file.
pub(crate) async fn run(options: ExportOptions) -> Result<ExitCode> {
    let format = options.format.map_or_else(|| by_ending(&options.to), Ok)?;
    let analytics = folder::look(&options.data).await?;
    let (query, rows) = match (&options.query, &options.table) {
        (Some(query), _) => (query.clone(), 0),
        (None, Some(name)) => {
            let table = analytics.table(name)?;
            (format!("SELECT * FROM {}", table.name), table.rows)
        }
        (None, None) => bail!("name a table, or give a --query"),
    };
    let is_stdout = options.to.as_os_str() == "-";
    if is_stdout && std::io::stdout().is_terminal() && matches!(format, ExportFormat::Parquet | ExportFormat::Arrow) {
        bail!("these are bytes: send them to a file or a program");
    }
    let mut answer = analytics.query(&query).await?;
    let mut encoder = encoder(format);
    let beside = beside(&options.to);
    let mut out: Box<dyn Write> = if is_stdout {
        Box::new(Stdout::lock())
    } else {
        let file = std::fs::File::create(&beside).with_context(|| format!("creating {}", beside.display()))?;
        Box::new(BufWriter::new(file))
    };
    let bar = progress::bar(usize::try_from(rows)?, "rows");
    let mut written = 0;
    out.write_all(&encoder.begin(&answer.schema())?)?;
    while let Some(batch) = answer.next().await {
        let batch = batch?;
        out.write_all(&encoder.batch(&batch)?)?;
        written += batch.num_rows();
        bar.inc(batch.num_rows() as u64);
    }
    out.write_all(&encoder.end()?)?;
    out.flush()?;
    drop(out);
    bar.finish_and_clear();
    if !is_stdout {
        std::fs::rename(&beside, &options.to).with_context(|| format!("naming {}", options.to.display()))?;
        eprintln!("{written} rows in {}", options.to.display());
    }
    for missing in analytics.missing_for(&query) {
        eprintln!("{missing}");
    }
    Ok(ExitCode::SUCCESS)
}

/// Where the file is until it is whole, so that nobody takes half of it for all.
fn beside(to: &Path) -> std::path::PathBuf {
    let mut name = to.file_name().unwrap_or_default().to_owned();
    name.push(".");
    name.push(UNFINISHED);
    to.with_file_name(name)
}

fn by_ending(path: &Path) -> Result<ExportFormat> {
    match path.extension().and_then(|ending| ending.to_str()) {
        Some("parquet") => Ok(ExportFormat::Parquet),
        Some("csv") => Ok(ExportFormat::Csv),
        Some("arrow" | "arrows") => Ok(ExportFormat::Arrow),
        Some("ndjson" | "jsonl") => Ok(ExportFormat::Ndjson),
        _ => bail!("{}: no form goes by that ending; give --format parquet, csv, arrow or ndjson", path.display()),
    }
}

fn encoder(format: ExportFormat) -> Box<dyn Encoder> {
    match format {
        ExportFormat::Parquet => Box::new(encode::Parquet::default()),
        ExportFormat::Csv => Box::new(encode::Csv::default()),
        ExportFormat::Arrow => Box::new(encode::ArrowStream::default()),
        ExportFormat::Ndjson => Box::new(encode::Ndjson::default()),
    }
}
