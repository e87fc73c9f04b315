//! The two shapes patterns are mined from: rows of ids, ordered ([`Sequences`]) or as sets ([`Transactions`]).

use super::error::MiningError;
use super::limits::{ENTRIES_MAX, IDS_MAX, ROWS_MAX};
use super::numbers::narrow;
use crate::sort;

/// Rows of ids behind one another in one allocation.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Rows {
    /// Where each row ends; the first entry is 0.
    offsets: Vec<u32>,
    entries: Vec<u32>,
    /// One more than the largest id.
    width: u32,
}

impl Default for Rows {
    fn default() -> Self {
        Self { offsets: vec![0], entries: Vec::new(), width: 0 }
    }
}

impl Rows {
    fn push(&mut self, row: &[u32]) -> Result<(), MiningError> {
        MiningError::expect_range("rows", self.len() + 1, 1, u64::from(ROWS_MAX))?;
        MiningError::expect_range("entries", self.entries.len().saturating_add(row.len()), 0, u64::from(ENTRIES_MAX))?;
        if let Some(id) = row.iter().find(|id| **id >= IDS_MAX) {
            let (value, most) = (u64::from(*id), u64::from(IDS_MAX) - 1);
            return Err(MiningError::Range { field: "id", value, least: 0, most });
        }
        self.width = row.iter().fold(self.width, |width, id| width.max(id + 1));
        self.entries.extend_from_slice(row);
        self.close();
        Ok(())
    }

    /// Rows that stand behind one another.
    fn from_ends(ends: &[u32], entries: Vec<u32>) -> Result<Self, MiningError> {
        MiningError::expect_range("rows", ends.len(), 0, u64::from(ROWS_MAX))?;
        MiningError::expect_range("entries", entries.len(), 0, u64::from(ENTRIES_MAX))?;
        let length = narrow(entries.len());
        let mut offsets = Vec::with_capacity(ends.len() + 1);
        offsets.push(0);
        let mut start = 0;
        for end in ends {
            let (value, least, most) = (u64::from(*end), u64::from(start), u64::from(length));
            if !(start..=length).contains(end) {
                return Err(MiningError::Range { field: "end", value, least, most });
            }
            start = *end;
            offsets.push(start);
        }
        if start != length {
            let (value, most) = (u64::from(start), u64::from(length));
            return Err(MiningError::Range { field: "end", value, least: most, most });
        }
        let largest = entries.iter().copied().max();
        if let Some(id) = largest.filter(|id| *id >= IDS_MAX) {
            let (value, most) = (u64::from(id), u64::from(IDS_MAX) - 1);
            return Err(MiningError::Range { field: "id", value, least: 0, most });
        }
        Ok(Self { offsets, entries, width: largest.map_or(0, |id| id + 1) })
    }

    /// Makes each row ascending, each id once, in the same memory.
    fn make_sets(&mut self) {
        let (mut start, mut kept) = (0, 0);
        for offset in self.offsets.iter_mut().skip(1) {
            let end = *offset as usize;
            let row = &mut self.entries[start..end];
            if !row.is_sorted_by(|one, next| one < next) {
                sort::ascending(row);
            }
            let row_start = kept;
            for place in start..end {
                let id = self.entries[place];
                if kept == row_start || self.entries[kept - 1] != id {
                    self.entries[kept] = id;
                    kept += 1;
                }
            }
            start = end;
            *offset = narrow(kept);
        }
        self.entries.truncate(kept);
    }

    fn close(&mut self) {
        self.offsets.push(narrow(self.entries.len()));
    }

    fn len(&self) -> usize {
        self.offsets.len() - 1
    }

    fn row(&self, index: usize) -> &[u32] {
        match (self.offsets.get(index), self.offsets.get(index + 1)) {
            (Some(start), Some(end)) => &self.entries[*start as usize..*end as usize],
            _ => &[],
        }
    }

    fn iter(&self) -> impl Iterator<Item = &[u32]> {
        self.offsets.windows(2).map(|ends| &self.entries[ends[0] as usize..ends[1] as usize])
    }
}

/// Rows as sets of ids: ascending, each id once.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Transactions(Rows);

impl Transactions {
    /// All rows at once; see [`Transactions::push`].
    ///
    /// # Errors
    /// As [`Transactions::push`].
    pub fn from_rows<R: AsRef<[u32]>>(rows: impl IntoIterator<Item = R>) -> Result<Self, MiningError> {
        let mut all = Self::default();
        rows.into_iter().try_for_each(|row| all.push(row.as_ref()))?;
        Ok(all)
    }

    /// Rows that stand behind one another, of which each ends before the entry of its number in `ends`; order and repetition of
    /// ids in a row do not matter. Complexity: O(entries + the sorting of each row), in the memory of `entries`.
    ///
    /// # Errors
    /// [`MiningError::Range`] for ends that descend or lead elsewhere than to the end of `entries`, and as
    /// [`Transactions::push`].
    pub fn from_ends(ends: &[u32], entries: Vec<u32>) -> Result<Self, MiningError> {
        let mut rows = Rows::from_ends(ends, entries)?;
        rows.make_sets();
        Ok(Self(rows))
    }

