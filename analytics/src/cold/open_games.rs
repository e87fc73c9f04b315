//! What is known of open games, written down beside the tables: with it a start goes on from the store's position, and
//! need not read the log from its beginning.
//!
//! One file a flush, `_open/POSITION.state`: magic, CRC-32C of the rest, then the games in `MessagePack`. It is written
//! before the tables are, and the files before it are removed when all tables have come to its position, so that whatever
//! position a crash leaves the tables at, its file is there.

use bytes::Bytes;
use futures::TryStreamExt as _;
use object_store::path::Path;
use object_store::{ObjectStoreExt as _, PutPayload};

use super::error::StoreError;
use super::place::StorePlace;
use crate::store::SavedGames;

const FOLDER: &str = "_open";
const ENDING: &str = ".state";
const MAGIC: [u8; 8] = *b"LUDOPEN1";
const HEADER_BYTES: usize = 12;

fn path(position: u64) -> Path {
    Path::from_iter([FOLDER, &format!("{position:020}{ENDING}")])
}

fn encode(games: &SavedGames) -> Result<Bytes, StoreError> {
    let body = rmp_serde::to_vec(games).map_err(|error| StoreError::Bug(format!("open games: {error}")))?;
    let mut bytes = Vec::with_capacity(HEADER_BYTES + body.len());
    bytes.extend_from_slice(&MAGIC);
    bytes.extend_from_slice(&crc32c::crc32c(&body).to_le_bytes());
    bytes.extend_from_slice(&body);
    Ok(bytes.into())
}

fn decode(path: &Path, bytes: &[u8]) -> Result<SavedGames, StoreError> {
    let corrupt = |reason: &str| StoreError::Corrupt { path: path.to_string(), reason: reason.to_owned() };
    let (header, body) = bytes.split_at_checked(HEADER_BYTES).ok_or_else(|| corrupt("it is too short"))?;
    if header[..8] != MAGIC {
        return Err(corrupt("it does not begin as a file of open games does"));
    }
    if header[8..] != crc32c::crc32c(body).to_le_bytes() {
        return Err(corrupt("its checksum differs"));
    }
    rmp_serde::from_slice(body).map_err(|error| corrupt(&error.to_string()))
}

/// Writes the games down.
pub(super) async fn save(place: &StorePlace, position: u64, games: &SavedGames) -> Result<(), StoreError> {
    let path = path(position);
    let payload = PutPayload::from_bytes(encode(games)?);
    place.writes().put(&path, payload).await.map_err(StoreError::object(&path))?;
    Ok(())
}

/// Reads what was written down at a position.
pub(super) async fn load(place: &StorePlace, position: u64) -> Result<SavedGames, StoreError> {
    let path = path(position);
    let object = place.writes().get(&path).await.map_err(StoreError::object(&path))?;
    let bytes = object.bytes().await.map_err(StoreError::object(&path))?;
    decode(&path, &bytes)
}

/// What a copy needs to go on from a position.
pub(super) async fn paths(place: &StorePlace, position: u64) -> Result<Option<Path>, StoreError> {
    let path = path(position);
    match place.writes().head(&path).await {
        Ok(_) => Ok(Some(path)),
        Err(object_store::Error::NotFound { .. }) if position == 0 => Ok(None),
        Err(error) => Err(StoreError::object(&path)(error)),
    }
}

/// Removes what was written down before a position.
pub(super) async fn forget_before(place: &StorePlace, position: u64) -> Result<(), StoreError> {
    let folder = Path::from(FOLDER);
    let listed: Vec<_> = place.writes().list(Some(&folder)).try_collect().await.map_err(StoreError::object(&folder))?;
    let keep = path(position);
    for object in listed {
        if object.location < keep {
            match place.writes().delete(&object.location).await {
                Ok(()) | Err(object_store::Error::NotFound { .. }) => {}
                Err(error) => return Err(StoreError::object(&object.location)(error)),
            }
        }
    }
    Ok(())
}
