//! The linker for an older C library than this machine's: Zig brings the interface of each version, and an unwinder that needs
//! none of the newer names. cargo-zigbuild tells cargo to use it. Both come from a package index into an environment of their own.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::check::Version;
use crate::modules::{Error, cargo};
use crate::wasm;

/// The packages, by exact version: another linker makes other files.
const PACKAGES: [&str; 2] = ["cargo-zigbuild==0.24.1", "ziglang==0.17.1"];

/// Zig with cargo-zigbuild, ready to use.
pub(crate) struct Zig {
    /// Where the programs are.
    programs: PathBuf,
    /// What both keep between runs.
    cache: PathBuf,
    /// What cargo-zigbuild calls the machine and its C library.
    target: String,
}

impl Zig {
    /// Installs what is missing, once for a target folder.
    ///
    /// # Errors
    /// Where Python with venv or the package index is not to be had.
    pub(crate) fn for_library(version: Version, folder: &Path) -> Result<Self, Error> {
        let programs = folder.join("bin");
        let target = format!("{}.{version}", Self::machine());
        let found = Self { programs, cache: folder.join("cache"), target };
        // The file says which versions are installed.
        let (done, wanted) = (folder.join("packages"), PACKAGES.join("\n"));
        if std::fs::read_to_string(&done).is_ok_and(|installed| installed == wanted) {
            return Ok(found);
        }
        println!("installing {}", PACKAGES.join(" and "));
        wasm::run(Command::new("python3").args(["-m", "venv"]).arg(folder), "python3 -m venv")?;
        let mut install = Command::new(found.programs.join("python"));
        install.args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check"]).args(PACKAGES);
        wasm::run(&mut install, "pip install")?;
        std::fs::write(&done, wanted).map_err(|source| Error::Io { path: done, source })?;
        Ok(found)
    }

    /// This machine, as Rust calls it: modules are linked for another C library, not for another machine.
    pub(crate) fn machine() -> String {
        format!("{}-unknown-linux-gnu", std::env::consts::ARCH)
    }

    /// `cargo build` with Zig as the linker.
    pub(crate) fn cargo_build(&self) -> Command {
        let mut command = cargo();
        let mut path = OsString::from(&self.programs);
        if let Some(others) = std::env::var_os("PATH") {
            path.push(":");
            path.push(others);
        }
        command.env("PATH", path).env("CARGO_ZIGBUILD_CACHE_DIR", &self.cache).env("ZIG_GLOBAL_CACHE_DIR", &self.cache);
        command.args(["zigbuild", "--target", &self.target]);
        command
    }
}
