//! The server that is fed: a scripted one, or the real one that `MEMGRAPH_URI` names.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use ludograph_bolt::{Options, Server};
use ludograph_bus::GRAPH_CURSOR_LABEL;
use ludograph_engine::graph::schema;
use neo4rs::{BoltMap, BoltType, Graph, query};
use tokio::sync::{Mutex, MutexGuard};

use super::support::sorted;

/// A real server has one graph, so tests take turns.
static TURN: LazyLock<Mutex<()>> = LazyLock::new(Mutex::default);

pub(crate) struct Target {
    pub(crate) uri: String,
    /// What is asked over Bolt, not of the server's memory: the same of both.
    graph: Graph,
    _scripted: Option<Server>,
    _turn: MutexGuard<'static, ()>,
}

impl Target {
    /// An empty graph.
    pub(crate) async fn new() -> Self {
        let turn = TURN.lock().await;
        let (uri, scripted) = match std::env::var("MEMGRAPH_URI") {
            Ok(uri) => (uri, None),
            Err(_) => {
                let server = Server::start(Options::default()).await.unwrap();
                (server.uri(), Some(server))
            }
        };
        let graph = Graph::new(uri.as_str(), "", "").unwrap();
        let target = Self { uri, graph, _scripted: scripted, _turn: turn };
        target.empty().await;
        target
    }

    /// Removes every node and relationship.
    pub(crate) async fn empty(&self) {
        self.graph.run(query("MATCH (n) DETACH DELETE n")).await.unwrap();
    }

    async fn rows(&self, text: &str) -> Vec<BTreeMap<String, BoltType>> {
        let mut transaction = self.graph.start_txn().await.unwrap();
        let mut stream = transaction.execute(query(text)).await.unwrap();
        let mut rows = Vec::new();
        while let Some(row) = stream.next(transaction.handle()).await.unwrap() {
            rows.push(row.to::<BTreeMap<String, BoltType>>().unwrap());
        }
        transaction.commit().await.unwrap();
        rows
    }

    /// Everything in it, as lines; the sink's own node is left out.
    pub(crate) async fn lines(&self) -> Vec<String> {
        let nodes = self.rows("MATCH (n) RETURN labels(n) AS labels, properties(n) AS properties").await;
        let edges = self
            .rows(
                "MATCH (a)-[r]->(b) RETURN labels(a) AS source_labels, properties(a) AS source, type(r) AS kind, \
                 properties(r) AS properties, labels(b) AS target_labels, properties(b) AS target",
            )
            .await;
        let label = |value: &BoltType| match value {
            BoltType::List(labels) => labels.value[0].to_string(),
            other => panic!("{other:?}"),
        };
        let end = |labels: &BoltType, properties: &BoltType| {
            let label = label(labels);
            let key = schema::key_of(&label).unwrap();
            format!("({label} {})", texts(properties)[key])
        };
        let nodes = nodes.iter().map(|row| (label(&row["labels"]), texts(&row["properties"])));
        let nodes = nodes.filter(|(label, _)| label != GRAPH_CURSOR_LABEL);
        let nodes = nodes.map(|(label, properties)| format!("({label} {properties:?})"));
        let edges = edges.iter().map(|row| {
            let (from, to) = (end(&row["source_labels"], &row["source"]), end(&row["target_labels"], &row["target"]));
            format!("{from}-[{} {:?}]->{to}", row["kind"], texts(&row["properties"]))
        });
        sorted(nodes.chain(edges))
    }
}

fn texts(properties: &BoltType) -> BTreeMap<String, String> {
    let BoltType::Map(BoltMap { value }) = properties else { panic!("{properties:?}") };
    value.iter().map(|(name, value)| (name.value.clone(), text(value))).collect()
}

fn text(value: &BoltType) -> String {
    match value {
        BoltType::String(text) => format!("{:?}", text.value),
        BoltType::Integer(number) => number.value.to_string(),
        BoltType::Float(number) => format!("{:?}", number.value),
        BoltType::Boolean(value) => format!("Bool({})", value.value),
        other => panic!("{other:?}"),
    }
}
