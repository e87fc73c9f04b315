//! `ludograph replay`

use std::process::ExitCode;
use std::time::{Duration, Instant};

use anyhow::{Result, bail};

use crate::cli::{ReplayOptions, Speed};
use crate::client::{Answered, Client};
use crate::progress;
use crate::traffic::{self, Post};

/// Sends recorded traffic at its pace and says what became of it.
pub(crate) async fn run(options: ReplayOptions) -> Result<ExitCode> {
    let mut posts = Vec::new();
    for file in traffic::files(&options.from)? {
        posts.extend(traffic::posts(&file)?);
    }
    if let Some(status) = options.answered {
        posts.retain(|post| post.answered == Some(status));
    }
    if posts.is_empty() {
        bail!("no recorded traffic in {}", options.from.display());
    }
    let client = Client::new(&options.to, options.stream)?;
    let sent = send(&client, &posts, options.speed).await?;
    println!("{sent}");
    Ok(if sent.refused == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// What became of a replay.
#[derive(Debug, Default)]
pub(crate) struct Sent {
    posts: usize,
    pub(crate) accepted: u64,
    duplicates: u64,
    dead_letters: u64,
    refused: usize,
    seconds: f64,
}

impl Sent {
    fn add(&mut self, answered: &Answered) {
        self.posts += 1;
        self.accepted += answered.count("accepted");
        self.duplicates += answered.count("duplicates");
        self.dead_letters += answered.count("dead_letters");
        self.refused += usize::from(!(200..300).contains(&answered.status));
    }
}

impl std::fmt::Display for Sent {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(
            f,
            "{} posts in {:.2} s: {} events stored, {} repeated, {} dead letters, {} posts refused",
            self.posts, self.seconds, self.accepted, self.duplicates, self.dead_letters, self.refused
        )
    }
}

/// Sends posts one after the other, as the mod does.
pub(crate) async fn send(client: &Client, posts: &[Post], speed: Speed) -> Result<Sent> {
    let bar = progress::bar(posts.len(), "posts");
    let begun = Instant::now();
    let first_s = posts.iter().find_map(|post| post.at_s).unwrap_or_default();
    let mut sent = Sent::default();
    for post in posts {
        if let (Speed::Factor(factor), Some(at_s)) = (speed, post.at_s) {
            let due = Duration::try_from_secs_f64((at_s - first_s) / factor).unwrap_or_default();
            tokio::time::sleep(due.saturating_sub(begun.elapsed())).await;
        }
        sent.add(&client.post(&post.path, &post.body).await?);
        bar.inc(1);
    }
    bar.finish_and_clear();
    sent.seconds = begun.elapsed().as_secs_f64();
    Ok(sent)
}
