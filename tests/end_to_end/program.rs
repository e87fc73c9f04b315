//! The program as a process.

use std::net::{SocketAddr, TcpListener};
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};
use std::time::{Duration, Instant};

use serde_json::Value;

/// The program with its arguments, run to its end.
pub(crate) fn ludograph(arguments: &[&str]) -> Output {
    command(arguments).output().unwrap()
}

/// The same with an output nobody reads.
pub(crate) fn unread(arguments: &[&str]) -> Output {
    let mut child = command(arguments).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    drop(child.stdout.take());
    child.wait_with_output().unwrap()
}

fn command(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_ludograph"));
    // A configuration of whoever runs the tests must not leak in.
    command.args(arguments).env_clear().envs(std::env::vars().filter(|(name, _)| !name.starts_with("LUDOGRAPH_")));
    command.current_dir(std::env::temp_dir());
    command
}

pub(crate) fn stdout(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

pub(crate) fn stderr(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

/// A server in a process of its own; killed when dropped.
pub(crate) struct Serving {
    child: Child,
    pub(crate) address: SocketAddr,
    http: reqwest::Client,
}

impl Serving {
    pub(crate) async fn start(data: &Path, flags: &[&str]) -> Self {
        // The port is free again when the listener is dropped.
        let address = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
        let listen = address.to_string();
        let arguments = ["serve", "--data", data.to_str().unwrap(), "--listen", &listen];
        let child = command(&[&arguments, flags].concat()).env("RUST_LOG", "error").spawn().unwrap();
        let http = reqwest::Client::builder().no_proxy().build().unwrap();
        let mut serving = Self { child, address, http };
        let begun = Instant::now();
        while serving.get("/health").await.is_none() {
            assert!(serving.child.try_wait().unwrap().is_none(), "the server ended by itself");
            assert!(begun.elapsed() < Duration::from_secs(20), "the server does not answer");
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        serving
    }

    pub(crate) fn pid(&self) -> u32 {
        self.child.id()
    }

    /// A status and a body; `None` where nobody answers.
    pub(crate) async fn get(&self, path: &str) -> Option<(u16, String)> {
        let response = self.http.get(format!("http://{}{path}", self.address)).send().await.ok()?;
        Some((response.status().as_u16(), response.text().await.ok()?))
    }

    pub(crate) async fn post(&self, path: &str, body: impl Into<reqwest::Body>) -> Option<(u16, Value)> {
        let response = self.http.post(format!("http://{}{path}", self.address)).body(body).send().await.ok()?;
        let status = response.status().as_u16();
        let text = response.bytes().await.ok()?;
        Some((status, serde_json::from_slice(&text).unwrap_or_default()))
    }

    /// The rows of a query as JSON.
    pub(crate) async fn sql(&self, query: &str) -> Value {
        let (status, rows) = self.post("/api/v1/query", serde_json::json!({ "sql": query }).to_string()).await.unwrap();
        assert_eq!(status, 200, "{query}: {rows}");
        rows
    }

    /// Waits until the tables show everything the log holds.
    pub(crate) async fn settle(&self) {
        let begun = Instant::now();
        loop {
            let (_, ready) = self.get("/ready").await.unwrap();
            let ready: Value = serde_json::from_str(&ready).unwrap();
            if ready["sinks"][0]["lag_events"] == 0 {
                return;
            }
            assert!(begun.elapsed() < Duration::from_secs(20), "the tables lag: {ready}");
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    }

    /// SIGKILL: nothing is finished, nothing closed.
    pub(crate) fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// SIGTERM, and the exit code it ends with.
    pub(crate) fn terminate(mut self) -> Option<i32> {
        let sent = Command::new("kill").args(["-TERM", &self.child.id().to_string()]).status().unwrap();
        assert!(sent.success());
        self.child.wait().unwrap().code()
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        // Both fail where the process is gone already, which is as well.
        let _gone = self.child.kill();
        let _reaped = self.child.wait();
    }
}
