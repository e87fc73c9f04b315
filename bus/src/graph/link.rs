//! The way to the server: one client, one transaction at a time, each within a time of its own.

use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use neo4rs::{ConfigBuilder, Error, Graph, Query};
use tokio::task::JoinSet;

use super::blame::{Trouble, is_there_already, judge};
use super::error::GraphSinkError;
use super::options::GraphSinkOptions;
use super::statement::{Part, forget_position, move_position, read_position, schema_statements};
use super::wire;

/// Schemes of addresses without routing, which Memgraph needs none of.
const SCHEMES: [&str; 3] = ["bolt://", "bolt+s://", "bolt+ssc://"];

/// Where a transaction leads the graph.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Advance {
    /// Where it must stand before.
    pub(super) from: Option<u64>,
    /// Where it stands after.
    pub(super) to: u64,
}

/// A client. Clones share its connection.
#[derive(Clone)]
pub(super) struct Link {
    graph: Graph,
    id: Arc<str>,
    attempt_max: Duration,
}

impl Link {
    /// A client that has not connected yet.
    pub(super) fn new(options: &GraphSinkOptions, id: &str) -> Result<Self, GraphSinkError> {
        let uri = &options.uri;
        let host = SCHEMES.iter().find_map(|scheme| uri.strip_prefix(scheme));
        if host.is_none_or(|host| host.is_empty() || host.starts_with(['/', ':'])) {
            return Err(GraphSinkError::Address { uri: uri.clone() });
        }
        let mut config = ConfigBuilder::new()
            .uri(uri.as_str())
            .user(options.user.as_str())
            .password(options.password.reveal())
            // One transaction at a time: several writers of one graph would only conflict.
            .max_connections(1)
            .connection_timeout(options.attempt_max);
        if let Some(database) = &options.database {
            config = config.db(database.as_str());
        }
        let client = |error: Error| match error {
            Error::UrlParseError(_) | Error::UnsupportedScheme(_) => GraphSinkError::Address { uri: uri.clone() },
            error => GraphSinkError::Client { uri: uri.clone(), reason: error.to_string() },
        };
        let graph = Graph::connect(config.build().map_err(client)?).map_err(client)?;
        Ok(Self { graph, id: id.into(), attempt_max: options.attempt_max })
    }

    /// Makes constraints and indexes where they are not there, and says where the graph stands; `None`: nowhere.
    pub(super) async fn prepare(&self) -> Result<Option<u64>, Trouble> {
        let link = self.clone();
        self.attempt(async move {
            for statement in schema_statements() {
                match link.graph.run(Query::new(statement)).await {
                    Err(error) if !is_there_already(&error) => return Err(judge(&error)),
                    _ => {}
                }
            }
            link.position().await.map_err(|error| judge(&error))
        })
        .await
    }

    /// Has the graph forget where it stands.
    pub(super) async fn forget(&self) -> Result<(), Trouble> {
        let link = self.clone();
        let query = Query::new(forget_position()).param("id", &*self.id);
        self.attempt(async move { link.graph.run(query).await.map_err(|error| judge(&error)) }).await
    }

    /// Sends statements as one transaction, and moves the graph's position with them.
    pub(super) async fn send(&self, parts: Arc<[Part]>, advance: Option<Advance>) -> Result<(), Trouble> {
        let link = self.clone();
        self.attempt(async move { link.transact(&parts, advance).await }).await
    }

    async fn position(&self) -> Result<Option<u64>, Error> {
        let mut transaction = self.graph.start_txn().await?;
        let query = Query::new(read_position()).param("id", &*self.id);
        let mut rows = transaction.execute(query).await?;
        let mut position = None;
        while let Some(row) = rows.next(transaction.handle()).await? {
            position = row.get::<i64>("position").ok().map(i64::cast_unsigned);
        }
        transaction.commit().await?;
        Ok(position)
    }

    async fn transact(&self, parts: &[Part], advance: Option<Advance>) -> Result<(), Trouble> {
        let blame = |error: Error| judge(&error);
        let mut transaction = self.graph.start_txn().await.map_err(blame)?;
        for part in parts {
            let query = Query::new(part.statement.text()).param("rows", wire::rows(&part.rows));
            transaction.run(query).await.map_err(blame)?;
        }
        if let Some(Advance { from, to }) = advance {
            let query = Query::new(move_position()).param("id", &*self.id).param("position", to.cast_signed());
            let mut rows = transaction.execute(query).await.map_err(blame)?;
            let mut before = None;
            while let Some(row) = rows.next(transaction.handle()).await.map_err(blame)? {
                before = row.get::<i64>("stood").ok().map(i64::cast_unsigned);
            }
            if before != from {
                // It does not count either way.
                let _rolled_back = transaction.rollback().await;
                return Err(Trouble::Moved);
            }
        }
        transaction.commit().await.map_err(blame)
    }

    /// Carries an attempt out within its time. A client that panics over what the server says has lost the connection, and
    /// nothing else.
    async fn attempt<T: Send + 'static>(
        &self,
        work: impl Future<Output = Result<T, Trouble>> + Send + 'static,
    ) -> Result<T, Trouble> {
        // Dropped with the attempt, the work ends with it.
        let mut tasks = JoinSet::new();
        tasks.spawn(work);
        match tokio::time::timeout(self.attempt_max, tasks.join_next()).await {
            Ok(Some(Ok(done))) => done,
            Ok(_) => Err(Trouble::Away("the server's words could not be read".to_owned())),
            Err(_) => Err(Trouble::Away(format!("no answer within {} ms", self.attempt_max.as_millis()))),
        }
    }
}
