//! `ludograph serve`

use std::process::ExitCode;

use anyhow::Result;
use tracing_subscriber::EnvFilter;

use crate::cli::ServeOptions;
use crate::config::{LogFormat, Settings};
use crate::server::Server;

/// Serves until Ctrl-C or a termination signal, then drains and closes.
pub(crate) async fn run(options: ServeOptions) -> Result<ExitCode> {
    let config = Settings::read(&options)?.check()?;
    init_tracing(config.log_format);
    let server = Server::start(&config).await?;
    let recovery = &server.recovery;
    tracing::info!(
        records = recovery.records,
        segments = recovery.segments,
        torn_bytes = recovery.torn_bytes,
        "opened {}",
        config.data.display()
    );
    tracing::info!("taking events at http://{}/api/v1/events, SQL at http://{0}/api/v1/query", server.address);
    tracing::info!("the page is at http://{}/", server.address);
    stop_signal().await?;
    tracing::info!("stopping: finishing what is under way");
    server.stop().await?;
    tracing::info!("closed");
    Ok(ExitCode::SUCCESS)
}

/// Logs go to standard error; `RUST_LOG` chooses what.
fn init_tracing(format: LogFormat) {
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("info"));
    let colours = std::io::IsTerminal::is_terminal(&std::io::stderr());
    let builder = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).with_ansi(colours);
    let installed = match format {
        LogFormat::Text => builder.try_init(),
        LogFormat::Json => builder.json().try_init(),
    };
    if let Err(error) = installed {
        eprintln!("ludograph: no log: {error}");
    }
}

#[cfg(unix)]
async fn stop_signal() -> Result<()> {
    use tokio::signal::unix::{SignalKind, signal};
    let mut terminate = signal(SignalKind::terminate())?;
    tokio::select! {
        interrupted = tokio::signal::ctrl_c() => interrupted?,
        _ = terminate.recv() => {}
    }
    Ok(())
}

#[cfg(not(unix))]
async fn stop_signal() -> Result<()> {
    Ok(tokio::signal::ctrl_c().await?)
}
