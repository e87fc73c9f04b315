//! Builds the package for JavaScript: two WebAssembly modules, their JavaScript, the classes around them.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

use crate::modules::{Error, cargo, cargo_home, metadata, text};
use crate::order;

/// The modules: their names, which are those of the features of `ludograph-wasm` that make them, and their profiles.
const MODULES: [(&str, &str); 2] = [("brigade", "wasm"), ("analysis", "wasm-small")];

/// What the target's compiler uses and every engine of the last years has.
const WASM_FEATURES: [&str; 6] = [
    "--enable-bulk-memory",
    "--enable-nontrapping-float-to-int",
    "--enable-sign-ext",
    "--enable-mutable-globals",
    "--enable-multivalue",
    "--enable-reference-types",
];

/// A module is read once and run for long, but above all it is loaded: what the compiler has left as a function stays one.
/// Inlining what is larger than this takes 4 % more bytes once compressed, and wins less.
const INLINE: [&str; 6] = ["-fimfs", "0", "-aimfs", "8", "-ocimfs", "0"];

const TARGET: &str = "wasm32-unknown-unknown";

/// Builds `engine/wasm/package/dist`.
pub(crate) fn build() -> Result<(), Error> {
    let began = Instant::now();
    let metadata = metadata()?;
    let root = PathBuf::from(text(&metadata, "workspace_root")?);
    let target = PathBuf::from(text(&metadata, "target_directory")?);
    let package = root.join("engine/wasm/package");
    install(&package)?;
    let generated = package.join("src/wasm");
    for (name, profile) in MODULES {
        let module = compile(name, profile, &target.join("wasm"))?;
        bindgen(&root, &target, &module, &generated, name)?;
        let module = generated.join(format!("{name}_bg.wasm"));
        optimize(&package, &module)?;
        order(&package, &module)?;
    }
    catalog(&target, &package.join("src/generated"))?;
    run(npm(&package).args(["run", "--silent", "compile"]), "npm run compile")?;
    copy(&generated, &package.join("dist/wasm"))?;
    run(Command::new("node").arg("scripts/sizes.mjs").current_dir(&package), "node scripts/sizes.mjs")?;
    println!("built in {} s", began.elapsed().as_secs());
    Ok(())
}

/// What the package is built with, as its lock file says.
pub(crate) fn install(package: &Path) -> Result<(), Error> {
    if package.join("node_modules/.package-lock.json").exists() {
        return Ok(());
    }
    run(npm(package).args(["ci", "--no-audit", "--no-fund"]), "npm ci")
}

fn compile(feature: &str, profile: &str, target: &Path) -> Result<PathBuf, Error> {
    let mut command = cargo();
    command.args(["build", "--package", "ludograph-wasm", "--lib", "--profile", profile, "--target", TARGET]);
    command.args(["--no-default-features", "--features", feature, "--target-dir"]).arg(target);
    // Where a dependency's sources lay is nothing a module should tell.
    let sources = format!("--remap-path-prefix={}=sources", cargo_home().display());
    command.env("CARGO_ENCODED_RUSTFLAGS", sources);
    run(&mut command, "cargo build")?;
    Ok(target.join(TARGET).join(profile).join("ludograph_wasm.wasm"))
}

fn bindgen(root: &Path, target: &Path, module: &Path, folder: &Path, name: &str) -> Result<(), Error> {
    let mut command = cargo();
    command.args(["run", "--quiet", "--locked", "--manifest-path"]).arg(root.join("xtask/bindgen/Cargo.toml"));
    command.arg("--target-dir").arg(target.join("bindgen")).arg("--").arg(module).arg(folder).arg(name);
    run(&mut command, "ludograph-bindgen")
}

/// What the engine knows by name, for the side that reads names.
fn catalog(target: &Path, folder: &Path) -> Result<(), Error> {
    let mut command = cargo();
    command.args(["run", "--quiet", "--package", "ludograph-wasm", "--example", "catalog"]);
    command.args(["--no-default-features", "--features", "brigade", "--target-dir"]).arg(target);
    let output = command.output().map_err(|error| Error::Start("cargo run", error))?;
    if !output.status.success() {
        return Err(Error::Failed("the example `catalog` of ludograph-wasm"));
    }
    let failed = |source| Error::Io { path: folder.to_path_buf(), source };
    std::fs::create_dir_all(folder).map_err(failed)?;
    std::fs::write(folder.join("catalog.ts"), output.stdout).map_err(failed)
}

fn optimize(package: &Path, module: &Path) -> Result<(), Error> {
    let mut command = wasm_opt(package, module);
    // Hints about how addresses are aligned say nothing to any engine, and differ where code is otherwise the same.
    command.arg("-O3").args(INLINE).args(["--dealign", "--strip-producers", "--strip-target-features"]);
    run(&mut command, "wasm-opt")
}

/// Lays functions that resemble each other side by side.
fn order(package: &Path, module: &Path) -> Result<(), Error> {
    let failed = |source| Error::Io { path: module.to_path_buf(), source };
    let bytes = std::fs::read(module).map_err(failed)?;
    let named = order::named_by_order(&bytes).ok_or(Error::Failed("ordering a module's functions"))?;
    std::fs::write(module, named).map_err(failed)?;
    run(wasm_opt(package, module).arg("--reorder-functions-by-name"), "wasm-opt --reorder-functions-by-name")
}

/// Rewrites a module in place, without names.
fn wasm_opt(package: &Path, module: &Path) -> Command {
    let mut command = Command::new(package.join("node_modules/.bin/wasm-opt"));
    command.args(WASM_FEATURES).arg("--strip-debug").arg("-o").arg(module).arg(module);
    command
}

fn copy(from: &Path, to: &Path) -> Result<(), Error> {
    let failed = |path: &Path| {
        let path = path.to_path_buf();
        move |source| Error::Io { path, source }
    };
    std::fs::create_dir_all(to).map_err(failed(to))?;
    for entry in std::fs::read_dir(from).map_err(failed(from))? {
        let path = entry.map_err(failed(from))?.path();
        if let Some(name) = path.file_name() {
            std::fs::copy(&path, to.join(name)).map_err(failed(&path))?;
        }
    }
    Ok(())
}

pub(crate) fn npm(folder: &Path) -> Command {
    let mut command = Command::new("npm");
    command.current_dir(folder);
    command
}

pub(crate) fn run(command: &mut Command, name: &'static str) -> Result<(), Error> {
    let status = command.status().map_err(|error| Error::Start(name, error))?;
    if status.success() { Ok(()) } else { Err(Error::Failed(name)) }
}
