//! Reads back the log's end when the bus starts, so that a producer that sends again after a crash is understood.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use ludograph_log::{Log, Records};
use ludograph_proto::Message;
use ludograph_proto::pb::{Event, Payload};

use crate::error::BusError;
use crate::limits::{RESTORE_RECORDS_MAX, STREAMS_MAX};
use crate::session::dedupe::identify;
use crate::session::stream::Stream;

/// Bytes of the log read at a time.
const READ_BYTES: usize = 1024 * 1024;

/// The streams as the log's last records leave them.
pub(super) fn streams(log: &Log) -> Result<HashMap<String, Arc<Mutex<Stream>>>, BusError> {
    let mut streams: HashMap<String, Stream> = HashMap::new();
    let end = log.durable_position();
    let from = log.first_position().max((end + 1).saturating_sub(RESTORE_RECORDS_MAX)).max(1);
    let mut reader = log.reader(from)?;
    let mut records = Records::default();
    while reader.next_batch(READ_BYTES, &mut records)? {
        for (position, record) in records.iter() {
            match Event::decode(record) {
                Ok(event) => restore(&mut streams, &event),
                Err(error) => tracing::error!(position, %error, "a record of the log is no event"),
            }
        }
    }
    Ok(streams.into_iter().map(|(name, stream)| (name, Arc::new(Mutex::new(stream)))).collect())
}

fn restore(streams: &mut HashMap<String, Stream>, event: &Event) {
    let wire_type = match &event.payload {
        None | Some(Payload::DeadLetter(_)) => return,
        Some(Payload::Unknown(unknown)) => &unknown.r#type,
        Some(_) => &event.topic,
    };
    let mut payload = Vec::new();
    if let Some(typed) = &event.payload {
        typed.encode(&mut payload);
    }
    let (key, content) = identify(event, wire_type, &payload);
    if !streams.contains_key(&event.stream) && streams.len() >= STREAMS_MAX {
        let oldest = streams.iter().min_by_key(|(name, stream)| (stream.used_us, (*name).clone()));
        if let Some(oldest) = oldest.map(|(name, _)| name.clone()) {
            streams.remove(&oldest);
        }
    }
    let stream = streams.entry(event.stream.clone()).or_default();
    stream.used_us = event.received_at_us;
    stream.restore(event, key, content);
}
