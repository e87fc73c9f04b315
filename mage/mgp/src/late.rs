//! Names newer than Memgraph 2.0. A module that linked them would not load on an older server (`RTLD_NOW`), so they are
//! looked up when they are needed.

use std::ffi::{CStr, c_char, c_int, c_void};
use std::ptr::NonNull;

use crate::sys;

/// A name of the interface, its type as a function, and the first server that has it.
macro_rules! late {
    ($(#[$doc:meta])* $name:ident: $kind:ty, $text:expr) => {
        $(#[$doc])*
        pub(crate) fn $name() -> Option<$kind> {
            find($text).map(|address| {
                // SAFETY: the interface fixes the type of the function with this name.
                unsafe { std::mem::transmute::<NonNull<c_void>, $kind>(address) }
            })
        }
    };
}

fn find(name: &CStr) -> Option<NonNull<c_void>> {
    // SAFETY: the name is a C string; the default scope is where the interface is.
    NonNull::new(unsafe { libc::dlsym(libc::RTLD_DEFAULT, name.as_ptr()) })
}

type Code = c_int;
type AddBatch = unsafe extern "C" fn(
    *mut sys::mgp_module,
    *const c_char,
    sys::mgp_proc_cb,
    sys::mgp_proc_initializer,
    sys::mgp_proc_cleanup,
    *mut *mut sys::mgp_proc,
) -> Code;
type AddFunction =
    unsafe extern "C" fn(*mut sys::mgp_module, *const c_char, sys::mgp_func_cb, *mut *mut sys::mgp_func) -> Code;
type AddArgument = unsafe extern "C" fn(*mut sys::mgp_func, *const c_char, *mut sys::mgp_type) -> Code;
type AddOptional =
    unsafe extern "C" fn(*mut sys::mgp_func, *const c_char, *mut sys::mgp_type, *mut sys::mgp_value) -> Code;
type SetError = unsafe extern "C" fn(*mut sys::mgp_func_result, *const c_char, *mut sys::mgp_memory) -> Code;
type SetValue = unsafe extern "C" fn(*mut sys::mgp_func_result, *mut sys::mgp_value, *mut sys::mgp_memory) -> Code;
type Track = unsafe extern "C" fn(*mut sys::mgp_graph) -> Code;

late!(/// 2.9
    add_batch_read: AddBatch, c"mgp_module_add_batch_read_procedure");
late!(/// 2.9
    add_batch_write: AddBatch, c"mgp_module_add_batch_write_procedure");
late!(/// 2.3
    add_function: AddFunction, c"mgp_module_add_function");
late!(/// 2.3
    func_add_arg: AddArgument, c"mgp_func_add_arg");
late!(/// 2.3
    func_add_opt_arg: AddOptional, c"mgp_func_add_opt_arg");
late!(/// 2.3
    func_set_error: SetError, c"mgp_func_result_set_error_msg");
late!(/// 2.3
    func_set_value: SetValue, c"mgp_func_result_set_value");
late!(/// 2.4
    log: unsafe extern "C" fn(c_int, *const c_char) -> Code, c"mgp_log");
late!(/// 2.12
    track: Track, c"mgp_track_current_thread_allocations");
late!(/// 2.12
    untrack: Track, c"mgp_untrack_current_thread_allocations");
