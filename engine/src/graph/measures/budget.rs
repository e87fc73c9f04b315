//! What keeps a measure finite.

use crate::graph::error::GraphError;

/// Steps between two questions whether to stop.
const STEPS_BETWEEN: u64 = 1 << 14;

/// The bounds of a measure. A measure that reaches one is no answer: it is an error.
#[derive(Clone, Copy, Default)]
pub struct Budget<'a> {
    /// Edges and nodes that may be looked at, each time counted; `None`: any number.
    pub work_max: Option<u64>,
    /// Asked now and then; `true` ends the measure. This is how a caller sets a deadline.
    pub stop: Option<&'a dyn Fn() -> bool>,
}

impl std::fmt::Debug for Budget<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Budget").field("work_max", &self.work_max).field("stop", &self.stop.is_some()).finish()
    }
}

/// What is spent of a budget.
#[derive(Debug)]
pub(super) struct Spent<'a> {
    budget: Budget<'a>,
    what: &'static str,
    work: u64,
    asked: u64,
}

impl<'a> Spent<'a> {
    pub(super) fn new(budget: Budget<'a>, what: &'static str) -> Self {
        Self { budget, what, work: 0, asked: 0 }
    }

    /// Spends some steps.
    ///
    /// # Errors
    /// [`GraphError::Stopped`] where the budget is spent, or the caller says so.
    pub(super) fn spend(&mut self, steps: usize) -> Result<(), GraphError> {
        self.work += steps as u64;
        if self.budget.work_max.is_some_and(|most| self.work > most) {
            return Err(self.stopped("its bound of steps"));
        }
        if self.work - self.asked >= STEPS_BETWEEN {
            self.asked = self.work;
            if self.budget.stop.is_some_and(|stop| stop()) {
                return Err(self.stopped("the deadline"));
            }
        }
        Ok(())
    }

    fn stopped(&self, reason: &'static str) -> GraphError {
        GraphError::Stopped { what: self.what, work: self.work, reason }
    }
}
