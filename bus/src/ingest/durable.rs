//! Waiting for the disk without holding a thread.

use ludograph_log::{Log, LogError, Ticket};
use tokio::sync::watch;

/// Wakes async waiters after every group of the log, whether it arrived or failed.
pub(crate) struct Durable {
    progress: watch::Receiver<u64>,
}

impl Durable {
    pub(crate) fn new(log: &Log) -> Self {
        let (sender, progress) = watch::channel(log.durable_position());
        log.observe(move |progress| {
            // Sent even where the position stands still: a failed group must wake its waiters too.
            sender.send_replace(progress.durable);
        });
        Self { progress }
    }

    /// A receiver of the durable position.
    pub(crate) fn subscribe(&self) -> watch::Receiver<u64> {
        let mut receiver = self.progress.clone();
        receiver.mark_changed();
        receiver
    }

    /// Waits until a batch is on disk, or is known never to be.
    pub(crate) async fn wait(&self, log: &Log, ticket: Ticket) -> Result<(), LogError> {
        let mut progress = self.progress.clone();
        loop {
            progress.mark_unchanged();
            if let Some(outcome) = log.outcome(ticket) {
                return outcome;
            }
            if progress.changed().await.is_err() {
                return log.outcome(ticket).unwrap_or(Err(LogError::Closed));
            }
        }
    }
}
