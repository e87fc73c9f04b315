//! The page beside the routes.

use axum::body::Body;
use axum::http::{HeaderMap, Method, Request, StatusCode};
use ludograph_bus::{Asset, Door, Page, install_metrics};

use crate::support::{bytes, door};

static ASSETS: [Asset; 2] = [
    Asset {
        path: "index.html",
        content_type: "text/html; charset=utf-8",
        hash: "0a1b",
        bytes: b"<!doctype html>",
        brotli: None,
        gzip: None,
    },
    Asset {
        path: "assets/main-9f.js",
        content_type: "text/javascript",
        hash: "9F9f",
        bytes: b"plain",
        brotli: Some(b"brotli"),
        gzip: Some(b"gzip"),
    },
];

struct Answer {
    status: StatusCode,
    headers: HeaderMap,
    body: Vec<u8>,
}

impl Answer {
    fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }
}

async fn ask(method: Method, path: &str, headers: &[(&str, &str)]) -> Answer {
    let mut test = door();
    test.router = Door::new(test.ingest.clone(), install_metrics()).with_page(Page::new(&ASSETS)).router();
    let mut request = Request::builder().method(method).uri(path);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let response = test.send(request.body(Body::empty()).unwrap()).await;
    let (status, headers) = (response.status(), response.headers().clone());
    Answer { status, headers, body: bytes(response).await }
}

async fn get(path: &str, headers: &[(&str, &str)]) -> Answer {
    ask(Method::GET, path, headers).await
}

#[tokio::test]
async fn the_root_is_the_index_and_asked_for_each_time() {
    let answer = get("/", &[]).await;
    assert_eq!(answer.status, StatusCode::OK);
    assert_eq!(answer.body, b"<!doctype html>");
    assert_eq!(answer.header("content-type"), "text/html; charset=utf-8");
    assert_eq!(answer.header("cache-control"), "no-cache");
    assert_eq!(answer.header("etag"), "\"0a1b\"");
    assert_eq!(answer.header("content-security-policy"), "frame-ancestors 'none'");
}

#[tokio::test]
async fn what_is_known_is_not_sent_again() {
    for known in ["\"0a1b\"", "\"x\", W/\"0a1b\"", "*"] {
        let answer = get("/index.html", &[("if-none-match", known)]).await;
        assert_eq!(answer.status, StatusCode::NOT_MODIFIED, "{known}");
        assert!(answer.body.is_empty());
        assert_eq!(answer.header("etag"), "\"0a1b\"");
    }
    assert_eq!(get("/", &[("if-none-match", "\"0a1c\"")]).await.status, StatusCode::OK);
}

#[tokio::test]
async fn the_smallest_form_that_is_taken() {
    let forms: [(&str, &str, &[u8], &str); 5] = [
        ("gzip, deflate, br", "br", b"brotli", "\"9F9f-br\""),
        ("gzip;q=0.5", "gzip", b"gzip", "\"9F9f-gzip\""),
        ("br;q=0, gzip", "gzip", b"gzip", "\"9F9f-gzip\""),
        ("zstd", "", b"plain", "\"9F9f\""),
        ("", "", b"plain", "\"9F9f\""),
    ];
    for (accepted, coding, body, tag) in forms {
        let answer = get("/assets/main-9f.js", &[("accept-encoding", accepted)]).await;
        assert_eq!((answer.header("content-encoding"), &*answer.body), (coding, body), "{accepted}");
        assert_eq!(answer.header("etag"), tag);
        assert_eq!(answer.header("vary"), "accept-encoding");
        assert_eq!(answer.header("cache-control"), "public, max-age=31536000, immutable");
        let again = get("/assets/main-9f.js", &[("accept-encoding", accepted), ("if-none-match", tag)]).await;
        assert_eq!(again.status, StatusCode::NOT_MODIFIED, "{accepted}");
    }
}

#[tokio::test]
async fn a_navigation_gets_the_index_and_a_missing_file_does_not() {
    let browser = [("accept", "text/html,application/xhtml+xml,*/*;q=0.8")];
    assert_eq!(get("/town", &browser).await.body, b"<!doctype html>");
    for path in ["/missing.js", "/assets/missing", "/api/v1/missing"] {
        let answer = get(path, &browser).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{path}");
        assert_eq!(answer.header("content-type"), "application/problem+json");
    }
    assert_eq!(get("/town", &[("accept", "application/json")]).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn only_reading_and_only_where_no_route_is() {
    assert_eq!(ask(Method::HEAD, "/", &[]).await.status, StatusCode::OK);
    assert_eq!(ask(Method::POST, "/", &[]).await.status, StatusCode::NOT_FOUND);
    assert_eq!(get("/health", &[("accept", "text/html")]).await.body, b"{\"status\":\"ok\"}");
}
