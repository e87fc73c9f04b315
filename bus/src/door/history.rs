//! The history, page by page.

use std::collections::BTreeMap;

use axum::extract::{Query, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use ludograph_log::{Log, LogError, Records};
use ludograph_proto::Message;
use ludograph_proto::pb::Event;

use super::filter::Filter;
use super::{Door, Problem, view};
use crate::error::BusError;
use crate::limits::HISTORY_SCAN_MAX;

/// Bytes of the log read at a time.
const READ_BYTES: usize = 1024 * 1024;

/// `GET /api/v1/events`: events by position, oldest first. `next_after` goes on where this page ends; it is `null` at
/// the end of the log.
pub(super) async fn list(
    State(door): State<Door>,
    Query(parameters): Query<BTreeMap<String, String>>,
) -> Result<Response, Problem> {
    let filter = Filter::read(&parameters)?;
    let log = door.ingest.log().clone();
    let page = tokio::task::spawn_blocking(move || page(&log, &filter)).await;
    let page = page.map_err(|error| BusError::Internal(error.to_string().into()))?;
    let page = page.map_err(BusError::from)?;
    Ok(([(header::CONTENT_TYPE, "application/json")], page).into_response())
}

fn page(log: &Log, filter: &Filter) -> Result<Vec<u8>, LogError> {
    let first = log.first_position().max(1);
    let mut reader =
        log.reader(filter.after.map_or(first, |after| (after + 1).max(first)).min(log.durable_position() + 1))?;
    let mut out = b"{\"events\":[".to_vec();
    let (mut found, mut scanned, mut next_after) = (0, 0, None);
    let mut records = Records::default();
    'page: while reader.next_batch(READ_BYTES, &mut records)? {
        for (position, record) in records.iter() {
            scanned += 1;
            if let Ok(event) = Event::decode(record)
                && filter.matches(&event)
            {
                if found > 0 {
                    out.push(b',');
                }
                view::write(position, &event, &mut out);
                found += 1;
            }
            if found == filter.limit || scanned == HISTORY_SCAN_MAX {
                next_after = Some(position).filter(|position| *position < log.durable_position());
                break 'page;
            }
        }
    }
    let next = next_after.map_or("null".to_owned(), |position| position.to_string());
    out.extend_from_slice(format!("],\"next_after\":{next},\"durable\":{}}}", log.durable_position()).as_bytes());
    Ok(out)
}
