//! The server, spoken to byte by byte.
#![allow(clippy::unwrap_used, reason = "a test fails where a helper of it fails")]

use std::time::Duration;

use ludograph_bolt::{At, Fault, Options, Response, Rule, Server, Value, Version, pack, unpack};
use proptest::prelude::*;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// A client that knows no more than the wire.
struct Client(TcpStream);

impl Client {
    async fn connect(server: &Server) -> Self {
        let address = server.uri().trim_start_matches("bolt://").to_owned();
        Self(TcpStream::connect(address).await.unwrap())
    }

    async fn hello(server: &Server) -> Self {
        let mut client = Self::connect(server).await;
        assert_eq!(client.greet([4, 4, 4, 3]).await, [0, 0, 3, 4]);
        let who = Value::map([("scheme", "basic".into()), ("principal", "".into()), ("credentials", "".into())]);
        assert!(matches!(client.say(0x01, vec![who]).await[..], [Response::Success(_)]));
        client
    }

    /// Proposes two versions, and answers which one was taken.
    async fn greet(&mut self, [major, minor, other, its_minor]: [u8; 4]) -> [u8; 4] {
        let mut bytes = vec![0x60, 0x60, 0xb0, 0x17];
        bytes.extend([0, 0, minor, major, 0, 0, its_minor, other, 0, 0, 0, 0, 0, 0, 0, 0]);
        self.0.write_all(&bytes).await.unwrap();
        let mut answer = [0; 4];
        self.0.read_exact(&mut answer).await.unwrap();
        answer
    }

    async fn send(&mut self, tag: u8, fields: Vec<Value>) {
        let mut message = Vec::new();
        pack(&Value::Struct(tag, fields), &mut message);
        // One byte a chunk: the server must not care.
        for byte in message {
            self.0.write_all(&[0, 1, byte]).await.unwrap();
        }
        self.0.write_all(&[0, 0]).await.unwrap();
    }

    /// One answer; `None` where the connection has ended.
    async fn receive(&mut self) -> Option<Response> {
        let mut message = Vec::new();
        loop {
            let size = usize::from(self.0.read_u16().await.ok()?);
            match (size, message.is_empty()) {
                (0, true) => {}
                (0, false) => break,
                _ => {
                    let mut chunk = vec![0; size];
                    self.0.read_exact(&mut chunk).await.ok()?;
                    message.extend(chunk);
                }
            }
        }
        let Value::Struct(tag, fields) = unpack(&message).unwrap() else { panic!("{message:?}") };
        let text = |name: &str| fields[0].get(name).and_then(Value::as_text).unwrap().to_owned();
        Some(match tag {
            0x70 => Response::Success(fields[0].clone()),
            0x71 => Response::Record(fields[0].items().to_vec()),
            0x7e => Response::Ignored,
            _ => Response::Failure { code: text("code"), message: text("message") },
        })
    }

    /// Says something, and takes answers up to the one that is no record.
    async fn say(&mut self, tag: u8, fields: Vec<Value>) -> Vec<Response> {
        self.send(tag, fields).await;
        let mut answers = Vec::new();
        while let Some(answer) = self.receive().await {
            let is_last = !matches!(answer, Response::Record(_));
            answers.push(answer);
            if is_last {
                break;
            }
        }
        answers
    }

    async fn run(&mut self, text: &str, parameters: Value) -> Vec<Response> {
        let ran = self.say(0x10, vec![text.into(), parameters, Value::map([])]).await;
        if !matches!(ran[..], [Response::Success(_)]) {
            return ran;
        }
        self.say(0x3f, vec![Value::map([("n", Value::Int(-1))])]).await
    }

    async fn begin(&mut self) {
        assert!(matches!(self.say(0x11, vec![Value::map([])]).await[..], [Response::Success(_)]));
    }
}

fn failure(answers: &[Response]) -> String {
    let [Response::Failure { code, message }] = answers else { panic!("{answers:?}") };
    format!("{code}: {message}")
}

fn rows(values: &[(&str, i64)]) -> Value {
    let row = |(name, number): &(&str, i64)| {
        Value::map([("key", (*name).into()), ("set", Value::map([("n", Value::Int(*number))]))])
    };
    Value::map([("rows", Value::List(values.iter().map(row).collect()))])
}

const MERGE: &str = "UNWIND $rows AS row MERGE (n:Thing {name: row.key}) SET n += row.set";
const READ: &str = "MATCH (n:Thing) RETURN n.name AS name, n.n";

#[tokio::test]
async fn merging_twice_is_merging_once_however_the_answers_are_cut() {
    for (chunk_bytes, piece_bytes, has_empty_chunks) in [(1, 1, true), (2, 3, false), (7, 1, true), (65_535, 9, false)]
    {
        let options = Options { chunk_bytes, piece_bytes, has_empty_chunks, ..Options::default() };
        let server = Server::start(options).await.unwrap();
        let mut client = Client::hello(&server).await;
        client.run("CREATE INDEX ON :Thing(name)", Value::map([])).await;
        client.run(MERGE, rows(&[("a", 1), ("b", 2)])).await;
        client.run(MERGE, rows(&[("b", 3)])).await;
        let answers = client.run(READ, Value::map([])).await;
        let record = |name: &str, number| Response::Record(vec![name.into(), Value::Int(number)]);
        assert_eq!(answers[..2], [record("a", 1), record("b", 3)]);
        assert_eq!(answers.len(), 3);
    }
}

