//! Embeds the built page, so that `ludograph serve` needs no file beside it.
//!
//! The page is what lies in `engine/web/dist`. The folder is always there, empty until `cargo run -p xtask -- page` has
//! built the page: a path that is missing would make cargo run this, and build the program anew, each time.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

const DIST: &str = "engine/web/dist";

/// What a server beside the page answers itself: the build has it for hosts without one.
const OTHERS_FOLDER: &str = "api/";

fn main() -> io::Result<()> {
    println!("cargo:rerun-if-changed=build.rs");
    let root = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").unwrap_or_default());
    let dist = root.join(DIST);
    if dist.is_dir() {
        println!("cargo:rerun-if-changed={DIST}");
    }
    let mut files = Vec::new();
    collect(&dist, &dist, &mut files)?;
    files.sort();
    // Without an index it is no page, whatever else lies there.
    if !files.iter().any(|name| name == "index.html") {
        files.clear();
    }
    let mut list = String::from("&[\n");
    for name in files.iter().filter(|name| !is_compressed(name)) {
        let other = |ending: &str| {
            let name = format!("{name}{ending}");
            if files.contains(&name) { format!("Some({})", included(&dist, &name)) } else { "None".to_owned() }
        };
        let (brotli, gzip, bytes) = (other(".br"), other(".gz"), included(&dist, name));
        let (content_type, hash) = (content_type(name), hash(&fs::read(dist.join(name))?));
        let line = format!(
            "Asset {{ path: {name:?}, content_type: {content_type:?}, hash: \"{hash:016x}\", bytes: {bytes}, \
             brotli: {brotli}, gzip: {gzip} }},"
        );
        writeln!(list, "{line}").map_err(io::Error::other)?;
    }
    list.push(']');
    let out = PathBuf::from(env::var_os("OUT_DIR").unwrap_or_default());
    fs::write(out.join("page_assets.rs"), list)
}

/// The files below a folder, by their names from it with `/` between; nothing where there is no folder.
fn collect(root: &Path, folder: &Path, files: &mut Vec<String>) -> io::Result<()> {
    let Ok(entries) = fs::read_dir(folder) else { return Ok(()) };
    for entry in entries {
        let path = entry?.path();
        if path.is_dir() {
            collect(root, &path, files)?;
        } else if let Ok(name) = path.strip_prefix(root) {
            let name = name.to_string_lossy().replace('\\', "/");
            if !name.starts_with('.') && !name.starts_with(OTHERS_FOLDER) {
                files.push(name);
            }
        }
    }
    Ok(())
}

fn is_compressed(name: &str) -> bool {
    let ending = Path::new(name).extension();
    ending.is_some_and(|ending| ending == "br" || ending == "gz")
}

fn included(dist: &Path, name: &str) -> String {
    format!("include_bytes!({:?})", dist.join(name).to_string_lossy())
}

fn content_type(name: &str) -> &'static str {
    match Path::new(name).extension().and_then(|ending| ending.to_str()) {
        Some("html") => "text/html; charset=utf-8",
        Some("js" | "mjs") => "text/javascript; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("json") => "application/json",
        Some("svg") => "image/svg+xml",
        Some("wasm") => "application/wasm",
        Some("woff2") => "font/woff2",
        Some("txt") => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

/// FNV-1a in 64 bits: it tells versions of a file apart, and nothing hangs on more.
fn hash(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3))
}
