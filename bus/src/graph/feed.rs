//! From the log to batches.

use std::path::Path;
use std::time::Instant;

use ludograph_engine::graph::{BuilderOptions, GraphBuilder};
use ludograph_log::{Log, LogError, Reader, Records};
use ludograph_observe::{Room, graph_event};
use ludograph_proto::Message as _;
use ludograph_proto::pb::Event;

use super::batch::Batch;
use super::checkpoint::Checkpoint;
use super::deliver::Outgoing;
use super::happenings::{CheckpointFailed, GapFound, RecordUnreadable};
use super::options::GraphSinkOptions;
use crate::limits::GRAPH_READ_BYTES;

/// Follows the log, and knows the games that are open.
///
/// Invariant: the changes of every event up to `folded` have been sent, or are in the batch, or in what was taken from it.
#[derive(Debug)]
pub(super) struct Feed {
    reader: Reader,
    records: Records,
    builder: GraphBuilder,
    /// The last event taken in.
    folded: u64,
    batch: Batch,
    /// When the batch began.
    began: Option<Instant>,
}

/// Where a feed begins.
pub(super) struct Begun {
    pub(super) feed: Feed,
    /// The first position the log still has, where the graph lacks something before it.
    pub(super) gap: Option<u64>,
}

impl Feed {
    /// A feed for a graph that holds everything up to `held`. What is known of games there is read from the checkpoint and
    /// from the log: linear in the events between.
    pub(super) fn begin(log: &Log, folder: &Path, builder: BuilderOptions, held: u64) -> Result<Begun, LogError> {
        let first = log.first_position().max(1);
        let loaded = Checkpoint::load(folder).unwrap_or_else(|why| {
            CheckpointFailed { why: &why }.emit();
            None
        });
        let usable = loaded.filter(|found| found.position <= held && found.position + 1 >= first);
        let (builder, folded) = match usable {
            Some(Checkpoint { position, saved, .. }) => (GraphBuilder::restore(builder, saved), position),
            None => (GraphBuilder::new(builder), first - 1),
        };
        let gap = (held + 1 < first).then_some(first);
        if let Some(first) = gap {
            GapFound { after: held, first }.emit();
        }
        let reader = log.reader(folded + 1)?;
        let mut feed =
            Self { reader, records: Records::default(), builder, folded, batch: Batch::default(), began: None };
        while feed.folded < held && feed.read_up_to(held)? {}
        // The graph has these.
        let _known = feed.builder.drain();
        // The last reading may have gone further.
        feed.reader = log.reader(feed.folded + 1)?;
        Ok(Begun { feed, gap })
    }

    /// The last event taken in.
    pub(super) fn position(&self) -> u64 {
        self.folded
    }

    /// Reads until the batch is full, or the log has nothing more; true where the batch is full.
    pub(super) fn fill(&mut self, options: &GraphSinkOptions) -> Result<bool, LogError> {
        while !self.is_full(options) {
            if !self.read_up_to(u64::MAX)? {
                return Ok(false);
            }
            for change in self.builder.drain() {
                self.batch.add(change, self.folded);
            }
            self.began.get_or_insert_with(Instant::now);
        }
        Ok(true)
    }

    fn is_full(&self, options: &GraphSinkOptions) -> bool {
        self.batch.rows() >= options.batch_rows || self.batch.bytes() >= options.batch_bytes
    }

    /// When the batch began; `None` while it is empty and nothing was read.
    pub(super) fn began(&self) -> Option<Instant> {
        self.began
    }

    /// Takes the batch as it is.
    pub(super) fn take(&mut self, options: &GraphSinkOptions) -> Outgoing {
        self.began = None;
        let parts = std::mem::take(&mut self.batch).into_parts(options.batch_rows, options.statement_bytes);
        Outgoing::new(parts, self.folded)
    }

    /// What is known of games, to be written down once the graph holds everything up to [`Self::position`].
    pub(super) fn checkpoint(&self) -> Checkpoint {
        Checkpoint::new(self.folded, self.builder.save())
    }

    /// Takes in what one reading yields, up to `last`; false where the log has nothing more.
    fn read_up_to(&mut self, last: u64) -> Result<bool, LogError> {
        if !self.reader.next_batch(GRAPH_READ_BYTES, &mut self.records)? {
            return Ok(false);
        }
        for (position, record) in self.records.iter() {
            if position > last {
                break;
            }
            self.folded = position;
            match Event::decode(record) {
                Ok(event) => {
                    let mut room = Room::default();
                    if let Some(event) = graph_event(position, &event, &mut room) {
                        self.builder.observe(&event);
                    }
                }
                Err(error) => RecordUnreadable { position, why: &error.to_string() }.emit(),
            }
        }
        Ok(true)
    }
}

#[cfg(test)]
mod tests {
    use ludograph_engine::graph::BuilderOptions;
    use ludograph_log::{Batch, Log, LogOptions};
    use ludograph_proto::Message as _;
    use ludograph_proto::pb::{BrigadeGameStart, Event, Game, Payload};

    use super::super::options::GraphSinkOptions;
    use super::Feed;

    #[test]
    fn a_full_batch_is_not_filled_further_and_the_next_one_goes_on_behind_it() {
        let folder = tempfile::tempdir().unwrap();
        let (log, _) = Log::open(folder.path(), LogOptions::default()).unwrap();
        let mut batch = Batch::new();
        for number in 0_u128..4_000 {
            let start = BrigadeGameStart { scenario: Some("a town".repeat(8)), ..BrigadeGameStart::default() };
            let event = Event {
                game_id: number.to_be_bytes().to_vec(),
                game: Game::Brigade.into(),
                payload: Some(Payload::BrigadeGameStart(start)),
                ..Event::default()
            };
            batch.push(&event.encode_to_vec());
        }
        batch.push(b"no event");
        log.wait(log.append(batch).unwrap()).unwrap();
        let mut options = GraphSinkOptions::new(String::new(), folder.path().to_owned());
        options.batch_rows = 500;
        let mut feed = Feed::begin(&log, folder.path(), BuilderOptions::default(), 0).unwrap().feed;
        assert!(feed.fill(&options).unwrap());
        let (rows, position) = (feed.batch.rows(), feed.position());
        assert!((500..4_000).contains(&rows) && position < 4_000, "{rows} rows up to {position}");
        assert!(feed.fill(&options).unwrap());
        assert_eq!((feed.batch.rows(), feed.position()), (rows, position));
        let mut sent = feed.take(&options).rows();
        assert_eq!(sent, rows);
        while feed.fill(&options).unwrap() {
            sent += feed.take(&options).rows();
        }
        // What is no event is passed over.
        assert_eq!((sent + feed.take(&options).rows(), feed.position()), (4_000, 4_001));
        // A feed for a graph that holds all of it has nothing to send.
        let mut later = Feed::begin(&log, folder.path(), BuilderOptions::default(), 4_001).unwrap().feed;
        assert!(!later.fill(&options).unwrap());
        assert_eq!(later.take(&options).rows(), 0);
    }
}
