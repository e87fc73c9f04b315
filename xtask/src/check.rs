//! What a module may be: small, with two names, needing the C library alone.

use std::path::{Path, PathBuf};
use std::process::Command;

/// The most a stripped module may take.
const BYTES_MAX: u64 = 3_000_000;

/// The names a module shows.
const EXPORTED: [&str; 2] = ["mgp_init_module", "mgp_shutdown_module"];

/// The C library and its loader.
const ALLOWED: [&str; 3] = ["libc.so", "ld-linux", "libm.so"];

/// What is wrong with a module.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Fault {
    #[error("{path}: it has {bytes} bytes, allowed are {BYTES_MAX}")]
    Large { path: PathBuf, bytes: u64 },
    #[error("{path}: it exports {found}, allowed are {}", EXPORTED.join(" and "))]
    Exports { path: PathBuf, found: String },
    #[error("{path}: it needs {library}, allowed is the C library alone")]
    Needs { path: PathBuf, library: String },
}

/// Checks a module. Names and libraries are only looked at where binutils are installed, and that is said.
pub(crate) fn check(path: &Path, bytes: u64) -> Result<(), Fault> {
    if bytes > BYTES_MAX {
        return Err(Fault::Large { path: path.to_path_buf(), bytes });
    }
    if let Some(names) = output("nm", &["-D", "--defined-only", "-j"], path) {
        let found: Vec<&str> = names.lines().collect();
        if found != EXPORTED {
            return Err(Fault::Exports { path: path.to_path_buf(), found: found.join(", ") });
        }
    }
    let dynamic = output("readelf", &["-d"], path).unwrap_or_default();
    let libraries = dynamic.lines().filter(|line| line.contains("(NEEDED)"));
    for library in libraries.filter_map(|line| line.split(['[', ']']).nth(1)) {
        if !ALLOWED.iter().any(|allowed| library.starts_with(allowed)) {
            return Err(Fault::Needs { path: path.to_path_buf(), library: library.to_owned() });
        }
    }
    Ok(())
}

/// The newest version of the C library that a module asks for, such as `2.35`; `None` where binutils are not installed.
/// It is what the machine that links has, so that for an older server modules are built on an older system.
pub(crate) fn c_library(path: &Path) -> Option<String> {
    let symbols = output("objdump", &["-T"], path)?;
    let versions = symbols.split("GLIBC_").skip(1).filter_map(|rest| rest.split(')').next());
    let number = |version: &str| version.split('.').map(|part| part.parse().unwrap_or(0)).collect::<Vec<u32>>();
    versions.max_by_key(|version| number(version)).map(str::to_owned)
}

fn output(tool: &str, arguments: &[&str], path: &Path) -> Option<String> {
    match Command::new(tool).args(arguments).arg(path).output() {
        Ok(output) if output.status.success() => String::from_utf8(output.stdout).ok(),
        _ => {
            println!("skipped: {tool} is not here to look at {}", path.display());
            None
        }
    }
}
