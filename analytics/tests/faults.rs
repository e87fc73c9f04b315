//! What the store does when something is wrong.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use async_trait::async_trait;
use futures::stream::BoxStream;
use futures::{StreamExt as _, TryStreamExt as _};
use ludograph_analytics::{Analytics, AnalyticsError, Backup, StoreError, StoreOptions, StorePlace, restore};
use ludograph_log::{Batch, Log, LogOptions};
use object_store::memory::InMemory;
use object_store::path::Path;
use object_store::{
    CopyOptions, GetOptions, GetResult, ListResult, MultipartUpload, ObjectMeta, ObjectStore, PutMultipartOptions,
    PutOptions, PutPayload, PutResult, Result,
};

use crate::consistency::{TABLES, dump, many_games};
use crate::storing::{by_hand, few_open, in_memory, open, stored};
use crate::support::{apply, dead_letter, error, lines, records, three_games};

/// An object store that can be switched off.
#[derive(Debug, Default)]
struct Switched {
    inner: InMemory,
    is_away: AtomicBool,
}

impl std::fmt::Display for Switched {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("switched")
    }
}

impl Switched {
    fn check(&self) -> Result<()> {
        if self.is_away.load(Ordering::SeqCst) {
            return Err(object_store::Error::Generic { store: "switched", source: "nobody answers".into() });
        }
        Ok(())
    }
}

#[async_trait]
impl ObjectStore for Switched {
    async fn put_opts(&self, location: &Path, payload: PutPayload, options: PutOptions) -> Result<PutResult> {
        self.check()?;
        self.inner.put_opts(location, payload, options).await
    }

    async fn put_multipart_opts(&self, at: &Path, options: PutMultipartOptions) -> Result<Box<dyn MultipartUpload>> {
        self.check()?;
        self.inner.put_multipart_opts(at, options).await
    }

    async fn get_opts(&self, location: &Path, options: GetOptions) -> Result<GetResult> {
        self.check()?;
        self.inner.get_opts(location, options).await
    }

    fn delete_stream(&self, locations: BoxStream<'static, Result<Path>>) -> BoxStream<'static, Result<Path>> {
        self.inner.delete_stream(locations)
    }

    fn list(&self, prefix: Option<&Path>) -> BoxStream<'static, Result<ObjectMeta>> {
        match self.check() {
            Ok(()) => self.inner.list(prefix),
            Err(error) => futures::stream::once(async { Err(error) }).boxed(),
        }
    }

    async fn list_with_delimiter(&self, prefix: Option<&Path>) -> Result<ListResult> {
        self.check()?;
        self.inner.list_with_delimiter(prefix).await
    }

    async fn copy_opts(&self, from: &Path, to: &Path, options: CopyOptions) -> Result<()> {
        self.check()?;
        self.inner.copy_opts(from, to, options).await
    }
}

async fn until(what: &str, mut is_so: impl FnMut() -> bool) {
    let began = Instant::now();
    while !is_so() {
        assert!(began.elapsed() < Duration::from_secs(30), "{what}");
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_store_that_is_away_delays_the_flush_and_nothing_else() {
    let store = Arc::new(Switched::default());
    let options = StoreOptions {
        flush_age: Duration::from_millis(1),
        retry: Duration::from_millis(10),
        maintenance: Some(Duration::from_millis(20)),
        ..StoreOptions::default()
    };
    let place = StorePlace::of("switched", Arc::clone(&store) as Arc<dyn ObjectStore>);
    let analytics = Analytics::open(few_open(), place, options).await.unwrap();
    let keeper = analytics.keep(None).unwrap();
    let state = keeper.state();
    let events = many_games();
    let records = records(&events);
    apply(&analytics, &records[..500]);
    until("the first flush", || state.position() == 500).await;
    store.is_away.store(true, Ordering::SeqCst);
    apply(&analytics, &records[..900]);
    until("the delay is told", || state.delayed().is_some()).await;
    assert!(state.delayed().unwrap().1.contains("nobody answers"), "{:?}", state.delayed());
    apply(&analytics, &records);
    assert_eq!(analytics.position(), records.len() as u64);
    let newest = "SELECT event_id FROM events WHERE position > 600 ORDER BY position";
    assert_eq!(lines(&analytics, newest).await, lines(&in_memory(&events), newest).await);
    store.is_away.store(false, Ordering::SeqCst);
    until("it catches up", || state.position() == records.len() as u64).await;
    assert_eq!(state.delayed(), None);
    assert_eq!(dump(&analytics).await, dump(&in_memory(&events)).await);
    keeper.stop().await;
}

fn files(folder: &std::path::Path, table: &str) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder.join(table)).unwrap().map(|entry| entry.unwrap().path());
    let mut files: Vec<PathBuf> =
        entries.filter(|path| path.extension().is_some_and(|ending| ending == "parquet")).collect();
    files.sort();
    files
}

