//! The HTTP door to the queries and to decisions.
//!
//! `POST /api/v1/query` answers SQL; `GET /api/v1/queries` lists the named queries and `GET /api/v1/queries/{name}`
//! answers one. The rows come as `Accept` asks. `POST /api/v1/decide` says what to play in a state of Balatro. Errors are
//! problem details (RFC 9457).

mod accept;
mod answer;
mod decide;
mod problem;
mod routes;

pub use routes::router;
