//! What tells a finding from an accident.
//!
//! * [`fisher_two_sided`], [`fisher_greater`] and [`OddsRatio`] for a table of four counts ([`FourFold`]).
//! * [`benjamini_hochberg`], [`westfall_young`] and [`Tarone`] for many findings at once.
//! * [`LogisticDesign`] and [`Logistic`] for a regularised logistic model with standard errors.

mod cholesky;
mod factorial;
mod fisher;
mod fourfold;
mod logistic;
#[cfg(test)]
mod logistic_tests;
mod multiple;
mod normal;
mod permutation;
mod tarone;

pub use factorial::{ln_binomial, ln_factorial};
pub use fisher::{fisher_greater, fisher_greater_with_least, fisher_two_sided, fisher_two_sided_with_least};
pub use fourfold::{FourFold, OddsRatio};
pub(crate) use logistic::sigmoid;
pub use logistic::{Logistic, LogisticDesign, LogisticOptions};
pub use multiple::benjamini_hochberg;
pub(crate) use multiple::q_of_testable;
pub use normal::{normal_two_sided, normal_upper};
pub(crate) use permutation::shuffle;
pub use permutation::westfall_young;
pub use tarone::Tarone;

/// The two-sided 95 % point of the normal distribution.
pub(crate) const NORMAL_95: f64 = 1.959_963_984_540_054;