#[tokio::test]
async fn a_damaged_file_is_named_set_aside_and_missed() {
    let folder = tempfile::tempdir().unwrap();
    let analytics = stored(folder.path(), &many_games(), 300, 0).await;
    let all = files(folder.path(), "events");
    let (damaged, gone) = (&all[1], &all[2]);
    let mut bytes = std::fs::read(damaged).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle..middle + 64].fill(0xff);
    std::fs::write(damaged, bytes).unwrap();
    std::fs::remove_file(gone).unwrap();
    let name = |path: &PathBuf| path.file_name().unwrap().to_str().unwrap().to_owned();

    let failed = error(&analytics, "SELECT sum(length(payload)) FROM events").await.to_string();
    assert!(failed.contains(&name(damaged)) || failed.contains(&name(gone)), "{failed}");

    let found = analytics.check("events").await.unwrap();
    let told: Vec<(String, String)> = found.iter().map(|damage| (damage.file.clone(), damage.reason.clone())).collect();
    let expected = [(name(damaged), "its checksum differs"), (name(gone), "it is missing")];
    assert_eq!(told, expected.map(|(file, reason)| (file, reason.to_owned())));

    for damage in &found {
        analytics.quarantine(damage).await.unwrap();
    }
    let left = lines(&analytics, "SELECT count(*) AS n, count(payload) AS m FROM events").await;
    let rows: u64 = found.iter().map(|damage| damage.rows).sum();
    let total = many_games().iter().filter(|event| !event.game_id.is_empty()).count() as u64;
    assert!(left[0].starts_with(&format!("{{\"n\":{}", total - rows)), "{left:?}");
    let missing: Vec<String> = analytics.missing_for("SELECT * FROM events").iter().map(ToString::to_string).collect();
    assert_eq!(missing.len(), 2, "{missing:?}");
    assert!(missing[0].starts_with("events: ") && missing[0].contains(&name(damaged)), "{missing:?}");
    assert!(analytics.missing_for("SELECT * FROM games").is_empty());
    assert_eq!(open(folder.path()).await.missing().len(), 2, "a start remembers");
}

#[tokio::test]
async fn a_bulk_write_is_in_once() {
    let folder = tempfile::tempdir().unwrap();
    let analytics = open(folder.path()).await;
    let rows = || async {
        let from = in_memory(&[dead_letter(b"one"), dead_letter(b"two")]);
        let stream = from.query("SELECT * FROM dead_letters").await.unwrap();
        stream.try_collect::<Vec<_>>().await.unwrap()
    };
    let mut writer = analytics.bulk("dead_letters", "first").await.unwrap();
    let mut second = analytics.bulk("dead_letters", "first").await.unwrap();
    for batch in rows().await {
        writer.write(batch.clone()).await.unwrap();
        second.write(batch).await.unwrap();
    }
    assert_eq!(writer.commit().await.unwrap(), 2);
    assert!(matches!(second.commit().await, Err(StoreError::AlreadyWritten { .. })));
    assert!(matches!(analytics.bulk("dead_letters", "first").await, Err(StoreError::AlreadyWritten { .. })));
    analytics.refresh("dead_letters").await.unwrap();
    assert_eq!(lines(&analytics, "SELECT count(*) AS n FROM dead_letters").await, ["{\"n\":2}"]);
    let mut wrong = analytics.bulk("games", "x").await.unwrap();
    let refused = wrong.write(rows().await.remove(0)).await.unwrap_err().to_string();
    assert!(refused.contains("games") && refused.contains("body_bytes"), "{refused}");
}

