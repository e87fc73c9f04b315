//! Serving routes on an address until told to stop.

use std::future::{Future, IntoFuture as _};
use std::net::SocketAddr;
use std::time::Duration;

use axum::Router;
use axum::serve::ListenerExt as _;
use tokio::net::TcpListener;
use tokio::sync::watch;

/// How long requests that are under way may take once the door closes.
pub const DRAIN: Duration = Duration::from_secs(8);

/// Serves until `stop` completes, then lets requests under way finish, for [`DRAIN`] at most.
///
/// # Errors
/// The listener's own.
pub async fn serve(
    listener: TcpListener,
    router: Router,
    stop: impl Future<Output = ()> + Send + 'static,
) -> std::io::Result<()> {
    let (closing, mut closed) = watch::channel(false);
    let graceful = async move {
        stop.await;
        closing.send_replace(true);
    };
    // Answers are small and waited for: they are sent at once.
    let listener = listener.tap_io(|stream| {
        if let Err(error) = stream.set_nodelay(true) {
            tracing::debug!(%error, "no-delay was refused");
        }
    });
    let service = router.into_make_service_with_connect_info::<SocketAddr>();
    let server = axum::serve(listener, service).with_graceful_shutdown(graceful);
    let overdue = async {
        // A live stream never ends by itself.
        if closed.wait_for(|closing| *closing).await.is_ok() {
            tokio::time::sleep(DRAIN).await;
        }
    };
    tokio::select! {
        served = server.into_future() => served,
        () = overdue => Ok(()),
    }
}
