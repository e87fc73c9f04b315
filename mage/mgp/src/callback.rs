//! The functions that the server calls. Nothing unwinds out of them, and nothing that fails is silent.

use std::any::{Any, TypeId};
use std::ffi::{CString, c_int, c_void};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use crate::call::{Arguments, Call, FunctionCall};
use crate::declare::{Module, Signature};
use crate::error::{Error, Result};
use crate::keep::Keeping;
use crate::late;
use crate::log::{Level, log};
use crate::out::Out;
use crate::sys;

/// What a function or a closure that captures nothing is.
pub trait NoCapture: Copy + Send + Sync + 'static {}
impl<F: Copy + Send + Sync + 'static> NoCapture for F {}

/// Takes a value of a function's type: from then on [`conjure`] may make others.
pub(crate) fn witness<F: NoCapture>(_run: F) {
    const { assert!(size_of::<F>() == 0, "a procedure must be a function or a closure that captures nothing") };
}

/// A value of a type without content. The interface gives callbacks no data of their own, so the function is found by
/// its type.
pub(crate) fn conjure<F: NoCapture>() -> F {
    const { assert!(size_of::<F>() == 0, "a procedure must be a function or a closure that captures nothing") };
    // SAFETY: the type has no content, it is `Copy`, and callbacks of a type are only made where a value of it was
    // given to `witness`; so the type has values, and this is one.
    unsafe { std::ptr::NonNull::<F>::dangling().as_ptr().read() }
}

/// A signature, the function it is of, and the loading that declared it last.
type Known = (TypeId, Arc<Signature>, u64);

/// The signatures of this module's functions.
static SIGNATURES: Mutex<Vec<Known>> = Mutex::new(Vec::new());

/// How often the module is loaded: a file that is opened twice in one process is there once, and so are its statics.
static LOADED: Mutex<usize> = Mutex::new(0);

/// The number of the loading that runs; changed under the lock of [`LOADED`].
static LOADING: AtomicU64 = AtomicU64::new(0);

/// Remembers a signature. One of an earlier loading is replaced by its like, so that calls that run meanwhile find one.
pub(crate) fn register(key: TypeId, signature: Arc<Signature>) -> Result<()> {
    let loading = LOADING.load(Ordering::Relaxed);
    let mut known = SIGNATURES.lock().unwrap_or_else(PoisonError::into_inner);
    match known.iter_mut().find(|(other, ..)| *other == key) {
        Some((.., by)) if *by == loading => {
            return Err(Error::new("one Rust function is declared as two procedures; give each its own"));
        }
        Some(entry) => *entry = (key, signature, loading),
        None => known.push((key, signature, loading)),
    }
    Ok(())
}

/// The signature of a function.
pub(crate) fn signature(key: TypeId) -> Result<Arc<Signature>> {
    let known = SIGNATURES.lock().unwrap_or_else(PoisonError::into_inner);
    let found = known.iter().find(|(other, ..)| *other == key);
    found.map(|(_, signature, _)| Arc::clone(signature)).ok_or_else(|| Error::new("the procedure was not declared"))
}

/// Runs `run`; a panic becomes an error with what it said.
pub(crate) fn catching(run: impl FnOnce() -> Result<()>) -> Result<()> {
    catch_unwind(AssertUnwindSafe(run)).unwrap_or_else(|payload| {
        let said = payload.downcast_ref::<&str>().map(|text| (*text).to_owned());
        let said = said.or_else(|| payload.downcast_ref::<String>().cloned());
        if said.is_none() {
            // A payload of the module's own may panic again when it is dropped.
            std::mem::forget::<Box<dyn Any + Send>>(payload);
        }
        Err(Error::new(format!("module error: {}", said.as_deref().unwrap_or("a panic without a message"))))
    })
}

/// A sentence as a C string; NUL characters are left out.
fn sentence(error: &Error) -> CString {
    CString::new(error.to_string().replace('\0', "")).unwrap_or_default()
}

/// Tells the server of a procedure's error.
pub(crate) fn tell(result: *mut sys::mgp_result, outcome: Result<()>) {
    if let Err(error) = outcome {
        let text = sentence(&error);
        // SAFETY: the result is live for the call; the server copies the text.
        let code = unsafe { sys::mgp_result_set_error_msg(result, text.as_ptr()) };
        if code != 0 {
            log(Level::Error, &format!("an error could not be reported: {error}"));
        }
    }
}

/// Runs a procedure.
pub(crate) extern "C" fn procedure<F>(
    arguments: *mut sys::mgp_list,
    graph: *mut sys::mgp_graph,
    result: *mut sys::mgp_result,
    memory: *mut sys::mgp_memory,
) where
    F: Fn(&Call<'_>) -> Result<()> + NoCapture,
{
    let handles: [*mut c_void; 4] = [arguments.cast(), graph.cast(), result.cast(), memory.cast()];
    tell(result, catching(|| conjure::<F>()(&Call::new(handles, signature(TypeId::of::<F>())?))));
}

/// Runs a function.
pub(crate) extern "C" fn function<F>(
    arguments: *mut sys::mgp_list,
    _context: *mut sys::mgp_func_context,
    result: *mut sys::mgp_func_result,
    memory: *mut sys::mgp_memory,
) where
    F: for<'c> Fn(&FunctionCall<'c>) -> Result<Out<'c>> + NoCapture,
{
    let outcome = catching(|| {
        let arguments = Arguments::new(arguments, memory, signature(TypeId::of::<F>())?);
        let value = conjure::<F>()(&FunctionCall { arguments })?.make(memory)?;
        let set =
            late::func_set_value().ok_or(Error::Unsupported { function: "mgp_func_result_set_value", since: "2.3" })?;
        // SAFETY: result, value and memory are live for the call; the server copies the value.
        crate::raw::check("mgp_func_result_set_value", unsafe { set(result, value.as_ptr(), memory) })
    });
    if let (Err(error), Some(set)) = (outcome, late::func_set_error()) {
        let text = sentence(&error);
        // SAFETY: result and memory are live for the call; the server copies the text.
        unsafe { set(result, text.as_ptr(), memory) };
    }
}

/// What `mgp_init_module` does: declares everything or refuses to load, with the reason in the log and on standard
/// error.
#[doc(hidden)]
pub fn initialize(
    module: *mut sys::mgp_module,
    memory: *mut sys::mgp_memory,
    build: fn() -> Module,
    keeping: &Keeping,
) -> c_int {
    let mut loaded = LOADED.lock().unwrap_or_else(PoisonError::into_inner);
    LOADING.fetch_add(1, Ordering::Relaxed);
    let Err(error) = keeping.during(|| catching(|| build().declare(module, memory))) else {
        *loaded += 1;
        return 0;
    };
    drop(loaded);
    let message = format!("the module is not loaded: {error}");
    let reported = catching(|| {
        log(Level::Error, &message);
        if late::log().is_some() {
            eprintln!("{message}");
        }
        Ok(())
    });
    if reported.is_ok() { 1 } else { 2 }
}

/// What `mgp_shutdown_module` does, the last time: statics are not dropped when a shared object is closed.
#[doc(hidden)]
#[must_use]
pub fn shutdown() -> c_int {
    let mut loaded = LOADED.lock().unwrap_or_else(PoisonError::into_inner);
    *loaded = loaded.saturating_sub(1);
    if *loaded > 0 {
        return 0;
    }
    let ended = catching(|| {
        drop(std::mem::take(&mut *SIGNATURES.lock().unwrap_or_else(PoisonError::into_inner)));
        crate::batch::forget_all();
        Ok(())
    });
    c_int::from(ended.is_err())
}
