//! Balatro, mining and networks: values as bytes in, values as bytes out.

mod balatro;
mod mining;
mod networks;
mod packed;

use ludograph_engine::balatro::number_text;
use wasm_bindgen::prelude::wasm_bindgen;

use crate::error::Refused;

pub use balatro::{
    balatro_decide, balatro_discard, balatro_expected, balatro_names, balatro_order, balatro_play, balatro_score,
};
pub use mining::{
    demo_runs, mine_clusters, mine_contrast, mine_itemsets, mine_pairs, mine_scoring, mine_sequences, mine_suggestions,
};
pub use networks::NightsCore;

#[wasm_bindgen]
extern "C" {
    /// Milliseconds of a clock that only runs forward; the engine itself has none.
    #[wasm_bindgen(js_namespace = performance)]
    fn now() -> f64;
}

/// The least and the most milliseconds a search may take.
const TIME_MS: std::ops::RangeInclusive<f64> = 0.0..=60_000.0;

/// Says when so many milliseconds have passed.
fn deadline(milliseconds: f64) -> Result<impl Fn() -> bool, Refused> {
    if !TIME_MS.contains(&milliseconds) {
        return Err(Refused::new("argument", format!("timeMaxMs: {} is not in 0..=60000", number_text(milliseconds))));
    }
    let end = now() + milliseconds;
    Ok(move || now() >= end)
}
