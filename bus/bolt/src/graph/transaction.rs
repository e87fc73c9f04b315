//! Transactions: one writes at a time, the others conflict.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::GraphError;
use super::dump::Dump;
use super::parse::{Kind, Statement};
use super::run::run;
use super::store::{Store, Undo};
use crate::value::Value;

/// Commits that can be taken back, as by a server that had not synced them.
const TAKEN_BACK_MAX: usize = 256;

/// A graph; clones share it.
#[derive(Debug, Clone, Default)]
pub struct Graph(Arc<Mutex<Inner>>);

#[derive(Debug, Default)]
struct Inner {
    store: Store,
    writer: Option<u64>,
    next: u64,
    committed: VecDeque<Vec<Undo>>,
    commits: u64,
    rollbacks: u64,
    conflicts: u64,
    /// What was committed, where that is wanted.
    journal: Option<Vec<(String, Value)>>,
}

/// What a statement answers.
#[derive(Debug, Clone, Default)]
pub(crate) struct Answer {
    pub(crate) fields: Vec<String>,
    pub(crate) records: Vec<Vec<Value>>,
}

/// A transaction; dropped without a commit, it is rolled back.
#[derive(Debug)]
pub(crate) struct Transaction {
    graph: Graph,
    id: u64,
    is_explicit: bool,
    /// Statements so far, where a journal is kept.
    said: Vec<(String, Value)>,
}

impl Graph {
    fn lock(&self) -> MutexGuard<'_, Inner> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn begin(&self, is_explicit: bool) -> Transaction {
        let mut inner = self.lock();
        inner.next += 1;
        Transaction { graph: self.clone(), id: inner.next, is_explicit, said: Vec::new() }
    }

    /// From now on every statement that is committed is kept, with its parameters.
    pub fn keep_journal(&self) {
        self.lock().journal.get_or_insert_default();
    }

    /// The statements that were committed since, in their order.
    #[must_use]
    pub fn journal(&self) -> Vec<(String, Value)> {
        self.lock().journal.clone().unwrap_or_default()
    }

    /// Everything in it.
    #[must_use]
    pub fn dump(&self) -> Dump {
        Dump::of(&self.lock().store)
    }

    /// How many nodes were looked at because no index helped.
    #[must_use]
    pub fn scanned(&self) -> u64 {
        self.lock().store.scanned
    }

    /// Transactions committed, rolled back, and refused because of others.
    #[must_use]
    pub fn counts(&self) -> (u64, u64, u64) {
        let inner = self.lock();
        (inner.commits, inner.rollbacks, inner.conflicts)
    }

    /// Label and property of every index.
    #[must_use]
    pub fn indexes(&self) -> Vec<(String, String)> {
        self.lock().store.indexes().cloned().collect()
    }

    /// Label and property of every unique constraint.
    #[must_use]
    pub fn constraints(&self) -> Vec<(String, String)> {
        self.lock().store.unique.iter().cloned().collect()
    }

    /// Forgets everything, as a server without a disk does when it is started again.
    pub fn wipe(&self) {
        *self.lock() = Inner::default();
    }

    /// Takes the last commits back, as a server does that had not synced them when it died; answers how many.
    #[must_use]
    pub fn forget(&self, commits: usize) -> usize {
        let mut inner = self.lock();
        let mut taken = 0;
        while taken < commits
            && let Some(changes) = inner.committed.pop_back()
        {
            inner.store.take_back(changes);
            taken += 1;
        }
        taken
    }
}

impl Transaction {
    /// Carries a statement out.
    ///
    /// # Errors
    /// [`GraphError`]; the transaction is then of no use any more.
    pub(crate) fn run(&mut self, text: &str, parameters: &Value) -> Result<Answer, GraphError> {
        let statement = Statement::parse(text)?;
        let mut inner = self.graph.lock();
        if statement.is_schema() && self.is_explicit {
            let reason = "Index and constraint manipulation not allowed in multicommand transactions.";
            return Err(GraphError::Semantic(reason.to_owned()));
        }
        match statement.0 {
            Kind::Index { label, property } => {
                inner.store.add_index((label, property));
                Ok(Answer::default())
            }
            Kind::Constraint { label, property } => inner.constrain(&label, &property),
            Kind::Clauses(clauses) => {
                let is_foreign = inner.writer.is_some_and(|writer| writer != self.id);
                let before = inner.store.undo.len();
                let ran = run(&mut inner.store, &clauses, parameters);
                let wrote = inner.store.undo.len() > before;
                if is_foreign && wrote {
                    let changes = inner.store.undo.split_off(before);
                    inner.store.take_back(changes);
                    inner.conflicts += 1;
                    return Err(GraphError::Conflict);
                }
                if wrote {
                    inner.writer = Some(self.id);
                }
                if inner.journal.is_some() {
                    self.said.push((text.to_owned(), parameters.clone()));
                }
                ran.map(|(fields, records)| Answer { fields, records })
            }
        }
    }

    /// Makes it count.
    ///
    /// # Errors
    /// [`GraphError::Unique`]; nothing of it counts then.
    pub(crate) fn commit(mut self) -> Result<(), GraphError> {
        let mut inner = self.graph.lock();
        if inner.writer != Some(self.id) {
            return Ok(());
        }
        let changes = std::mem::take(&mut inner.store.undo);
        inner.writer = None;
        if let Some((label, property)) = inner.store.violated(&changes) {
            inner.store.take_back(changes);
            inner.rollbacks += 1;
            return Err(GraphError::Unique { label, property });
        }
        inner.commits += 1;
        inner.journal.iter_mut().for_each(|journal| journal.append(&mut self.said));
        inner.committed.push_back(changes);
        if inner.committed.len() > TAKEN_BACK_MAX {
            inner.committed.pop_front();
        }
        Ok(())
    }
}

impl Drop for Transaction {
    fn drop(&mut self) {
        let mut inner = self.graph.lock();
        if inner.writer == Some(self.id) {
            let changes = std::mem::take(&mut inner.store.undo);
            inner.store.take_back(changes);
            inner.writer = None;
            inner.rollbacks += 1;
        }
    }
}

impl Inner {
    fn constrain(&mut self, label: &str, property: &str) -> Result<Answer, GraphError> {
        let mut seen = std::collections::BTreeSet::new();
        for node in self.store.nodes.values().filter(|node| node.labels.contains(label)) {
            if let Some(value) = node.properties.get(property)
                && !seen.insert(format!("{value:?}"))
            {
                let reason = format!(
                    "Unable to create unique constraint :{label}({property}), because an existing node violates it."
                );
                return Err(GraphError::Semantic(reason));
            }
        }
        if self.store.unique.insert((label.to_owned(), property.to_owned())) {
            return Ok(Answer::default());
        }
        Err(GraphError::Semantic(format!("Constraint UNIQUE on label {label}, properties {property} already exists.")))
    }
}
