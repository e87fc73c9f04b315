//! The page that `ludograph serve` shows at `/`: what `engine/web/dist` held when the program was built.

use ludograph_bus::{Asset, Page};

/// The files of the built page; none where it was not built.
static ASSETS: &[Asset] = include!(concat!(env!("OUT_DIR"), "/page_assets.rs"));

/// What stands in for a page that was not built.
static PLAIN: [Asset; 1] = [Asset {
    path: "index.html",
    content_type: "text/html; charset=utf-8",
    hash: "plain",
    bytes: include_bytes!("page_missing.html"),
    brotli: None,
    gzip: None,
}];

/// The page within the program, or one that says how to build it.
pub(crate) fn page() -> Page {
    Page::new(if ASSETS.is_empty() { &PLAIN } else { ASSETS })
}
