//! Plans a statement against one snapshot.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use async_trait::async_trait;
use datafusion::catalog::{CatalogProvider, CatalogProviderList, SchemaProvider, TableProvider};
use datafusion::error::{DataFusionError, Result};
use datafusion::execution::context::SQLOptions;
use datafusion::execution::disk_manager::{DiskManagerBuilder, DiskManagerMode};
use datafusion::execution::memory_pool::GreedyMemoryPool;
use datafusion::execution::runtime_env::{RuntimeEnv, RuntimeEnvBuilder};
use datafusion::execution::{SendableRecordBatchStream, SessionState, SessionStateBuilder, TaskContext};
use datafusion::physical_optimizer::PhysicalOptimizerRule;
use datafusion::physical_optimizer::optimizer::PhysicalOptimizer;
use datafusion::physical_plan::execute_stream;
use datafusion::prelude::SessionConfig;
use datafusion::sql::parser::Statement;
use object_store::ObjectStore;

use super::as_of;
use super::blame::{blame, no_such_table};
use super::error::QueryError;
use super::fold::FoldRows;
use super::functions;
use super::graph_tables::{GraphTable, GraphTableName, SnapshotGraph};
use super::mining;
use super::provider::SnapshotTable;
use crate::cold::scan::store_url;
use crate::graph::GraphKeeper;
use crate::store::{Snapshot, Table};

const CATALOG: &str = "ludograph";
const SCHEMA: &str = "public";
const INFORMATION_SCHEMA: &str = "information_schema";
/// The first of the planner's rules that sees what ours has made.
const RULE_AFTER_OURS: &str = "EnsureCooperative";
/// Rows of a join's smaller side up to which it is held once for all threads, where its size is not known.
const JOIN_HELD_ROWS_MAX: usize = 16 << 20;

/// What all queries have in common: functions, settings, and nowhere to write.
#[derive(Debug)]
pub(super) struct Sessions {
    base: SessionState,
    runtime: Arc<RuntimeEnv>,
    memory_bytes_max: usize,
    graph: Arc<GraphKeeper>,
}

impl Sessions {
    /// Queries read stored files by `files`; `settings` are the planner's own, by name, where they differ from ours.
    pub(super) fn new(
        threads: usize,
        memory_bytes_max: usize,
        files: Option<Arc<dyn ObjectStore>>,
        settings: &[(String, String)],
        graph: Arc<GraphKeeper>,
    ) -> Result<Self> {
        let mut config = SessionConfig::new()
            .with_target_partitions(threads.max(1))
            .with_information_schema(true)
            .with_create_default_catalog_and_schema(false)
            .with_default_catalog_and_schema(CATALOG, SCHEMA);
        // With few threads, dealing out the larger side of a join by its key costs more than sharing the smaller one. It has
        // to fit into the query's memory either way.
        let optimizer = &mut config.options_mut().optimizer;
        optimizer.hash_join_single_partition_threshold = memory_bytes_max;
        optimizer.hash_join_single_partition_threshold_rows = JOIN_HELD_ROWS_MAX;
        for (name, value) in settings {
            config.options_mut().set(name, value)?;
        }
        let runtime = RuntimeEnvBuilder::new()
            .with_disk_manager_builder(DiskManagerBuilder::default().with_mode(DiskManagerMode::Disabled))
            .with_memory_pool(Arc::new(GreedyMemoryPool::new(memory_bytes_max)))
            .build_arc()?;
        if let Some(files) = files {
            runtime.register_object_store(store_url()?.as_ref(), files);
        }
        let mut base = SessionStateBuilder::new_with_default_features()
            .with_config(config)
            .with_runtime_env(Arc::clone(&runtime))
            .with_file_formats(Vec::new())
            .with_table_factories(HashMap::new())
            .with_physical_optimizer_rules(rules())
            .build();
        functions::register(&mut base)?;
        Ok(Self { base, runtime, memory_bytes_max, graph })
    }

    /// Plans a statement and starts it; its memory is its own, so one query cannot starve another.
    pub(super) async fn start(
        &self,
        source: Source,
        statement: Statement,
    ) -> Result<SendableRecordBatchStream, QueryError> {
        let mut state = self.base.clone();
        match source {
            Source::Snapshot(snapshot) => {
                let graph = SnapshotGraph { snapshot: Arc::clone(&snapshot), keeper: Arc::clone(&self.graph) };
                state.register_catalog_list(Arc::new(Catalogs::of(&snapshot, &graph)));
                as_of::register(&mut state, &snapshot);
                mining::register(&mut state);
                functions::register_graph(&mut state, &graph);
                check_tables(&state, &statement)?;
            }
            Source::Files(tables) => state.register_catalog_list(Arc::new(Catalogs { tables })),
        }
        state.mark_start_execution();
        let explained = |error| blame(&error, &state, self.memory_bytes_max);
        let plan = state.statement_to_plan(statement).await.map_err(explained)?;
        let read_only = SQLOptions::new().with_allow_ddl(false).with_allow_dml(false).with_allow_statements(false);
        read_only.verify_plan(&plan).map_err(|error| QueryError::refused(error.strip_backtrace()))?;
        let plan = state.create_physical_plan(&plan).await.map_err(explained)?;
        let memory_pool = Arc::new(GreedyMemoryPool::new(self.memory_bytes_max));
        let runtime = RuntimeEnv { memory_pool, ..(*self.runtime).clone() };
        let context = TaskContext::from(&state).with_runtime(Arc::new(runtime));
        execute_stream(plan, Arc::new(context)).map_err(explained)
    }