#[tokio::test]
async fn versions_and_credentials_are_asked_for() {
    let credentials = Some(("reader".to_owned(), "secret".to_owned()));
    let options = Options { credentials, versions: vec![Version::new(4, 3)], ..Options::default() };
    let server = Server::start(options).await.unwrap();
    assert_eq!(Client::connect(&server).await.greet([6, 0, 5, 1]).await, [0; 4]);
    let mut client = Client::connect(&server).await;
    client.greet([4, 3, 4, 1]).await;
    let wrong = Value::map([("scheme", "basic".into()), ("principal", "reader".into()), ("credentials", "x".into())]);
    let refused = failure(&client.say(0x01, vec![wrong]).await);
    assert!(refused.contains("Unauthenticated"), "{refused}");
}

#[tokio::test]
async fn what_was_not_committed_is_gone_and_a_second_writer_conflicts() {
    let server = Server::start(Options::default()).await.unwrap();
    let (mut one, mut two) = (Client::hello(&server).await, Client::hello(&server).await);
    one.begin().await;
    one.run(MERGE, rows(&[("a", 1)])).await;
    two.begin().await;
    let refused = failure(&two.run(MERGE, rows(&[("a", 2)])).await);
    assert!(refused.contains("TransientError") && refused.contains("Cannot resolve conflicting"), "{refused}");
    assert_eq!(two.say(0x12, vec![]).await, [Response::Ignored]);
    assert!(matches!(two.say(0x0f, vec![]).await[..], [Response::Success(_)]));
    drop(one);
    // The first connection ends when the server has noticed.
    while server.stats().rollbacks == 0 {
        tokio::time::sleep(Duration::from_millis(1)).await;
    }
    two.begin().await;
    two.run(MERGE, rows(&[("a", 2)])).await;
    assert!(matches!(two.say(0x12, vec![]).await[..], [Response::Success(_)]));
    assert_eq!(server.graph().dump().nodes.len(), 1);
    assert_eq!(server.graph().forget(9), 1);
    assert_eq!(server.graph().dump().nodes.len(), 0);
}

#[tokio::test]
async fn the_script_says_what_goes_wrong() {
    let mut server = Server::start(Options::default()).await.unwrap();
    server.script().add(Rule::once(At::Run, Fault::fail("Memgraph.ClientError.A.B", "no")).after(1));
    server.script().add(Rule::once(At::Commit, Fault::DropAfter));
    let mut client = Client::hello(&server).await;
    client.run(MERGE, rows(&[("a", 1)])).await;
    assert_eq!(failure(&client.run(MERGE, rows(&[("a", 2)])).await), "Memgraph.ClientError.A.B: no");
    client.say(0x0f, vec![]).await;
    client.begin().await;
    client.run(MERGE, rows(&[("b", 1)])).await;
    assert_eq!(client.say(0x12, vec![]).await, []);
    assert_eq!(server.graph().dump().nodes.len(), 2);
    assert!(server.script().is_done());
    server.kill().await;
    server.restart().await.unwrap();
    assert_eq!(Client::hello(&server).await.run(READ, Value::map([])).await.len(), 3);
}

#[tokio::test]
async fn what_is_no_statement_is_refused_with_its_place() {
    let server = Server::start(Options::default()).await.unwrap();
    let mut client = Client::hello(&server).await;
    let refused = failure(&client.run("MERGE (n:Thing {name: })", Value::map([])).await);
    assert_eq!(
        refused,
        "Memgraph.ClientError.MemgraphError.MemgraphError: line 1:22 mismatched input, expecting a value"
    );
    client.say(0x0f, vec![]).await;
    client.begin().await;
    let refused = failure(&client.run("CREATE INDEX ON :Thing(name)", Value::map([])).await);
    assert!(refused.contains("multicommand"), "{refused}");
}

fn values() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::Bool),
        any::<i64>().prop_map(Value::Int),
        (-200_i64..200).prop_map(Value::Int),
        any::<f64>().prop_filter("equal to itself", |number| !number.is_nan()).prop_map(Value::Float),
        prop::collection::vec(any::<u8>(), 0..300).prop_map(Value::Bytes),
        ".{0,40}".prop_map(Value::Text),
    ];
    leaf.prop_recursive(4, 64, 20, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..20).prop_map(Value::List),
            prop::collection::btree_map(".{0,9}", inner.clone(), 0..20).prop_map(Value::Map),
            (any::<u8>(), prop::collection::vec(inner, 0..15)).prop_map(|(tag, fields)| Value::Struct(tag, fields)),
        ]
    })
}

proptest! {
    #[test]
    fn values_come_back_as_they_went(value in values()) {
        let mut bytes = Vec::new();
        pack(&value, &mut bytes);
        prop_assert_eq!(unpack(&bytes).unwrap(), value);
        // What is cut short is no value, and never a panic.
        for end in 0..bytes.len() {
            prop_assert!(unpack(&bytes[..end]).is_err());
        }
    }

    #[test]
    fn any_bytes_are_a_value_or_none(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        let _either = unpack(&bytes);
    }
}
