//! The REST door: routes, and what every route shares.
//!
//! The mod's own routes ([`events`]) follow its contract: 2xx for whatever can be kept, 503 only where a retry helps.
//! Every other route answers bad input with problem details (RFC 9457) that point to the field.

mod admission;
mod commands;
mod events;
mod filter;
mod health;
mod history;
mod live;
mod openapi;
mod page;
mod problem;
mod stream_name;
mod view;

use std::sync::Arc;

use axum::Router;
use axum::extract::{DefaultBodyLimit, State};
use axum::http::{HeaderMap, Method, StatusCode, Uri};
use axum::routing::{get, post};
use metrics_exporter_prometheus::PrometheusHandle;
use tokio::sync::Semaphore;
use tower_http::catch_panic::CatchPanicLayer;

use crate::commands::CommandQueue;
use crate::ingest::Ingest;
use crate::limits::{BODY_BYTES_MAX, LIVE_STREAMS_MAX};
use admission::{Admission, admit};
pub use page::{Asset, Page};
pub use problem::Problem;

/// What the door's routes share.
#[derive(Clone)]
pub struct Door {
    ingest: Ingest,
    commands: Arc<CommandQueue>,
    metrics: PrometheusHandle,
    live_streams: Arc<Semaphore>,
    page: Option<Page>,
}

impl Door {
    /// A door in front of a bus.
    #[must_use]
    pub fn new(ingest: Ingest, metrics: PrometheusHandle) -> Self {
        let live_streams = Arc::new(Semaphore::new(LIVE_STREAMS_MAX));
        Self { ingest, commands: Arc::default(), metrics, live_streams, page: None }
    }

    /// The same door, which answers a page wherever no route does.
    #[must_use]
    pub fn with_page(self, page: Page) -> Self {
        Self { page: Some(page), ..self }
    }

    /// The routes: events, commands, health, readiness, metrics, and the page if there is one.
    pub fn router(self) -> Router {
        let mut router = Router::new();
        // The mod concatenates paths, so a configured address with a slash at its end doubles it.
        for base in ["/api/v1/events", "/streams/{stream}/api/v1/events"] {
            let one = post(events::single).get(history::list);
            router = router
                .route(base, one.clone())
                .route(&format!("{base}/"), one)
                .route(&format!("{base}/batch"), post(events::batch))
                .route(&format!("{base}//batch"), post(events::batch))
                .route(&format!("{base}/health"), post(health::alive).get(health::alive))
                .route(&format!("{base}//health"), post(health::alive).get(health::alive))
                .route(&format!("{base}/stream"), get(live::stream));
        }
        router
            .route("/api/v1/commands", post(commands::queue))
            .route("/api/v1/commands/poll", get(commands::poll))
            .route("/health", get(health::alive))
            .route("/ready", get(health::ready))
            .route("/metrics", get(health::metrics))
            .route("/openapi.json", get(openapi::document))
            .method_not_allowed_fallback(|| async {
                Problem::new(StatusCode::METHOD_NOT_ALLOWED, "method not allowed", "see /openapi.json for the methods")
            })
            .fallback(|State(door): State<Self>, method: Method, uri: Uri, headers: HeaderMap| async move {
                let page = door.page.and_then(|page| page.answer(&method, &uri, &headers));
                page.unwrap_or_else(|| page::nothing_there(&uri))
            })
            .layer(DefaultBodyLimit::max(BODY_BYTES_MAX))
            .layer(axum::middleware::from_fn_with_state(Admission::new(), admit))
            .layer(CatchPanicLayer::custom(panicked))
            .with_state(self)
    }
}

/// A panic is our bug; it costs one request and nothing else.
#[allow(clippy::needless_pass_by_value, reason = "the layer hands it over by value")]
fn panicked(panic: Box<dyn std::any::Any + Send>) -> axum::response::Response {
    let words = panic.downcast_ref::<&str>().map(ToString::to_string);
    let words = words.or_else(|| panic.downcast_ref::<String>().cloned()).unwrap_or_default();
    tracing::error!(panic = words, "a request panicked");
    axum::response::IntoResponse::into_response(Problem::new(
        StatusCode::INTERNAL_SERVER_ERROR,
        "internal error",
        "a fault of the server's own; its log says more",
    ))
}

impl std::fmt::Debug for Door {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Door").field("ingest", &self.ingest).finish_non_exhaustive()
    }
}