    /// Says whose fault an error of a running query is.
    pub(super) fn blame(&self, error: &DataFusionError) -> QueryError {
        blame(error, &self.base, self.memory_bytes_max)
    }
}

/// The planner's rules and ours. Ours stands before the one that hands filters down from joins, so that these are made for
/// the plan as it will be.
pub(super) fn rules() -> Vec<Arc<dyn PhysicalOptimizerRule + Send + Sync>> {
    let mut rules = PhysicalOptimizer::new().rules;
    let place = rules.iter().position(|rule| rule.name() == RULE_AFTER_OURS).unwrap_or(rules.len());
    rules.insert(place, Arc::new(FoldRows));
    rules
}

/// Says which table does not exist before the planner does, which would name it in its own way.
pub(super) fn check_tables(state: &SessionState, statement: &Statement) -> Result<(), QueryError> {
    let Ok(references) = state.resolve_table_references(statement) else { return Ok(()) };
    for reference in references {
        let schema = reference.schema().unwrap_or(SCHEMA);
        let is_ours = reference.catalog().is_none_or(|catalog| catalog == CATALOG) && schema == SCHEMA;
        let is_known = table_names().any(|name| name == reference.table());
        let is_function = state.table_functions().contains_key(reference.table());
        if !(is_ours && (is_known || is_function)) && schema != INFORMATION_SCHEMA {
            return Err(no_such_table(&reference.to_string(), state));
        }
    }
    Ok(())
}

/// The names of all tables.
pub(super) fn table_names() -> impl Iterator<Item = &'static str> {
    Table::ALL.into_iter().map(Table::name).chain(GraphTableName::ALL.into_iter().map(GraphTableName::name))
}

/// Tables by name.
pub(crate) type Tables = BTreeMap<&'static str, Arc<dyn TableProvider>>;

/// What a statement is asked of.
#[derive(Debug, Clone)]
pub(crate) enum Source {
    /// All tables as of one position.
    Snapshot(Arc<Snapshot>),
    /// Tables that are files and nothing else.
    Files(Arc<Tables>),
}

impl Source {
    /// The snapshot, where it is one.
    pub(super) fn snapshot(&self) -> Option<Arc<Snapshot>> {
        match self {
            Self::Snapshot(snapshot) => Some(Arc::clone(snapshot)),
            Self::Files(_) => None,
        }
    }
}

/// The one catalog with the one schema with the tables of a source.
#[derive(Debug, Clone)]
struct Catalogs {
    tables: Arc<Tables>,
}

impl Catalogs {
    fn of(snapshot: &Arc<Snapshot>, graph: &SnapshotGraph) -> Self {
        let provider =
            |table: Table| -> Arc<dyn TableProvider> { Arc::new(SnapshotTable::new(Arc::clone(snapshot), table)) };
        let of_graph = |table: GraphTableName| -> (&'static str, Arc<dyn TableProvider>) {
            (table.name(), Arc::new(GraphTable { graph: graph.clone(), table }))
        };
        let tables = Table::ALL.into_iter().map(|table| (table.name(), provider(table)));
        Self { tables: Arc::new(tables.chain(GraphTableName::ALL.map(of_graph)).collect()) }
    }
}

impl CatalogProviderList for Catalogs {
    fn register_catalog(&self, _name: String, _catalog: Arc<dyn CatalogProvider>) -> Option<Arc<dyn CatalogProvider>> {
        None
    }

    fn catalog_names(&self) -> Vec<String> {
        vec![CATALOG.to_owned()]
    }

    fn catalog(&self, name: &str) -> Option<Arc<dyn CatalogProvider>> {
        (name == CATALOG).then(|| Arc::new(self.clone()) as Arc<dyn CatalogProvider>)
    }
}

impl CatalogProvider for Catalogs {
    fn schema_names(&self) -> Vec<String> {
        vec![SCHEMA.to_owned()]
    }

    fn schema(&self, name: &str) -> Option<Arc<dyn SchemaProvider>> {
        (name == SCHEMA).then(|| Arc::new(self.clone()) as Arc<dyn SchemaProvider>)
    }
}

#[async_trait]
impl SchemaProvider for Catalogs {
    fn table_names(&self) -> Vec<String> {
        self.tables.keys().map(|name| (*name).to_owned()).collect()
    }

    async fn table(&self, name: &str) -> Result<Option<Arc<dyn TableProvider>>> {
        Ok(self.tables.get(name).cloned())
    }

    fn table_exist(&self, name: &str) -> bool {
        self.tables.contains_key(name)
    }
}
