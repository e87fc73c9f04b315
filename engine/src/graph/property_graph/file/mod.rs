//! A graph as bytes.
//!
//! ```text
//! "LUDOGRPH"      8 bytes
//! version         u32, little-endian: 1
//! position        u64, little-endian: up to where the log is in it; 0 if it follows from no log
//! body
//!   texts         count, then each: length in bytes, UTF-8. Labels, types, names and text values, each once
//!   nodes         count, then each: label, key's name, properties
//!   relationships count, then each: from, to (numbers of nodes in this file), type, 0 or 1 + key's name, properties
//! check           u64, little-endian: FNV-1a of all bytes before it
//! ```
//!
//! Counts, lengths and numbers of texts and nodes are variable-length: seven bits a byte, the lowest first, the high bit
//! set where more follow; at most ten bytes. Properties are a count, then each: name, then a value: 0 null; 1 false; 2
//! true; 3 and an integer (zigzag, variable-length); 4 and a double (8 bytes, little-endian); 5 and a text; 6, a count,
//! and as many values. A graph that is loaded has its nodes and relationships in the order of the one that was saved,
//! numbered without gaps.

mod read;
mod write;

use super::PropertyGraph;
use crate::graph::error::GraphError;

const MAGIC: &[u8; 8] = b"LUDOGRPH";
/// The version that is written, and the latest that can be read.
const VERSION: u32 = 1;
/// Bytes before the body.
const HEAD_BYTES: usize = 20;
/// Bytes of the check.
const CHECK_BYTES: usize = 8;
/// How deep lists may nest in a file; a bound, because values are read by recursion.
const NESTING_MAX: usize = 64;

impl PropertyGraph {
    /// The graph as bytes, with the position of the log that it shows. Linear in the graph.
    #[must_use]
    pub fn to_bytes(&self, position: u64) -> Vec<u8> {
        let mut bytes = Vec::new();
        bytes.extend(MAGIC);
        bytes.extend(VERSION.to_le_bytes());
        bytes.extend(position.to_le_bytes());
        write::body(self, &mut bytes);
        bytes.extend(check_of(&bytes).to_le_bytes());
        bytes
    }

    /// A saved graph and the position it shows. Linear in the bytes; never takes more memory than they can account for.
    ///
    /// # Errors
    /// [`GraphError::NoGraph`] for bytes of something else, [`GraphError::Newer`] for a later version of the format,
    /// [`GraphError::Corrupt`] for damage.
    pub fn from_bytes(bytes: &[u8]) -> Result<(Self, u64), GraphError> {
        if bytes.len() < MAGIC.len() || !bytes.starts_with(MAGIC) {
            return Err(GraphError::NoGraph { reason: "it does not begin with LUDOGRPH" });
        }
        let number =
            |from: usize| bytes.get(from..from + 4).and_then(|four| four.try_into().ok()).map(u32::from_le_bytes);
        let short = || corrupt(bytes.len(), "it ends too early");
        let version = number(MAGIC.len()).ok_or_else(short)?;
        if version > VERSION {
            return Err(GraphError::Newer { found: version, known: VERSION });
        }
        if version == 0 {
            return Err(corrupt(MAGIC.len(), "there is no version 0"));
        }
        let end = bytes.len().checked_sub(CHECK_BYTES).filter(|end| *end >= HEAD_BYTES).ok_or_else(short)?;
        let (checked, check) = bytes.split_at(end);
        if check != check_of(checked).to_le_bytes() {
            return Err(corrupt(end, "the checksum does not fit"));
        }
        let (low, high) = (number(12).ok_or_else(short)?, number(16).ok_or_else(short)?);
        let graph = read::body(checked, HEAD_BYTES)?;
        Ok((graph, u64::from(high) << 32 | u64::from(low)))
    }
}

/// FNV-1a, 64 bits (Fowler, Noll, Vo).
fn check_of(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(0x100_0000_01b3))
}

fn corrupt(offset: usize, reason: impl Into<String>) -> GraphError {
    GraphError::Corrupt { offset: offset as u64, reason: reason.into() }
}
