//! Events as they become durable, as server-sent events.

use std::collections::BTreeMap;
use std::convert::Infallible;
use std::time::Duration;

use axum::extract::{Query, State};
use axum::http::HeaderMap;
use axum::response::sse::{Event as Sent, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use futures::{Stream, StreamExt, stream};
use ludograph_log::{Log, LogError, Reader, Records};
use ludograph_proto::Message;
use ludograph_proto::pb::Event;
use tokio::sync::{OwnedSemaphorePermit, watch};

use super::filter::Filter;
use super::{Door, Problem, view};
use crate::error::BusError;
use crate::limits::{LIVE_READ_BYTES, LIVE_STREAMS_MAX};

/// `GET /api/v1/events/stream`: the filter of the history, without its limit. Begins behind `Last-Event-ID`, else
/// behind `after`, else with what comes next. The log is the buffer: a slow reader is behind, and loses nothing.
pub(super) async fn stream(
    State(door): State<Door>,
    Query(parameters): Query<BTreeMap<String, String>>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let filter = Filter::read(&parameters)?;
    let Ok(permit) = door.live_streams.clone().try_acquire_owned() else {
        return Err(Problem::busy(format!("{LIVE_STREAMS_MAX} live streams are open already")));
    };
    let log = door.ingest.log().clone();
    let after = last_event_id(&headers)?.or(filter.after).unwrap_or_else(|| log.durable_position());
    let from = (after + 1).clamp(log.first_position().max(1), log.durable_position() + 1);
    let reader = log.reader(from).map_err(BusError::from)?;
    let live = Live { log, reader, filter, progress: door.ingest.durable().subscribe(), _permit: permit };
    let events = stream::unfold(live, Live::next).flat_map(stream::iter);
    Ok(sse(events))
}

fn sse(events: impl Stream<Item = Result<Sent, Infallible>> + Send + 'static) -> Response {
    Sse::new(events).keep_alive(KeepAlive::new().interval(Duration::from_secs(15))).into_response()
}

fn last_event_id(headers: &HeaderMap) -> Result<Option<u64>, Problem> {
    let Some(value) = headers.get("last-event-id") else { return Ok(None) };
    let position = value.to_str().ok().and_then(|text| text.parse().ok());
    position.map(Some).ok_or_else(|| Problem::invalid("Last-Event-ID", "a position is a whole number"))
}

struct Live {
    log: Log,
    reader: Reader,
    filter: Filter,
    progress: watch::Receiver<u64>,
    _permit: OwnedSemaphorePermit,
}

type Batch = Vec<Result<Sent, Infallible>>;

impl Live {
    /// The next events that fit; `None` ends the stream, when the log is closed or cannot be read.
    async fn next(mut self) -> Option<(Batch, Self)> {
        loop {
            let read = tokio::task::spawn_blocking(move || {
                let batch = self.read();
                (batch, self)
            });
            let (batch, live) = read.await.ok()?;
            self = live;
            match batch {
                Ok(Some(batch)) if !batch.is_empty() => return Some((batch, self)),
                Ok(Some(_)) => {}
                Ok(None) => self.progress.changed().await.ok()?,
                Err(error) => {
                    tracing::error!(%error, "a live stream ends: the log cannot be read");
                    return None;
                }
            }
        }
    }

    /// What fits in the next piece of the log; `None` where nothing durable is left.
    fn read(&mut self) -> Result<Option<Batch>, LogError> {
        self.progress.mark_unchanged();
        let mut records = Records::default();
        if !self.reader.next_batch(LIVE_READ_BYTES, &mut records)? {
            debug_assert!(self.reader.position() <= self.log.durable_position() + 1);
            return Ok(None);
        }
        let mut batch = Vec::new();
        for (position, record) in records.iter() {
            if let Ok(event) = Event::decode(record)
                && self.filter.matches(&event)
            {
                let mut text = Vec::new();
                view::write(position, &event, &mut text);
                let data = String::from_utf8(text).unwrap_or_default();
                batch.push(Ok(Sent::default().id(position.to_string()).event(&event.topic).data(data)));
            }
        }
        Ok(Some(batch))
    }
}
