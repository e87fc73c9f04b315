//! What goes together in recorded runs, and whether that is more than chance.
mod bounds;
mod collect;
mod communities;
mod contrast;
mod error;
pub mod golden;
mod itemsets;
mod limits;
mod numbers;
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
pub use limits::*;
pub use rows::{Sequences, Transactions};
pub use runs::{GeneratorPlan, PlantedItems, PlantedSequence, Run, Runs, generate};
pub use sequences::{FrequentSequence, FrequentSequences, SequenceOptions, SequenceOrder, sequences};
pub use synergy::{
    Condition, MeanScoreStrength, ModelOptions, Offer, PairOptions, PairOrder, PairSynergies, PairSynergy, Shop,
    Suggestion, Term, Uplift, WinModel, pair_synergy, suggest,
};
pub use vocabulary::Vocabulary;
