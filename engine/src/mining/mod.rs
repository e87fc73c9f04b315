//! What goes together in recorded runs, and whether that is more than chance.
//!
//! * [`itemsets`] and [`sequences`] find frequent patterns over any items and events; [`contrast_itemsets`] and
//!   [`contrast_sequences`] those that tell won rows from lost ones. Rows are [`Transactions`] (sets of ids) and
//!   [`Sequences`] (ids in order); a [`Vocabulary`] says what an id means.
//! * [`pair_synergy`] judges every pair of items in [`Runs`]; [`communities`] groups what goes together; [`WinModel`] and
//!   [`suggest`] say what to take next.
//! * [`statistics`] tells findings from accidents. Every pattern carries a lift, a p and a q.
//! * [`generate`] makes runs in which it is known what is to be found; [`golden::verify`] compares with what other tools
//!   found in the same runs.
//!
//! Every call is bounded ([`Bounds`]), says which bounds it reached ([`Reached`]), and answers in the same order for the
//! same input, on every target. Start with [`itemsets`] for a search and its judgement, and with `docs/mining.md` for
//! which figure means what, what it costs and where its formula comes from.

mod bounds;
mod collect;
mod communities;
mod contrast;
mod error;
pub mod golden;
mod itemsets;
mod limits;
pub(crate) mod numbers;
mod rows;
mod runs;
mod sequences;
pub mod statistics;
mod synergy;
mod vocabulary;

pub use bounds::{Bounds, Reached, Support};
pub use communities::{Communities, Community, CommunityOptions, CommunityPartition, SynergyEdge, communities};
pub use contrast::{Contrast, ContrastOptions, ContrastOrder, Contrasts, contrast_itemsets, contrast_sequences};
pub use error::MiningError;
pub use itemsets::{Itemset, ItemsetKind, ItemsetOptions, ItemsetOrder, Itemsets, itemsets};
pub use limits::{
    ENTRIES_MAX, GENERATED_RUNS_MAX, IDS_MAX, MODEL_COLUMNS_MAX, NODES_MAX, PATTERN_LENGTH_MAX, PATTERNS_MAX,
    PATTERNS_MAX_DEFAULT, PERMUTATIONS_MAX, ROWS_MAX, SAMPLES_MAX,
};
pub use rows::{Sequences, Transactions};
pub use runs::{GeneratorPlan, NamedRun, PlantedItems, PlantedSequence, Run, Runs, generate};
pub use sequences::{FrequentSequence, FrequentSequences, SequenceOptions, SequenceOrder, sequences};
pub use synergy::{
    Condition, MeanScoreStrength, ModelOptions, Offer, PairOptions, PairOrder, PairSynergies, PairSynergy, Shop,
    Suggestion, Term, Uplift, WinModel, pair_synergy, suggest,
};
pub use vocabulary::Vocabulary;
