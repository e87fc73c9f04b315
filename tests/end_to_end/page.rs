//! The page at `/`: as it was built, or what stands in for it.

use crate::program::Serving;

/// The addresses on this server that a page names.
fn named(html: &str) -> Vec<&str> {
    let values = html.split("href=\"").skip(1).chain(html.split("src=\"").skip(1));
    let values = values.filter_map(|rest| rest.split('"').next());
    values.map(|value| value.trim_start_matches('.')).filter(|value| value.starts_with('/')).collect()
}

#[tokio::test]
async fn the_root_is_a_page_and_everything_it_names_is_there() {
    let folder = tempfile::tempdir().unwrap();
    let serving = Serving::start(folder.path(), &[]).await;
    let (status, index) = serving.get("/").await.unwrap();
    assert_eq!(status, 200);
    assert!(index.contains("<title>Ludograph</title>"), "{index}");
    let names = named(&index);
    assert!(names.len() >= 3, "{names:?}");
    for name in names {
        assert_eq!(serving.get(name).await.unwrap().0, 200, "{name}");
    }
    assert_eq!(serving.get("/assets/missing.js").await.unwrap().0, 404);
}
