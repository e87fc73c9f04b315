//! What a module may be: small, with two names, needing the C library alone.

use std::fmt;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The most a stripped module may take.
const BYTES_MAX: u64 = 3_000_000;

/// The names a module shows.
const EXPORTED: [&str; 2] = ["mgp_init_module", "mgp_shutdown_module"];

/// The C library: its parts and its loader.
const ALLOWED: [&str; 5] = ["libc.so", "ld-linux", "libm.so", "libpthread.so", "libdl.so"];

/// What is wrong with a module.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Fault {
    #[error("{path}: it has {bytes} bytes, allowed are {BYTES_MAX}")]
    Large { path: PathBuf, bytes: u64 },
    #[error("{path}: it exports {found}, allowed are {}", EXPORTED.join(" and "))]
    Exports { path: PathBuf, found: String },
    #[error("{path}: it needs {library}, allowed is the C library alone")]
    Needs { path: PathBuf, library: String },
    #[error("{path}: it needs glibc {needs} for {}, asked for was {asked}", names.join(", "))]
    TooNew { path: PathBuf, needs: Version, names: Vec<String>, asked: Version },
    #[error("{path}: that it needs no newer glibc than {asked} cannot be checked without binutils")]
    Unchecked { path: PathBuf, asked: Version },
}

/// A version of the C library, such as 2.28.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Version {
    major: u32,
    minor: u32,
}

impl Version {
    /// The version of a text such as `2.28`, or `2.2.5`, of which the last part is left out.
    pub(crate) fn read(text: &str) -> Option<Self> {
        let mut parts = text.split('.').map(|part| part.parse::<u32>().ok());
        Some(Self { major: parts.next()??, minor: parts.next()?? })
    }
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.major, self.minor)
    }
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

/// The newest version of the C library that a module asks for, and the names for which it does; `None` where binutils are not
/// installed.
///
/// # Errors
/// [`Fault::TooNew`] for a newer one than asked for; [`Fault::Unchecked`].
pub(crate) fn c_library(path: &Path, asked: Option<Version>) -> Result<Option<Version>, Fault> {
    let symbols = output("objdump", &["-T"], path);
    match (symbols.map(|symbols| newest(&symbols)), asked) {
        (Some(Some((needs, names))), Some(asked)) if needs > asked => {
            Err(Fault::TooNew { path: path.to_path_buf(), needs, names, asked })
        }
        (Some(found), _) => Ok(found.map(|(needs, _)| needs)),
        (None, Some(asked)) => Err(Fault::Unchecked { path: path.to_path_buf(), asked }),
        (None, None) => Ok(None),
    }
}

/// The newest version in a list of dynamic names as `objdump -T` prints it, and the names that have it.
fn newest(symbols: &str) -> Option<(Version, Vec<String>)> {
    let version = |line: &str| Version::read(line.split_once("GLIBC_")?.1.split([')', ' ']).next()?);
    let newest = symbols.lines().filter_map(version).max()?;
    let of_newest = symbols.lines().filter(|line| version(line) == Some(newest));
    Some((newest, of_newest.filter_map(|line| line.split_whitespace().last()).map(str::to_owned).collect()))
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

#[cfg(test)]
mod tests {
    use super::{Version, newest};

    #[test]
    fn versions_are_numbers() {
        let read = |text| Version::read(text);
        assert!(read("2.9") < read("2.28") && read("2.28") < read("2.31"));
        assert_eq!(read("2.2.5").map(|version| version.to_string()), Some("2.2".to_owned()));
        assert_eq!((read("2"), read("new"), read("")), (None, None, None));
    }

    #[test]
    fn the_newest_name_is_found() {
        let symbols = "0000000000000000      DF *UND*\t0000000000000000 (GLIBC_2.2.5) memcpy\n\
                       0000000000000000      DF *UND*\t0000000000000000 (GLIBC_2.34) dlsym\n\
                       0000000000000000  w   D  *UND*\t0000000000000000  Base        __gmon_start__\n\
                       0000000000000000      DF *UND*\t0000000000000000 (GLIBC_2.34) pthread_join\n";
        let found = newest(symbols).map(|(version, names)| (version.to_string(), names.join(" ")));
        assert_eq!(found, Some(("2.34".to_owned(), "dlsym pthread_join".to_owned())));
        assert_eq!(newest("no names"), None);
    }
}
