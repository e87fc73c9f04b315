//! How the sink is set up.

use std::fmt;
use std::path::PathBuf;
use std::time::Duration;

use ludograph_engine::graph::BuilderOptions;

use crate::limits::{GRAPH_BATCH_BYTES_MAX, GRAPH_BATCH_ROWS_MAX};

/// A password, which is never shown.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Password(String);

impl Password {
    /// A password.
    #[must_use]
    pub fn new(text: String) -> Self {
        Self(text)
    }

    pub(super) fn reveal(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Password {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.0.is_empty() { "none" } else { "***" })
    }
}

/// Where the graph is, and how it is fed.
#[derive(Debug, Clone)]
pub struct GraphSinkOptions {
    /// Address of the server: `bolt://host:7687`, `bolt+s://` with TLS, `bolt+ssc://` with TLS and any certificate.
    pub uri: String,
    /// User; empty where the server asks for none.
    pub user: String,
    /// The user's password.
    pub password: Password,
    /// Database; `None` for the server's own.
    pub database: Option<String>,
    /// Folder for what is needed to go on after a restart.
    pub folder: PathBuf,
    /// Whether everything the log holds is sent anew, whatever the graph holds already.
    pub from_start: bool,
    /// Rows from which on a batch is sent, 1 to [`GRAPH_BATCH_ROWS_MAX`]; also the rows of one statement.
    pub batch_rows: usize,
    /// Bytes from which on a batch is sent, about.
    pub batch_bytes: usize,
    /// Bytes of one statement's rows, about. What does not fit the client's buffer of 8 KiB goes out in pieces, and the last
    /// of them waits for the other side's acknowledgement of the first, 40 ms on Linux (the client does not turn Nagle's
    /// algorithm off). So many small statements are faster than one large one, unless the server is far away.
    pub statement_bytes: usize,
    /// How long a batch waits for more while the log has none.
    pub batch_age: Duration,
    /// How long one attempt may take, from connecting to the answer to its commit.
    pub attempt_max: Duration,
    /// The first pause after a failed attempt; each further one doubles, up to [`Self::retry_max`], and is then shortened
    /// by up to a half at random.
    pub retry_first: Duration,
    /// The longest pause.
    pub retry_max: Duration,
    /// How often what is known of open games is written down.
    pub checkpoint_every: Duration,
    /// How often the cursor in the log follows the graph's.
    pub cursor_every: Duration,
    /// Where the pauses' randomness begins; `None` for a beginning of its own.
    pub seed: Option<u64>,
    /// Bounds of what is known of games.
    pub builder: BuilderOptions,
}

impl GraphSinkOptions {
    /// A server without a user, and defaults.
    #[must_use]
    pub fn new(uri: String, folder: PathBuf) -> Self {
        Self {
            uri,
            user: String::new(),
            password: Password::default(),
            database: None,
            folder,
            from_start: false,
            batch_rows: 1_000,
            batch_bytes: 4 << 20,
            statement_bytes: 7 << 10,
            batch_age: Duration::from_millis(200),
            attempt_max: Duration::from_secs(30),
            retry_first: Duration::from_millis(100),
            retry_max: Duration::from_secs(10),
            checkpoint_every: Duration::from_secs(30),
            cursor_every: Duration::from_secs(1),
            seed: None,
            builder: BuilderOptions::default(),
        }
    }

    /// The same within the bounds.
    pub(super) fn bounded(mut self) -> Self {
        self.batch_rows = self.batch_rows.clamp(1, GRAPH_BATCH_ROWS_MAX);
        self.batch_bytes = self.batch_bytes.clamp(1, GRAPH_BATCH_BYTES_MAX);
        self
    }
}
