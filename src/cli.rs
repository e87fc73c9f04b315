//! The command line.

use std::path::PathBuf;
use std::time::Duration;

use clap::builder::styling::{AnsiColor, Styles};
use clap::{Args, Parser, Subcommand, ValueEnum};

use crate::balatro::BalatroCommand;
use crate::brigade::{BrigadeCommand, EXAMPLES as BRIGADE_EXAMPLES};
use crate::call::CallOptions;
use crate::patterns::PatternsCommand;
use crate::synergy::SynergyOptions;

const STYLES: Styles = Styles::styled()
    .header(AnsiColor::Green.on_default().bold())
    .usage(AnsiColor::Green.on_default().bold())
    .literal(AnsiColor::Cyan.on_default().bold());

const EXAMPLES: &str = "\
Examples:
  ludograph demo                                      see what it does, in seconds
  ludograph serve --data ./games                      take what the Balatro mod sends to port 8080
  ludograph sql --data ./games --named win_rate       ask a named question
  ludograph sql --data ./games \"SELECT * FROM games\"  ask your own
  ludograph brigade simulate --games 100000 --into ./games  games of Bucket Brigade into its tables
  ludograph tables --data ./games                     what there is
  ludograph balatro score hand.json --explain         how a hand comes to its score
  ludograph patterns contrast --runs runs.jsonl       what tells won runs from lost ones
  ludograph call --data ./games 'CALL joker_synergy.pairs(20)'  a Memgraph module, without a server
  ludograph backup ./copy --data ./games              copy it, while it runs
  ludograph replay session.ndjson --to http://127.0.0.1:8080 --speed max";

const CALL_EXAMPLES: &str = "\
Examples:
  ludograph call --list
  ludograph call --data ./games 'CALL joker_synergy.pairs(20) YIELD joker_a, joker_b, lift, q
                                 RETURN * ORDER BY lift DESC LIMIT 10'
  ludograph call --graph graph.json --param 'owned=[\"j_baron\"]' 'CALL joker_synergy.suggest($owned, {money: 8})'
  ludograph call --graph graph.json --write --save after.json 'CALL joker_synergy.write(20)'

Modules are built with `cargo xtask modules`. Queries with MATCH, CREATE and the like are for Memgraph.";

/// Turns the play of games into a table and a graph: every event on disk, every event in SQL.
#[derive(Debug, Parser)]
#[command(name = "ludograph", version, about, after_help = EXAMPLES, styles = STYLES, arg_required_else_help = true)]
pub(crate) struct Cli {
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Runs the server: events in over REST, SQL out
    Serve(ServeOptions),
    /// Plays a recorded session through a server of its own and shows what comes of it
    Demo(DemoOptions),
    /// Sends recorded traffic to a server
    Replay(ReplayOptions),
    /// Asks SQL of a data folder; a prompt where no query is given
    Sql(SqlOptions),
    /// Plays Bucket Brigade: one game, a million, tournaments, recorded games
    #[command(subcommand, after_help = BRIGADE_EXAMPLES)]
    Brigade(BrigadeCommand),
    /// Lists the tables of a data folder: rows, files, bytes, freshness
    Tables(TablesOptions),
    /// Shows one table: its columns, and what there is of it
    Table(TableOptions),
    /// Writes a table, or the answer to a query, into a file
    Export(ExportOptions),
    /// Copies log and store of a data folder, while a server may be writing them
    Backup(BackupOptions),
    /// Makes a data folder from a back-up
    Restore(RestoreOptions),
    /// Looks after the store's files by hand
    #[command(subcommand)]
    Store(StoreCommand),
    /// Scores hands of Balatro, finds the best order and the best play, decides
    #[command(subcommand)]
    Balatro(BalatroCommand),
    /// Says which jokers go together and win together, from runs or from the rules
    Synergy(SynergyOptions),
    /// Finds what runs have in common, and what tells won from lost ones
    #[command(subcommand)]
    Patterns(PatternsCommand),
    /// Calls a procedure of a query module on a graph, without a server
    #[command(after_help = CALL_EXAMPLES)]
    Call(CallOptions),
    /// Checks the program against recorded data
    #[command(subcommand)]
    Verify(VerifyCommand),
    /// Prints the effective configuration and where each value comes from
    Config(ServeOptions),
}

