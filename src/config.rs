//! Configuration: one TOML file, then the environment, then flags, the later over the earlier.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::{Context as _, Result, bail};
use bytesize::ByteSize;
use ludograph_analytics::{AnalyticsOptions, StoreOptions};
use ludograph_log::LogOptions;

use crate::cli::ServeOptions;
use crate::memgraph::{self, Memgraph};

/// Every key of the program's own with its default; those of the graph are [`memgraph::KEYS`].
const OWN_KEYS: [(&str, &str); 18] = [
    ("data", "ludograph-data"),
    ("store", "DATA/store"),
    ("listen", "127.0.0.1:8080"),
    ("hot_limit", "2GiB"),
    ("log_limit", "0"),
    ("log_keep", "all"),
    ("segment_size", "64MiB"),
    ("flush_rows", "250000"),
    ("flush_size", "64MiB"),
    ("flush_seconds", "10"),
    ("file_size", "32MiB"),
    ("compact_seconds", "30"),
    ("vacuum_hours", "24"),
    ("retain", "all"),
    ("query_memory", "512MiB"),
    ("query_seconds", "30"),
    ("queries_max", "8"),
    ("log_format", "text"),
];

/// Every key with its default.
fn keys() -> impl Iterator<Item = (&'static str, &'static str)> {
    OWN_KEYS.into_iter().chain(memgraph::KEYS)
}

/// The part of the hot limit at which rows go to the store at the latest.
const HOT_SHARE: u64 = 4;

const FILE_DEFAULT: &str = "ludograph.toml";

/// A value and where it comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Setting {
    pub(crate) value: String,
    pub(crate) source: String,
}

