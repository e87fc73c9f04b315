//! A simulated disk, and the simulation that holds the log against a model of what it promises.
//!
//! ```
//! use ludograph_log::sim::{Faults, run_seed};
//!
//! let report = run_seed(1, Faults::ALL, &|_| {});
//! assert_eq!(report.violation, None);
//! ```

mod actions;
mod calls;
mod damage;
mod disk;
mod fault;
mod inode;
mod model;
mod prng;
mod run;

pub use disk::SimFs;
pub use fault::Faults;
pub use prng::Prng;
pub use run::{SeedReport, Trace, run_seed};

/// Returns a violation unless a promise holds.
macro_rules! ensure {
    ($promise:expr, $($what:tt)+) => {
        if !$promise {
            return Err(format!($($what)+));
        }
    };
}
use ensure;
