//! Every recorded file of the upstream comes out as recorded.

use std::path::PathBuf;

use ludograph_engine::brigade::golden::verify;

fn folder() -> Option<PathBuf> {
    let folder = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../shared/golden/brigade"));
    if folder.is_dir() {
        return Some(folder);
    }
    println!("skipped: ../shared is absent");
    None
}

#[test]
fn every_recorded_file_comes_out_as_recorded() {
    let Some(folder) = folder() else { return };
    let mut files: Vec<PathBuf> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.retain(|file| file.extension().is_some_and(|extension| extension == "json"));
    files.sort();
    let mut all = Vec::new();
    for file in files {
        let report = verify(&std::fs::read_to_string(&file).unwrap()).unwrap();
        let name = file.file_name().unwrap().to_string_lossy().into_owned();
        println!("{name} ({}): {} passed, {} failed", report.kind, report.passed, report.failed);
        assert!(report.passed + report.failed > 0, "{name} holds no case");
        all.extend(report.mismatches.into_iter().map(|line| format!("{name}: {line}")));
    }
    assert!(all.is_empty(), "{}", all.join("\n"));
}
