//! The graph sink as it is configured: where the server is, and how it is fed.

use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::{Context as _, Result, bail};
use bytesize::ByteSize;
use ludograph_bus::{GRAPH_SENT_CURSOR, GraphSink, GraphSinkOptions, Password, forget_graph};
use ludograph_log::Log;

use crate::config::Settings;

/// Every key with its default. In the file they may stand in a table: `[memgraph]` with `uri`, `user`, ….
pub(crate) const KEYS: [(&str, &str); 9] = [
    ("memgraph", ""),
    ("memgraph_user", ""),
    ("memgraph_password_file", ""),
    ("memgraph_database", ""),
    ("memgraph_batch_rows", "1000"),
    ("memgraph_batch_ms", "200"),
    ("memgraph_statement_size", "7KiB"),
    ("memgraph_attempt_seconds", "30"),
    ("memgraph_from", "cursor"),
];

/// The password, where it comes from the environment. It is no key: it is never shown, and no flag or file takes it.
pub(crate) const PASSWORD: &str = "memgraph_password";
/// Bytes of the password's file.
const PASSWORD_BYTES_MAX: u64 = 4096;
/// The address that is none.
const OFF: &str = "off";
/// Where the sink's files lie within the data folder.
const FOLDER: &str = "memgraph";

/// Whether a graph is fed.
#[derive(Debug, Clone)]
pub(crate) enum Memgraph {
    /// Nothing was said: none is, and what one was fed with is kept.
    Unset,
    /// None is, and the log keeps nothing for one.
    Off(PathBuf),
    Fed(Box<GraphSinkOptions>),
}

impl Memgraph {
    /// Checks the settings.
    pub(crate) fn read(settings: &Settings, data: &Path) -> Result<Self> {
        let folder = data.join(FOLDER);
        let text = |key| settings.get(key, "a text", |text| Some(text.to_owned()));
        let uri = text("memgraph")?;
        match uri.as_str() {
            "" => return Ok(Self::Unset),
            OFF => return Ok(Self::Off(folder)),
            _ => {}
        }
        let count =
            |key| settings.get(key, "a whole number above 0", |text| text.parse().ok().filter(|count| *count > 0_u64));
        let database = text("memgraph_database")?;
        Ok(Self::Fed(Box::new(GraphSinkOptions {
            user: text("memgraph_user")?,
            password: password(settings)?,
            database: (!database.is_empty()).then_some(database),
            batch_rows: usize::try_from(count("memgraph_batch_rows")?).unwrap_or(usize::MAX),
            statement_bytes: settings.get("memgraph_statement_size", "a size such as 7KiB", |text| {
                text.parse().ok().and_then(|size: ByteSize| usize::try_from(size.as_u64()).ok())
            })?,
            batch_age: Duration::from_millis(count("memgraph_batch_ms")?),
            attempt_max: Duration::from_secs(count("memgraph_attempt_seconds")?),
            from_start: settings.get("memgraph_from", "cursor or start", |text| match text {
                "cursor" => Some(false),
                "start" => Some(true),
                _ => None,
            })?,
            ..GraphSinkOptions::new(uri, folder)
        })))
    }

    /// Starts feeding the graph, where one is to be fed.
    pub(crate) fn start(&self, log: &Log) -> Result<Option<GraphSink>> {
        match self {
            Self::Fed(options) => Ok(Some(GraphSink::start(log.clone(), (**options).clone())?)),
            Self::Off(folder) => {
                forget_graph(log, folder)?;
                Ok(None)
            }
            Self::Unset => {
                if let Some(position) = log.cursor(GRAPH_SENT_CURSOR)? {
                    tracing::warn!(
                        position,
                        "no graph is fed, but one was: the log keeps what it lacks; `--memgraph off` ends that"
                    );
                }
                Ok(None)
            }
        }
    }
}

/// The password from its file, or from the environment.
fn password(settings: &Settings) -> Result<Password> {
    let path = settings.get("memgraph_password_file", "a file", |text| Some(text.to_owned()))?;
    let given = settings.secret(PASSWORD);
    if path.is_empty() {
        return Ok(Password::new(given.unwrap_or_default().to_owned()));
    }
    if given.is_some() {
        bail!("the graph's password is given twice: in {path} and in the environment");
    }
    let size = std::fs::metadata(&path).with_context(|| format!("`memgraph_password_file`: {path}"))?.len();
    if size > PASSWORD_BYTES_MAX {
        bail!("`memgraph_password_file`: {path} has {size} bytes, which is no password");
    }
    let text = std::fs::read_to_string(&path).with_context(|| format!("`memgraph_password_file`: {path}"))?;
    Ok(Password::new(text.trim_end_matches(['\r', '\n']).to_owned()))
}
