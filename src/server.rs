//! The rooms put together: log, analytics and bus behind one door.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result};
use ludograph_analytics::{Analytics, Feed, Keeper, KeeperState, StorePlace};
use ludograph_bus::{Door, GraphSink, Ingest, Sink, install_metrics};
use ludograph_log::{Log, RecoveryReport};
use tokio::net::TcpListener;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

use crate::config::Config;
use crate::movement::Movement;

/// A running server.
pub(crate) struct Server {
    pub(crate) address: SocketAddr,
    pub(crate) analytics: Analytics,
    pub(crate) recovery: RecoveryReport,
    log: Log,
    feed: Feed,
    keeper: Option<Keeper>,
    graph: Option<GraphSink>,
    ingest: Ingest,
    stop: oneshot::Sender<()>,
    serving: JoinHandle<std::io::Result<()>>,
}

/// How long a stop waits for the tables to take in the end of the log, so that the store gets it too.
const LAST_READ_MAX: Duration = Duration::from_secs(3);

/// Events the log may be ahead of the hot tables before producers are held back: a fraction of a second's work.
const HOT_BEHIND_MAX: u64 = 65_536;

/// Events the hot tables may be ahead of the store before producers are held back: what a start after a crash has to make
/// rows of again, in a second or two. Flushes of more rows may be behind by two of them. A store that is away holds nobody
/// back, and neither does one that hangs.
const STORED_BEHIND_MAX: u64 = 750_000;

/// How long a store may stand still before it counts as one that hangs: many times what a flush takes.
const STORED_STILL_MAX: Duration = Duration::from_secs(10);

/// Where the log lies within the data folder.
pub(crate) const LOG_FOLDER: &str = "log";

impl Server {
    /// Opens the data folder, rebuilds the tables from the log while already taking events, and serves.
    pub(crate) async fn start(config: &Config) -> Result<Self> {
        let metrics = install_metrics();
        let folder = config.data.join(LOG_FOLDER);
        std::fs::create_dir_all(&folder).with_context(|| format!("creating {}", folder.display()))?;
        let (log, recovery) = Log::open(&folder, config.log.clone())?;
        let analytics = match &config.place {
            Some(place) => {
                let place = StorePlace::parse(place)?;
                Analytics::open(config.analytics.clone(), place, config.store.clone()).await?
            }
            None => Analytics::new(config.analytics.clone())?,
        };
        analytics.check_log(log.first_position(), log.durable_position())?;
        analytics.check_record(&log)?;
        let keeper = analytics.keep(Some(log.clone()));
        let feed = Feed::start(log.clone(), analytics.clone());
        let (began_at, error) = (log.durable_position(), feed.error_handle());
        let sink = HotTables { log: log.clone(), analytics: analytics.clone(), began_at, error };
        let mut sinks: Vec<Arc<dyn Sink>> = vec![Arc::new(sink)];
        let behind_max = STORED_BEHIND_MAX.max((config.store.flush_rows as u64).saturating_mul(2));
        sinks.extend(
            keeper.as_ref().map(|keeper| {
                Arc::new(StoredTables::new(analytics.clone(), keeper.state(), behind_max)) as Arc<dyn Sink>
            }),
        );
        let graph = config.memgraph.start(&log)?;
        sinks.extend(graph.as_ref().map(GraphSink::state));
        let ingest = Ingest::open(log.clone(), sinks)?;
        let listener = TcpListener::bind(config.listen).await;
        let listener = listener.with_context(|| format!("listening on {}", config.listen))?;
        let address = listener.local_addr()?;
        let door = Door::new(ingest.clone(), metrics).with_page(crate::page::page());
        let router = door.router().merge(ludograph_analytics::router(analytics.clone()));
        let (stop, stopped) = oneshot::channel();
        let until = async move {
            let _stopped = stopped.await;
        };
        let serving = tokio::spawn(ludograph_bus::serve(listener, router, until));
        Ok(Self { address, analytics, recovery, log, feed, keeper, graph, ingest, stop, serving })
    }

    /// Refuses what comes, finishes what is under way, syncs and closes.
    pub(crate) async fn stop(self) -> Result<()> {
        self.ingest.close();
        // The receiver is gone only where serving has ended by itself.
        let _unless_ended = self.stop.send(());
        let served = self.serving.await.context("the server's task")?;
        // What the feed has not read by then is in the log, and read by the next start.
        let _in_time = self.analytics.visible(self.log.durable_position(), LAST_READ_MAX).await;
        self.feed.stop();
        if let Some(keeper) = self.keeper {
            keeper.stop().await;
        }
        if let Some(graph) = self.graph {
            graph.stop().await;
        }
        self.log.close()?;
        served.context("serving")
    }

    /// Waits until everything durable is in the tables.
    pub(crate) async fn settled(&self, timeout: Duration) -> bool {
        self.analytics.visible(self.log.durable_position(), timeout).await
    }
}

/// The store as the door sees it. It holds producers back where they are faster than it writes; while it is away, memory
/// fills, and that refuses.
struct StoredTables {
    analytics: Analytics,
    state: KeeperState,
    /// Events it may be behind the hot tables.
    behind_max: u64,
    movement: Mutex<Movement>,
}

impl StoredTables {
    fn new(analytics: Analytics, state: KeeperState, behind_max: u64) -> Self {
        let movement = Mutex::new(Movement::new(state.position(), Instant::now()));
        Self { analytics, state, behind_max, movement }
    }

    fn hangs(&self) -> bool {
        let mut movement = self.movement.lock().unwrap_or_else(PoisonError::into_inner);
        movement.still_for(self.state.position(), Instant::now()) > STORED_STILL_MAX
    }
}

impl Sink for StoredTables {
    fn name(&self) -> &'static str {
        "stored tables"
    }

    fn position(&self) -> u64 {
        self.state.position()
    }

    fn holds_back(&self) -> Option<String> {
        let behind = self.analytics.position().saturating_sub(self.state.position());
        let is_far = behind > self.behind_max && self.state.delayed().is_none() && !self.hangs();
        is_far.then(|| format!("they are {behind} events behind the hot tables"))
    }

    fn delayed(&self) -> Option<String> {
        self.state.delayed().map(|(since, why)| format!("for {} s: {why}", since.as_secs()))
    }
}

/// The hot tables as the door sees them.
struct HotTables {
    log: Log,
    analytics: Analytics,
    /// Where the log ended at the start. Until the tables have read so far they are being rebuilt, which holds nobody back.
    began_at: u64,
    error: ludograph_analytics::FeedError,
}

impl Sink for HotTables {
    fn name(&self) -> &'static str {
        "hot tables"
    }

    fn position(&self) -> u64 {
        self.analytics.position()
    }

    fn refuses(&self) -> Option<String> {
        self.analytics.full().map(|full| full.to_string())
    }

    fn holds_back(&self) -> Option<String> {
        let position = self.analytics.position();
        let behind = self.log.durable_position().saturating_sub(position);
        // Tables that have failed will not catch up: waiting for them would help nobody.
        let is_far = position >= self.began_at && behind > HOT_BEHIND_MAX && self.error.get().is_none();
        is_far.then(|| format!("they are {behind} events behind the log"))
    }

    fn failed(&self) -> Option<String> {
        self.error.get()
    }
}