/// What can also be set in the configuration file and in the environment.
#[derive(Debug, Clone, Default, Args)]
pub(crate) struct ServeOptions {
    /// Configuration file [default: ./ludograph.toml where there is one]
    #[arg(long, value_name = "FILE", env = "LUDOGRAPH_CONFIG")]
    pub(crate) config: Option<PathBuf>,
    /// Folder that holds the log [default: ./ludograph-data]
    #[arg(long, value_name = "DIR")]
    pub(crate) data: Option<String>,
    /// Where the tables are stored: a folder, an address such as s3://bucket/games, or `off` [default: DATA/store]
    #[arg(long, value_name = "PLACE")]
    pub(crate) store: Option<String>,
    /// Address of the REST door [default: 127.0.0.1:8080, where the mod sends]
    #[arg(long, value_name = "ADDR")]
    pub(crate) listen: Option<String>,
    /// Bytes the hot tables may take; beyond it the door answers 503 [default: 2GiB]
    #[arg(long, value_name = "SIZE")]
    pub(crate) hot_limit: Option<String>,
    /// Bytes the log may take on disk, 0 for no limit [default: 0]
    #[arg(long, value_name = "SIZE")]
    pub(crate) log_limit: Option<String>,
    /// Bytes of the log kept once its events are stored, or `all` [default: all]
    #[arg(long, value_name = "SIZE|all")]
    pub(crate) log_keep: Option<String>,
    /// Rows in memory from which on they are stored [default: 250000]
    #[arg(long, value_name = "N")]
    pub(crate) flush_rows: Option<String>,
    /// Bytes in memory from which on they are stored [default: 64MiB]
    #[arg(long, value_name = "SIZE")]
    pub(crate) flush_size: Option<String>,
    /// Seconds after which rows in memory are stored at the latest [default: 10]
    #[arg(long, value_name = "SECONDS")]
    pub(crate) flush_seconds: Option<String>,
    /// Bytes up to which stored files are merged into one [default: 32MiB]
    #[arg(long, value_name = "SIZE")]
    pub(crate) file_size: Option<String>,
    /// Seconds from one look for files to merge to the next [default: 30]
    #[arg(long, value_name = "SECONDS")]
    pub(crate) compact_seconds: Option<String>,
    /// Hours after which files that are no longer of a table are removed [default: 24]
    #[arg(long, value_name = "HOURS")]
    pub(crate) vacuum_hours: Option<String>,
    /// How long rows are kept, by table, such as events=30d,balatro_states=12h [default: all]
    #[arg(long, value_name = "TABLE=AGE,…")]
    pub(crate) retain: Option<String>,
    /// Bytes of one segment of the log [default: 64MiB]
    #[arg(long, value_name = "SIZE")]
    pub(crate) segment_size: Option<String>,
    /// Bytes all running queries may take [default: 512MiB]
    #[arg(long, value_name = "SIZE")]
    pub(crate) query_memory: Option<String>,
    /// Seconds a query may take [default: 30]
    #[arg(long, value_name = "SECONDS")]
    pub(crate) query_seconds: Option<String>,
    /// Queries that may run at once [default: 8]
    #[arg(long, value_name = "N")]
    pub(crate) queries_max: Option<String>,
    /// Form of the program's own log: text or json [default: text]
    #[arg(long, value_name = "FORM")]
    pub(crate) log_format: Option<String>,
    #[command(flatten)]
    pub(crate) memgraph: MemgraphOptions,
}

