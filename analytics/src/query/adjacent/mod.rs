//! Rows of one game stand together, in files as in memory: they are aggregated while they pass, before anything is hashed.
//!
//! `GROUP BY game_id` hashes every row to find its group. Where equal keys stand next to each other, comparing a row with
//! the one before it finds the group as well, and only one row a stretch of equal keys goes on to be hashed. The same
//! holds for a join on the game: what is counted of its larger side can be counted by stretch before the join, since all
//! rows of a stretch meet the same rows of the other side.
//!
//! `rule` decides where that can be done, `exec` is the plan's node, `fold` the work on one partition. Nothing is assumed:
//! the node looks whether stretches are long enough, and leaves the rest to DataFusion's hashing where they are not.

mod exec;
mod fold;
mod rule;
#[cfg(test)]
mod tests;

pub(super) use rule::AdjacentRows;
