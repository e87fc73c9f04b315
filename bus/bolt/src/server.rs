//! Listening, being killed, and being started again.

use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use tokio::net::TcpListener;
use tokio::task::{JoinHandle, JoinSet};

use crate::answers::Answers;
use crate::graph::Graph;
use crate::handshake::Version;
use crate::script::Script;
use crate::session::Session;

/// How the server speaks.
#[derive(Debug, Clone)]
pub struct Options {
    /// The versions it speaks.
    pub versions: Vec<Version>,
    /// User and password it asks for; `None` takes anybody.
    pub credentials: Option<(String, String)>,
    /// Bytes of a chunk at most.
    pub chunk_bytes: usize,
    /// Bytes handed to the network at once.
    pub piece_bytes: usize,
    /// Whether a meaningless chunk goes before each message.
    pub has_empty_chunks: bool,
    /// Port to listen on; 0 for a free one.
    pub port: u16,
    /// Who answers statements; `None` for the graph.
    pub answers: Option<Answers>,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            versions: vec![Version::new(4, 3), Version::new(5, 2)],
            credentials: None,
            chunk_bytes: usize::from(u16::MAX),
            piece_bytes: usize::MAX,
            has_empty_chunks: false,
            port: 0,
            answers: None,
        }
    }
}

/// What happened so far.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stats {
    /// Connections taken.
    pub connections: u64,
    /// Transactions that counted.
    pub commits: u64,
    /// Transactions that wrote and did not count.
    pub rollbacks: u64,
    /// Transactions refused because another was writing.
    pub conflicts: u64,
    /// Nodes looked at because no index helped.
    pub scanned: u64,
}

#[derive(Debug)]
pub(crate) struct Shared {
    pub(crate) options: Options,
    pub(crate) script: Script,
    pub(crate) graph: Graph,
    connections: AtomicU64,
}

/// A server on this machine. Dropped, it is killed.
#[derive(Debug)]
pub struct Server {
    shared: Arc<Shared>,
    address: SocketAddr,
    listening: Option<JoinHandle<()>>,
}

impl Server {
    /// Starts one. To be called within a tokio runtime.
    ///
    /// # Errors
    /// Where the port cannot be had.
    pub async fn start(options: Options) -> io::Result<Self> {
        let address = SocketAddr::from((Ipv4Addr::LOCALHOST, options.port));
        let shared =
            Shared { options, script: Script::default(), graph: Graph::default(), connections: AtomicU64::new(0) };
        let mut server = Self { shared: Arc::new(shared), address, listening: None };
        server.restart().await?;
        Ok(server)
    }

    /// Where it listens, as a client wants it.
    #[must_use]
    pub fn uri(&self) -> String {
        format!("bolt://{}", self.address)
    }

    /// What goes wrong.
    #[must_use]
    pub fn script(&self) -> &Script {
        &self.shared.script
    }

    /// What it holds.
    #[must_use]
    pub fn graph(&self) -> &Graph {
        &self.shared.graph
    }

    /// What happened so far.
    #[must_use]
    pub fn stats(&self) -> Stats {
        let (commits, rollbacks, conflicts) = self.shared.graph.counts();
        let connections = self.shared.connections.load(Ordering::Relaxed);
        Stats { connections, commits, rollbacks, conflicts, scanned: self.shared.graph.scanned() }
    }

    /// Whether it listens.
    #[must_use]
    pub fn is_running(&self) -> bool {
        self.listening.is_some()
    }

    /// Ends every connection where it stands, and listens no longer. What was committed stays.
    pub async fn kill(&mut self) {
        if let Some(listening) = self.listening.take() {
            listening.abort();
            // It was told to end, and has.
            let _ended = listening.await;
        }
    }

    /// Listens again where it did before.
    ///
    /// # Errors
    /// Where the port cannot be had any more.
    pub async fn restart(&mut self) -> io::Result<()> {
        self.kill().await;
        let listener = TcpListener::bind(self.address).await?;
        self.address = listener.local_addr()?;
        self.listening = Some(tokio::spawn(listen(listener, Arc::clone(&self.shared))));
        Ok(())
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        if let Some(listening) = self.listening.take() {
            listening.abort();
        }
    }
}

async fn listen(listener: TcpListener, shared: Arc<Shared>) {
    // Aborted with the task that holds it.
    let mut sessions = JoinSet::new();
    while let Ok((stream, _)) = listener.accept().await {
        while sessions.try_join_next().is_some() {}
        shared.connections.fetch_add(1, Ordering::Relaxed);
        let shared = Arc::clone(&shared);
        sessions.spawn(async move {
            // Answers are waited for. That a client is gone is its own affair.
            let _best_effort = stream.set_nodelay(true);
            let _ended = Session::new(&shared, stream).run().await;
        });
    }
}
