//! `ludograph tables`, `ludograph table`

use std::process::ExitCode;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use anyhow::Result;
use bytesize::ByteSize;
use ludograph_analytics::{Analytics, TableInfo};
use serde_json::{Value, json};

use crate::cli::{TableOptions, TablesOptions};
use crate::folder;

/// Lists the tables.
pub(crate) async fn list(options: TablesOptions) -> Result<ExitCode> {
    let analytics = folder::look(&options.data).await?;
    let tables = analytics.tables();
    if options.json {
        println!("{:#}", Value::from(tables.iter().map(to_json).collect::<Vec<_>>()));
        return Ok(ExitCode::SUCCESS);
    }
    println!(
        "{:<18} {:>12} {:>12} {:>7} {:>10} {:>10}  stored",
        "table", "rows", "in memory", "files", "bytes", "position"
    );
    for table in &tables {
        let stored = table.stored.as_ref();
        let in_memory = table.rows - stored.map_or(0, |stored| stored.rows);
        println!(
            "{:<18} {:>12} {in_memory:>12} {:>7} {:>10} {:>10}  {}",
            table.name,
            table.rows,
            stored.map_or(0, |stored| stored.files),
            ByteSize::b(stored.map_or(0, |stored| stored.bytes)).to_string(),
            stored.map_or(0, |stored| stored.position),
            freshness(table),
        );
    }
    println!("Everything up to position {} is in the tables.", analytics.position());
    say_missing(&analytics);
    Ok(ExitCode::SUCCESS)
}

/// Shows one table.
pub(crate) async fn show(options: TableOptions) -> Result<ExitCode> {
    let analytics = folder::look(&options.data).await?;
    let table = analytics.table(&options.name)?;
    if options.json {
        println!("{:#}", to_json(&table));
        return Ok(ExitCode::SUCCESS);
    }
    println!("{}", table.name);
    for field in table.schema.fields() {
        let need = if field.is_nullable() { "" } else { ", always there" };
        println!("  {:<20} {}{need}", field.name(), field.data_type());
    }
    println!("rows      {}", table.rows);
    if let Some(stored) = &table.stored {
        println!("stored    {} rows in {} files, {}", stored.rows, stored.files, ByteSize::b(stored.bytes));
        println!("position  {} (version {} of the table)", stored.position, stored.version);
        println!("written   {}", freshness(&table));
    } else {
        println!("stored    nothing yet; all rows are made from the log");
    }
    say_missing(&analytics);
    Ok(ExitCode::SUCCESS)
}

fn say_missing(analytics: &Analytics) {
    for missing in analytics.missing() {
        eprintln!("{missing}");
    }
}

/// How long ago the youngest file was written.
fn freshness(table: &TableInfo) -> String {
    let written_ms = table.stored.as_ref().and_then(|stored| stored.written_ms);
    let Some(written_ms) = written_ms.and_then(|written| u64::try_from(written).ok()) else {
        return "not yet".to_owned();
    };
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    let ago = now.saturating_sub(Duration::from_millis(written_ms)).as_secs();
    match ago {
        0..120 => format!("{ago} s ago"),
        120..7200 => format!("{} min ago", ago / 60),
        7200..172_800 => format!("{} h ago", ago / 3600),
        _ => format!("{} days ago", ago / 86_400),
    }
}

fn to_json(table: &TableInfo) -> Value {
    let stored = table.stored.as_ref().map(|stored| {
        json!({
            "version": stored.version, "position": stored.position, "files": stored.files, "bytes": stored.bytes,
            "rows": stored.rows, "written_ms": stored.written_ms,
        })
    });
    let columns = table.schema.fields().iter().map(
        |field| json!({ "name": field.name(), "type": field.data_type().to_string(), "nullable": field.is_nullable() }),
    );
    let columns: Vec<Value> = columns.collect();
    json!({ "name": table.name, "rows": table.rows, "stored": stored, "columns": columns })
}
