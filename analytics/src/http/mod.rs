//! The HTTP door to the queries.
//!
//! `POST /api/v1/query` answers SQL; `GET /api/v1/queries` lists the named queries and `GET /api/v1/queries/{name}`
//! answers one. The rows come as `Accept` asks; errors are problem details (RFC 9457).

mod accept;
mod answer;
mod problem;
mod routes;

pub use routes::router;
