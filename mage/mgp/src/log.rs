//! Messages for the server's log; to standard error on servers without one (before 2.4).

use std::ffi::CString;

use crate::late;

/// How much a message matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[repr(i32)]
pub enum Level {
    /// Every step.
    Trace = 0,
    /// For those who look for a fault.
    Debug = 1,
    /// What happened.
    Info = 2,
    /// Something is not as it should be.
    Warn = 3,
    /// Something failed.
    Error = 4,
    /// The module cannot go on.
    Critical = 5,
}

/// Writes a message; characters NUL are left out.
pub fn log(level: Level, message: &str) {
    let clean = message.replace('\0', "");
    match (late::log(), CString::new(clean)) {
        (Some(log), Ok(text)) => {
            // SAFETY: the text is a C string and lives through the call. A log that fails has nowhere to say so.
            unsafe { log(level as i32, text.as_ptr()) };
        }
        _ => eprintln!("{message}"),
    }
}
