//! The sink's task: connect, find out where the graph stands, send what it lacks, keep up.

use std::hash::{BuildHasher as _, RandomState};
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use ludograph_log::{Log, LogError};
use tokio::sync::{Notify, watch};
use tokio::task::JoinHandle;

use super::backoff::Backoff;
use super::blame::Trouble;
use super::checkpoint::{Checkpoint, FOLD_CURSOR, SENT_CURSOR, identity};
use super::deliver::Outgoing;
use super::error::GraphSinkError;
use super::feed::Feed;
use super::happenings::{AttemptFailed, BatchDelivered, CheckpointFailed, Connected, SinkEnded, WentBack};
use super::link::Link;
use super::options::GraphSinkOptions;
use super::state::SinkState;
use crate::limits::GRAPH_LAST_SEND_MAX;
use crate::sink::Sink;

/// How long the task sleeps at most where nothing happens.
const IDLE: Duration = Duration::from_secs(1);

/// Feeds a graph until it is stopped.
#[derive(Debug)]
pub struct GraphSink {
    state: SinkState,
    stop: watch::Sender<bool>,
    task: JoinHandle<()>,
}

impl GraphSink {
    /// Starts the task; to be called within a tokio runtime. The server need not be there. From now on the log keeps what
    /// the graph lacks.
    ///
    /// # Errors
    /// [`GraphSinkError`], where the address is none, or the folder or the log's cursors cannot be written.
    pub fn start(log: Log, options: GraphSinkOptions) -> Result<Self, GraphSinkError> {
        let options = Arc::new(options.bounded());
        let id = identity(&options.folder)?;
        let link = Link::new(&options, &id)?;
        if options.from_start {
            Checkpoint::remove(&options.folder)?;
        }
        let before_first = log.first_position().max(1) - 1;
        for cursor in [SENT_CURSOR, FOLD_CURSOR] {
            if options.from_start || log.cursor(cursor)?.is_none() {
                log.save_cursor(cursor, before_first)?;
            }
        }
        let sent = log.cursor(SENT_CURSOR)?.unwrap_or(before_first);
        let state = SinkState::default();
        state.set_position(sent);
        let progress = Arc::new(Notify::new());
        let told = Arc::clone(&progress);
        log.observe(move |_| told.notify_one());
        let (stop, stopped) = watch::channel(false);
        let seed = options.seed.unwrap_or_else(|| RandomState::new().hash_one(&id));
        let worker = Worker {
            backoff: Backoff::new(options.retry_first, options.retry_max, seed),
            must_forget: options.from_start,
            state: state.clone(),
            feed: None,
            pending: None,
            graph_at: None,
            base: 0,
            cursor: (Instant::now(), sent),
            checkpoint: (Instant::now(), 0),
            stopped,
            progress,
            link,
            id,
            options,
            log,
        };
        Ok(Self { state, stop, task: tokio::spawn(worker.run()) })
    }

    /// The sink as the doors see it.
    #[must_use]
    pub fn state(&self) -> Arc<dyn Sink> {
        Arc::new(self.state.clone())
    }

    /// Sends what the log holds, where that can be done in [`GRAPH_LAST_SEND_MAX`], and ends the task. What is not sent is
    /// sent after the next start.
    pub async fn stop(mut self) {
        self.stop.send_replace(true);
        if tokio::time::timeout(GRAPH_LAST_SEND_MAX, &mut self.task).await.is_err() {
            self.task.abort();
        }
    }

    /// Ends the task where it stands, as a crash would.
    pub async fn kill(self) {
        self.task.abort();
        // It was told to end, and has.
        let _ended = self.task.await;
    }
}

/// Has the log keep nothing for a graph any more, and forgets what was known for it; a sink started later begins anew, with
/// what the graph says it holds.
///
/// # Errors
/// [`GraphSinkError`], where cursors or the folder's files cannot be removed.
pub fn forget(log: &Log, folder: &Path) -> Result<(), GraphSinkError> {
    for cursor in [SENT_CURSOR, FOLD_CURSOR] {
        log.remove_cursor(cursor)?;
    }
    Checkpoint::remove(folder)
}

/// Why a session ended.
enum Halt {
    /// Another will go on.
    Trouble(Trouble),
    /// None can.
    Fatal(GraphSinkError),
}

impl From<Trouble> for Halt {
    fn from(trouble: Trouble) -> Self {
        Self::Trouble(trouble)
    }
}

