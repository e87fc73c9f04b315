//! Where the messages of modules go.

use std::sync::RwLock;

/// How much a message of a module matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// Every step.
    Trace,
    /// For those who look for a fault.
    Debug,
    /// What happened.
    Info,
    /// Something is not as it should be.
    Warn,
    /// Something failed.
    Error,
    /// The module cannot go on.
    Critical,
}

impl Level {
    /// The level of the interface's number, 0 to 5.
    pub(crate) fn from_number(number: i32) -> Option<Self> {
        let levels = [Self::Trace, Self::Debug, Self::Info, Self::Warn, Self::Error, Self::Critical];
        levels.get(usize::try_from(number).ok()?).copied()
    }

    /// The level's name.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Trace => "trace",
            Self::Debug => "debug",
            Self::Info => "info",
            Self::Warn => "warn",
            Self::Error => "error",
            Self::Critical => "critical",
        }
    }
}

type Sink = Box<dyn Fn(Level, &str) + Send + Sync>;

static SINK: RwLock<Option<Sink>> = RwLock::new(None);

/// Sends the messages of all modules of the process to `sink`. `mgp_log` says nothing of who calls it, so there is one
/// sink for all. Without one, warnings and worse go to standard error.
pub fn set_log_sink(sink: impl Fn(Level, &str) + Send + Sync + 'static) {
    if let Ok(mut place) = SINK.write() {
        *place = Some(Box::new(sink));
    }
}

pub(crate) fn log(level: Level, message: &str) {
    match SINK.read().as_deref() {
        Ok(Some(sink)) => sink(level, message),
        _ if level >= Level::Warn => eprintln!("{}: {message}", level.name()),
        _ => {}
    }
}
