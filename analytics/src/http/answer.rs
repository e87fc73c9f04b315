//! The rows of a query as a response body, streamed.

use axum::body::Body;
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::{IntoResponse as _, Response};
use bytes::Bytes;
use futures::StreamExt as _;

use super::accept::negotiate;
use super::problem::Problem;
use crate::analytics::Analytics;
use crate::encode::{EncodeError, Encoder};
use crate::query::{QueryError, QueryStream};

/// Answers a query. The status waits for the first rows, since most errors come before them; an error after that ends
/// the body before its end, which the client sees as a broken transfer.
pub(super) async fn answer(analytics: &Analytics, sql: &str, headers: &HeaderMap) -> Response {
    let Some(mut encoder) = negotiate(headers) else { return Problem::not_acceptable().into_response() };
    let content_type = encoder.content_type();
    match begin(analytics, sql, encoder.as_mut()).await {
        Ok((first, rows)) => {
            let mut response = Response::new(body(first, rows, encoder));
            response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(content_type));
            tell_missing(analytics, sql, &mut response);
            response
        }
        Err(error) => Problem::of_query(&error).into_response(),
    }
}

/// Says which rows the answer lacks, one header a file.
fn tell_missing(analytics: &Analytics, sql: &str, response: &mut Response) {
    for missing in analytics.missing_for(sql) {
        if let Ok(text) = HeaderValue::from_str(&missing.to_string()) {
            response.headers_mut().append("x-ludograph-missing", text);
        }
    }
}

/// Starts a query and encodes what comes before its rows, and the first of them.
async fn begin(
    analytics: &Analytics,
    sql: &str,
    encoder: &mut dyn Encoder,
) -> Result<(Vec<u8>, QueryStream), QueryError> {
    let mut rows = analytics.query(sql).await?;
    let mut first = encoder.begin(&rows.schema()).map_err(bug)?;
    if let Some(batch) = rows.next().await {
        first.extend(encoder.batch(&batch?).map_err(bug)?);
    }
    Ok((first, rows))
}

#[allow(clippy::needless_pass_by_value, reason = "the shape `map_err` wants")]
fn bug(error: EncodeError) -> QueryError {
    QueryError::Internal { message: error.to_string() }
}

/// Where the body stands.
enum Part {
    First(Vec<u8>),
    Rows,
    Ended,
}

fn body(first: Vec<u8>, rows: QueryStream, encoder: Box<dyn Encoder>) -> Body {
    let pieces = futures::stream::unfold((Part::First(first), rows, encoder), |(part, mut rows, mut encoder)| async {
        let (piece, next) = match part {
            Part::First(first) => (Ok(first), Part::Rows),
            Part::Ended => return None,
            Part::Rows => match rows.next().await {
                Some(Ok(batch)) => (encoder.batch(&batch).map_err(bug), Part::Rows),
                Some(Err(error)) => (Err(error), Part::Ended),
                None => (encoder.end().map_err(bug), Part::Ended),
            },
        };
        if let Err(error) = &piece {
            tracing::warn!(%error, "an answer broke off");
        }
        Some((piece.map(Bytes::from), (next, rows, encoder)))
    });
    Body::from_stream(pieces)
}
