//! Simulated games: their tables, the questions asked of them, and the functions that play for a query.

mod functions;
mod named;
mod tables;

use std::path::Path;

use ludograph_analytics::Analytics;
use ludograph_engine::brigade::{BulkOptions, GameBatches, Match, simulate_batches};

use crate::storing::open;

/// A team at a scenario under the paper's rules.
pub(crate) fn play(scenario: &str, agents: &str) -> Match {
    Match::named(scenario, agents, "paper").unwrap()
}

/// The rows of some games.
pub(crate) fn rows(play: &Match, seeds: std::ops::Range<u64>, scenario: &str) -> Vec<GameBatches> {
    let options = BulkOptions { nights: true, scenario: Some(scenario.to_owned()), ..BulkOptions::default() };
    let mut all = Vec::new();
    let simulated = simulate_batches(play, seeds, &options, |batch| {
        all.push(batch);
        Ok::<_, std::convert::Infallible>(())
    });
    simulated.unwrap();
    all
}

/// Writes games into the tables; the nights only where asked.
pub(crate) async fn write(analytics: &Analytics, batches: Vec<GameBatches>, key: &str, nights: bool) {
    let mut agents = analytics.bulk("brigade_agents", key).await.unwrap();
    let mut games = analytics.bulk("brigade_games", key).await.unwrap();
    let mut of_nights = analytics.bulk("brigade_nights", key).await.unwrap();
    for batch in batches {
        agents.write(batch.agents).await.unwrap();
        games.write(batch.games).await.unwrap();
        of_nights.write(batch.nights.unwrap()).await.unwrap();
    }
    agents.commit().await.unwrap();
    games.commit().await.unwrap();
    if nights {
        of_nights.commit().await.unwrap();
    }
    for table in TABLES {
        analytics.refresh(table).await.unwrap();
    }
}

pub(crate) const TABLES: [&str; 3] = ["brigade_agents", "brigade_games", "brigade_nights"];

/// Two runs: one of 300 games with its nights, one of 200 games without.
pub(crate) async fn two_runs(folder: &Path) -> Analytics {
    let analytics = open(folder).await;
    write(&analytics, rows(&play("default", "hero,hero,liar,free_rider"), 1..301, "default"), "one", true).await;
    write(&analytics, rows(&play("hard", "random,free_rider,hero"), 0..200, "hard"), "two", false).await;
    analytics
}
