//! The door alone, without tables behind it.

use std::process::ExitCode;

use ludograph_bus::{Door, Ingest, install_metrics};
use ludograph_log::{Log, LogOptions};

/// Serves until killed.
fn serve_forever(folder: &str, address: &str) -> Result<(), Box<dyn std::error::Error>> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    runtime.block_on(async {
        let (log, _) = Log::open(folder.as_ref(), LogOptions::default())?;
        let ingest = Ingest::open(log, Vec::new())?;
        let listener = tokio::net::TcpListener::bind(address).await?;
        ludograph_bus::serve(listener, Door::new(ingest, install_metrics()).router(), std::future::pending()).await?;
        Ok(())
    })
}

pub(crate) fn serve(folder: &str, address: &str) -> ExitCode {
    match serve_forever(folder, address) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}
