//! The command line.

use std::path::PathBuf;

use clap::builder::styling::{AnsiColor, Styles};
use clap::{Args, Parser, Subcommand, ValueEnum};

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
  ludograph replay session.ndjson --to http://127.0.0.1:8080 --speed max";

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
    /// Address of the REST door [default: 127.0.0.1:8080, where the mod sends]
    #[arg(long, value_name = "ADDR")]
    pub(crate) listen: Option<String>,
    /// Bytes the hot tables may take; beyond it the door answers 503 [default: 2GiB]
    #[arg(long, value_name = "SIZE")]
    pub(crate) hot_limit: Option<String>,
    /// Bytes the log may take on disk, 0 for no limit [default: 0]
    #[arg(long, value_name = "SIZE")]
    pub(crate) log_limit: Option<String>,
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

#[derive(Debug, Args)]
pub(crate) struct SqlOptions {
    /// Folder that holds the log; a server may be running on it
    #[arg(long, value_name = "DIR", default_value = "ludograph-data", env = "LUDOGRAPH_DATA")]
    pub(crate) data: PathBuf,
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
