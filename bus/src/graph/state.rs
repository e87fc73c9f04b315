//! How the sink is doing, as the doors see it.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Instant;

use super::blame::Trouble;
use super::deliver::Refused;
use crate::sink::Sink;

/// The sink's name in `/ready` and in metrics.
const NAME: &str = "memgraph";

/// Shared by the sink's task and whoever looks at it.
#[derive(Debug, Clone, Default)]
pub(super) struct SinkState(Arc<Mutex<State>>);

#[derive(Debug, Default)]
struct State {
    position: u64,
    trouble: Option<(Instant, Trouble)>,
    refused: u64,
    refused_first: Option<Refused>,
    gap: Option<String>,
    ended: Option<String>,
}

impl SinkState {
    fn lock(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn set_position(&self, position: u64) {
        self.lock().position = position;
    }

    /// All is well again.
    pub(super) fn clear_trouble(&self) {
        self.lock().trouble = None;
    }

    /// An attempt failed; answers whether the one before it failed for the same kind of reason.
    pub(super) fn set_trouble(&self, trouble: Trouble) -> bool {
        let mut state = self.lock();
        let before = state.trouble.take();
        let is_known = before.as_ref().is_some_and(|(_, before)| before.kind() == trouble.kind());
        let since = before.map_or_else(Instant::now, |(since, _)| since);
        state.trouble = Some((since, trouble));
        is_known
    }

    pub(super) fn add_refused(&self, refused: Vec<Refused>) {
        let mut state = self.lock();
        state.refused += refused.len() as u64;
        state.refused_first = state.refused_first.take().or_else(|| refused.into_iter().next());
    }

    pub(super) fn set_gap(&self, gap: String) {
        self.lock().gap = Some(gap);
    }

    pub(super) fn set_ended(&self, why: String) {
        self.lock().ended = Some(why);
    }
}

impl Sink for SinkState {
    fn name(&self) -> &'static str {
        NAME
    }

    fn position(&self) -> u64 {
        self.lock().position
    }

    fn delayed(&self) -> Option<String> {
        let state = self.lock();
        let (since, trouble) = state.trouble.as_ref()?;
        match trouble {
            Trouble::Away(_) | Trouble::Busy(_) | Trouble::Moved => {
                Some(format!("for {} s: {}", since.elapsed().as_secs(), trouble.words()))
            }
            Trouble::Stranger(_) | Trouble::Refused(_) => None,
        }
    }

    fn failed(&self) -> Option<String> {
        let state = self.lock();
        if let Some(why) = &state.ended {
            return Some(why.clone());
        }
        if let Some((since, trouble @ (Trouble::Stranger(_) | Trouble::Refused(_)))) = &state.trouble {
            return Some(format!("for {} s: {}", since.elapsed().as_secs(), trouble.words()));
        }
        if let Some(Refused { position, why }) = &state.refused_first {
            let count = state.refused;
            return Some(format!("the server refused {count} rows; the first, of position {position}: {why}"));
        }
        state.gap.clone()
    }
}