/// The graph that is fed. Its password comes from a file or from LUDOGRAPH_MEMGRAPH_PASSWORD, never from a flag.
#[derive(Debug, Clone, Default, Args)]
pub(crate) struct MemgraphOptions {
    /// Memgraph server to feed, such as bolt://127.0.0.1:7687; `off` ends feeding one for good [default: none]
    #[arg(id = "memgraph", long = "memgraph", value_name = "URI|off")]
    pub(crate) uri: Option<String>,
    /// Its user [default: none]
    #[arg(id = "memgraph_user", long = "memgraph-user", value_name = "NAME")]
    pub(crate) user: Option<String>,
    /// File that holds the user's password
    #[arg(id = "memgraph_password_file", long = "memgraph-password-file", value_name = "FILE")]
    pub(crate) password_file: Option<String>,
    /// Its database [default: the server's own]
    #[arg(id = "memgraph_database", long = "memgraph-database", value_name = "NAME")]
    pub(crate) database: Option<String>,
    /// Rows from which on a batch is sent to it [default: 1000]
    #[arg(id = "memgraph_batch_rows", long = "memgraph-batch-rows", value_name = "N")]
    pub(crate) batch_rows: Option<String>,
    /// Milliseconds a batch waits for more [default: 200]
    #[arg(id = "memgraph_batch_ms", long = "memgraph-batch-ms", value_name = "MS")]
    pub(crate) batch_ms: Option<String>,
    /// Bytes of one statement's rows; more where the server is far away [default: 7KiB]
    #[arg(id = "memgraph_statement_size", long = "memgraph-statement-size", value_name = "SIZE")]
    pub(crate) statement_size: Option<String>,
    /// Seconds an attempt to send a batch may take [default: 30]
    #[arg(id = "memgraph_attempt_seconds", long = "memgraph-attempt-seconds", value_name = "SECONDS")]
    pub(crate) attempt_seconds: Option<String>,
    /// `start` sends everything the log holds anew [default: cursor]
    #[arg(id = "memgraph_from", long = "memgraph-from", value_name = "cursor|start")]
    pub(crate) from: Option<String>,
}

#[derive(Debug, Args)]
pub(crate) struct DemoOptions {
    /// Removes the demo's folder at the end instead of leaving it to be explored
    #[arg(long)]
    pub(crate) discard: bool,
    /// Leaves out the SQL behind each table
    #[arg(long)]
    pub(crate) brief: bool,
}

#[derive(Debug, Args)]
pub(crate) struct ReplayOptions {
    /// An .ndjson trace ({"t", "path", "body"} a line), a .json body, or a folder of such
    #[arg(value_name = "FILE|DIR")]
    pub(crate) from: PathBuf,
    /// The server
    #[arg(long, value_name = "URL", default_value = "http://127.0.0.1:8080")]
    pub(crate) to: String,
    /// How fast: a factor on the recorded pace, or `max`
    #[arg(long, value_name = "X|max", default_value = "1")]
    pub(crate) speed: Speed,
    /// Sends only the posts of a trace that were answered so when it was recorded
    #[arg(long, value_name = "STATUS")]
    pub(crate) answered: Option<u16>,
    /// Names the stream the server is to count this traffic to [default: the sender's address]
    #[arg(long, value_name = "NAME")]
    pub(crate) stream: Option<String>,
}

/// How fast recorded traffic is sent.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Speed {
    Factor(f64),
    Max,
}

impl std::str::FromStr for Speed {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        if text == "max" {
            return Ok(Self::Max);
        }
        let factor = text.parse().ok().filter(|factor: &f64| factor.is_finite() && *factor > 0.0);
        factor.map(Self::Factor).ok_or_else(|| "a speed is a number above 0, or `max`".to_owned())
    }
}

/// The data folder where none is named.
pub(crate) const DATA_FOLDER: &str = "ludograph-data";

/// A data folder to look at; a server may be running on it.
#[derive(Debug, Clone, Args)]
pub(crate) struct DataOptions {
    /// Data folder; a server may be running on it
    #[arg(long, value_name = "DIR", default_value = DATA_FOLDER, env = "LUDOGRAPH_DATA")]
    pub(crate) data: PathBuf,
    /// Where its tables are stored [default: DIR/store]
    #[arg(long, value_name = "PLACE", env = "LUDOGRAPH_STORE")]
    pub(crate) store: Option<String>,
}

