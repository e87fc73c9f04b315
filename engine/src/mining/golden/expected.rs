//! The file of expected figures.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::Value;

use super::{MiningReport, agree};
use crate::mining::error::MiningError;
use crate::mining::numbers::float;
use crate::mining::runs::Runs;

/// The figures of one pair.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct ExpectedPair {
    pub(super) n: u32,
    pub(super) lift: f64,
    pub(super) pmi: f64,
    pub(super) npmi: f64,
    pub(super) fisher_cooccur_p: f64,
    pub(super) wins: u32,
    pub(super) win_rate: f64,
    pub(super) fisher_win_p: f64,
}

/// Names of an itemset or a sequence, as one string.
pub(super) const SEPARATOR: char = '|';

/// A list of sequences and the search that gives it.
#[derive(Debug, Clone)]
pub(super) struct ExpectedSequences {
    pub(super) support_min: u32,
    pub(super) length_max: usize,
    pub(super) supports: BTreeMap<Vec<String>, u32>,
}

#[derive(Debug, Clone, Deserialize)]
pub(super) struct Expected {
    n_runs: Option<usize>,
    base_win_rate: Option<f64>,
    #[serde(default)]
    pub(super) planted_itemsets: Vec<Vec<String>>,
    pub(super) min_support_count: Option<u32>,
    #[serde(default)]
    pub(super) itemsets: BTreeMap<String, u32>,
    #[serde(default)]
    pub(super) pairs: BTreeMap<String, ExpectedPair>,
    #[serde(flatten)]
    rest: BTreeMap<String, Value>,
}

impl Expected {
    pub(super) fn read(text: &str) -> Result<Self, MiningError> {
        serde_json::from_str(text).map_err(|error| MiningError::Json {
            what: "expected figures",
            line: error.line(),
            message: error.to_string(),
        })
    }

    pub(super) fn check_rows(&self, runs: &Runs, report: &mut MiningReport) {
        if let Some(expected) = self.n_runs {
            let found = runs.len();
            let same = expected == found;
            report.add("runs", if same { Ok(()) } else { Err(format!("expected {expected}, got {found}")) });
        }
        if let Some(expected) = self.base_win_rate {
            let wins = float(runs.won().iter().filter(|won| **won).count());
            report.add("share of wins", agree("base_win_rate", expected, wins / float(runs.len()), 1e-12));
        }
    }

    /// Every list `sequences_minsupN_maxlenM`: entries `[support, [events]]`.
    pub(super) fn sequences(&self) -> Vec<ExpectedSequences> {
        let read = |(name, list): (&String, &Value)| {
            let (support_min, length_max) = name.strip_prefix("sequences_minsup")?.split_once("_maxlen")?;
            let supports = list.as_array()?.iter().filter_map(|entry| {
                let support = u32::try_from(entry.get(0)?.as_u64()?).ok()?;
                let events = entry.get(1)?.as_array()?.iter().filter_map(Value::as_str).map(str::to_owned);
                Some((events.collect(), support))
            });
            Some(ExpectedSequences {
                support_min: support_min.parse().ok()?,
                length_max: length_max.parse().ok()?,
                supports: supports.collect(),
            })
        };
        self.rest.iter().filter_map(read).collect()
    }
}