/// The effective settings, by key.
#[derive(Debug, Clone)]
pub(crate) struct Settings(BTreeMap<&'static str, Setting>);

/// The settings, checked.
#[derive(Debug, Clone)]
pub(crate) struct Config {
    pub(crate) data: PathBuf,
    pub(crate) listen: SocketAddr,
    pub(crate) log: LogOptions,
    pub(crate) analytics: AnalyticsOptions,
    /// Where the store is; `None` for tables in memory only.
    pub(crate) place: Option<String>,
    pub(crate) store: StoreOptions,
    pub(crate) memgraph: Memgraph,
    pub(crate) log_format: LogFormat,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum LogFormat {
    Text,
    Json,
}

impl Settings {
    /// Reads every layer.
    pub(crate) fn read(options: &ServeOptions) -> Result<Self> {
        let environment = std::env::vars().collect();
        let file = match &options.config {
            Some(path) => Some(path.clone()),
            None => Some(PathBuf::from(FILE_DEFAULT)).filter(|path| path.is_file()),
        };
        Self::layered(file.as_deref(), &environment, options)
    }

    fn layered(file: Option<&Path>, environment: &BTreeMap<String, String>, options: &ServeOptions) -> Result<Self> {
        let default = |value: &str| Setting { value: value.to_owned(), source: "default".to_owned() };
        let mut settings = Self(keys().map(|(key, value)| (key, default(value))).collect());
        if let Some(path) = file {
            let text = std::fs::read_to_string(path).with_context(|| format!("reading {}", path.display()))?;
            settings.add_file(&text, &path.display().to_string())?;
        }
        for (key, _) in keys().chain([(memgraph::PASSWORD, "")]) {
            let variable = format!("LUDOGRAPH_{}", key.to_uppercase());
            if let Some(value) = environment.get(&variable) {
                settings.set(key, value, format!("environment {variable}"));
            }
        }
        for (key, value) in flags(options) {
            if let Some(value) = value {
                settings.set(key, value, format!("flag --{}", key.replace('_', "-")));
            }
        }
        Ok(settings)
    }

    fn add_file(&mut self, text: &str, source: &str) -> Result<()> {
        let table: toml::Table = text.parse().with_context(|| format!("{source} is no TOML"))?;
        for (key, value) in table {
            match (key.as_str(), value) {
                ("memgraph", toml::Value::Table(inner)) => {
                    for (name, value) in inner {
                        let key = if name == "uri" { key.clone() } else { format!("{key}_{name}") };
                        self.add_value(&key, value, source)?;
                    }
                }
                (_, value) => self.add_value(&key, value, source)?,
            }
        }
        Ok(())
    }

    fn add_value(&mut self, key: &str, value: toml::Value, source: &str) -> Result<()> {
        if key == memgraph::PASSWORD {
            bail!("{source}: a password stands in a file of its own: `memgraph_password_file`");
        }
        let Some((known, _)) = keys().find(|(known, _)| *known == key) else {
            let nearest = keys().min_by_key(|(known, _)| strsim::damerau_levenshtein(known, key));
            let nearest = nearest.map_or("", |(known, _)| known);
            bail!("{source}: unknown key `{key}`; the nearest known is `{nearest}`");
        };
        let value = match value {
            toml::Value::String(text) => text,
            toml::Value::Integer(number) => number.to_string(),
            other => bail!("{source}: `{key}` is a string or a whole number, this is {other}"),
        };
        self.set(known, &value, source.to_owned());
        Ok(())
    }

    fn set(&mut self, key: &'static str, value: &str, source: String) {
        self.0.insert(key, Setting { value: value.to_owned(), source });
    }

    /// The settings in the order they are documented.
    pub(crate) fn all(&self) -> impl Iterator<Item = (&'static str, &Setting)> {
        keys().filter_map(|(key, _)| self.0.get_key_value(key)).map(|(key, setting)| (*key, setting))
    }

    /// A setting that is never shown.
    pub(crate) fn secret(&self, key: &str) -> Option<&str> {
        self.0.get(key).map(|setting| setting.value.as_str())
    }

    pub(crate) fn get<T>(&self, key: &str, expected: &str, read: impl Fn(&str) -> Option<T>) -> Result<T> {
        let setting = self.0.get(key).with_context(|| format!("no setting `{key}`"))?;
        let Setting { value, source } = setting;
        read(value).with_context(|| format!("`{key}` is {expected}, this is {value:?} (from {source})"))
    }

    /// Where the store is.
    fn place(&self, data: &Path) -> Result<Option<String>> {
        let is_default = self.0.get("store").is_some_and(|setting| setting.source == "default");
        if is_default {
            return Ok(Some(data.join(STORE_FOLDER).display().to_string()));
        }
        self.get("store", "a folder, an address such as s3://bucket/games, or `off`", |text| match text {
            NO_STORE => Some(None),
            "" => None,
            text => Some(Some(text.to_owned())),
        })
    }

    /// Checks every value.
    pub(crate) fn check(&self) -> Result<Config> {
        let size =
            |key| self.get(key, "a size such as 512MiB", |text| text.parse().ok().map(|size: ByteSize| size.as_u64()));
        let count =
            |key| self.get(key, "a whole number above 0", |text| text.parse().ok().filter(|count| *count > 0_usize));
        let listen: SocketAddr = self.get("listen", "an address such as 127.0.0.1:8080", |text| text.parse().ok())?;
        if !listen.ip().is_loopback() {
            bail!(
                "`listen` is {listen}, which others can reach: that needs a token or mutual TLS, which this version \
                 does not have; listen on 127.0.0.1 or ::1"
            );
        }
        let data: PathBuf = self.get("data", "a folder", |text| (!text.is_empty()).then(|| PathBuf::from(text)))?;
        let query_bytes = usize::try_from(size("query_memory")?).context("`query_memory` is beyond this machine")?;
        Ok(Config {
            place: self.place(&data)?,
            memgraph: Memgraph::read(self, &data)?,
            data,
            listen,
            log: LogOptions {
                segment_bytes: size("segment_size")?,
                log_bytes_max: size("log_limit")?,
                retain_bytes_max: self.get("log_keep", "`all`, or a size such as 1GiB", |text| match text {
                    "all" => Some(None),
                    text => text.parse().ok().map(|size: ByteSize| Some(size.as_u64())),
                })?,
                ..LogOptions::default()
            },
            analytics: AnalyticsOptions {
                hot_bytes_max: size("hot_limit")?,
                query_memory_bytes_max: query_bytes,
                query_time_max: Duration::from_secs(count("query_seconds")? as u64),
                queries_max: count("queries_max")?,
                ..AnalyticsOptions::default()
            },
            store: StoreOptions {
                flush_rows: count("flush_rows")?,
                // What waits in memory must reach the store long before producers are refused.
                flush_bytes: size("flush_size")?.min(size("hot_limit")? / HOT_SHARE),
                flush_age: Duration::from_secs(count("flush_seconds")? as u64),
                file_bytes_max: size("file_size")?,
                maintenance: Some(Duration::from_secs(count("compact_seconds")? as u64)),
                vacuum_after: Duration::from_secs(count("vacuum_hours")? as u64 * 60 * 60),
                retention: self.get("retain", "`all`, or ages such as events=30d,balatro_states=12h", retention)?,
                ..StoreOptions::default()
            },
            log_format: self.get("log_format", "text or json", |text| match text {
                "text" => Some(LogFormat::Text),
                "json" => Some(LogFormat::Json),
                _ => None,
            })?,
        })
    }
}

/// Where the store of a data folder is unless something else is said.
pub(crate) const STORE_FOLDER: &str = "store";
/// The place that is none.
const NO_STORE: &str = "off";

/// Reads `TABLE=AGE` after `TABLE=AGE`; ages are days, hours or minutes.
fn retention(text: &str) -> Option<Vec<(String, Duration)>> {
    if text == "all" {
        return Some(Vec::new());
    }
    let one = |part: &str| {
        let (table, text) = part.split_once('=')?;
        Some((table.trim().to_owned(), age(text.trim())?))
    };
    text.split(',').map(one).collect()
}

/// Reads an age such as `30d`, `12h` or `90m`.
pub(crate) fn age(text: &str) -> Option<Duration> {
    let (number, unit) = text.split_at_checked(text.len().checked_sub(1)?)?;
    let seconds = match unit {
        "d" => 24 * 60 * 60,
        "h" => 60 * 60,
        "m" => 60,
        "s" => 1,
        _ => return None,
    };
    number.parse::<u64>().ok()?.checked_mul(seconds).map(Duration::from_secs)
}

fn flags(options: &ServeOptions) -> [(&'static str, &Option<String>); 27] {
    [
        ("data", &options.data),
        ("store", &options.store),
        ("listen", &options.listen),
        ("hot_limit", &options.hot_limit),
        ("log_limit", &options.log_limit),
        ("log_keep", &options.log_keep),
        ("segment_size", &options.segment_size),
        ("flush_rows", &options.flush_rows),
        ("flush_size", &options.flush_size),
        ("flush_seconds", &options.flush_seconds),
        ("file_size", &options.file_size),
        ("compact_seconds", &options.compact_seconds),
        ("vacuum_hours", &options.vacuum_hours),
        ("retain", &options.retain),
        ("query_memory", &options.query_memory),
        ("query_seconds", &options.query_seconds),
        ("queries_max", &options.queries_max),
        ("log_format", &options.log_format),
        ("memgraph", &options.memgraph.uri),
        ("memgraph_user", &options.memgraph.user),
        ("memgraph_password_file", &options.memgraph.password_file),
        ("memgraph_database", &options.memgraph.database),
        ("memgraph_batch_rows", &options.memgraph.batch_rows),
        ("memgraph_batch_ms", &options.memgraph.batch_ms),
        ("memgraph_statement_size", &options.memgraph.statement_size),
        ("memgraph_attempt_seconds", &options.memgraph.attempt_seconds),
        ("memgraph_from", &options.memgraph.from),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn settings(file: &str, environment: &[(&str, &str)], options: &ServeOptions) -> Result<Settings> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("given.toml");
        std::fs::write(&path, file).unwrap();
        let environment = environment.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect();
        Settings::layered(Some(&path), &environment, options)
    }

    #[test]
    fn later_layers_win() {
        let options = ServeOptions { hot_limit: Some("3GiB".into()), ..ServeOptions::default() };
        let file = "hot_limit = \"1GiB\"\nqueries_max = 3\nquery_seconds = 7";
        let settings = settings(file, &[("LUDOGRAPH_QUERIES_MAX", "4")], &options).unwrap();
        let config = settings.check().unwrap();
        assert_eq!(config.analytics.hot_bytes_max, 3 << 30);
        assert_eq!(config.analytics.queries_max, 4);
        assert_eq!(config.analytics.query_time_max, Duration::from_secs(7));
        let sources: Vec<_> = settings.all().map(|(_, setting)| setting.source.as_str()).collect();
        assert!(sources.contains(&"flag --hot-limit") && sources.contains(&"environment LUDOGRAPH_QUERIES_MAX"));
    }

    #[test]
    fn the_store_is_beside_the_log_unless_said_otherwise() {
        let place = |options: &ServeOptions| settings("", &[], options).unwrap().check().unwrap().place;
        let data = Some("games".to_owned());
        assert_eq!(place(&ServeOptions { data: data.clone(), ..Default::default() }).as_deref(), Some("games/store"));
        assert_eq!(place(&ServeOptions { store: Some("off".into()), ..Default::default() }), None);
        let store = Some("s3://bucket/games".to_owned());
        assert_eq!(place(&ServeOptions { data, store: store.clone(), ..Default::default() }), store);
    }

    #[test]
    fn a_graph_is_fed_where_one_is_named_and_its_password_is_never_shown() {
        let none = settings("", &[], &ServeOptions::default()).unwrap().check().unwrap();
        assert!(matches!(none.memgraph, Memgraph::Unset));
        let file = "[memgraph]\nuri = \"bolt://graph:7687\"\nuser = \"feeder\"\nbatch_rows = 500";
        let secret = [("LUDOGRAPH_MEMGRAPH_PASSWORD", "geheim"), ("LUDOGRAPH_MEMGRAPH_BATCH_MS", "50")];
        let given = settings(file, &secret, &ServeOptions::default()).unwrap();
        assert!(given.all().all(|(_, setting)| !setting.value.contains("geheim")));
        let Memgraph::Fed(options) = given.check().unwrap().memgraph else { panic!("no graph is fed") };
        assert_eq!((options.uri.as_str(), options.user.as_str()), ("bolt://graph:7687", "feeder"));
        assert_eq!((options.batch_rows, options.batch_age), (500, Duration::from_millis(50)));
        assert_eq!(options.password, ludograph_bus::Password::new("geheim".to_owned()));
        let refused = settings("[memgraph]\npassword = \"x\"", &[], &ServeOptions::default()).unwrap_err().to_string();
        assert!(refused.contains("memgraph_password_file"), "{refused}");
        let unknown = settings("[memgraph]\nbatch = 3", &[], &ServeOptions::default()).unwrap_err().to_string();
        assert!(unknown.contains("unknown key `memgraph_batch`"), "{unknown}");
    }

    #[test]
    fn ages_are_read() {
        let day = Duration::from_hours(24);
        assert_eq!(
            retention("events=30d, games=12h"),
            Some(vec![("events".into(), day * 30), ("games".into(), day / 2)])
        );
        assert_eq!(retention("all"), Some(Vec::new()));
        for wrong in ["events", "events=", "events=d", "events=3w", "events=-1d"] {
            assert_eq!(retention(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn mistakes_name_key_value_and_source() {
        let unknown = settings("hotlimit = 1", &[], &ServeOptions::default()).unwrap_err().to_string();
        assert!(unknown.contains("unknown key `hotlimit`") && unknown.contains("`hot_limit`"), "{unknown}");
        let wrong = settings("hot_limit = \"lots\"", &[], &ServeOptions::default()).unwrap().check().unwrap_err();
        assert!(wrong.to_string().contains("\"lots\""), "{wrong}");
        let open = ServeOptions { listen: Some("0.0.0.0:8080".into()), ..ServeOptions::default() };
        let refused = settings("", &[], &open).unwrap().check().unwrap_err().to_string();
        assert!(refused.contains("mutual TLS"), "{refused}");
    }
}
