//! Listens until it is stopped, so that any Bolt client can be tried on it.
//!
//! ```text
//! cargo run -p ludograph-bolt --example bolt_server -- 7687
//! ```

use ludograph_bolt::{Options, Server};

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let port = std::env::args().nth(1).map_or(Ok(7687), |port| port.parse())?;
    let server = Server::start(Options { port, ..Options::default() }).await?;
    println!("{}", server.uri());
    std::future::pending::<()>().await;
    Ok(())
}
