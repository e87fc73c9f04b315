//! The servers under load.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

type Result<T> = std::result::Result<T, Box<dyn std::error::Error>>;

/// A server in a process of its own; killed when dropped.
pub(crate) struct Server {
    child: Child,
    pub(crate) address: SocketAddr,
    folder: Option<tempfile::TempDir>,
}

impl Server {
    /// The program, on an empty folder.
    pub(crate) fn ludograph(flags: &[&str]) -> Result<Self> {
        let folder = tempfile::tempdir()?;
        let mut server = Self::ludograph_in(folder.path(), flags)?;
        server.folder = Some(folder);
        Ok(server)
    }

    /// The program, on a folder that stays. Returns when the door answers.
    pub(crate) fn ludograph_in(folder: &Path, flags: &[&str]) -> Result<Self> {
        // The port is free again when the listener is dropped; nobody else asks for ports here.
        let address = TcpListener::bind("127.0.0.1:0")?.local_addr()?;
        let child = Command::new(env!("CARGO_BIN_EXE_ludograph"))
            .args(["serve", "--data"])
            .arg(folder)
            .args(["--listen", &address.to_string()])
            .args(flags)
            .env("RUST_LOG", "warn")
            .spawn()?;
        let server = Self { child, address, folder: None };
        let begun = Instant::now();
        while server.get("/health").is_err() {
            if begun.elapsed() > Duration::from_mins(1) {
                return Err("the program does not answer".into());
            }
            std::thread::sleep(Duration::from_millis(5));
        }
        Ok(server)
    }

    /// Ends the program as a service manager would, and waits for it.
    pub(crate) fn stop(mut self) -> Result<()> {
        let asked = Command::new("kill").args(["-TERM", &self.child.id().to_string()]).status()?;
        if !(asked.success() && self.child.wait()?.success()) {
            return Err("the program did not end well".into());
        }
        Ok(())
    }

    /// The door alone, without tables: this benchmark itself in another process.
    pub(crate) fn door() -> Result<Self> {
        let folder = tempfile::tempdir()?;
        let address = TcpListener::bind("127.0.0.1:0")?.local_addr()?;
        let own = std::env::current_exe()?;
        let child = Command::new(own).arg("--serve-door").arg(folder.path()).arg(address.to_string()).spawn()?;
        let server = Self { child, address, folder: Some(folder) };
        std::thread::sleep(Duration::from_secs(1));
        Ok(server)
    }

    /// The comparison server in Python's standard library.
    pub(crate) fn python(flags: &[&str]) -> Result<Self> {
        let folder = tempfile::tempdir()?;
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("benches/python_server.py");
        let mut child = Command::new("python3")
            .arg(script)
            .args(["--port", "0"])
            .args(flags)
            .current_dir(folder.path())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()?;
        let mut output = BufReader::new(child.stdout.take().ok_or("no output")?);
        let mut line = String::new();
        output.read_line(&mut line)?;
        let address = format!("127.0.0.1:{}", line.trim()).parse()?;
        // What it prints is read, as a terminal would.
        std::thread::spawn(move || std::io::copy(&mut output, &mut std::io::sink()));
        Ok(Self { child, address, folder: Some(folder) })
    }

    pub(crate) fn get(&self, path: &str) -> Result<String> {
        self.ask(&format!("GET {path} HTTP/1.1\r\nhost: bench\r\nconnection: close\r\n\r\n"))
    }

    /// One value of a query of one row and column.
    pub(crate) fn sql(&self, query: &str) -> Result<String> {
        let head = "POST /api/v1/query HTTP/1.0\r\nhost: bench\r\nconnection: close\r\naccept: text/csv\r\ncontent-type: text/plain";
        let answer = self.ask(&format!("{head}\r\ncontent-length: {}\r\n\r\n{query}", query.len()))?;
        Ok(answer.lines().last().unwrap_or_default().trim().to_owned())
    }

    fn ask(&self, request: &str) -> Result<String> {
        let mut stream = TcpStream::connect(self.address)?;
        stream.write_all(request.as_bytes())?;
        let mut answer = String::new();
        stream.read_to_string(&mut answer)?;
        let (_, body) = answer.split_once("\r\n\r\n").ok_or("no answer")?;
        Ok(body.to_owned())
    }

    /// A metric's value.
    pub(crate) fn metric(&self, name: &str) -> Result<f64> {
        let metrics = self.get("/metrics")?;
        let line = metrics.lines().find(|line| line.starts_with(name) && !line.starts_with('#'));
        let value = line.and_then(|line| line.rsplit_once(' ')).ok_or_else(|| format!("no metric {name}"))?;
        Ok(value.1.trim().parse()?)
    }

    /// Resident bytes.
    pub(crate) fn resident_bytes(&self) -> Result<u64> {
        self.status_bytes("VmRSS:")
    }

    /// The greatest resident size there has been, as the kernel keeps it.
    pub(crate) fn resident_peak_bytes(&self) -> Result<u64> {
        self.status_bytes("VmHWM:")
    }

    fn status_bytes(&self, name: &str) -> Result<u64> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id()))?;
        let line = status.lines().find_map(|line| line.strip_prefix(name)).ok_or("no such line")?;
        Ok(line.trim().trim_end_matches("kB").trim().parse::<u64>()? * 1024)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        if self.child.kill().is_ok() {
            // Reaped; how it ended does not matter.
            let _status = self.child.wait();
        }
    }
}

/// One line about the machine.
pub(crate) fn machine() -> String {
    let cpu = std::fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let model = cpu.lines().find_map(|line| line.strip_prefix("model name")).unwrap_or(": unknown");
    let cores = std::thread::available_parallelism().map_or(0, usize::from);
    let profile = if cfg!(debug_assertions) { "dev profile (opt-level 3, checks on)" } else { "release profile" };
    format!("{} cores, {}; {profile}", cores, model.trim_start_matches([' ', '\t', ':']))
}
