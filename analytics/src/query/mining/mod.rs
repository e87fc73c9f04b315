//! Table functions that search: `joker_order`, `joker_synergy`, `frequent_itemsets`, `frequent_sequences` and
//! `contrast_patterns`.
//!
//! A planner gives a table function nothing but literals. So a query to work on is given as text, and is planned here in
//! the same session, over the same snapshot, behind the same guard as the query around it. Without one, the patterns are
//! those of the store's finished runs. What each function takes and answers stands in `docs/mining.md`.
//!
//! The work is done when the query around it is planned, and is bounded: rows of the inner query, patterns, and time.

mod arguments;
mod order;
mod patterns;
mod source;
mod synergy;

use std::fmt;
use std::sync::Arc;
use std::time::{Duration, Instant};

use arrow::array::{ArrayRef, Float64Array, Int64Array, ListBuilder, StringArray, StringBuilder};
use arrow::datatypes::{DataType, Field, Schema, SchemaRef};
use arrow::record_batch::RecordBatch;
use async_trait::async_trait;
use datafusion::catalog::memory::{DataSourceExec, MemorySourceConfig};
use datafusion::catalog::{Session, TableFunctionArgs, TableFunctionImpl, TableProvider};
use datafusion::error::{DataFusionError, Result};
use datafusion::execution::SessionState;
use datafusion::logical_expr::{Expr, TableType};
use datafusion::physical_plan::ExecutionPlan;

use arguments::Arguments;

/// Time one search may take; the query around it has its own limit.
const SEARCH_TIME_MAX: Duration = Duration::from_secs(10);
/// Patterns one search may find.
const PATTERNS_MAX: usize = 100_000;

/// Makes the functions known to a session.
pub(super) fn register(state: &mut SessionState) {
    let functions: [(&'static str, Read); 5] = [
        (order::NAME, order::read),
        (synergy::NAME, synergy::read),
        (patterns::ITEMSETS, patterns::read_itemsets),
        (patterns::SEQUENCES, patterns::read_sequences),
        (patterns::CONTRASTS, patterns::read_contrasts),
    ];
    for (name, read) in functions {
        state.register_udtf(name, Arc::new(Function { name, read }));
    }
}

/// Reads the arguments of a function.
type Read = fn(&mut Arguments<'_>) -> Result<Arc<dyn Search>>;

/// A search with its arguments.
#[async_trait]
trait Search: fmt::Debug + Send + Sync {
    /// The columns of its answer.
    fn schema(&self) -> SchemaRef;

    /// Carries it out.
    async fn answer(&self, session: &dyn Session) -> Result<Vec<ArrayRef>>;
}

struct Function {
    name: &'static str,
    read: Read,
}

impl fmt::Debug for Function {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Function").field("name", &self.name).finish_non_exhaustive()
    }
}

impl TableFunctionImpl for Function {
    fn call_with_args(&self, args: TableFunctionArgs<'_, '_>) -> Result<Arc<dyn TableProvider>> {
        let mut arguments = Arguments::new(self.name, args.exprs())?;
        let search = (self.read)(&mut arguments)?;
        arguments.end()?;
        Ok(Arc::new(Found { schema: search.schema(), search }))
    }
}

/// What a search finds, as a table.
#[derive(Debug)]
struct Found {
    search: Arc<dyn Search>,
    schema: SchemaRef,
}

#[async_trait]
impl TableProvider for Found {
    fn schema(&self) -> SchemaRef {
        Arc::clone(&self.schema)
    }

    fn table_type(&self) -> TableType {
        TableType::View
    }

    async fn scan(
        &self,
        session: &dyn Session,
        projection: Option<&Vec<usize>>,
        _filters: &[Expr],
        _limit: Option<usize>,
    ) -> Result<Arc<dyn ExecutionPlan>> {
        let rows = RecordBatch::try_new(Arc::clone(&self.schema), self.search.answer(session).await?)?;
        let source = MemorySourceConfig::try_new(&[vec![rows]], Arc::clone(&self.schema), projection.cloned())?;
        Ok(DataSourceExec::from_data_source(source))
    }
}

/// What a caller asked for cannot be done.
fn refused(function: &str, why: impl fmt::Display) -> DataFusionError {
    DataFusionError::Execution(format!("{function}: {why}"))
}

/// Says when the time of a search is up.
fn deadline() -> impl Fn() -> bool {
    let began = Instant::now();
    move || began.elapsed() >= SEARCH_TIME_MAX
}

/// A bound that was reached, in words; the answer would not be whole.
fn check_whole(function: &str, reached: ludograph_engine::mining::Reached) -> Result<()> {
    if reached.patterns {
        return Err(refused(function, format!("more than {PATTERNS_MAX} patterns; ask for a greater support")));
    }
    if reached.deadline {
        let seconds = SEARCH_TIME_MAX.as_secs();
        return Err(refused(function, format!("took longer than {seconds} s; ask for a greater support")));
    }
    Ok(())
}

fn schema(columns: &[(&str, DataType)]) -> SchemaRef {
    let fields = columns.iter().map(|(name, data_type)| Field::new(*name, data_type.clone(), true));
    Arc::new(Schema::new(fields.collect::<Vec<_>>()))
}

/// The type of a column of patterns.
fn names_type() -> DataType {
    DataType::List(Arc::new(Field::new("item", DataType::Utf8, true)))
}

fn names<'a>(patterns: impl Iterator<Item = Vec<&'a str>>) -> ArrayRef {
    let mut builder = ListBuilder::new(StringBuilder::new());
    for pattern in patterns {
        builder.append_value(pattern.into_iter().map(Some));
    }
    Arc::new(builder.finish())
}

fn texts<'a>(values: impl Iterator<Item = &'a str>) -> ArrayRef {
    Arc::new(StringArray::from_iter_values(values))
}

fn integers(values: impl Iterator<Item = usize>) -> ArrayRef {
    Arc::new(Int64Array::from_iter_values(values.map(|value| i64::try_from(value).unwrap_or(i64::MAX))))
}

fn numbers(values: impl Iterator<Item = f64>) -> ArrayRef {
    Arc::new(Float64Array::from_iter_values(values))
}

fn some_numbers(values: impl Iterator<Item = Option<f64>>) -> ArrayRef {
    Arc::new(values.collect::<Float64Array>())
}
