//! The bounds of every call, with their units.

/// The largest id of an item or an event, plus one. Tables are indexed by id, so ids are to be dense.
pub const IDS_MAX: u32 = 1 << 24;
/// The most rows of one table.
pub const ROWS_MAX: u32 = 1 << 28;
/// The most entries of all rows of one table together.
pub const ENTRIES_MAX: u32 = u32::MAX - 1;
/// The longest pattern anyone may ask for; the searches are as deep as that.
pub const PATTERN_LENGTH_MAX: usize = 64;
/// The most patterns of one answer.
pub const PATTERNS_MAX: usize = 10_000_000;
/// The patterns of an answer whose caller names no bound.
pub const PATTERNS_MAX_DEFAULT: usize = 100_000;
/// The most permutations of one Westfall-Young correction.
pub const PERMUTATIONS_MAX: u32 = 1_000_000;
/// The most columns of one logistic model: its equations take 8 bytes for each pair of columns.
pub const MODEL_COLUMNS_MAX: usize = 4_096;
/// The most nodes of a community graph.
pub const NODES_MAX: u32 = 1 << 24;
/// The most bootstrap samples, and the most seeded starts, of a community search.
pub const SAMPLES_MAX: u32 = 100_000;
/// The most runs the generator makes in one call.
pub const GENERATED_RUNS_MAX: usize = 100_000_000;
