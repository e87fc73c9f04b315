//! What a transformation of a stream is given.

use std::ffi::CString;

/// Where a message comes from; the numbers are the interface's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(i32)]
pub enum Source {
    /// Apache Kafka, or what speaks its protocol.
    Kafka = 0,
    /// Apache Pulsar.
    Pulsar = 1,
}

/// A message of a stream.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// Where it comes from.
    pub source: Source,
    /// Its topic.
    pub topic: CString,
    /// Its content, of any bytes.
    pub payload: Vec<u8>,
    /// Its key, if it has one.
    pub key: Option<Vec<u8>>,
    /// Milliseconds since 1970-01-01.
    pub timestamp_ms: i64,
    /// Its place in the topic's partition.
    pub offset: i64,
}
