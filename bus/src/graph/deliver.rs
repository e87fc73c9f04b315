//! Getting a batch to the server whole, or all of it but the rows that the server will never take.

use std::sync::Arc;

use super::blame::Trouble;
use super::happenings::RowRefused;
use super::link::{Advance, Link};
use super::statement::{Part, Row, Statement};
use crate::limits::GRAPH_REFUSED_LOGGED_MAX;

/// A batch on its way. It is the same after a failed attempt, but for the rows that were found to be refused.
#[derive(Debug)]
pub(super) struct Outgoing {
    parts: Vec<Part>,
    /// Where the graph stands once it has it.
    pub(super) position: u64,
    logged: usize,
}

/// What was delivered.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(super) struct Delivered {
    pub(super) rows: usize,
    pub(super) transactions: usize,
}

/// A row that the server will never take.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Refused {
    pub(super) position: u64,
    pub(super) why: String,
}

impl Outgoing {
    pub(super) fn new(parts: Vec<Part>, position: u64) -> Self {
        Self { parts, position, logged: 0 }
    }

    pub(super) fn rows(&self) -> usize {
        self.parts.iter().map(|part| part.rows.len()).sum()
    }

    /// Delivers it and moves the graph from `from` to its position. Rows that were refused are added to `refused`, also
    /// where the rest then fails; they are not sent again. In a batch of n rows of which k are refused, that takes
    /// O(k log n) transactions.
    pub(super) async fn deliver(
        &mut self,
        link: &Link,
        from: Option<u64>,
        refused: &mut Vec<Refused>,
    ) -> Result<Delivered, Trouble> {
        let advance = Advance { from, to: self.position };
        let mut delivered = Delivered { rows: self.rows(), transactions: 1 };
        let why = match link.send(self.parts.clone().into(), Some(advance)).await {
            Ok(()) => return Ok(delivered),
            Err(Trouble::Refused(why)) if self.rows() > 0 => why,
            Err(trouble) => return Err(trouble),
        };
        tracing::debug!(rows = delivered.rows, why, "a batch is refused; looking for the rows");
        self.isolate(link, refused, &mut delivered).await?;
        // Every row is there or known to be refused: what remains is to move on.
        link.send(Arc::default(), Some(advance)).await?;
        delivered.transactions += 1;
        delivered.rows = self.rows();
        Ok(delivered)
    }

    /// Sends ever smaller pieces, in their order, and takes out what is refused alone.
    async fn isolate(
        &mut self,
        link: &Link,
        refused: &mut Vec<Refused>,
        delivered: &mut Delivered,
    ) -> Result<(), Trouble> {
        let mut pieces = vec![self.parts.clone()];
        while let Some(piece) = pieces.pop() {
            delivered.transactions += 1;
            let why = match link.send(piece.clone().into(), None).await {
                Ok(()) => continue,
                Err(Trouble::Refused(why)) => why,
                Err(trouble) => return Err(trouble),
            };
            match halves(&piece) {
                // The last one is the next one.
                Some((first, second)) => pieces.extend([second, first]),
                None => self.judge_alone(link, &piece, &why, refused).await?,
            }
        }
        Ok(())
    }

    /// A row alone was refused. Where its statement is refused without it, too, the row is not at fault, and that refusal
    /// is the answer.
    async fn judge_alone(
        &mut self,
        link: &Link,
        piece: &[Part],
        why: &str,
        refused: &mut Vec<Refused>,
    ) -> Result<(), Trouble> {
        for part in piece {
            let empty = Part { statement: part.statement.clone(), rows: Vec::new() };
            link.send(Arc::new([empty]), None).await?;
            for row in &part.rows {
                self.leave_out(&part.statement, row, why);
                refused.push(Refused { position: row.position, why: why.to_owned() });
            }
        }
        Ok(())
    }

    fn leave_out(&mut self, statement: &Statement, row: &Row, why: &str) {
        for part in self.parts.iter_mut().filter(|part| part.statement == *statement) {
            part.rows.retain(|other| other != row);
        }
        self.parts.retain(|part| !part.rows.is_empty());
        let is_logged = self.logged < GRAPH_REFUSED_LOGGED_MAX;
        self.logged += 1;
        RowRefused { position: row.position, statement: &statement.text(), keys: &row.keys, why, is_logged }.emit();
    }
}

/// A piece in two, in its order; `None` for a single row.
fn halves(piece: &[Part]) -> Option<(Vec<Part>, Vec<Part>)> {
    let rows: usize = piece.iter().map(|part| part.rows.len()).sum();
    if rows < 2 {
        return None;
    }
    let (mut first, mut second, mut wanted) = (Vec::new(), Vec::new(), rows / 2);
    for part in piece {
        let (before, after) = part.rows.split_at(wanted.min(part.rows.len()));
        wanted -= before.len();
        for (rows, half) in [(before, &mut first), (after, &mut second)] {
            if !rows.is_empty() {
                half.push(Part { statement: part.statement.clone(), rows: rows.to_vec() });
            }
        }
    }
    Some((first, second))
}
