//! Mining from outside: recorded runs, planted patterns, brute force on small data, bounds, bad arguments.

#![allow(clippy::unwrap_used, clippy::float_cmp, reason = "tests")]

mod golden;
