//! Every recorded file comes out as recorded.

use std::path::PathBuf;

use ludograph_engine::balatro::golden::verify;

fn files() -> Vec<PathBuf> {
    let folder = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../shared/golden/balatro"));
    if !folder.is_dir() {
        println!("skipped: ../shared is absent");
        return Vec::new();
    }
    let list = |folder: PathBuf| std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let mut files: Vec<PathBuf> = list(folder.clone()).chain(list(folder.join("synergy"))).collect();
    files.retain(|file| file.extension().is_some_and(|extension| extension == "jsonl"));
    files.sort();
    files
}

#[test]
fn every_recorded_file_comes_out_as_recorded() {
    let mut all = Vec::new();
    for file in files() {
        let report = verify(&std::fs::read_to_string(&file).unwrap()).unwrap();
        let name = file.file_name().unwrap().to_string_lossy().into_owned();
        println!(
            "{name} ({}): {} passed, {} failed; disputed: {} as recorded, {} not",
            report.kinds.join(", "),
            report.passed,
            report.failed,
            report.disputed_passed,
            report.disputed_differ
        );
        assert!(report.passed + report.failed > 0, "{name} holds no case");
        report.disputes.iter().for_each(|line| println!("  disputed {line}"));
        all.extend(report.mismatches.into_iter().map(|line| format!("{name}: {line}")));
    }
    assert!(all.is_empty(), "{}", all.join("\n"));
}
