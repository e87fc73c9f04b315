//! Builds the page, which shows the package for JavaScript and is embedded in the program.

use std::path::{Path, PathBuf};

use crate::modules::{Error, metadata, text};
use crate::wasm;

/// Builds `engine/web/dist`. The package is taken as it lies, where it was built.
pub(crate) fn build() -> Result<(), Error> {
    let root = PathBuf::from(text(&metadata()?, "workspace_root")?);
    if !root.join("engine/wasm/package/dist/wasm/analysis_bg.wasm").exists() {
        wasm::build()?;
    }
    let page = root.join("engine/web");
    wasm::install(&page)?;
    wasm::run(wasm::npm(&page).args(["run", "--silent", "build"]), "npm run build")?;
    println!("{}: {} kB", page.join("dist").display(), bytes_below(&page.join("dist"))? / 1000);
    Ok(())
}

fn bytes_below(folder: &Path) -> Result<u64, Error> {
    let failed = |source| Error::Io { path: folder.to_path_buf(), source };
    let mut bytes = 0;
    for entry in std::fs::read_dir(folder).map_err(failed)? {
        let entry = entry.map_err(failed)?;
        let metadata = entry.metadata().map_err(failed)?;
        bytes += if metadata.is_dir() { bytes_below(&entry.path())? } else { metadata.len() };
    }
    Ok(bytes)
}
