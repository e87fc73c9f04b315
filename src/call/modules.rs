//! Where the modules are, and loading them.

use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail};
use ludograph_host::{Host, Level, set_log_sink};

/// The folder's name beside the program, and what makes it.
const FOLDER: &str = "query_modules";
const BUILDING: &str = "`cargo xtask modules` builds them into target/query_modules; --modules or LUDOGRAPH_MODULES names \
                        another folder";

/// The modules of a folder. One that cannot be loaded is told and does not hinder the others.
pub(super) fn load(given: Option<&Path>) -> Result<Host> {
    set_log_sink(|level, message| {
        if level >= Level::Warn {
            eprintln!("module: {message}");
        }
    });
    let folder = match given {
        Some(folder) if folder.is_dir() => folder.to_path_buf(),
        Some(folder) => bail!("{} is no folder; {BUILDING}", folder.display()),
        None => beside_the_program()?,
    };
    let mut host = Host::new();
    let refused = host.load_folder(&folder).with_context(|| format!("reading {}", folder.display()))?;
    refused.iter().for_each(|error| eprintln!("not loaded: {error}"));
    if host.declarations().is_empty() {
        bail!("{} holds no query modules; {BUILDING}", folder.display());
    }
    Ok(host)
}

/// The folder in the program's own, or in the one above it, where cargo puts both.
fn beside_the_program() -> Result<PathBuf> {
    let program = std::env::current_exe().context("where this program lies")?;
    let folders = program.ancestors().skip(1).take(2).map(|folder| folder.join(FOLDER));
    let tried: Vec<PathBuf> = folders.collect();
    match tried.iter().find(|folder| folder.is_dir()) {
        Some(folder) => Ok(folder.clone()),
        None => {
            let tried: Vec<String> = tried.iter().map(|folder| folder.display().to_string()).collect();
            bail!("there are no query modules in {}; {BUILDING}", tried.join(" or "))
        }
    }
}
