//! Standard output for answers that are written and not printed.

use std::io::{ErrorKind, IsTerminal, Result, StdoutLock, Write};

/// Standard output; once nobody reads it any more, as behind `| head`, the program ends without a word.
#[derive(Debug)]
pub(crate) struct Stdout(StdoutLock<'static>);

impl Stdout {
    /// Nobody else prints as long as it is held.
    pub(crate) fn lock() -> Self {
        Self(std::io::stdout().lock())
    }

    pub(crate) fn is_terminal(&self) -> bool {
        self.0.is_terminal()
    }
}

impl Write for Stdout {
    fn write(&mut self, bytes: &[u8]) -> Result<usize> {
        self.0.write(bytes).inspect_err(|error| end_without_a_reader(error.kind()))
    }

    fn flush(&mut self) -> Result<()> {
        self.0.flush().inspect_err(|error| end_without_a_reader(error.kind()))
    }
}

fn end_without_a_reader(kind: ErrorKind) {
    if kind == ErrorKind::BrokenPipe {
        std::process::exit(0);
    }
}
