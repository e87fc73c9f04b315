//! The graph for whoever walks it outside of SQL.

use std::sync::Arc;

use super::simulated::{AGENTS, GAMES, NIGHTS, add_simulated};
use super::{GraphScope, GraphView};
use crate::analytics::Analytics;
use crate::query::QueryError;

/// What makes sure that the graph is kept up to a snapshot.
const ASK: &str = "SELECT count(*) FROM graph_nodes";

impl Analytics {
    /// The graph of the games, as of this moment or later, for query modules and whoever else walks graphs. What is kept
    /// of it is brought up to the log's position first: linear in the events since it was last asked for, within the
    /// limits of a query; the time limit holds for each piece and not for all. The graph is shared and stays what it is;
    /// one with simulated games is a copy. To be called within a tokio runtime.
    ///
    /// # Errors
    /// [`QueryError`] where the tables cannot be read, or the graph would take more than
    /// [`crate::AnalyticsOptions::graph_bytes_max`].
    pub async fn graph(&self, scope: GraphScope) -> Result<GraphView, QueryError> {
        let snapshot = self.snapshot();
        let mut reached = None;
        loop {
            match self.rows_at(&snapshot, ASK).await {
                Ok(_) => break,
                Err(error @ QueryError::Timeout { .. }) => {
                    // What was taken in stays; without progress there is no use in going on.
                    let position = self.kept_graph().await.position;
                    if reached.replace(position) == Some(position) {
                        return Err(error);
                    }
                }
                Err(error) => return Err(error),
            }
        }
        let mut view = self.kept_graph().await;
        if scope.simulated {
            let games = self.rows_at(&snapshot, GAMES).await?;
            let agents = self.rows_at(&snapshot, AGENTS).await?;
            let nights = self.rows_at(&snapshot, NIGHTS).await?;
            let bytes_max = self.graph_bytes_max();
            add_simulated(Arc::make_mut(&mut view.graph), [&games, &agents, &nights], bytes_max)?;
        }
        Ok(view)
    }
}
