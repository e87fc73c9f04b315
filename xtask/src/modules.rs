//! Builds query modules as Memgraph loads them.

use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

use crate::check::{Fault, Version, c_library, check};
use crate::zig::Zig;

/// Why something was not built.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Error {
    #[error("{path}: {source}")]
    Io { path: PathBuf, source: std::io::Error },
    #[error("`{0}` could not be started: {1}")]
    Start(&'static str, std::io::Error),
    #[error("`{0}` failed")]
    Failed(&'static str),
    #[error("what `cargo metadata` says cannot be read: {0}")]
    Metadata(String),
    #[error("there is no package '{0}' with a cdylib in this workspace")]
    Unknown(String),
    #[error("--glibc takes a version such as 2.28{}", given.as_ref().map(|given| format!(", got {given}")).unwrap_or_default())]
    Library { given: Option<String> },
    #[error(transparent)]
    Fault(#[from] Fault),
}

/// A shared object to build.
struct Module {
    package: String,
    name: String,
    is_example: bool,
}

/// The packages that are named, and the version of the C library behind `--glibc`.
fn arguments(given: &[String]) -> Result<(Vec<String>, Option<Version>), Error> {
    let (mut packages, mut library) = (Vec::new(), None);
    let mut given = given.iter();
    while let Some(word) = given.next() {
        if word == "--glibc" {
            let version = given.next();
            let read = version.and_then(|version| Version::read(version));
            library = Some(read.ok_or_else(|| Error::Library { given: version.cloned() })?);
        } else {
            packages.push(word.clone());
        }
    }
    Ok((packages, library))
}

/// Builds, names and checks the modules: for this machine's C library, or for an older one.
pub(crate) fn build(given: &[String]) -> Result<(), Error> {
    let (packages, library) = arguments(given)?;
    let metadata = metadata()?;
    let modules = modules(&metadata, &packages);
    if let Some(missing) = packages.iter().find(|name| !modules.iter().any(|module| module.package == **name)) {
        return Err(Error::Unknown(missing.clone()));
    }
    let target = PathBuf::from(text(&metadata, "target_directory")?);
    let (link, installed) = (target.join("query_modules_link"), target.join("query_modules"));
    let zig = library.map(|version| Zig::for_library(version, &target.join("zig"))).transpose()?;
    unwinder_inside(&link)?;
    create(&installed)?;
    let built = if zig.is_some() { target.join(Zig::machine()) } else { target.clone() };
    if modules.is_empty() {
        println!("there are no packages under mage/modules");
    }
    for module in &modules {
        compile(module, &link, zig.as_ref())?;
        let folder = built.join(if module.is_example { "release/examples" } else { "release" });
        let (from, to) = (folder.join(format!("lib{}.so", module.name)), installed.join(format!("{}.so", module.name)));
        let copied = std::fs::copy(&from, &to);
        let bytes = copied.map_err(|source| Error::Io { path: from, source })?;
        check(&to, bytes)?;
        let needs = c_library(&to, library)?.map_or_else(String::new, |version| format!(", needs glibc {version}"));
        println!("{}: {} kB{needs}", to.display(), bytes / 1000);
    }
    Ok(())
}

fn create(folder: &Path) -> Result<(), Error> {
    std::fs::create_dir_all(folder).map_err(|source| Error::Io { path: folder.to_path_buf(), source })
}

/// Rust names `libgcc_s` for unwinding, a library that a server's machine need not have. A linker script of that name,
/// found first, puts the same code from `libgcc_eh` into the module.
fn unwinder_inside(folder: &Path) -> Result<(), Error> {
    create(folder)?;
    let path = folder.join("libgcc_s.so");
    std::fs::write(&path, "INPUT(-lgcc_eh -lgcc)\n").map_err(|source| Error::Io { path, source })
}

fn compile(module: &Module, link: &Path, zig: Option<&Zig>) -> Result<(), Error> {
    let mut command = zig.map_or_else(cargo, Zig::cargo_build);
    if zig.is_none() {
        command.arg("rustc");
    }
    command.args(["--release", "--package", &module.package]);
    if module.is_example {
        command.args(["--example", &module.name]);
    } else {
        command.arg("--lib");
    }
    // Whole-program optimization keeps what is not used out; `strip` leaves only the dynamic names.
    command.args(["--config", "profile.release.strip=\"symbols\"", "--config", "profile.release.codegen-units=1"]);
    // Where a dependency's sources lay is nothing a module should tell.
    let sources = format!("--remap-path-prefix={}=sources", cargo_home().display());
    // Zig brings an unwinder of its own.
    let unwinder = ["-L".to_owned(), format!("native={}", link.display())];
    let unwinder = if zig.is_some() { &unwinder[..0] } else { &unwinder[..] };
    let flags = [unwinder, &[sources]].concat().join("\u{1f}");
    command.env("CARGO_ENCODED_RUSTFLAGS", flags);
    let status = command.status().map_err(|error| Error::Start("cargo rustc", error))?;
    if status.success() { Ok(()) } else { Err(Error::Failed("cargo rustc")) }
}

/// Cargo as a terminal starts it. What the cargo that runs this program has told it of its own package would be read by
/// build scripts, and everything above them be built anew.
pub(crate) fn cargo() -> Command {
    let mut command = Command::new(env!("CARGO"));
    let told = |name: &str| {
        name == "LD_LIBRARY_PATH" || ["CARGO_PKG_", "CARGO_MANIFEST_"].iter().any(|prefix| name.starts_with(prefix))
    };
    for (name, _) in std::env::vars_os().filter(|(name, _)| name.to_str().is_some_and(told)) {
        command.env_remove(name);
    }
    command
}

/// Where cargo keeps the sources of dependencies.
pub(crate) fn cargo_home() -> PathBuf {
    let home = || std::env::var_os("HOME").map(|home| PathBuf::from(home).join(".cargo"));
    std::env::var_os("CARGO_HOME").map(PathBuf::from).or_else(home).unwrap_or_else(|| PathBuf::from(".cargo"))
}

pub(crate) fn metadata() -> Result<Value, Error> {
    let mut command = cargo();
    command.args(["metadata", "--no-deps", "--format-version", "1"]);
    let output = command.output().map_err(|error| Error::Start("cargo metadata", error))?;
    if !output.status.success() {
        return Err(Error::Failed("cargo metadata"));
    }
    serde_json::from_slice(&output.stdout).map_err(|error| Error::Metadata(error.to_string()))
}

pub(crate) fn text<'a>(json: &'a Value, member: &str) -> Result<&'a str, Error> {
    json.get(member).and_then(Value::as_str).ok_or_else(|| Error::Metadata(format!("it has no {member}")))
}

/// The shared objects of the named packages, or of those under `mage/modules`.
fn modules(metadata: &Value, packages: &[String]) -> Vec<Module> {
    let list = |json: &Value, member: &str| json.get(member).and_then(Value::as_array).cloned().unwrap_or_default();
    let says = |json: &Value, member: &str, word: &str| list(json, member).iter().any(|entry| entry == word);
    let mut found = Vec::new();
    for package in list(metadata, "packages") {
        let (Ok(name), Ok(manifest)) = (text(&package, "name"), text(&package, "manifest_path")) else { continue };
        let wanted = if packages.is_empty() {
            manifest.contains("/mage/modules/")
        } else {
            packages.iter().any(|wanted| wanted == name)
        };
        for target in list(&package, "targets") {
            let Ok(stem) = text(&target, "name") else { continue };
            if wanted && says(&target, "crate_types", "cdylib") {
                let is_example = says(&target, "kind", "example");
                found.push(Module { package: name.to_owned(), name: stem.replace('-', "_"), is_example });
            }
        }
    }
    found
}
