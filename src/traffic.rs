//! Recorded traffic: traces (`.ndjson`), single bodies (`.json`), folders of both.

use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};
use serde::Deserialize;
use serde_json::value::RawValue;

const SINGLE: &str = "/api/v1/events";
const BATCH: &str = "/api/v1/events/batch";
/// Describes the bodies beside it and is none itself.
const MANIFEST: &str = "manifest.json";

/// One post.
#[derive(Debug, Clone)]
pub(crate) struct Post {
    /// Seconds since the trace's beginning, where it says so.
    pub(crate) at_s: Option<f64>,
    pub(crate) path: String,
    pub(crate) body: Vec<u8>,
    /// The status it was answered with when it was recorded.
    pub(crate) answered: Option<u16>,
}

/// A line of a trace.
#[derive(Deserialize)]
struct Line<'a> {
    t: Option<f64>,
    path: String,
    server_answered: Option<u16>,
    #[serde(borrow)]
    body: &'a RawValue,
}

/// The files of traffic at a path, in the order of their names; a folder is searched to its bottom.
pub(crate) fn files(path: &Path) -> Result<Vec<PathBuf>> {
    let reading = || format!("reading {}", path.display());
    if !path.is_dir() {
        path.metadata().with_context(reading)?;
        return Ok(vec![path.to_owned()]);
    }
    let mut found = Vec::new();
    for entry in path.read_dir().with_context(reading)? {
        let entry = entry.with_context(reading)?.path();
        let is_traffic = entry.extension().is_some_and(|extension| extension == "json" || extension == "ndjson");
        if entry.is_dir() {
            found.extend(files(&entry)?);
        } else if is_traffic && entry.file_name().is_some_and(|name| name != MANIFEST) {
            found.push(entry);
        }
    }
    found.sort();
    Ok(found)
}

/// The posts of a file. A body alone goes to the batch route where its name ends in `__batch.json`, else to the
/// single one.
pub(crate) fn posts(file: &Path) -> Result<Vec<Post>> {
    let bytes = std::fs::read(file).with_context(|| format!("reading {}", file.display()))?;
    let name = file.file_name().unwrap_or_default().to_string_lossy();
    if name.ends_with(".ndjson") {
        return lines(&bytes).with_context(|| format!("in {}", file.display()));
    }
    let path = if name.ends_with("__batch.json") { BATCH } else { SINGLE };
    Ok(vec![Post { at_s: None, path: path.to_owned(), body: bytes, answered: None }])
}

/// The posts of a trace's text.
pub(crate) fn lines(bytes: &[u8]) -> Result<Vec<Post>> {
    let mut posts = Vec::new();
    for (index, line) in bytes.split(|byte| *byte == b'\n').enumerate() {
        if line.trim_ascii().is_empty() {
            continue;
        }
        let expected = "a line of a trace is {\"t\", \"path\", \"body\"}";
        let line: Line<'_> = serde_json::from_slice(line).with_context(|| format!("line {}: {expected}", index + 1))?;
        let body = line.body.get().as_bytes().to_vec();
        posts.push(Post { at_s: line.t, path: line.path, body, answered: line.server_answered });
    }
    Ok(posts)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_choose_the_route_and_lines_name_their_own() {
        let folder = tempfile::tempdir().unwrap();
        for (name, text) in [
            ("02__batch.json", "{}"),
            ("01__single.json", "not json"),
            ("manifest.json", "[]"),
            ("note.md", ""),
            ("03.ndjson", "{\"t\":1.5,\"path\":\"/x\",\"server_answered\":503,\"body\":{\"a\": 1}}\n\n"),
        ] {
            std::fs::write(folder.path().join(name), text).unwrap();
        }
        let posts: Vec<Post> = files(folder.path()).unwrap().iter().flat_map(|file| posts(file).unwrap()).collect();
        let paths: Vec<_> = posts.iter().map(|post| post.path.as_str()).collect();
        assert_eq!(paths, [SINGLE, BATCH, "/x"]);
        assert_eq!((posts[2].at_s, posts[2].answered), (Some(1.5), Some(503)));
        assert_eq!(posts[2].body, b"{\"a\": 1}");
        assert!(lines(b"{}").unwrap_err().to_string().contains("line 1"));
    }
}
