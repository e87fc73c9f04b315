//! `ludograph config`

use std::process::ExitCode;

use anyhow::Result;

use crate::cli::ServeOptions;
use crate::config::Settings;

/// Prints the effective configuration as TOML, each value with its source.
#[allow(clippy::needless_pass_by_value, reason = "every command takes its options")]
pub(crate) fn run(options: ServeOptions) -> Result<ExitCode> {
    let settings = Settings::read(&options)?;
    settings.check()?;
    for (key, setting) in settings.all() {
        println!("{:<40} # {}", format!("{key} = {:?}", setting.value), setting.source);
    }
    Ok(ExitCode::SUCCESS)
}
