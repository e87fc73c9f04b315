//! Serves the door alone, without tables behind it: what measurements of the door's own cost run against.
//!
//! `cargo run -p ludograph-bus --example door -- FOLDER [ADDRESS]`; prints the address it listens on.

use ludograph_bus::{Door, Ingest, install_metrics, serve};
use ludograph_log::{Log, LogOptions};

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let folder = arguments.next().ok_or("the first argument is a folder")?;
    let address = arguments.next().unwrap_or_else(|| "127.0.0.1:0".to_owned());
    let (log, _) = Log::open(folder.as_ref(), LogOptions::default())?;
    let ingest = Ingest::open(log.clone(), Vec::new())?;
    let listener = tokio::net::TcpListener::bind(address).await?;
    println!("http://{}", listener.local_addr()?);
    let stop = async {
        if let Err(error) = tokio::signal::ctrl_c().await {
            eprintln!("no signal: {error}");
        }
    };
    serve(listener, Door::new(ingest, install_metrics()).router(), stop).await?;
    log.close()?;
    Ok(())
}
