//! What the commands read: a file or standard input, one JSON value or one a line.

use std::io::Read as _;
use std::path::Path;

use anyhow::{Context as _, Result, bail, ensure};
use ludograph_engine::balatro::Hand;
use serde_json::Value;

use super::options::HandOptions;

/// Bytes of a hand or a state; the mod's largest states are a hundredth of it.
const INPUT_BYTES_MAX: u64 = 64 << 20;

/// The hand that is asked about.
pub(super) fn hand(options: &HandOptions) -> Result<Hand> {
    Hand::from_value(&value(options)?).with_context(|| name(&options.file))
}

/// The JSON value that is asked about.
pub(super) fn value(options: &HandOptions) -> Result<Value> {
    let text = text(&options.file)?;
    match &options.case {
        Some(id) => case(&text, id).with_context(|| name(&options.file)),
        None => serde_json::from_str(&text)
            .with_context(|| format!("{} is not one JSON value; of several, --case takes one", name(&options.file))),
    }
}

/// A file's text; `-` is standard input.
pub(super) fn text(file: &Path) -> Result<String> {
    let mut text = String::new();
    let read = if file == Path::new("-") {
        std::io::stdin().take(INPUT_BYTES_MAX + 1).read_to_string(&mut text)
    } else {
        let opened = std::fs::File::open(file).with_context(|| format!("reading {}", file.display()))?;
        opened.take(INPUT_BYTES_MAX + 1).read_to_string(&mut text)
    };
    let bytes = read.with_context(|| format!("reading {}", name(file)))?;
    ensure!(bytes as u64 <= INPUT_BYTES_MAX, "{} has more than {INPUT_BYTES_MAX} bytes", name(file));
    Ok(text)
}

/// The case with this id, of one a line.
fn case(text: &str, wanted: &str) -> Result<Value> {
    let mut nearest: Option<(usize, String)> = None;
    for (index, line) in text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
        let value: Value = serde_json::from_str(line).with_context(|| format!("line {}", index + 1))?;
        let Some(id) = value.get("id").and_then(Value::as_str) else { continue };
        if id == wanted {
            return Ok(value);
        }
        let distance = strsim::damerau_levenshtein(id, wanted);
        if nearest.as_ref().is_none_or(|(held, _)| distance < *held) {
            nearest = Some((distance, id.to_owned()));
        }
    }
    match nearest {
        Some((_, id)) => bail!("no case `{wanted}`; the nearest is `{id}`"),
        None => bail!("no case `{wanted}`, and no case with an id"),
    }
}

fn name(file: &Path) -> String {
    if file == Path::new("-") { "standard input".to_owned() } else { file.display().to_string() }
}
