//! What a call may use: bytes, allocations, time.

use std::cell::Cell;
use std::time::{Duration, Instant};

use super::Arena;
use crate::abi::{Code, Outcome};
use crate::options::Limits;

/// How many steps go by between two looks at the clock.
const CLOCK_EVERY: u64 = 256;

/// How long a procedure may go on after its deadline before the interface refuses to allocate for it.
const GRACE: Duration = Duration::from_millis(500);

/// The limits, and what was used.
pub(super) struct Budget {
    limits: Limits,
    bytes_max: usize,
    /// The number of the allocation that is to fail; no number is the greatest.
    failing: u64,
    used_bytes: Cell<usize>,
    peak_bytes: Cell<usize>,
    allocations: Cell<u64>,
    /// The number of the next allocation that wants a closer look: the clock's turn, or one that is to fail. Zero once
    /// the arena refuses to allocate, so that every one does.
    next_look: Cell<u64>,
    /// Steps until the next look at the clock; zero once the arena refuses.
    steps_left: Cell<u64>,
    refused: Cell<bool>,
}

impl Budget {
    pub(super) fn new(limits: Limits) -> Self {
        Self {
            bytes_max: limits.memory_bytes_max.unwrap_or(usize::MAX),
            failing: limits.fail_allocation.unwrap_or(u64::MAX),
            limits,
            used_bytes: Cell::new(0),
            peak_bytes: Cell::new(0),
            allocations: Cell::new(0),
            next_look: Cell::new(0),
            steps_left: Cell::new(0),
            refused: Cell::new(false),
        }
    }
}

impl Arena {
    /// Counts bytes against the limit.
    #[inline]
    pub(crate) fn charge(&self, bytes: usize) -> Outcome {
        let count = self.budget.allocations.get().wrapping_add(1);
        self.budget.allocations.set(count);
        if count >= self.budget.next_look.get() {
            self.look(count)?;
        }
        let used = self.budget.used_bytes.get().checked_add(bytes).ok_or(Code::UnableToAllocate)?;
        if used > self.budget.bytes_max {
            return Err(Code::UnableToAllocate);
        }
        self.budget.used_bytes.set(used);
        if used > self.budget.peak_bytes.get() {
            self.budget.peak_bytes.set(used);
        }
        Ok(())
    }

    /// As [`Arena::charge`], for quick ways; nothing, and nothing counted, where that wants a closer look.
    #[inline]
    pub(crate) fn charge_plain(&self, bytes: usize) -> Option<()> {
        let count = self.budget.allocations.get() + 1;
        let used = self.budget.used_bytes.get() + bytes;
        if count >= self.budget.next_look.get() {
            return None;
        }
        // What was in use before was no more than is allowed.
        if used > self.budget.peak_bytes.get() {
            if used > self.budget.bytes_max {
                return None;
            }
            self.budget.peak_bytes.set(used);
        }
        self.budget.allocations.set(count);
        self.budget.used_bytes.set(used);
        Some(())
    }

    /// Looks whether the allocation of the number is to fail or to be refused, and when to look again.
    #[cold]
    fn look(&self, count: u64) -> Outcome {
        self.look_at_clock();
        if self.budget.refused.get() {
            return Err(Code::UnableToAllocate);
        }
        let (next, failing) = (count.saturating_add(CLOCK_EVERY), self.budget.failing);
        self.budget.next_look.set(if failing > count { failing.min(next) } else { next });
        if failing == count { Err(Code::UnableToAllocate) } else { Ok(()) }
    }

    #[cold]
    fn look_at_clock(&self) {
        if self.budget.limits.deadline.is_some_and(|end| Instant::now() > end + GRACE) {
            self.budget.refused.set(true);
            self.budget.next_look.set(0);
            self.budget.steps_left.set(0);
        }
    }

    /// Counts one step of an iterator; fails when the procedure goes on long after its deadline, so that also a procedure
    /// that never asks `mgp_must_abort` comes to an end if it looks at error codes.
    #[inline]
    pub(crate) fn step(&self) -> Outcome {
        self.step_plain().map_or_else(|| self.step_and_look(), Ok)
    }

    /// As [`Arena::step`], for quick ways; nothing, and nothing counted, where that wants a closer look.
    #[inline]
    pub(crate) fn step_plain(&self) -> Option<()> {
        let left = self.budget.steps_left.get().checked_sub(1)?;
        self.budget.steps_left.set(left);
        Some(())
    }

    #[cold]
    fn step_and_look(&self) -> Outcome {
        self.look_at_clock();
        if self.budget.refused.get() {
            return Err(Code::UnableToAllocate);
        }
        self.budget.steps_left.set(CLOCK_EVERY);
        Ok(())
    }

    /// Takes bytes off the count.
    #[inline]
    pub(crate) fn discharge(&self, bytes: usize) {
        self.budget.used_bytes.set(self.budget.used_bytes.get().saturating_sub(bytes));
    }

    /// Whether the procedure should stop: its deadline is over, or the caller wants it.
    pub(crate) fn must_abort(&self) -> bool {
        let over = self.budget.limits.deadline.is_some_and(|end| Instant::now() >= end);
        let wanted = self.budget.limits.cancel.as_ref().is_some_and(crate::options::Cancel::is_cancelled);
        over || wanted
    }

    /// The most bytes that were in use at once.
    pub(crate) fn peak_bytes(&self) -> usize {
        self.budget.peak_bytes.get()
    }

    /// How often something was allocated.
    pub(crate) fn allocations(&self) -> u64 {
        self.budget.allocations.get()
    }

    /// Whether the interface stopped allocating because the procedure went on after its deadline.
    pub(crate) fn refused(&self) -> bool {
        self.budget.refused.get()
    }
}
