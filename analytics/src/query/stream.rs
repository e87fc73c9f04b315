//! The rows of a query as they come.

use std::future::Future as _;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::{Duration, Instant};

use arrow::datatypes::SchemaRef;
use arrow::record_batch::RecordBatch;
use futures::Stream;
use tokio::sync::mpsc;
use tokio::task::AbortHandle;

use super::error::QueryError;
use crate::internal_events::QueryFinished;

/// The rows of a query. After an error there are none; dropping it ends the query.
#[derive(Debug)]
pub struct QueryStream {
    schema: SchemaRef,
    batches: mpsc::Receiver<Result<RecordBatch, QueryError>>,
    task: AbortHandle,
    deadline: Pin<Box<tokio::time::Sleep>>,
    time_max: Duration,
    began: Instant,
    outcome: Option<&'static str>,
}

impl QueryStream {
    pub(super) fn new(
        schema: SchemaRef,
        batches: mpsc::Receiver<Result<RecordBatch, QueryError>>,
        task: AbortHandle,
        deadline: tokio::time::Instant,
        time_max: Duration,
        began: Instant,
    ) -> Self {
        let deadline = Box::pin(tokio::time::sleep_until(deadline));
        Self { schema, batches, task, deadline, time_max, began, outcome: None }
    }

    /// The columns of the answer.
    #[must_use]
    pub fn schema(&self) -> SchemaRef {
        Arc::clone(&self.schema)
    }

    fn end(&mut self, outcome: &'static str) {
        if self.outcome.is_none() {
            self.outcome = Some(outcome);
            QueryFinished { outcome, took: self.began.elapsed() }.emit();
        }
    }
}

impl Stream for QueryStream {
    type Item = Result<RecordBatch, QueryError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        if self.outcome.is_some() {
            return Poll::Ready(None);
        }
        match self.batches.poll_recv(context) {
            Poll::Ready(Some(Ok(batch))) => return Poll::Ready(Some(Ok(batch))),
            Poll::Ready(Some(Err(error))) => {
                self.end(error.kind());
                return Poll::Ready(Some(Err(error)));
            }
            Poll::Ready(None) => {
                self.end("answered");
                return Poll::Ready(None);
            }
            Poll::Pending => {}
        }
        if self.deadline.as_mut().poll(context).is_pending() {
            return Poll::Pending;
        }
        self.task.abort();
        let error = QueryError::Timeout { time_max: self.time_max };
        self.end(error.kind());
        Poll::Ready(Some(Err(error)))
    }
}

impl Drop for QueryStream {
    fn drop(&mut self) {
        self.task.abort();
        self.end("abandoned");
    }
}
