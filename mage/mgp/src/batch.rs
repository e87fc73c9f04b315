//! Batched procedures. The interface gives their three callbacks nothing in common, so the state of a run is kept here,
//! by thread and procedure: a run starts, goes on and ends on one thread. Runs of one procedure within another, as two
//! CALLs of one query make them, are a stack.

use std::any::{Any, TypeId};
use std::ffi::c_void;
use std::sync::{Mutex, PoisonError};

use crate::call::Call;
use crate::callback::{NoCapture, catching, conjure, signature, tell};
use crate::error::{Error, Result};
use crate::log::{Level, log};
use crate::sys;

/// How many runs may be open: those of a server that never ends them are forgotten, the oldest first.
const RUNS_MAX: usize = 1024;

struct Run {
    thread: libc::pthread_t,
    procedure: TypeId,
    /// The state, or why there is none.
    state: Result<Box<dyn Any + Send>>,
}

static RUNS: Mutex<Vec<Run>> = Mutex::new(Vec::new());

fn this_thread() -> libc::pthread_t {
    // SAFETY: it takes nothing and cannot fail.
    unsafe { libc::pthread_self() }
}

/// Takes the last run of the procedure on this thread.
fn take(procedure: TypeId) -> Option<Run> {
    let thread = this_thread();
    let mut runs = RUNS.lock().unwrap_or_else(PoisonError::into_inner);
    let place = runs.iter().rposition(|run| run.thread == thread && run.procedure == procedure)?;
    Some(runs.remove(place))
}

fn put(procedure: TypeId, state: Result<Box<dyn Any + Send>>) {
    let mut runs = RUNS.lock().unwrap_or_else(PoisonError::into_inner);
    let forgotten = (runs.len() >= RUNS_MAX).then(|| runs.remove(0));
    runs.push(Run { thread: this_thread(), procedure, state });
    // A state may do anything when it is dropped: not under the lock.
    drop(runs);
    drop(forgotten);
}

/// Drops the states of runs that were never ended.
pub(crate) fn forget_all() {
    let forgotten = std::mem::take(&mut *RUNS.lock().unwrap_or_else(PoisonError::into_inner));
    drop(forgotten);
}

/// Makes the state of a run. An error waits for the first batch, because this callback cannot report one.
pub(crate) extern "C" fn start<S, B, N>(
    arguments: *mut sys::mgp_list,
    graph: *mut sys::mgp_graph,
    memory: *mut sys::mgp_memory,
) where
    S: Send + 'static,
    B: Fn(&Call<'_>) -> Result<S> + NoCapture,
    N: NoCapture,
{
    let mut state = None;
    let outcome = catching(|| {
        let handles: [*mut c_void; 4] = [arguments.cast(), graph.cast(), std::ptr::null_mut(), memory.cast()];
        let made = conjure::<B>()(&Call::new(handles, signature(TypeId::of::<N>())?))?;
        state = Some(Box::new(made) as Box<dyn Any + Send>);
        Ok(())
    });
    let state = outcome.and_then(|()| state.ok_or_else(|| Error::new("the batched procedure has no state")));
    let kept = catching(|| {
        put(TypeId::of::<N>(), state);
        Ok(())
    });
    if let Err(error) = kept {
        log(Level::Error, &error.to_string());
    }
}

/// Gives one batch.
pub(crate) extern "C" fn next<S, N>(
    arguments: *mut sys::mgp_list,
    graph: *mut sys::mgp_graph,
    result: *mut sys::mgp_result,
    memory: *mut sys::mgp_memory,
) where
    S: Send + 'static,
    N: Fn(&Call<'_>, &mut S) -> Result<()> + NoCapture,
{
    let outcome = catching(|| {
        let handles: [*mut c_void; 4] = [arguments.cast(), graph.cast(), result.cast(), memory.cast()];
        let call = Call::new(handles, signature(TypeId::of::<N>())?);
        let lost = || Error::new("the state of this batched call is gone: it was started on another thread");
        let mut state = take(TypeId::of::<N>()).ok_or_else(lost)?.state?;
        let outcome = conjure::<N>()(&call, state.downcast_mut::<S>().ok_or_else(lost)?);
        put(TypeId::of::<N>(), Ok(state));
        outcome
    });
    tell(result, outcome);
}

/// Forgets the state of a run.
pub(crate) extern "C" fn end<N: NoCapture>() {
    let ended = catching(|| {
        drop(take(TypeId::of::<N>()));
        Ok(())
    });
    if let Err(error) = ended {
        log(Level::Error, &error.to_string());
    }
}