#[tokio::test]
async fn a_newer_format_is_refused_with_both_versions() {
    let folder = tempfile::tempdir().unwrap();
    drop(open(folder.path()).await);
    let first = folder.path().join("games/_delta_log/00000000000000000000.json");
    let text = std::fs::read_to_string(&first).unwrap();
    assert!(text.contains("\"ludograph.format\":\"1\""), "{text}");
    std::fs::write(&first, text.replace("\"ludograph.format\":\"1\"", "\"ludograph.format\":\"7\"")).unwrap();
    let place = StorePlace::folder(folder.path()).unwrap();
    let refused = Analytics::open(few_open(), place, by_hand()).await.unwrap_err();
    assert!(matches!(&refused, AnalyticsError::Store(StoreError::Newer { found: 7, known: 1, .. })), "{refused}");
    assert!(refused.to_string().contains("format 7") && refused.to_string().contains("up to 1"), "{refused}");
}

#[tokio::test]
async fn places_that_cannot_be_are_refused() {
    for place in ["ftp://somewhere/x", "s3://", "nonsense://bucket"] {
        let refused = StorePlace::parse(place).unwrap_err();
        assert!(matches!(refused, StoreError::Place { .. }), "{refused}");
    }
}

/// A data folder with a log and a store that holds part of it.
async fn data_folder(folder: &std::path::Path) -> (Log, Analytics) {
    let (log, _) = Log::open(&folder.join("log"), LogOptions::default()).unwrap();
    let mut batch = Batch::new();
    for (_, record) in records(&three_games()) {
        batch.push(&record);
    }
    let ticket = log.append(batch).unwrap();
    log.wait(ticket).unwrap();
    let analytics = open(&folder.join("store")).await;
    apply(&analytics, &records(&three_games())[..15]);
    analytics.flush().await.unwrap();
    (log, analytics)
}

#[tokio::test]
async fn a_back_up_comes_back_whole_or_not_at_all() {
    let folder = tempfile::tempdir().unwrap();
    let (log, _analytics) = data_folder(folder.path()).await;
    let (to, restored) = (folder.path().join("copy"), folder.path().join("again"));
    let store = StorePlace::folder(&folder.path().join("store")).unwrap();
    let target = StorePlace::folder(&to).unwrap();
    let backup = Backup { log: &folder.path().join("log"), store: Some(&store), to: &target };
    let mut copied = 0;
    let manifest = backup.make(&mut |_| copied += 1).await.unwrap();
    assert_eq!((manifest.stored_position, manifest.log_position, manifest.files.len()), (15, 23, copied));
    let again = backup.make(&mut |_| {}).await.unwrap_err().to_string();
    assert!(again.contains("is not empty"), "{again}");
    drop(log);

    restore(&target, &restored, &mut |_| {}).await.unwrap();
    let analytics = open(&restored.join("store")).await;
    assert_eq!(analytics.position(), 15);
    let (log, _) = Log::open(&restored.join("log"), LogOptions::default()).unwrap();
    assert_eq!(log.durable_position(), 23);
    apply(&analytics, &records(&three_games()));
    assert_eq!(dump(&analytics).await, dump(&in_memory(&three_games())).await);

    let victim = to.join(&manifest.files[0].path);
    let mut bytes = std::fs::read(&victim).unwrap();
    bytes[10] ^= 1;
    std::fs::write(&victim, bytes).unwrap();
    let refused = restore(&target, &folder.path().join("third"), &mut |_| {}).await.unwrap_err().to_string();
    assert!(refused.contains(&manifest.files[0].path) && refused.contains("checksum"), "{refused}");
    std::fs::remove_file(to.join("MANIFEST.json")).unwrap();
    let refused = restore(&target, &folder.path().join("fourth"), &mut |_| {}).await.unwrap_err().to_string();
    assert!(refused.contains("no MANIFEST.json"), "{refused}");
}

#[tokio::test]
async fn a_table_made_again_from_the_log_is_equal() {
    let (one, other) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let events = many_games();
    let first = stored(one.path(), &events, 120, 0).await;
    first.compact("events").await.unwrap();
    let second = stored(other.path(), &events, 700, 0).await;
    assert_eq!(dump(&first).await, dump(&second).await);
    assert_eq!(TABLES.len(), 7);
}

#[tokio::test]
async fn a_log_that_does_not_fit_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let analytics = stored(folder.path(), &three_games(), 10, 0).await;
    assert!(analytics.check_log(1, 23).is_ok());
    assert!(analytics.check_log(24, 30).is_ok());
    assert!(matches!(analytics.check_log(25, 30), Err(StoreError::Gap { stored: 23, first: 25 })));
    assert!(matches!(analytics.check_log(1, 22), Err(StoreError::Ahead { stored: 23, end: 22 })));
}
