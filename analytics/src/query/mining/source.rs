//! Where the rows come from: the store's finished runs, or a query given as text.

use std::collections::BTreeMap;

use arrow::datatypes::DataType;
use arrow::record_batch::RecordBatch;
use datafusion::catalog::Session;
use datafusion::error::Result;
use datafusion::execution::SessionState;
use datafusion::execution::context::SQLOptions;
use datafusion::physical_plan::execute_stream;
use futures::StreamExt as _;
use ludograph_engine::mining::{NamedRun, Runs};

use super::refused;
use crate::query::guard;
use crate::query::session::check_tables;
use crate::runs::{self, Columns};

/// Rows a query given as text may have.
const SOURCE_ROWS_MAX: usize = 5_000_000;

/// What a row's names are to the search.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Names {
    /// A set.
    Items,
    /// A sequence, in the order of the rows.
    Events,
}

/// Which rows a search works on.
#[derive(Debug, Clone)]
pub(super) struct Source {
    function: &'static str,
    sql: Option<String>,
}

impl Source {
    /// The rows of a query; those of the store's runs without one.
    pub(super) fn new(function: &'static str, sql: Option<String>) -> Self {
        Self { function, sql }
    }

    /// The runs. A query has the columns row, name and, where the outcome is asked for, whether it was won; rows whose
    /// outcome is NULL are left out, and so are NULL names.
    pub(super) async fn runs(&self, session: &dyn Session, names: Names, with_outcome: bool) -> Result<Runs> {
        let refuse = |error: &dyn std::fmt::Display| refused(self.function, error);
        let Some(sql) = &self.sql else {
            let games = self.rows(session, runs::GAMES).await?;
            let jokers = self.rows(session, runs::JOKERS).await?;
            let rounds = self.rows(session, runs::ROUNDS).await?;
            return runs::runs(&runs::logs(&games, &jokers, &rounds)?).map_err(|error| refuse(&error));
        };
        let batches = self.rows(session, sql).await?;
        let needed = if with_outcome { 3 } else { 2 };
        let mut found: BTreeMap<String, usize> = BTreeMap::new();
        let mut read: Vec<NamedRun> = Vec::new();
        for batch in batches {
            let columns = Columns::new(&batch)?;
            let has = batch.num_columns();
            let is_truth =
                !with_outcome || batch.columns().get(2).is_some_and(|won| *won.data_type() == DataType::Boolean);
            if has != needed || !is_truth {
                let wanted = if with_outcome { "row, name, won (true or false)" } else { "row, name" };
                return Err(refuse(&format!("the query's columns are to be {wanted}; it has {has}")));
            }
            for row in 0..batch.num_rows() {
                let (Some(key), Some(name)) = (columns.text(0, row), columns.text(1, row)) else { continue };
                let Some(won) = (if with_outcome { columns.truth(2, row) } else { Some(false) }) else { continue };
                let place = *found.entry(key.to_owned()).or_insert_with(|| {
                    read.push(NamedRun { won, ..NamedRun::default() });
                    read.len() - 1
                });
                let Some(run) = read.get_mut(place) else { continue };
                let list = if names == Names::Items { &mut run.items } else { &mut run.events };
                list.push(name.to_owned());
            }
        }
        let mut all = Runs::default();
        read.iter().try_for_each(|run| all.push_named(run)).map_err(|error| refuse(&error))?;
        Ok(all)
    }

    /// The rows of a query over the same snapshot.
    pub(super) async fn rows(&self, session: &dyn Session, sql: &str) -> Result<Vec<RecordBatch>> {
        let refuse = |error: &dyn std::fmt::Display| refused(self.function, error);
        let state = session.as_any().downcast_ref::<SessionState>();
        let state = state.ok_or_else(|| refuse(&"no session to plan a query in"))?;
        let statement = guard::parse(sql).map_err(|error| refuse(&format!("in the query given: {error}")))?;
        check_tables(state, &statement).map_err(|error| refuse(&format!("in the query given: {error}")))?;
        let plan = state.statement_to_plan(statement).await?;
        SQLOptions::new()
            .with_allow_ddl(false)
            .with_allow_dml(false)
            .with_allow_statements(false)
            .verify_plan(&plan)?;
        let plan = state.create_physical_plan(&plan).await?;
        let mut stream = execute_stream(plan, state.task_ctx())?;
        let (mut batches, mut rows) = (Vec::new(), 0);
        while let Some(batch) = stream.next().await {
            let batch = batch?;
            rows += batch.num_rows();
            if rows > SOURCE_ROWS_MAX {
                return Err(refuse(&format!("the query given has more than {SOURCE_ROWS_MAX} rows")));
            }
            batches.push(batch);
        }
        Ok(batches)
    }
}