impl From<LogError> for Halt {
    fn from(error: LogError) -> Self {
        match error {
            // What the graph lacks is read anew, from where the log begins now.
            LogError::Truncated { .. } => Self::Trouble(Trouble::Moved),
            error => Self::Fatal(error.into()),
        }
    }
}

struct Worker {
    log: Log,
    options: Arc<GraphSinkOptions>,
    id: String,
    link: Link,
    state: SinkState,
    stopped: watch::Receiver<bool>,
    progress: Arc<Notify>,
    backoff: Backoff,
    /// Whether the graph is to forget where it stands first.
    must_forget: bool,
    /// Always there within a session, but while it reads.
    feed: Option<Feed>,
    /// A batch that was taken from the feed and is not known to be delivered.
    pending: Option<Outgoing>,
    /// Where the graph says it stands.
    graph_at: Option<u64>,
    /// The position up to which the graph holds everything, before what is pending and what the feed gathers.
    base: u64,
    /// When the log's cursor was saved, and where.
    cursor: (Instant, u64),
    /// The same for what is known of games.
    checkpoint: (Instant, u64),
}

impl Worker {
    async fn run(mut self) {
        loop {
            let trouble = match self.session().await {
                Ok(()) => break,
                Err(Halt::Trouble(trouble)) => trouble,
                Err(Halt::Fatal(error)) => {
                    let why = error.to_string();
                    SinkEnded { position: self.base, why: &why }.emit();
                    self.state.set_ended(why);
                    return;
                }
            };
            let pause = self.backoff.pause();
            let is_known = self.state.set_trouble(trouble.clone());
            AttemptFailed { trouble: &trouble, pause, is_known }.emit();
            // No connection of a failed attempt is used again.
            if let Ok(link) = Link::new(&self.options, &self.id) {
                self.link = link;
            }
            if self.stops_within(pause).await {
                break;
            }
        }
        self.finish().await;
    }

    fn is_stopping(&self) -> bool {
        *self.stopped.borrow()
    }

    async fn stops_within(&mut self, pause: Duration) -> bool {
        // An error says that whoever could stop it is gone.
        tokio::time::timeout(pause, self.stopped.wait_for(|stop| *stop)).await.is_ok()
    }

    /// Feeds the graph over one connection after the other, until something goes wrong, or until it is to stop and the
    /// graph holds what the log holds.
    async fn session(&mut self) -> Result<(), Halt> {
        if self.must_forget {
            self.link.forget().await?;
            self.must_forget = false;
        }
        let at = self.link.prepare().await?;
        self.align(at).await?;
        Connected { position: at }.emit();
        loop {
            let is_stopping = self.is_stopping();
            if self.pending.is_none() {
                self.gather(is_stopping).await?;
            }
            if self.pending.is_some() {
                self.deliver().await?;
                self.keep_up().await?;
            } else if is_stopping {
                return Ok(());
            } else {
                self.state.clear_trouble();
                self.wait().await;
                self.keep_up().await?;
            }
        }
    }

    /// Begins where the graph stands.
    async fn align(&mut self, at: Option<u64>) -> Result<(), Halt> {
        let durable = self.log.durable_position();
        let held = at.filter(|at| *at <= durable).unwrap_or(0);
        self.graph_at = at;
        if self.feed.is_some() {
            if self.pending.as_ref().is_some_and(|pending| pending.position == held) {
                // It was delivered, and only the answer was lost.
                self.pending = None;
                self.state.clear_trouble();
                self.advance_to(held);
            }
            if self.base == held {
                return Ok(());
            }
        }
        let (log, options) = (self.log.clone(), Arc::clone(&self.options));
        (self.feed, self.pending) = (None, None);
        let begin = move || Feed::begin(&log, &options.folder, options.builder, held);
        let begun = blocking(begin).await?.map_err(Halt::from)?;
        let before_first = self.log.first_position().max(1) - 1;
        let known = self.state_position();
        if known > held.max(before_first) {
            WentBack { from: known, to: held }.emit();
            self.hold(held.max(before_first)).await?;
        }
        if let Some(first) = begun.gap.filter(|first| known >= *first) {
            self.state
                .set_gap(format!("the graph has lost the events up to {}, which the log no longer has", first - 1));
        }
        self.feed = Some(begun.feed);
        self.advance_to(held);
        Ok(())
    }

    fn state_position(&self) -> u64 {
        Sink::position(&self.state)
    }

    fn advance_to(&mut self, position: u64) {
        self.base = position;
        self.state.set_position(position);
    }

