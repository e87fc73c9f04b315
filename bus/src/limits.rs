//! Every bound of the bus, named with its unit.

use std::time::Duration;

/// The largest body a door takes.
pub const BODY_BYTES_MAX: usize = 10 * 1024 * 1024;
/// Bytes of all bodies that are being taken at once; a body beyond it is refused with 503 before it is read.
pub const BODIES_BYTES_MAX: usize = 256 * 1024 * 1024;
/// Keys remembered for each run of a producer, to tell a repeated event from a new one. A producer that was cut off
/// repeats at most the 1,100 events of its own buffers.
pub const KEYS_PER_PROCESS_MAX: usize = 16_384;
/// Producers remembered at once; beyond it the one that was silent longest is forgotten.
pub const STREAMS_MAX: usize = 256;
/// The longest name of a stream.
pub const STREAM_NAME_BYTES_MAX: usize = 64;
/// Games remembered for each run of a producer, so that a late event finds its game.
pub const GAMES_PER_PROCESS_MAX: usize = 64;
/// Records read back from the log's end when the bus starts, to know recent events again.
pub const RESTORE_RECORDS_MAX: u64 = 262_144;
/// Commands waiting for a game.
pub const COMMANDS_MAX: usize = 1_024;
/// The longest line of a command.
pub const COMMAND_BYTES_MAX: usize = 256;
/// Events in one answer of the history.
pub const HISTORY_EVENTS_MAX: usize = 1_000;
/// Records looked at for one answer of the history; the next page goes on behind them.
pub const HISTORY_SCAN_MAX: usize = 100_000;
/// Live streams open at once.
pub const LIVE_STREAMS_MAX: usize = 64;
/// Bytes of the log read at a time for one live stream.
pub const LIVE_READ_BYTES: usize = 256 * 1024;
/// Places tried in a body beyond repair, looking for whole events in it.
pub const SALVAGE_TRIES_MAX: usize = 512;
/// Bytes looked at while doing so.
pub const SALVAGE_BYTES_MAX: usize = 64 * 1024 * 1024;
/// How long a body is held back for a sink that is far behind, before it is refused.
pub const HELD_BACK_MAX: Duration = Duration::from_secs(5);
/// How often it is looked whether a sink that was far behind has caught up.
pub const HELD_BACK_LOOK: Duration = Duration::from_millis(2);
/// How long a producer that was refused should wait.
pub const RETRY_AFTER: Duration = Duration::from_secs(1);
/// Rows of the graph sink's batches and statements at most.
pub const GRAPH_BATCH_ROWS_MAX: usize = 10_000;
/// Bytes of its batches at most, from which on they are sent.
pub const GRAPH_BATCH_BYTES_MAX: usize = 64 * 1024 * 1024;
/// Bytes of the log the sink reads at a time; a batch goes beyond its rows and bytes by what they yield.
pub const GRAPH_READ_BYTES: usize = 64 * 1024;
/// Refused rows of one batch that are logged; all are counted.
pub const GRAPH_REFUSED_LOGGED_MAX: usize = 10;
/// How long a stop waits for the sink to send what the log holds; the next start sends the rest.
pub const GRAPH_LAST_SEND_MAX: Duration = Duration::from_secs(3);
