//! `ludograph backup`, `ludograph restore`

use std::process::ExitCode;

use anyhow::Result;
use bytesize::ByteSize;
use ludograph_analytics::{Backup, StorePlace};

use crate::cli::{BackupOptions, RestoreOptions};
use crate::{folder, progress};

/// Copies a data folder.
pub(crate) async fn run(options: BackupOptions) -> Result<ExitCode> {
    let log = folder::log(&options.data.data)?;
    let store = folder::place(&options.data)?;
    let to = StorePlace::parse(&options.to)?;
    let bar = progress::spinner("files copied");
    let backup = Backup { log: &log, store: store.as_ref(), to: &to };
    let manifest = backup.make(&mut |_| bar.inc(1)).await?;
    bar.finish_and_clear();
    println!(
        "{} files, {}, copied and read back: tables up to position {}, log up to {}",
        manifest.files.len(),
        ByteSize::b(manifest.bytes()),
        manifest.stored_position,
        manifest.log_position,
    );
    Ok(ExitCode::SUCCESS)
}

/// Makes a data folder from a back-up.
pub(crate) async fn restore(options: RestoreOptions) -> Result<ExitCode> {
    let from = StorePlace::parse(&options.from)?;
    let bar = progress::spinner("files restored");
    let manifest = ludograph_analytics::restore(&from, &options.data, &mut |_| bar.inc(1)).await?;
    bar.finish_and_clear();
    println!(
        "{} files, {}, checked and restored into {}: events up to position {}",
        manifest.files.len(),
        ByteSize::b(manifest.bytes()),
        options.data.display(),
        manifest.log_position,
    );
    Ok(ExitCode::SUCCESS)
}
