//! Mining from outside: recorded runs, planted patterns, brute force on small data, bounds, bad arguments.

#![allow(clippy::unwrap_used, clippy::float_cmp, clippy::cast_precision_loss, reason = "tests")]

mod arguments;
mod communities;
mod contrasts;
mod golden;
mod itemsets;
mod planted;
mod runs;
mod sequences;
mod small;
mod statistics;
mod suggestions;
