//! The first stage of aggregations without hashing each row.
//!
//! `GROUP BY game_id` hashes every row to find its group. Rows of one game stand together, in files as in memory: comparing
//! a row with the one before it finds the group as well, and only one row a stretch of equal keys goes on to be hashed. The
//! same holds for a join on the game: what is counted of its larger side can be counted by stretch before the join, since
//! all rows of a stretch meet the same rows of the other side. `GROUP BY night` needs no hash either: a small whole number
//! is its own place in a table.
//!
//! `rule` decides where that can be done, `exec` is the plan's node, `neighbours` and `numbers` do the work on one
//! partition, with the accumulators that `states` holds; `plain` is the quicker half of those. Nothing is assumed: the node looks whether stretches are long
//! enough and numbers small, and leaves the rest to DataFusion's hashing where they are not.

mod exec;
mod neighbours;
mod numbers;
mod plain;
mod rule;
mod states;
#[cfg(test)]
mod tests;

pub(super) use rule::FoldRows;
