//! Which form of rows a request asks for.

use axum::http::{HeaderMap, header};

use crate::encode::{ArrowStream, Csv, Encoder, Json, Ndjson};

/// The forms, the first being the one for a request that does not care.
pub(super) const MEDIA_TYPES: [&str; 4] =
    ["application/json", "application/x-ndjson", "text/csv", "application/vnd.apache.arrow.stream"];

/// An encoder for the form a request likes best; `None` where it takes none of ours.
pub(super) fn negotiate(headers: &HeaderMap) -> Option<Box<dyn Encoder>> {
    let lines: Vec<&str> = headers.get_all(header::ACCEPT).iter().filter_map(|line| line.to_str().ok()).collect();
    if lines.is_empty() {
        return encoder(MEDIA_TYPES[0]);
    }
    let mut best: Option<(f32, &str)> = None;
    for range in lines.iter().flat_map(|line| line.split(',')) {
        let mut parts = range.split(';').map(str::trim);
        let media_type = parts.next().unwrap_or_default().to_ascii_lowercase();
        let quality = parts.find_map(|part| part.strip_prefix("q=")?.parse().ok()).unwrap_or(1.0_f32);
        let Some(ours) = matching(&media_type) else { continue };
        if quality > 0.0 && best.is_none_or(|(other, _)| quality > other) {
            best = Some((quality, ours));
        }
    }
    best.and_then(|(_, media_type)| encoder(media_type))
}

fn matching(range: &str) -> Option<&'static str> {
    let other_names =
        [("*/*", 0), ("application/*", 0), ("text/*", 2), ("application/ndjson", 1), ("application/jsonl", 1)];
    let by_name = MEDIA_TYPES.iter().find(|media_type| **media_type == range);
    let by_other_name = || other_names.iter().find(|(name, _)| *name == range).map(|(_, index)| &MEDIA_TYPES[*index]);
    by_name.or_else(by_other_name).copied()
}

fn encoder(media_type: &str) -> Option<Box<dyn Encoder>> {
    Some(match media_type {
        "application/json" => Box::new(Json::default()),
        "application/x-ndjson" => Box::new(Ndjson::default()),
        "text/csv" => Box::new(Csv::default()),
        "application/vnd.apache.arrow.stream" => Box::new(ArrowStream::default()),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chosen(accept: &str) -> Option<&'static str> {
        let mut headers = HeaderMap::new();
        headers.insert(header::ACCEPT, accept.parse().unwrap());
        negotiate(&headers).map(|encoder| encoder.content_type())
    }

    #[test]
    fn takes_the_best_of_ours() {
        assert_eq!(negotiate(&HeaderMap::new()).unwrap().content_type(), "application/json");
        assert_eq!(chosen("*/*"), Some("application/json"));
        assert_eq!(chosen("text/html, application/json;q=0.5, text/csv;q=0.8"), Some("text/csv"));
        assert_eq!(chosen("application/vnd.apache.arrow.stream"), Some("application/vnd.apache.arrow.stream"));
        assert_eq!(chosen("application/x-ndjson;q=0, */*;q=0.1"), Some("application/json"));
        assert_eq!(chosen("image/png"), None);
    }
}
