//! `POST /api/v1/decide`: what to play in a state of Balatro, with reasons.

use std::time::{Duration, Instant};

use arrow::array::{Array as _, AsArray as _};
use arrow::datatypes::Int64Type;
use arrow::record_batch::RecordBatch;
use axum::body::Bytes;
use axum::extract::rejection::{BytesRejection, QueryRejection};
use axum::extract::{Query, State};
use axum::response::{IntoResponse as _, Response};
use futures::StreamExt as _;
use ludograph_engine::balatro::{Budget, Decision, Hand, Luck, NODES_MAX, decide};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use tokio::sync::Semaphore;

use super::problem::Problem;
use crate::analytics::Analytics;
use crate::query::QueryError;

/// Time of the search itself; what it has found by then is the answer, and says that it is not proven.
const SEARCH_TIME_MAX: Duration = Duration::from_millis(60);
/// Decisions worked on at the same time: more would only take time from one another.
const DECISIONS_MAX: usize = 4;
/// How long a decision waits for another to end before it is turned away.
const BUSY_WAIT_MAX: Duration = Duration::from_millis(250);

static FREE: Semaphore = Semaphore::const_new(DECISIONS_MAX);

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Parameters {
    /// The game whose latest stored state is meant.
    game_id: Option<String>,
    #[serde(default)]
    luck: LuckName,
}

#[derive(Deserialize, Default, Clone, Copy)]
#[serde(rename_all = "lowercase")]
enum LuckName {
    #[default]
    Least,
    Most,
    Mean,
}

impl From<LuckName> for Luck {
    fn from(name: LuckName) -> Self {
        match name {
            LuckName::Least => Self::Least,
            LuckName::Most => Self::Most,
            LuckName::Mean => Self::Mean,
        }
    }
}

/// A decision, and which state it was made for where that is a stored one.
#[derive(Serialize)]
struct Answer {
    #[serde(flatten)]
    decision: Decision,
    #[serde(skip_serializing_if = "Option::is_none")]
    position: Option<i64>,
}

/// What is decided about.
struct Question {
    state: Value,
    known: Option<Value>,
    position: Option<i64>,
}

pub(super) async fn post(
    State(analytics): State<Analytics>,
    parameters: Result<Query<Parameters>, QueryRejection>,
    body: Result<Bytes, BytesRejection>,
) -> Response {
    match answer(&analytics, parameters, body).await {
        Ok(answer) => axum::Json(answer).into_response(),
        Err(problem) => problem.into_response(),
    }
}

async fn answer(
    analytics: &Analytics,
    parameters: Result<Query<Parameters>, QueryRejection>,
    body: Result<Bytes, BytesRejection>,
) -> Result<Answer, Problem> {
    let Query(parameters) = parameters.map_err(|rejection| Problem::bad_parameter(rejection.body_text()))?;
    let body = body.map_err(|rejection| Problem::unreadable(rejection.status(), rejection.body_text()))?;
    let question = match parameters.game_id.as_deref() {
        Some(game_id) => stored(analytics, game_id, &body).await?,
        None => sent(&body)?,
    };
    if let Some(known) = &question.known {
        Hand::from_value(known).map_err(|error| Problem::bad_state(error.to_string(), Some("/known")))?;
    }
    let luck = Luck::from(parameters.luck);
    let free = tokio::time::timeout(BUSY_WAIT_MAX, FREE.acquire()).await;
    let Ok(Ok(_permit)) = free else { return Err(Problem::decisions_busy(DECISIONS_MAX)) };
    let decided = tokio::task::spawn_blocking(move || {
        let began = Instant::now();
        let mut over = || began.elapsed() >= SEARCH_TIME_MAX;
        let decision = decide(&question.state, question.known.as_ref(), luck, &mut Budget::new(NODES_MAX, &mut over));
        decision.map(|decision| Answer { decision, position: question.position })
    });
    let decided = decided.await.map_err(|error| Problem::bug(error.to_string()))?;
    decided.map_err(|error| Problem::bad_state(error.to_string(), None))
}

/// The state in a body: the state itself, or `{"state": …, "known": …}`.
fn sent(body: &[u8]) -> Result<Question, Problem> {
    let mut state: Value = serde_json::from_slice(body).map_err(|error| {
        Problem::bad_state(format!("a GAME_STATE or {{\"state\": …, \"known\": …}} was expected: {error}"), None)
    })?;
    let Some(inner) = state.get_mut("state").filter(|inner| inner.is_object()).map(Value::take) else {
        return Ok(Question { state, known: None, position: None });
    };
    let known = state.get_mut("known").map(Value::take).filter(|known| !known.is_null());
    Ok(Question { state: inner, known, position: None })
}

/// The latest stored state of a game, with what the body adds.
async fn stored(analytics: &Analytics, game_id: &str, body: &[u8]) -> Result<Question, Problem> {
    let is_id = game_id.len() == 36 && game_id.bytes().all(|byte| byte.is_ascii_hexdigit() || byte == b'-');
    if !is_id {
        return Err(Problem::bad_parameter("game_id: a game's id such as 01890a5d-ac96-774b-bcce-b302099a8057"));
    }
    let known = match body.trim_ascii() {
        [] => None,
        body => known_only(body)?,
    };
    let game_id = game_id.to_ascii_lowercase();
    let latest = format!("SELECT max(position) FROM balatro_states WHERE game_id = '{game_id}' AND in_game");
    let found = first_row(analytics, &latest).await?;
    let position = found.and_then(|row| {
        let positions = row.column(0).as_primitive_opt::<Int64Type>()?;
        positions.is_valid(0).then(|| positions.value(0))
    });
    let position = position.ok_or_else(|| Problem::no_such_state(&game_id))?;
    let row = first_row(analytics, &format!("SELECT payload FROM events WHERE position = {position}")).await?;
    let payload = row.as_ref().and_then(|row| row.column(0).as_string_view_opt()).filter(|texts| texts.is_valid(0));
    let payload = payload.ok_or_else(|| Problem::no_such_state(&game_id))?;
    let state = serde_json::from_str(payload.value(0)).map_err(|error| Problem::bug(error.to_string()))?;
    Ok(Question { state, known, position: Some(position) })
}

/// The body beside a stored state: `{"known": …}` and nothing else.
fn known_only(body: &[u8]) -> Result<Option<Value>, Problem> {
    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Body {
        known: Option<Value>,
    }
    let read = serde_json::from_slice::<Body>(body);
    let expected = "with game_id, the body is empty or {\"known\": …}";
    read.map(|body| body.known).map_err(|error| Problem::bad_state(format!("{expected}: {error}"), None))
}

async fn first_row(analytics: &Analytics, sql: &str) -> Result<Option<RecordBatch>, Problem> {
    let blame = |error: QueryError| Problem::of_query(&error);
    let mut rows = analytics.query(sql).await.map_err(blame)?;
    rows.next().await.transpose().map_err(blame)
}
