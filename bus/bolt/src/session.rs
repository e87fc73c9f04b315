//! One connection: what it may say when, and what it is answered.

use std::io;
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::chunk;
use crate::graph::{Answer, GraphError, Transaction};
use crate::handshake::{MAGIC, NO_VERSION, choose};
use crate::message::{Request, Response};
use crate::script::{At, Fault};
use crate::server::Shared;
use crate::value::Value;

/// Where a connection stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    Connected,
    Ready,
    Failed,
}

/// How the answer to a message gets out.
enum Outcome {
    Whole,
    /// Only so many bytes of it, then the connection ends.
    Cut(usize),
}

pub(crate) struct Session<'a> {
    shared: &'a Shared,
    stream: TcpStream,
    state: State,
    transaction: Option<Transaction>,
    /// Whether the transaction ends with its one statement.
    is_auto: bool,
    pending: Option<std::vec::IntoIter<Vec<Value>>>,
}

impl<'a> Session<'a> {
    pub(crate) fn new(shared: &'a Shared, stream: TcpStream) -> Self {
        Self { shared, stream, state: State::Connected, transaction: None, is_auto: false, pending: None }
    }

    /// Speaks until one side ends it.
    pub(crate) async fn run(mut self) -> io::Result<()> {
        if !self.greet().await? {
            return Ok(());
        }
        while let Some(message) = chunk::read(&mut self.stream).await? {
            let request = Request::read(&message).unwrap_or(Request::Unknown(0));
            if request == Request::Goodbye {
                return Ok(());
            }
            if !self.turn(&request).await? {
                return Ok(());
            }
        }
        Ok(())
    }

    async fn greet(&mut self) -> io::Result<bool> {
        if self.scripted(At::Accept, None).await?.is_some() {
            return Ok(false);
        }
        let mut first = [0; 20];
        self.stream.read_exact(&mut first).await?;
        let (magic, proposals) = first.split_at(4);
        let proposals = <[u8; 16]>::try_from(proposals).unwrap_or_default();
        let fault = self.scripted(At::Handshake, None).await?;
        let version = choose(proposals, &self.shared.options.versions).filter(|_| magic == MAGIC && fault.is_none());
        let answer = version.map_or(NO_VERSION, crate::handshake::Version::bytes);
        chunk::write(&mut self.stream, &answer, self.shared.options.piece_bytes).await?;
        Ok(version.is_some())
    }

    /// Answers one message; false where the connection ends with it.
    async fn turn(&mut self, request: &Request) -> io::Result<bool> {
        let mut outcome = Outcome::Whole;
        let is_ignored = self.state == State::Failed && *request != Request::Reset;
        let fault = match At::of(request).filter(|_| !is_ignored) {
            Some(at) => self.scripted(at, Some(request)).await?,
            None => None,
        };
        let responses = match fault {
            Some(Fault::Drop | Fault::Garbage(_)) => return Ok(false),
            Some(Fault::Fail { code, message }) => self.fail(&code, &message),
            Some(Fault::DropAfter) => {
                outcome = Outcome::Cut(0);
                self.answer(request)
            }
            Some(Fault::DropWithin(bytes)) => {
                outcome = Outcome::Cut(bytes);
                self.answer(request)
            }
            Some(Fault::Delay(_)) | None => self.answer(request),
        };
        let options = &self.shared.options;
        let mut bytes = Vec::new();
        for response in &responses {
            bytes.extend(chunk::frame(&response.write(), options.chunk_bytes, options.has_empty_chunks));
        }
        if let Outcome::Cut(kept) = outcome {
            bytes.truncate(kept);
            chunk::write(&mut self.stream, &bytes, options.piece_bytes).await?;
            return Ok(false);
        }
        chunk::write(&mut self.stream, &bytes, options.piece_bytes).await?;
        Ok(true)
    }

    /// What the script has for this place. A delay is waited for here, and garbage is sent here.
    async fn scripted(&mut self, at: At, request: Option<&Request>) -> io::Result<Option<Fault>> {
        let fault = self.shared.script.next(at, request);
        match &fault {
            Some(Fault::Delay(delay)) => {
                tokio::time::sleep((*delay).min(Duration::from_mins(10))).await;
                return Ok(None);
            }
            Some(Fault::Garbage(bytes)) => {
                self.stream.write_all(bytes).await?;
                self.stream.flush().await?;
            }
            _ => {}
        }
        Ok(fault)
    }

    fn answer(&mut self, request: &Request) -> Vec<Response> {
        if *request == Request::Reset {
            (self.transaction, self.pending, self.state) = (None, None, State::Ready);
            return vec![Response::success()];
        }
        match (self.state, request) {
            (State::Failed, _) => vec![Response::Ignored],
            (State::Connected, Request::Hello(who) | Request::Logon(who)) => self.welcome(who),
            (State::Connected, _) => self.fail("Memgraph.ClientError.Security.Unauthenticated", "say HELLO first"),
            (State::Ready, Request::Logon(_) | Request::Logoff) => vec![Response::success()],
            (State::Ready, request) => self.work(request),
        }
    }

