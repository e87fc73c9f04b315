//! Times to stop at.

use std::marker::PhantomData;
use std::time::{Duration, Instant};

use crate::call::Call;
use crate::sys;

/// A time to stop at.
#[derive(Debug, Clone, Copy)]
pub struct Deadline<'a, 'c> {
    call: &'a Call<'c>,
    end: Option<Instant>,
}

impl<'a, 'c> Deadline<'a, 'c> {
    /// So many milliseconds from now.
    pub(crate) fn in_ms(call: &'a Call<'c>, milliseconds: u64) -> Self {
        Self { call, end: from_now(milliseconds) }
    }

    /// Whether the time is over, or the server wants the procedure to stop.
    #[must_use]
    pub fn is_over(&self) -> bool {
        self.end.is_some_and(|end| Instant::now() >= end) || self.call.must_abort()
    }
}

fn from_now(milliseconds: u64) -> Option<Instant> {
    Instant::now().checked_add(Duration::from_millis(milliseconds))
}

fn this_thread() -> libc::pthread_t {
    // SAFETY: it takes nothing and cannot fail.
    unsafe { libc::pthread_self() }
}

/// A time to stop at, for closures that other threads may call.
#[derive(Debug, Clone, Copy)]
pub struct Ending<'c> {
    graph: *mut sys::mgp_graph,
    thread: libc::pthread_t,
    end: Option<Instant>,
    life: PhantomData<&'c sys::mgp_graph>,
}

// SAFETY: the graph is only asked on the thread of the call, which is compared before; the rest are plain numbers.
unsafe impl Send for Ending<'_> {}
// SAFETY: as above.
unsafe impl Sync for Ending<'_> {}

impl Ending<'_> {
    /// So many milliseconds from now, in a call on this thread.
    pub(crate) fn in_ms(graph: *mut sys::mgp_graph, milliseconds: u64) -> Self {
        Self { graph, thread: this_thread(), end: from_now(milliseconds), life: PhantomData }
    }

    /// Whether the time is over or, on the call's thread, whether the server wants the procedure to stop.
    #[must_use]
    pub fn is_over(&self) -> bool {
        if self.end.is_some_and(|end| Instant::now() >= end) {
            return true;
        }
        // SAFETY: on the thread of the call, and the graph lives for `'c`.
        this_thread() == self.thread && unsafe { sys::mgp_must_abort(self.graph) != 0 }
    }
}
