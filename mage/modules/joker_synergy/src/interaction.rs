//! What the rules say of a pair, beside what runs say: the Shapley interaction of its scores.

use std::collections::BTreeMap;

use ludograph_engine::balatro::{JokerKind, PairSynergy, SynergyOptions, pair_synergies};
use ludograph_mgp::{Call, Result};

use crate::graph::{Jokers, said};

/// Pairs of items, the smaller first, with what scoring says of them.
#[derive(Debug, Default)]
pub(crate) struct Interactions {
    found: BTreeMap<(u32, u32), PairSynergy>,
    pub(crate) is_complete: bool,
}

impl Interactions {
    /// Nothing asked, nothing said.
    pub(crate) fn none() -> Self {
        Self { found: BTreeMap::new(), is_complete: true }
    }

    /// Samples the pairs of which the game knows both jokers, in so many situations of each of five archetypes.
    /// O(pairs · contexts) order searches. `stop` is asked every 64 pairs.
    pub(crate) fn sample(
        call: &Call<'_>,
        jokers: &Jokers<'_>,
        pairs: &[(u32, u32)],
        (contexts, seed): (u32, u64),
        stop: &(dyn Fn() -> bool + Sync),
    ) -> Result<Self> {
        let kind = |item: u32| JokerKind::find(jokers.id(item)).ok();
        let known = pairs.iter().filter_map(|(a, b)| Some(((*a, *b), (kind(*a)?, kind(*b)?))));
        let known: BTreeMap<(u32, u32), (JokerKind, JokerKind)> = known.collect();
        if known.is_empty() {
            return Ok(Self::none());
        }
        let pairs = known.values().copied().collect();
        let options = SynergyOptions { pairs, contexts, seed, ..SynergyOptions::default() };
        let report = pair_synergies(&options, &|_, _| !stop()).map_err(said)?;
        call.check_abort()?;
        let by_kinds: BTreeMap<(JokerKind, JokerKind), PairSynergy> =
            report.pairs.into_iter().map(|pair| ((pair.one, pair.other), pair)).collect();
        let sorted = |(one, other): (JokerKind, JokerKind)| (one.min(other), one.max(other));
        let found = known.into_iter().filter_map(|(items, kinds)| Some((items, by_kinds.get(&sorted(kinds))?.clone())));
        Ok(Self { found: found.collect(), is_complete: report.complete })
    }

    /// What was found of a pair.
    pub(crate) fn of(&self, first: u32, second: u32) -> Option<&PairSynergy> {
        self.found.get(&(first.min(second), first.max(second)))
    }
}