    fn welcome(&mut self, who: &Value) -> Vec<Response> {
        let said = |name: &str| who.get(name).and_then(Value::as_text).unwrap_or_default().to_owned();
        if let Some((user, password)) = &self.shared.options.credentials {
            // From Bolt 5.1 on, HELLO comes without credentials, and LOGON brings them.
            let is_later = who.get("scheme").is_none();
            if !is_later && (said("principal") != *user || said("credentials") != *password) {
                return self.fail("Memgraph.ClientError.Security.Unauthenticated", "Authentication failure");
            }
            if !is_later {
                self.state = State::Ready;
            }
        } else {
            self.state = State::Ready;
        }
        let server = Value::from("Neo4j/v5.2.0 compatible graph database server - Memgraph");
        vec![Response::Success(Value::map([("server", server), ("connection_id", "bolt-1".into())]))]
    }

    fn work(&mut self, request: &Request) -> Vec<Response> {
        match request {
            Request::Begin(_) if self.transaction.is_some() => self.fail_with(&nested()),
            Request::Begin(_) => {
                self.transaction = Some(self.shared.graph.begin(true));
                self.is_auto = false;
                vec![Response::success()]
            }
            Request::Run { text, parameters } => self.statement(text, parameters),
            Request::Pull(count) => self.pull(*count),
            Request::Discard(_) => {
                self.pending = None;
                self.finished()
            }
            Request::Commit => match self.transaction.take() {
                Some(transaction) => match transaction.commit() {
                    Ok(()) => vec![Response::success()],
                    Err(error) => self.fail_with(&error),
                },
                None => self.fail_with(&GraphError::Semantic("No current transaction to commit.".to_owned())),
            },
            Request::Rollback => {
                self.transaction = None;
                self.pending = None;
                vec![Response::success()]
            }
            Request::Route => self.fail("Memgraph.ClientError.Routing.Off", "routing is off"),
            _ => self.fail("Memgraph.ClientError.Request.Invalid", "no such message"),
        }
    }

    fn statement(&mut self, text: &str, parameters: &Value) -> Vec<Response> {
        if let Some(answers) = &self.shared.options.answers {
            return match answers.ask(text, parameters) {
                Ok(table) => self.has_answered(&table.fields, table.records),
                Err(refused) => self.fail(&refused.code, &refused.message),
            };
        }
        if self.transaction.is_none() {
            self.transaction = Some(self.shared.graph.begin(false));
            self.is_auto = true;
        }
        let ran = self.transaction.as_mut().map(|transaction| transaction.run(text, parameters));
        match ran {
            Some(Ok(Answer { fields, records })) => self.has_answered(&fields, records),
            Some(Err(error)) => self.fail_with(&error),
            None => self.fail("Memgraph.DatabaseError.General.Unknown", "no transaction"),
        }
    }

    fn has_answered(&mut self, fields: &[String], records: Vec<Vec<Value>>) -> Vec<Response> {
        let fields = Value::List(fields.iter().map(|field| field.as_str().into()).collect());
        self.pending = Some(records.into_iter());
        let metadata = [("fields", fields), ("qid", Value::Int(0)), ("t_first", Value::Int(0))];
        vec![Response::Success(Value::map(metadata))]
    }

    fn pull(&mut self, count: i64) -> Vec<Response> {
        let Some(pending) = &mut self.pending else {
            return self.fail("Memgraph.ClientError.Request.Invalid", "nothing to pull");
        };
        let count = usize::try_from(count).unwrap_or(usize::MAX);
        let mut responses: Vec<Response> = pending.by_ref().take(count).map(Response::Record).collect();
        if pending.len() > 0 {
            responses.push(Response::Success(Value::map([("has_more", Value::Bool(true))])));
            return responses;
        }
        self.pending = None;
        responses.extend(self.finished());
        responses
    }

    /// A statement has been answered; outside of a transaction, it counts from now on.
    fn finished(&mut self) -> Vec<Response> {
        if self.is_auto
            && let Some(Err(error)) = self.transaction.take().map(Transaction::commit)
        {
            return self.fail_with(&error);
        }
        vec![Response::Success(Value::map([("has_more", Value::Bool(false)), ("type", "w".into())]))]
    }

    fn fail_with(&mut self, error: &GraphError) -> Vec<Response> {
        self.fail(error.code(), &error.to_string())
    }

    fn fail(&mut self, code: &str, message: &str) -> Vec<Response> {
        (self.transaction, self.pending) = (None, None);
        self.state = State::Failed;
        vec![Response::Failure { code: code.to_owned(), message: message.to_owned() }]
    }
}

fn nested() -> GraphError {
    GraphError::Semantic("Nested transactions are not supported.".to_owned())
}
