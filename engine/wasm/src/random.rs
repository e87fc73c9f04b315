//! The games' random stream by itself.

use ludograph_engine::brigade::Pcg64;
use wasm_bindgen::prelude::wasm_bindgen;

/// Pcg64 of a seed, as every game draws from it. The same numbers on every target: bounds are drawn on 64 bits.
#[wasm_bindgen]
#[derive(Debug)]
pub struct RandomCore {
    draws: Pcg64,
}

#[wasm_bindgen]
impl RandomCore {
    /// The stream of a seed.
    #[wasm_bindgen(constructor)]
    #[must_use]
    pub fn new(seed: u64) -> Self {
        Self { draws: Pcg64::new(seed) }
    }

    /// The next 64 bits.
    pub fn next_u64(&mut self) -> u64 {
        self.draws.next_u64()
    }

    /// Uniform in `0..bound`; a bound of 0 gives 0.
    pub fn next_below(&mut self, bound: u64) -> u64 {
        self.draws.next_below(bound)
    }
}
