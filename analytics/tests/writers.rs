//! Two processes on one store: the later one stores events, the former is told and stops.

use ludograph_analytics::{AnalyticsError, StoreError, StorePlace};
use ludograph_log::{Batch, Log, LogOptions};

use crate::consistency::{dump, many_games};
use crate::storing::{in_memory, open};
use crate::support::{apply, records, three_games};

fn is_told(error: &StoreError) -> bool {
    matches!(error, StoreError::OtherWriter { .. }) && error.to_string().contains("stop one of the two")
}

#[tokio::test]
async fn the_process_that_stored_before_cannot_store_any_more() {
    let folder = tempfile::tempdir().unwrap();
    let (events, all) = (many_games(), records(&many_games()));
    let former = open(folder.path()).await;
    apply(&former, &all[..200]);
    assert!(former.flush().await.unwrap());
    let later = open(folder.path()).await;
    assert_eq!(later.position(), 200);
    // Opening takes nothing from anyone: only who stores events does.
    apply(&former, &all[..300]);
    assert!(former.flush().await.unwrap());
    drop(later);

    let later = open(folder.path()).await;
    apply(&later, &all[..400]);
    assert!(later.flush().await.unwrap());
    apply(&former, &all[..350]);
    assert!(is_told(&former.flush().await.unwrap_err()));
    // It stays so, however often it is tried, and however far the former comes.
    apply(&former, &all);
    assert!(is_told(&former.flush().await.unwrap_err()));
    assert_eq!(former.stored_position(), 300);
    // The former still shows every event once, from memory.
    assert_eq!(dump(&former).await, dump(&in_memory(&events)).await);

    apply(&later, &all);
    assert!(later.flush().await.unwrap());
    assert_eq!(later.stored_position(), events.len() as u64);
    drop((former, later));
    let again = open(folder.path()).await;
    assert_eq!(again.position(), events.len() as u64);
    assert_eq!(dump(&again).await, dump(&in_memory(&events)).await);
}

#[tokio::test]
async fn two_that_store_at_the_same_time_store_every_row_once() {
    let folder = tempfile::tempdir().unwrap();
    let (events, all) = (many_games(), records(&many_games()));
    let mut from = 0;
    for to in (100..=all.len()).step_by(100) {
        let (one, other) = (open(folder.path()).await, open(folder.path()).await);
        assert_eq!((one.position(), other.position()), (from, from));
        apply(&one, &all[..to]);
        apply(&other, &all[..to - 30]);
        let (first, second) = tokio::join!(one.flush(), other.flush());
        // Where one was cut short by the other, a table may be ahead of what the other has to store: both are told then.
        for failed in [first, second].into_iter().filter_map(Result::err) {
            assert!(matches!(failed, StoreError::OtherWriter { .. } | StoreError::Contended { .. }), "{failed}");
        }
        drop((one, other));
        let seen = open(folder.path()).await;
        let places = [from, to as u64 - 30, to as u64];
        assert!(places.contains(&seen.position()), "{} is none of {places:?}", seen.position());
        apply(&seen, &all[..to]);
        seen.flush().await.unwrap();
        from = to as u64;
    }
    let whole = open(folder.path()).await;
    apply(&whole, &all);
    assert_eq!(dump(&whole).await, dump(&in_memory(&events)).await);
}

#[tokio::test]
async fn a_store_of_another_log_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let log_of = |name: &str, events: &[(u64, Vec<u8>)]| {
        let (log, _) = Log::open(&folder.path().join(name), LogOptions::default()).unwrap();
        let mut batch = Batch::new();
        events.iter().for_each(|(_, record)| batch.push(record));
        let ticket = log.append(batch).unwrap();
        log.wait(ticket).unwrap();
        log
    };
    let (own, foreign) = (records(&three_games()), records(&many_games()[1..]));
    let (own_log, foreign_log) = (log_of("own", &own), log_of("foreign", &foreign));
    let store = folder.path().join("store");
    let analytics = open(&store).await;
    analytics.check_record(&own_log).unwrap();
    apply(&analytics, &own[..15]);
    analytics.flush().await.unwrap();
    drop(analytics);
    let again = open(&store).await;
    again.check_record(&own_log).unwrap();
    let refused = again.check_record(&foreign_log).unwrap_err();
    assert!(matches!(refused, StoreError::OtherLog { position: 15 }), "{refused}");
    assert!(refused.to_string().contains("another log"), "{refused}");
    // What is only looked at is checked alike.
    let looked = ludograph_analytics::Analytics::look(crate::storing::few_open(), StorePlace::folder(&store).unwrap());
    let looked: Result<_, AnalyticsError> = looked.await;
    assert!(looked.unwrap().check_record(&foreign_log).is_err());
}
