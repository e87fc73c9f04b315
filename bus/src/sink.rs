//! What follows the log.

/// A projection of the log, as the bus sees it: how far it has come, and whether it asks for a pause.
pub trait Sink: Send + Sync {
    /// Its name, as in `/ready` and in metrics.
    fn name(&self) -> &str;

    /// The position up to which it holds everything.
    fn position(&self) -> u64;

    /// Why it can take no more for now; the doors answer 503 then.
    fn refuses(&self) -> Option<String> {
        None
    }

    /// Why producers should wait a moment: it is so far behind the log that what is durable already would take long to
    /// read again. The doors hold bodies back until it is not, and answer 503 where that takes too long.
    fn holds_back(&self) -> Option<String> {
        None
    }

    /// Why it falls behind, where it will catch up by itself.
    fn delayed(&self) -> Option<String> {
        None
    }

    /// What has gone wrong with it for good.
    fn failed(&self) -> Option<String> {
        None
    }
}
