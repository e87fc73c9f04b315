//! A log of its own with a sink on it, and what the graph should be.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use ludograph_bolt::{Dump, NodeDump, Server, Value as Sent};
use ludograph_bus::{GRAPH_CURSOR_LABEL, GraphSink, GraphSinkOptions};
use ludograph_engine::graph::{BuilderOptions, GraphBuilder, PropertyGraph, PropertyList, Value, schema};
use ludograph_log::{Batch, Log, LogOptions, Records};
use ludograph_observe::{Room, graph_event};
use ludograph_proto::Message as _;
use ludograph_proto::pb::Event;

/// How long anything may take on a crowded machine.
pub(crate) const PATIENCE: Duration = Duration::from_mins(2);

pub(crate) struct Bench {
    pub(crate) log: Log,
    pub(crate) folder: tempfile::TempDir,
}

impl Bench {
    pub(crate) fn new() -> Self {
        Self::opened(LogOptions::default())
    }

    pub(crate) fn opened(options: LogOptions) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let (log, _) = Log::open(&folder.path().join("log"), options).unwrap();
        Self { log, folder }
    }

    pub(crate) fn with(events: &[Event]) -> Self {
        let bench = Self::new();
        bench.append(events);
        bench
    }

    pub(crate) fn append(&self, events: &[Event]) {
        for events in events.chunks(4_096) {
            let mut batch = Batch::new();
            events.iter().for_each(|event| batch.push(&event.encode_to_vec()));
            self.log.wait(self.log.append(batch).unwrap()).unwrap();
        }
    }

    /// Options that fail fast and try again soon.
    pub(crate) fn options(&self, uri: String) -> GraphSinkOptions {
        GraphSinkOptions {
            batch_age: Duration::from_millis(2),
            attempt_max: Duration::from_secs(20),
            retry_first: Duration::from_millis(1),
            retry_max: Duration::from_millis(20),
            cursor_every: Duration::ZERO,
            checkpoint_every: Duration::ZERO,
            seed: Some(7),
            ..GraphSinkOptions::new(uri, self.folder.path().join("memgraph"))
        }
    }

    pub(crate) fn start(&self, uri: String) -> GraphSink {
        GraphSink::start(self.log.clone(), self.options(uri)).unwrap()
    }

    /// Waits until the graph holds what the log holds.
    pub(crate) async fn settle(&self, sink: &GraphSink) {
        let (state, end) = (sink.state(), self.log.durable_position());
        until(
            || state.position() >= end,
            || format!("{:?} {:?} {}", state.delayed(), state.failed(), state.position()),
        )
        .await;
        assert_eq!(state.position(), end);
    }

    /// The graph that follows from all events, as lines.
    pub(crate) fn expected(&self) -> Vec<String> {
        let mut builder = GraphBuilder::new(BuilderOptions::default());
        let (mut reader, mut records) = (self.log.reader(1).unwrap(), Records::new());
        let mut graph = PropertyGraph::new();
        while reader.next_batch(1 << 20, &mut records).unwrap() {
            for (position, record) in records.iter() {
                let event = Event::decode(record).unwrap();
                let mut room = Room::default();
                graph_event(position, &event, &mut room).iter().for_each(|event| builder.observe(event));
            }
        }
        builder.drain().iter().for_each(|change| graph.apply(change).unwrap());
        lines_of(&graph)
    }
}

/// Waits for something; says what is there where it never comes.
pub(crate) async fn until(is_so: impl Fn() -> bool, there: impl Fn() -> String) {
    let began = Instant::now();
    while !is_so() {
        assert!(began.elapsed() < PATIENCE, "it never came; instead: {}", there());
        tokio::time::sleep(Duration::from_millis(1)).await;
    }
}

fn text(value: &Value) -> String {
    match value {
        Value::Text(text) => format!("{text:?}"),
        Value::Int(number) => number.to_string(),
        Value::Float(number) => format!("{number:?}"),
        other => format!("{other:?}"),
    }
}

fn properties(list: &PropertyList) -> BTreeMap<String, String> {
    list.iter().map(|(name, value)| (name.to_owned(), text(value))).collect()
}

fn lines_of(graph: &PropertyGraph) -> Vec<String> {
    let node = |id| {
        let node = graph.node(id).unwrap();
        format!("({} {})", node.label(), text(node.key_value()))
    };
    let nodes = graph.nodes().map(|node| format!("({} {:?})", node.label(), properties(node.properties())));
    let edges = graph.edges().map(|edge| {
        format!("{}-[{} {:?}]->{}", node(edge.from()), edge.kind(), properties(edge.properties()), node(edge.to()))
    });
    sorted(nodes.chain(edges))
}

pub(crate) fn sorted(lines: impl Iterator<Item = String>) -> Vec<String> {
    let mut lines: Vec<String> = lines.collect();
    lines.sort();
    lines
}

pub(crate) fn sent_text(value: &Sent) -> String {
    match value {
        Sent::Text(text) => format!("{text:?}"),
        Sent::Int(number) => number.to_string(),
        Sent::Float(number) => format!("{number:?}"),
        Sent::Bool(value) => format!("Bool({value})"),
        other => format!("{other:?}"),
    }
}

/// What a server holds, as lines; the sink's own node is left out.
pub(crate) fn lines(dump: &Dump) -> Vec<String> {
    let properties = |properties: &BTreeMap<String, Sent>| -> BTreeMap<String, String> {
        properties.iter().map(|(name, value)| (name.clone(), sent_text(value))).collect()
    };
    let label = |node: &NodeDump| node.labels.iter().next().unwrap().clone();
    let end = |node: &NodeDump| {
        let key = schema::key_of(&label(node)).unwrap();
        format!("({} {})", label(node), sent_text(&node.properties[key]))
    };
    let counted = dump.nodes.iter().filter(|node| label(node) != GRAPH_CURSOR_LABEL);
    let nodes = counted.map(|node| format!("({} {:?})", label(node), properties(&node.properties)));
    let edges = dump.edges.iter().map(|edge| {
        format!("{}-[{} {:?}]->{}", end(&edge.from), edge.kind, properties(&edge.properties), end(&edge.to))
    });
    sorted(nodes.chain(edges))
}

pub(crate) fn lines_in(server: &Server) -> Vec<String> {
    lines(&server.graph().dump())
}