    /// Has the log keep everything after a position that lies before its cursors.
    async fn hold(&mut self, position: u64) -> Result<(), Halt> {
        let log = self.log.clone();
        blocking(move || log.save_cursor(FOLD_CURSOR, position).and_then(|()| log.save_cursor(SENT_CURSOR, position)))
            .await??;
        self.cursor = (Instant::now(), position);
        Ok(())
    }

    /// Reads on, and takes a batch where one is due.
    async fn gather(&mut self, is_stopping: bool) -> Result<(), Halt> {
        let Some(mut feed) = self.feed.take() else {
            return Err(Halt::Trouble(Trouble::Moved));
        };
        let options = Arc::clone(&self.options);
        let read = blocking(move || {
            let filled = feed.fill(&options);
            (filled, feed)
        });
        let (filled, mut feed) = read.await?;
        let is_full = filled?;
        let is_old = feed.began().is_some_and(|began| began.elapsed() >= self.options.batch_age);
        if (is_full || is_old || is_stopping) && feed.position() > self.base {
            self.pending = Some(feed.take(&self.options));
        }
        self.feed = Some(feed);
        Ok(())
    }

    async fn deliver(&mut self) -> Result<(), Halt> {
        let Some(pending) = &mut self.pending else { return Ok(()) };
        let began = Instant::now();
        let mut refused = Vec::new();
        let delivered = pending.deliver(&self.link, self.graph_at, &mut refused).await;
        self.state.add_refused(refused);
        BatchDelivered { delivered: &delivered?, took: began.elapsed() }.emit();
        self.backoff.reset();
        self.state.clear_trouble();
        if let Some(pending) = self.pending.take() {
            self.graph_at = Some(pending.position);
            self.advance_to(pending.position);
        }
        Ok(())
    }

    /// Waits for the log, for the batch to be old enough, or for the stop.
    async fn wait(&mut self) {
        let began = self.feed.as_ref().and_then(Feed::began);
        let age = began.map_or(IDLE, |began| self.options.batch_age.saturating_sub(began.elapsed()));
        let mut stopped = self.stopped.clone();
        tokio::select! {
            () = self.progress.notified(), if began.is_none() => {}
            () = tokio::time::sleep(age.clamp(Duration::from_millis(1), IDLE)) => {}
            _ = stopped.wait_for(|stop| *stop) => {}
        }
    }

    /// Has the log's cursors follow, each at its pace.
    async fn keep_up(&mut self) -> Result<(), Halt> {
        if self.cursor.0.elapsed() >= self.options.cursor_every && self.cursor.1 < self.base {
            self.save_cursor().await?;
        }
        if self.checkpoint.0.elapsed() >= self.options.checkpoint_every {
            self.save_checkpoint().await;
        }
        Ok(())
    }

    async fn save_cursor(&mut self) -> Result<(), Halt> {
        let (log, position) = (self.log.clone(), self.base);
        self.cursor = (Instant::now(), position);
        blocking(move || log.save_cursor(SENT_CURSOR, position).and_then(|()| log.retain().map(drop))).await??;
        Ok(())
    }

    /// Writes down what is known of games, where the graph holds exactly what the feed has read.
    async fn save_checkpoint(&mut self) {
        let Some(feed) = &self.feed else { return };
        let position = feed.position();
        if self.pending.is_some() || position != self.base || position <= self.checkpoint.1 {
            return;
        }
        self.checkpoint = (Instant::now(), position);
        let (checkpoint, log, options) = (feed.checkpoint(), self.log.clone(), Arc::clone(&self.options));
        let save = move || {
            checkpoint.save(&options.folder)?;
            Ok::<_, GraphSinkError>(log.save_cursor(FOLD_CURSOR, position)?)
        };
        let saved = blocking(save).await.and_then(|saved| saved.map_err(Halt::Fatal));
        if let Err(Halt::Fatal(error)) = saved {
            CheckpointFailed { why: &error.to_string() }.emit();
        }
    }

    async fn finish(&mut self) {
        self.save_checkpoint().await;
        if self.cursor.1 < self.base
            && let Err(Halt::Fatal(error)) = self.save_cursor().await
        {
            // The graph knows better anyway.
            tracing::warn!(%error, "the graph's cursor is older than the graph");
        }
    }
}

/// Work that waits for the disk.
async fn blocking<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T, Halt> {
    let done = tokio::task::spawn_blocking(work).await;
    done.map_err(|error| Halt::Fatal(GraphSinkError::Internal(error.to_string())))
}