    /// Adds a row; order and repetition of its ids do not matter.
    ///
    /// # Errors
    /// [`MiningError::Range`] for an id of [`IDS_MAX`] or more, or a table that has become too large.
    pub fn push(&mut self, row: &[u32]) -> Result<(), MiningError> {
        if row.is_sorted_by(|one, next| one < next) {
            return self.0.push(row);
        }
        let mut sorted = row.to_vec();
        sort::ascending(&mut sorted);
        sorted.dedup();
        self.0.push(&sorted)
    }

    /// How many rows there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there is no row.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// One more than the largest id.
    #[must_use]
    pub fn width(&self) -> u32 {
        self.0.width
    }

    /// How many entries all rows have together.
    #[must_use]
    pub fn entry_count(&self) -> usize {
        self.0.entries.len()
    }

    /// Where each row ends in [`Self::entries`]; the first entry is 0.
    pub(crate) fn offsets(&self) -> &[u32] {
        &self.0.offsets
    }

    /// The entries of all rows behind one another.
    pub(crate) fn entries(&self) -> &[u32] {
        &self.0.entries
    }

    /// A row, ascending; empty past the end.
    #[must_use]
    pub fn row(&self, index: usize) -> &[u32] {
        self.0.row(index)
    }

    /// All rows in their order.
    pub fn iter(&self) -> impl Iterator<Item = &[u32]> {
        self.0.iter()
    }
}

/// Rows as sequences of ids: in order, with repetition.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Sequences(Rows);

impl Sequences {
    /// All rows at once; see [`Sequences::push`].
    ///
    /// # Errors
    /// As [`Sequences::push`].
    pub fn from_rows<R: AsRef<[u32]>>(rows: impl IntoIterator<Item = R>) -> Result<Self, MiningError> {
        let mut all = Self::default();
        rows.into_iter().try_for_each(|row| all.push(row.as_ref()))?;
        Ok(all)
    }

    /// Rows that stand behind one another, of which each ends before the entry of its number in `ends`. O(entries), in the memory
    /// of `entries`.
    ///
    /// # Errors
    /// [`MiningError::Range`] for ends that descend or lead elsewhere than to the end of `entries`, and as [`Sequences::push`].
    pub fn from_ends(ends: &[u32], entries: Vec<u32>) -> Result<Self, MiningError> {
        Rows::from_ends(ends, entries).map(Self)
    }

    /// Adds a row.
    ///
    /// # Errors
    /// [`MiningError::Range`] for an id of [`IDS_MAX`] or more, or a table that has become too large.
    pub fn push(&mut self, row: &[u32]) -> Result<(), MiningError> {
        self.0.push(row)
    }

    /// How many rows there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there is no row.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// One more than the largest id.
    #[must_use]
    pub fn width(&self) -> u32 {
        self.0.width
    }

    /// How many entries all rows have together.
    #[must_use]
    pub fn entry_count(&self) -> usize {
        self.0.entries.len()
    }

    /// A row; empty past the end.
    #[must_use]
    pub fn row(&self, index: usize) -> &[u32] {
        self.0.row(index)
    }

    /// All rows in their order.
    pub fn iter(&self) -> impl Iterator<Item = &[u32]> {
        self.0.iter()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Ends and entries of rows.
    fn behind_one_another(rows: &[Vec<u32>]) -> (Vec<u32>, Vec<u32>) {
        let mut ends = Vec::new();
        let mut entries = Vec::new();
        for row in rows {
            entries.extend_from_slice(row);
            ends.push(narrow(entries.len()));
        }
        (ends, entries)
    }

    proptest! {
        #[test]
        fn rows_behind_one_another_are_the_rows(rows in prop::collection::vec(prop::collection::vec(0_u32..9, 0..7), 0..9)) {
            let (ends, entries) = behind_one_another(&rows);
            prop_assert_eq!(Sequences::from_ends(&ends, entries.clone()), Sequences::from_rows(&rows));
            prop_assert_eq!(Transactions::from_ends(&ends, entries), Transactions::from_rows(&rows));
        }
    }

    #[test]
    fn ends_that_lead_nowhere_are_refused() {
        let refused =
            |ends: &[u32], entries: &[u32]| Sequences::from_ends(ends, entries.to_vec()).unwrap_err().to_string();
        assert!(refused(&[2, 1, 3], &[0, 0, 0]).contains("end"));
        assert!(refused(&[4], &[0, 0, 0]).contains("end"));
        assert!(refused(&[2], &[0, 0, 0]).contains("end"));
        assert!(refused(&[], &[0]).contains("end"));
        assert!(refused(&[1], &[IDS_MAX]).contains("id"));
    }
}
