//! What goes wrong, and when.

use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use crate::message::Request;

/// Where something can go wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum At {
    /// A client connects.
    Accept,
    /// It has proposed versions.
    Handshake,
    /// It has said who it is.
    Hello,
    /// It begins a transaction.
    Begin,
    /// It has sent a statement.
    Run,
    /// It asks for records, or wants none.
    Pull,
    /// It commits.
    Commit,
    /// It rolls back.
    Rollback,
    /// It resets.
    Reset,
}

impl At {
    pub(crate) fn of(request: &Request) -> Option<Self> {
        Some(match request {
            Request::Hello(_) => Self::Hello,
            Request::Begin(_) => Self::Begin,
            Request::Run { .. } => Self::Run,
            Request::Pull(_) | Request::Discard(_) => Self::Pull,
            Request::Commit => Self::Commit,
            Request::Rollback => Self::Rollback,
            Request::Reset => Self::Reset,
            _ => return None,
        })
    }
}

/// What goes wrong.
#[derive(Debug, Clone, PartialEq)]
pub enum Fault {
    /// The connection ends before anything is done.
    Drop,
    /// It is done, and the connection ends before the answer: the client cannot know.
    DropAfter,
    /// It is done, and the connection ends within the answer, after so many bytes of it.
    DropWithin(usize),
    /// It is not done; the answer is a failure.
    Fail {
        /// Four words that say whose fault it is.
        code: String,
        /// Why.
        message: String,
    },
    /// It is done late.
    Delay(Duration),
    /// It is not done; the answer is these bytes, without any framing.
    Garbage(Vec<u8>),
}

impl Fault {
    /// A failure.
    #[must_use]
    pub fn fail(code: &str, message: &str) -> Self {
        Self::Fail { code: code.to_owned(), message: message.to_owned() }
    }
}

/// Whether a rule is meant for a message.
type Condition = Arc<dyn Fn(&Request) -> bool + Send + Sync>;

/// One thing that goes wrong.
#[derive(Clone)]
pub struct Rule {
    at: At,
    fault: Fault,
    skip: u64,
    times: u64,
    condition: Option<Condition>,
}

impl fmt::Debug for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?} at {:?}, after {}, {} times", self.fault, self.at, self.skip, self.times)
    }
}

impl Rule {
    /// Goes wrong the first time, and once.
    #[must_use]
    pub fn once(at: At, fault: Fault) -> Self {
        Self { at, fault, skip: 0, times: 1, condition: None }
    }

    /// Goes wrong every time.
    #[must_use]
    pub fn always(at: At, fault: Fault) -> Self {
        Self { times: u64::MAX, ..Self::once(at, fault) }
    }

    /// So many times are left out first.
    #[must_use]
    pub fn after(self, skip: u64) -> Self {
        Self { skip, ..self }
    }

    /// Goes wrong so many times.
    #[must_use]
    pub fn times(self, times: u64) -> Self {
        Self { times, ..self }
    }

    /// Only messages that fit count.
    #[must_use]
    pub fn when(self, condition: impl Fn(&Request) -> bool + Send + Sync + 'static) -> Self {
        Self { condition: Some(Arc::new(condition)), ..self }
    }
}

/// Everything that goes wrong. Clones share it.
#[derive(Debug, Clone, Default)]
pub struct Script(Arc<Mutex<Vec<Rule>>>);

impl Script {
    /// Adds a rule. Of several that fit, the first that is due goes wrong.
    pub fn add(&self, rule: Rule) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push(rule);
    }

    /// Nothing goes wrong any more.
    pub fn clear(&self) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clear();
    }

    /// Whether every rule that is not for always has been used up.
    #[must_use]
    pub fn is_done(&self) -> bool {
        let rules = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        rules.iter().all(|rule| rule.times == 0 || rule.times == u64::MAX)
    }

    /// What goes wrong now.
    pub(crate) fn next(&self, at: At, request: Option<&Request>) -> Option<Fault> {
        let mut rules = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        for rule in rules.iter_mut().filter(|rule| rule.at == at && rule.times > 0) {
            let fits = match (&rule.condition, request) {
                (None, _) => true,
                (Some(condition), Some(request)) => condition(request),
                (Some(_), None) => false,
            };
            if !fits {
                continue;
            }
            if rule.skip > 0 {
                rule.skip -= 1;
                continue;
            }
            if rule.times != u64::MAX {
                rule.times -= 1;
            }
            return Some(rule.fault.clone());
        }
        None
    }
}