#[derive(Debug, Args)]
pub(crate) struct TablesOptions {
    #[command(flatten)]
    pub(crate) data: DataOptions,
    /// Prints JSON
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Debug, Args)]
pub(crate) struct TableOptions {
    /// The table
    #[arg(value_name = "NAME")]
    pub(crate) name: String,
    #[command(flatten)]
    pub(crate) data: DataOptions,
    /// Prints JSON
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Debug, Args)]
pub(crate) struct ExportOptions {
    /// The table
    #[arg(value_name = "TABLE", required_unless_present = "query")]
    pub(crate) table: Option<String>,
    /// A query instead of a table
    #[arg(long, value_name = "SQL", conflicts_with = "table")]
    pub(crate) query: Option<String>,
    /// The file; `-` for standard output
    #[arg(long, short, value_name = "FILE")]
    pub(crate) to: PathBuf,
    /// Its form [default: by the file's ending]
    #[arg(long, value_enum)]
    pub(crate) format: Option<ExportFormat>,
    #[command(flatten)]
    pub(crate) data: DataOptions,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum ExportFormat {
    /// Parquet
    Parquet,
    /// Comma-separated, with a header
    Csv,
    /// Arrow IPC stream
    Arrow,
    /// One JSON object a line
    Ndjson,
}

#[derive(Debug, Args)]
pub(crate) struct BackupOptions {
    /// Where to: an empty or new folder, or an address such as s3://bucket/backup-1
    #[arg(value_name = "DIR|URL")]
    pub(crate) to: String,
    #[command(flatten)]
    pub(crate) data: DataOptions,
}

#[derive(Debug, Args)]
pub(crate) struct RestoreOptions {
    /// The back-up
    #[arg(value_name = "DIR|URL")]
    pub(crate) from: String,
    /// Data folder to make; it must be empty or new
    #[arg(long, value_name = "DIR")]
    pub(crate) data: PathBuf,
}

#[derive(Debug, Subcommand)]
pub(crate) enum StoreCommand {
    /// Merges small files, until none are left
    Compact(StoreOptions),
    /// Removes files that are no longer of their table
    Vacuum {
        #[command(flatten)]
        options: StoreOptions,
        /// How long a file must not have been of its table
        #[arg(long, value_name = "AGE", default_value = "24h", value_parser = parse_age)]
        after: Duration,
        /// Only names them
        #[arg(long)]
        dry_run: bool,
    },
    /// Lets go of rows that are older than an age
    Retain {
        #[command(flatten)]
        options: StoreOptions,
        /// How old rows may be, such as 30d, 12h or 90m
        #[arg(long, value_name = "AGE", value_parser = parse_age)]
        older_than: Duration,
    },
    /// Reads every file and names those that are missing or damaged
    Check {
        #[command(flatten)]
        options: StoreOptions,
        /// Sets them aside, so that the rest can be asked
        #[arg(long)]
        quarantine: bool,
    },
    /// Makes the store anew from the log; the old one is kept beside it
    Rebuild {
        #[command(flatten)]
        data: DataOptions,
    },
}

#[derive(Debug, Args)]
pub(crate) struct StoreOptions {
    /// Only this table
    #[arg(long, value_name = "NAME")]
    pub(crate) table: Option<String>,
    #[command(flatten)]
    pub(crate) data: DataOptions,
}

fn parse_age(text: &str) -> Result<Duration, String> {
    crate::config::age(text).ok_or_else(|| "an age is a number and d, h, m or s, such as 30d".to_owned())
}

#[derive(Debug, Args)]
pub(crate) struct SqlOptions {
    #[command(flatten)]
    pub(crate) data: DataOptions,
    /// The query
    #[arg(value_name = "QUERY", group = "what")]
    pub(crate) query: Option<String>,
    /// A file with the query
    #[arg(short, long, value_name = "FILE", group = "what")]
    pub(crate) file: Option<PathBuf>,
    /// A named query; `--named list` lists them
    #[arg(long, value_name = "NAME", group = "what")]
    pub(crate) named: Option<String>,
    /// Form of the answer [default: table]
    #[arg(long, value_enum, default_value_t = Format::Table)]
    pub(crate) format: Format,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// Aligned text
    Table,
    /// One JSON array
    Json,
    /// One JSON object a line
    Ndjson,
    /// Comma-separated, with a header
    Csv,
    /// Arrow IPC stream
    Arrow,
}

#[derive(Debug, Subcommand)]
pub(crate) enum VerifyCommand {
    /// Sends every recorded body through the door of a fresh instance and checks that nothing is lost or doubled
    Wire {
        /// Folders of recorded bodies, or single files
        #[arg(value_name = "DIR", required = true)]
        paths: Vec<PathBuf>,
        /// Prints only files that fail, and the last line
        #[arg(long, short)]
        quiet: bool,
    },
}
