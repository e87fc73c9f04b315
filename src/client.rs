//! Posting recorded bodies to a door.

use std::time::Duration;

use anyhow::{Context as _, Result, bail};
use reqwest::header::{CONTENT_TYPE, RETRY_AFTER};
use serde_json::Value;

/// Tries while a server says 503.
const TRIES_MAX: u32 = 30;

/// A server's door.
pub(crate) struct Client {
    http: reqwest::Client,
    base: String,
    stream: Option<String>,
}

/// What a door answered.
#[derive(Debug, Clone)]
pub(crate) struct Answered {
    pub(crate) status: u16,
    pub(crate) body: Value,
}

impl Answered {
    /// A count of the answer's receipt.
    pub(crate) fn count(&self, name: &str) -> u64 {
        self.body[name].as_u64().unwrap_or_default()
    }
}

impl Client {
    pub(crate) fn new(base: &str, stream: Option<String>) -> Result<Self> {
        if !base.starts_with("http://") {
            bail!("a server's address begins with http://, this is {base:?}");
        }
        let http = reqwest::Client::builder().no_proxy().timeout(Duration::from_secs(30)).build()?;
        Ok(Self { http, base: base.trim_end_matches('/').to_owned(), stream })
    }

    /// Posts a body as it is; waits and tries again while the server says 503.
    pub(crate) async fn post(&self, path: &str, body: &[u8]) -> Result<Answered> {
        let url = format!("{}{path}", self.base);
        for tried in 1.. {
            let mut request = self.http.post(&url).header(CONTENT_TYPE, "application/json").body(body.to_vec());
            if let Some(stream) = &self.stream {
                request = request.header("x-ludograph-stream", stream);
            }
            let response = request.send().await.with_context(|| format!("posting to {url}"))?;
            let status = response.status().as_u16();
            if status == 503 && tried < TRIES_MAX {
                let seconds = response.headers().get(RETRY_AFTER).and_then(|value| value.to_str().ok()?.parse().ok());
                tokio::time::sleep(Duration::from_secs(seconds.unwrap_or(1))).await;
                continue;
            }
            let text = response.bytes().await?;
            return Ok(Answered { status, body: serde_json::from_slice(&text).unwrap_or_default() });
        }
        bail!("{url} was not answered")
    }
}
