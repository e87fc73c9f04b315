//! Whose fault it is that an attempt failed.

use neo4rs::{Error, Neo4jClientErrorKind, Neo4jErrorKind};

/// Why an attempt failed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Trouble {
    /// The server is not there, or went away, or does not speak as it should. Another connection may help.
    Away(String),
    /// The server is there and asks to be asked again.
    Busy(String),
    /// User and password are not taken. Somebody has to do something about it.
    Stranger(String),
    /// The server will not take what was sent, however often it is sent.
    Refused(String),
    /// The graph's position is not where the last transaction left it: somebody else moved it, or the server lost what it
    /// had taken.
    Moved,
}

impl Trouble {
    /// In words, for `/ready`.
    pub(super) fn words(&self) -> String {
        match self {
            Self::Away(why) | Self::Busy(why) | Self::Stranger(why) | Self::Refused(why) => why.clone(),
            Self::Moved => "the graph is not where it was left; reading where it is".to_owned(),
        }
    }

    /// The kind, as a metric's label.
    pub(super) fn kind(&self) -> &'static str {
        match self {
            Self::Away(_) => "away",
            Self::Busy(_) => "busy",
            Self::Stranger(_) => "credentials",
            Self::Refused(_) => "refused",
            Self::Moved => "moved",
        }
    }
}

/// Words of the server that ask to be asked again, in whatever class of error they come: up to Memgraph 2.x a conflict is
/// a client's error.
const PASSING: [&str; 5] = [
    "Cannot resolve conflicting transactions",
    "asked to abort",
    "Memory limit exceeded",
    "Cannot get unique access to the storage",
    "Cannot get read only access to the storage",
];

/// Words that say that what was to be made is there.
const THERE_ALREADY: [&str; 2] = ["already exists", "already existing"];

/// Judges an error of the client.
pub(super) fn judge(error: &Error) -> Trouble {
    let words = error.to_string();
    match error {
        Error::AuthenticationError(why) => Trouble::Stranger(format!("the server does not take the user: {why}")),
        Error::Neo4j(failure) => {
            let is_passing = PASSING.iter().any(|text| failure.message().contains(text));
            match failure.kind() {
                _ if is_passing => Trouble::Busy(words),
                Neo4jErrorKind::Client(Neo4jClientErrorKind::Security(_)) => Trouble::Stranger(words),
                Neo4jErrorKind::Transient
                | Neo4jErrorKind::Client(
                    Neo4jClientErrorKind::SessionExpired
                    | Neo4jClientErrorKind::TransactionTerminated
                    | Neo4jClientErrorKind::FatalDiscovery,
                ) => Trouble::Busy(words),
                Neo4jErrorKind::Client(_) => Trouble::Refused(words),
                // Something within the server, which may not be so for another connection.
                Neo4jErrorKind::Database | Neo4jErrorKind::Unknown => Trouble::Away(words),
            }
        }
        Error::StringTooLong | Error::MapTooBig | Error::BytesTooBig | Error::ListTooLong => Trouble::Refused(words),
        _ => Trouble::Away(words),
    }
}

/// Whether an error only says that a constraint or an index is there.
pub(super) fn is_there_already(error: &Error) -> bool {
    match error {
        Error::Neo4j(failure) => THERE_ALREADY.iter().any(|text| failure.message().contains(text)),
        _ => false,
    }
}
