//! The routes.

use axum::Router;
use axum::body::Bytes;
use axum::extract::{DefaultBodyLimit, Path, State};
use axum::http::HeaderMap;
use axum::response::{IntoResponse as _, Response};
use axum::routing::{get, post};
use serde::{Deserialize, Serialize};

use super::answer::answer;
use super::decide;
use super::problem::Problem;
use crate::analytics::Analytics;
use crate::named::named_queries;
use crate::query::nearest;

/// Bytes of a request's body.
const BODY_BYTES_MAX: usize = 512 * 1024;

/// The routes of the queries and of decisions.
pub fn router(analytics: Analytics) -> Router {
    Router::new()
        .route("/api/v1/query", post(query))
        .route("/api/v1/decide", post(decide::post))
        .route("/api/v1/queries", get(list))
        .route("/api/v1/queries/{name}", get(named))
        .layer(DefaultBodyLimit::max(BODY_BYTES_MAX))
        .with_state(analytics)
}

/// The body of a query as JSON.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct QueryBody {
    sql: String,
}

async fn query(State(analytics): State<Analytics>, headers: HeaderMap, body: Bytes) -> Response {
    match sql_of(&body) {
        Ok(sql) => answer(&analytics, &sql, &headers).await,
        Err(problem) => problem.into_response(),
    }
}

/// The statement in a body: the text itself, or the `sql` of a JSON object. No statement begins with a brace, so the
/// body alone decides; `curl -d` names neither type.
fn sql_of(body: &[u8]) -> Result<String, Problem> {
    let text = std::str::from_utf8(body).map_err(|error| Problem::bad_body(format!("not UTF-8: {error}"), None))?;
    if !text.trim_start().starts_with('{') {
        return Ok(text.to_owned());
    }
    match serde_json::from_str::<QueryBody>(text) {
        Ok(body) => Ok(body.sql),
        Err(error) => {
            let pointer = error.is_data().then_some("/sql");
            Err(Problem::bad_body(format!("{{\"sql\": \"...\"}} was expected: {error}"), pointer))
        }
    }
}

/// A named query in the list.
#[derive(Serialize)]
struct Listed {
    name: &'static str,
    title: &'static str,
    answers: &'static str,
    href: String,
    sql: &'static str,
}

async fn list() -> Response {
    let listed: Vec<Listed> = named_queries()
        .iter()
        .map(|query| Listed {
            name: query.name,
            title: query.title,
            answers: query.answers,
            href: format!("/api/v1/queries/{}", query.name),
            sql: query.sql,
        })
        .collect();
    axum::Json(listed).into_response()
}

async fn named(State(analytics): State<Analytics>, Path(name): Path<String>, headers: HeaderMap) -> Response {
    match named_queries().iter().find(|query| query.name == name) {
        Some(query) => answer(&analytics, query.sql, &headers).await,
        None => {
            let names = named_queries().iter().map(|query| query.name);
            Problem::no_such_query(&name, nearest(&name, names)).into_response()
        }
    }
}
