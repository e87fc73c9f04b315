//! A virtual environment of Python with packages from an index; for tests of several rooms, which take this file in by
//! its path.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// An environment that a test needs.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Environment<'a> {
    /// Its folder, made where there is none, and kept between runs.
    pub(crate) folder: &'a Path,
    /// The packages, one a line, with their versions.
    pub(crate) requirements: &'a Path,
    /// What is imported to see whether it works, as in `import a, b`.
    pub(crate) imports: &'a str,
    /// What a machine needs for the test, for whoever reads why it failed.
    pub(crate) needed: &'a str,
}

impl Environment<'_> {
    /// The environment's Python. The environment is made anew where it does not work or other versions are wanted.
    pub(crate) fn python(&self) -> PathBuf {
        let (python, stamp) = (self.folder.join("bin/python"), self.folder.join("requirements.txt"));
        let wanted = std::fs::read(self.requirements).unwrap();
        let is_there = std::fs::read(&stamp).is_ok_and(|there| there == wanted);
        if is_there && self.run(&python, &["-c", &format!("import {}", self.imports)]).status.success() {
            return python;
        }
        if self.folder.exists() {
            std::fs::remove_dir_all(self.folder).unwrap();
        }
        self.succeed(Path::new("python3"), &["-m", "venv", self.folder.to_str().unwrap()]);
        let install = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--requirement"];
        self.succeed(&python, &[&install[..], &[self.requirements.to_str().unwrap()]].concat());
        // Only now: what a broken-off installation has left is not taken for whole.
        std::fs::File::create(&stamp).and_then(|mut file| file.write_all(&wanted)).unwrap();
        python
    }

    /// Runs a program to its end.
    pub(crate) fn run(&self, program: &Path, arguments: &[&str]) -> Output {
        let ran = Command::new(program).args(arguments).output();
        ran.unwrap_or_else(|error| panic!("{}; {} cannot be started: {error}", self.needed, program.display()))
    }

    fn succeed(&self, program: &Path, arguments: &[&str]) {
        let output = self.run(program, arguments);
        let words = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{}; {} {arguments:?} failed: {words}", self.needed, program.display());
    }
}
