//! The HTTP door.

use axum::body::{Body, to_bytes};
use axum::http::{Request, Response, StatusCode, header};
use ludograph_analytics::{Analytics, router};
use serde_json::Value;
use tower::ServiceExt as _;

use crate::support::{tables, three_games};

async fn send(analytics: &Analytics, request: Request<Body>) -> Response<Body> {
    router(analytics.clone()).oneshot(request).await.unwrap()
}

async fn ask(
    analytics: &Analytics,
    body: &str,
    headers: &[(header::HeaderName, &str)],
) -> (StatusCode, String, Vec<u8>) {
    let mut request = Request::post("/api/v1/query");
    for (name, value) in headers {
        request = request.header(name, *value);
    }
    parts(send(analytics, request.body(Body::from(body.to_owned())).unwrap()).await).await
}

async fn get(analytics: &Analytics, path: &str) -> (StatusCode, String, Vec<u8>) {
    parts(send(analytics, Request::get(path).body(Body::empty()).unwrap()).await).await
}

async fn parts(response: Response<Body>) -> (StatusCode, String, Vec<u8>) {
    let content_type = response.headers()[header::CONTENT_TYPE].to_str().unwrap().to_owned();
    let status = response.status();
    (status, content_type, to_bytes(response.into_body(), usize::MAX).await.unwrap().to_vec())
}

fn json(body: &[u8]) -> Value {
    serde_json::from_slice(body).unwrap()
}

const SQL: &str = "SELECT game_id, events FROM games ORDER BY first_position LIMIT 1";

#[tokio::test]
async fn answers_in_the_form_that_is_asked_for() {
    let analytics = tables(&three_games());
    let id = "01010101-0101-0101-0101-010101010101";
    let as_json = format!("[\n{{\"game_id\":\"{id}\",\"events\":10}}\n]\n");
    for (body, headers) in [
        (SQL.to_owned(), vec![]),
        (SQL.to_owned(), vec![(header::CONTENT_TYPE, "text/sql")]),
        (SQL.to_owned(), vec![(header::CONTENT_TYPE, "application/x-www-form-urlencoded"), (header::ACCEPT, "*/*")]),
        (serde_json::json!({ "sql": SQL }).to_string(), vec![(header::CONTENT_TYPE, "application/json")]),
        (serde_json::json!({ "sql": SQL }).to_string(), vec![]),
    ] {
        let (status, content_type, found) = ask(&analytics, &body, &headers).await;
        assert_eq!((status, content_type.as_str()), (StatusCode::OK, "application/json"));
        assert_eq!(String::from_utf8(found).unwrap(), as_json);
    }
    let (_, content_type, found) = ask(&analytics, SQL, &[(header::ACCEPT, "text/csv")]).await;
    assert_eq!((content_type.as_str(), found), ("text/csv", format!("game_id,events\r\n{id},10\r\n").into_bytes()));
    let (_, content_type, found) = ask(&analytics, SQL, &[(header::ACCEPT, "application/x-ndjson")]).await;
    assert_eq!(content_type, "application/x-ndjson");
    assert_eq!(found, format!("{{\"game_id\":\"{id}\",\"events\":10}}\n").into_bytes());
    let (_, content_type, found) =
        ask(&analytics, SQL, &[(header::ACCEPT, "application/vnd.apache.arrow.stream")]).await;
    assert_eq!(content_type, "application/vnd.apache.arrow.stream");
    let reader = arrow::ipc::reader::StreamReader::try_new(found.as_slice(), None).unwrap();
    assert_eq!(reader.map(|batch| batch.unwrap().num_rows()).sum::<usize>(), 1);
    let (status, ..) = ask(&analytics, SQL, &[(header::ACCEPT, "image/png")]).await;
    assert_eq!(status, StatusCode::NOT_ACCEPTABLE);
}

#[tokio::test]
async fn problems_point_at_what_is_wrong() {
    let analytics = tables(&three_games());
    for (body, kind, pointer, part) in [
        ("DROP TABLE events", "query-refused", Some("/sql"), "DROP TABLE"),
        ("SELECT * FROM event", "query-invalid", Some("/sql"), "did you mean `events`?"),
        ("SELEC 1", "query-invalid", Some("/sql"), "cannot be read"),
        ("", "query-invalid", Some("/sql"), "no statement"),
        ("{\"sq\": 1}", "bad-body", Some("/sql"), "expected"),
        ("{\"sql\": 1}", "bad-body", Some("/sql"), "expected"),
        ("{\"sql\": ", "bad-body", None, "expected"),
        ("SELECT 1/0", "query-invalid", Some("/sql"), "ivide by zero"),
    ] {
        let (status, content_type, found) = ask(&analytics, body, &[]).await;
        let problem = json(&found);
        assert_eq!((status, content_type.as_str()), (StatusCode::BAD_REQUEST, "application/problem+json"), "{body}");
        assert_eq!(problem["type"], format!("urn:ludograph:problem:{kind}"), "{body}");
        assert_eq!(problem["status"], 400);
        assert_eq!(problem["pointer"].as_str(), pointer, "{body}");
        assert!(problem["title"].is_string());
        assert!(problem["detail"].as_str().unwrap().contains(part), "{problem}");
    }
}

#[tokio::test]
async fn named_queries_are_listed_and_run() {
    let analytics = tables(&three_games());
    let (status, _, found) = get(&analytics, "/api/v1/queries").await;
    let list = json(&found);
    assert_eq!((status, list.as_array().unwrap().len()), (StatusCode::OK, ludograph_analytics::named_queries().len()));
    let href = list[0]["href"].as_str().unwrap().to_owned();
    let (status, _, found) = get(&analytics, &href).await;
    assert_eq!(status, StatusCode::OK);
    assert!(json(&found).as_array().is_some_and(|rows| !rows.is_empty()));
    let (status, content_type, found) = get(&analytics, "/api/v1/queries/win_rat").await;
    assert_eq!((status, content_type.as_str()), (StatusCode::NOT_FOUND, "application/problem+json"));
    assert_eq!(json(&found)["suggestion"], "win_rate");
}
