//! What the name of a data file tells.

use std::fmt;
use std::str::FromStr;

/// Whether the rows of a file are final.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum FileKind {
    /// They are.
    Final,
    /// Rows of games that may still change, as of the file's last position; the next flush replaces the file. Readers from
    /// elsewhere see them; our own queries have the rows of the moment instead.
    Open,
}

/// A data file's name: `[open-]FIRST-LAST-CREATED-CRC.parquet`, positions and milliseconds decimal, the checksum
/// hexadecimal. It holds what no statistics tell and what a check needs before it can trust the content.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct FileName {
    pub(crate) kind: FileKind,
    /// Positions of the log whose rows it holds, both ends included; 0 and 0 for rows that came by no log.
    pub(crate) positions: (u64, u64),
    /// Milliseconds since the epoch.
    pub(crate) created_ms: u64,
    /// CRC-32C of the whole file.
    pub(crate) crc: u32,
}

const OPEN: &str = "open-";
const ENDING: &str = ".parquet";

impl fmt::Display for FileName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let kind = if self.kind == FileKind::Open { OPEN } else { "" };
        let (first, last) = self.positions;
        write!(f, "{kind}{first:020}-{last:020}-{:013}-{:08x}{ENDING}", self.created_ms, self.crc)
    }
}

/// The name is none of ours.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct ForeignName;

impl FromStr for FileName {
    type Err = ForeignName;

    fn from_str(name: &str) -> Result<Self, ForeignName> {
        let stem = name.strip_suffix(ENDING).ok_or(ForeignName)?;
        let (kind, stem) = match stem.strip_prefix(OPEN) {
            Some(rest) => (FileKind::Open, rest),
            None => (FileKind::Final, stem),
        };
        let mut parts = stem.split('-');
        let mut next = || parts.next().ok_or(ForeignName);
        let number = |text: &str| text.parse().map_err(|_| ForeignName);
        let name = Self {
            kind,
            positions: (number(next()?)?, number(next()?)?),
            created_ms: number(next()?)?,
            crc: u32::from_str_radix(next()?, 16).map_err(|_| ForeignName)?,
        };
        if parts.next().is_some() { Err(ForeignName) } else { Ok(name) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_come_back() {
        for kind in [FileKind::Final, FileKind::Open] {
            let name = FileName { kind, positions: (1, u64::MAX), created_ms: 1_700_000_000_123, crc: 0xab };
            assert_eq!(name.to_string().parse(), Ok(name));
        }
    }

    #[test]
    fn foreign_names_are_told() {
        for name in ["part-00000-c000.snappy.parquet", "1-2-3-4.csv", "1-2-3-4-5.parquet", "1-2-3-zz.parquet", ""] {
            assert_eq!(name.parse::<FileName>(), Err(ForeignName), "{name}");
        }
    }
}
