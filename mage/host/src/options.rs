//! What a call may use.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

/// What a server of version 2.10 gives a CALL without `PROCEDURE MEMORY LIMIT`.
pub const MEMORY_BYTES_DEFAULT: usize = 100 << 20;

/// What a call may use. The default is the server's memory limit, and no deadline.
#[derive(Debug, Clone)]
pub struct Options {
    /// Bytes that the objects and blocks of one call may take at once; `None` for no limit.
    pub memory_bytes_max: Option<usize>,
    /// After this long `mgp_must_abort` tells the procedure to stop.
    pub timeout: Option<Duration>,
    /// Another way to tell the procedure to stop, from any thread.
    pub cancel: Option<Cancel>,
    /// Whether procedures that were declared to write are refused.
    pub refuse_writes: bool,
    /// For tests of modules: the allocation with this number, counted from 1 in every call, fails.
    pub fail_allocation: Option<u64>,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            memory_bytes_max: Some(MEMORY_BYTES_DEFAULT),
            timeout: None,
            cancel: None,
            refuse_writes: false,
            fail_allocation: None,
        }
    }
}

impl Options {
    /// The limits of a call that starts now.
    pub(crate) fn limits(&self) -> Limits {
        Limits {
            memory_bytes_max: self.memory_bytes_max,
            deadline: self.timeout.and_then(|timeout| Instant::now().checked_add(timeout)),
            cancel: self.cancel.clone(),
            fail_allocation: self.fail_allocation,
        }
    }
}

/// [`Options`] with the deadline as a point in time.
#[derive(Debug, Clone, Default)]
pub(crate) struct Limits {
    pub(crate) memory_bytes_max: Option<usize>,
    pub(crate) deadline: Option<Instant>,
    pub(crate) cancel: Option<Cancel>,
    pub(crate) fail_allocation: Option<u64>,
}

/// Tells a running procedure to stop; clones are the same switch.
#[derive(Debug, Clone, Default)]
pub struct Cancel(Arc<AtomicBool>);

impl Cancel {
    /// Turns the switch; it stays turned.
    pub fn cancel(&self) {
        self.0.store(true, Ordering::Relaxed);
    }

    /// Whether it was turned.
    #[must_use]
    pub fn is_cancelled(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}
