//! The store on a simulated disk, held against a model of what it promises.
//!
//! ```
//! use ludograph_analytics::sim::{Faults, run_seed};
//!
//! let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
//! let report = runtime.block_on(run_seed(1, Faults::ALL, &|_| {}));
//! assert_eq!(report.violation, None);
//! ```
//!
//! The promises:
//! * Where the log's cursor stands, everything before it is on disk, whatever happens next.
//! * After any crash the store opens, and the tables, brought up from the log, hold the same rows as tables that never
//!   saw a crash: each once, none lost, none changed.
//! * What readers from elsewhere find at the store's position is what our own tables hold at it.
//! * A fault that ends delays the flush, and nothing else.

mod content;
mod history;
mod run;

pub use ludograph_log::sim::Faults;
pub use run::{SeedReport, Trace, run_seed};
