//! The page: files the program carries, answered so that a browser asks for each at most once.
//!
//! Files under [`HASHED`] carry the hash of their content in their name, so they may be kept for ever; every other file is
//! asked for again, and answered 304 while it is the same. A navigation to a name without a folder and an extension gets
//! the index, whose addresses are relative: deeper it would ask for its files in the wrong place.

use axum::body::Body;
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, Uri, header};
use axum::response::{IntoResponse as _, Response};

use super::problem::Problem;

/// The folder of files whose names change with their content.
const HASHED: &str = "assets/";

/// The file that stands for the folder.
const INDEX: &str = "index.html";

/// Kept for a year, the longest a cache takes seriously.
const KEEP: HeaderValue = HeaderValue::from_static("public, max-age=31536000, immutable");

/// Kept, and asked for again each time.
const ASK_AGAIN: HeaderValue = HeaderValue::from_static("no-cache");

/// One file.
#[derive(Debug, Clone, Copy)]
pub struct Asset {
    /// Below the root, without a slash at its start: `assets/index-1a2b.js`.
    pub path: &'static str,
    /// Its media type.
    pub content_type: &'static str,
    /// A hash of its content, in letters and digits.
    pub hash: &'static str,
    /// Its content.
    pub bytes: &'static [u8],
    /// Its content compressed by Brotli, where that is worth it.
    pub brotli: Option<&'static [u8]>,
    /// Its content compressed by gzip, where that is worth it.
    pub gzip: Option<&'static [u8]>,
}

/// The files of a page.
#[derive(Debug, Clone, Copy)]
pub struct Page(&'static [Asset]);

impl Page {
    /// A page of these files; the one called `index.html` is what `/` answers.
    #[must_use]
    pub fn new(assets: &'static [Asset]) -> Self {
        Self(assets)
    }

    /// The answer to a request no other route takes. O(files).
    pub(super) fn answer(self, method: &Method, uri: &Uri, headers: &HeaderMap) -> Option<Response> {
        if method != Method::GET && method != Method::HEAD {
            return None;
        }
        let path = uri.path().trim_start_matches('/');
        let path = if path.is_empty() { INDEX } else { path };
        let asset = self.find(path).or_else(|| is_navigation(path, headers).then(|| self.find(INDEX)).flatten())?;
        Some(respond(asset, headers))
    }

    fn find(self, path: &str) -> Option<&'static Asset> {
        self.0.iter().find(|asset| asset.path == path)
    }
}

/// `/town` typed into a browser, but no file that is missing and nothing below a folder.
fn is_navigation(path: &str, headers: &HeaderMap) -> bool {
    let wants_html = values(headers, &header::ACCEPT).any(|(name, _)| name == "text/html");
    wants_html && !path.contains(['/', '.'])
}

fn respond(asset: &Asset, request: &HeaderMap) -> Response {
    let (coding, bytes) = choose(asset, request);
    // Each coding is a representation of its own, with a tag of its own.
    let tag = coding.map_or_else(|| format!("\"{}\"", asset.hash), |coding| format!("\"{}-{coding}\"", asset.hash));
    let is_known = values(request, &header::IF_NONE_MATCH)
        .any(|(known, _)| known == "*" || known.strip_prefix("w/").unwrap_or(&known) == tag.to_ascii_lowercase());
    let mut response =
        if is_known { StatusCode::NOT_MODIFIED.into_response() } else { Response::new(Body::from(bytes)) };
    let headers = response.headers_mut();
    let keep = if asset.path.starts_with(HASHED) { KEEP } else { ASK_AGAIN };
    headers.insert(header::CACHE_CONTROL, keep);
    headers.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    if let Ok(tag) = HeaderValue::from_str(&tag) {
        headers.insert(header::ETAG, tag);
    }
    if !is_known {
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(asset.content_type));
        headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
        headers.insert(header::REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
        // What the page's own meta element says, and the one thing it cannot say.
        headers.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static("frame-ancestors 'none'"));
        if let Some(coding) = coding {
            headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static(coding));
        }
    }
    response
}

/// The smallest form that the request takes.
fn choose(asset: &Asset, request: &HeaderMap) -> (Option<&'static str>, &'static [u8]) {
    let takes =
        |coding: &str| values(request, &header::ACCEPT_ENCODING).any(|(name, quality)| name == coding && quality > 0.0);
    let forms = [("br", asset.brotli), ("gzip", asset.gzip)];
    let form = forms.into_iter().find_map(|(coding, bytes)| Some((coding, bytes?)).filter(|_| takes(coding)));
    form.map_or((None, asset.bytes), |(coding, bytes)| (Some(coding), bytes))
}

/// The values of a header that lists some, in small letters, each with its quality.
fn values<'a>(headers: &'a HeaderMap, name: &header::HeaderName) -> impl Iterator<Item = (String, f32)> + use<'a> {
    let lines = headers.get_all(name).into_iter().filter_map(|line| line.to_str().ok());
    lines.flat_map(|line| line.split(',')).map(|value| {
        let mut parts = value.split(';').map(str::trim);
        let name = parts.next().unwrap_or_default().to_ascii_lowercase();
        let quality = parts.find_map(|part| part.strip_prefix("q=")?.parse().ok()).unwrap_or(1.0);
        (name, quality)
    })
}

/// What answers where neither a route nor the page does.
pub(super) fn nothing_there(uri: &Uri) -> Response {
    let detail = format!("`{}`; see /openapi.json", uri.path());
    Problem::new(StatusCode::NOT_FOUND, "no such route", detail).into_response()
}
