//! Errors as they cross the border: a number for the kind, and what the sentence about it names.
//!
//! No text is put together on this side: names are shown where they lie in this module's memory, and
//! `package/src/refusals.ts` makes the sentence. A test compares it with the engine's own, kind by kind.

use std::sync::atomic::{AtomicU64, Ordering};

use ludograph_engine::brigade::BrigadeError;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

/// Memory one object of the border may ask for. WebAssembly ends the whole instance where memory runs out, so that has to
/// be refused before.
const BYTES_MAX: usize = 1 << 29;

/// What is wrong. The numbers are those of `package/src/refusals.ts`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub(crate) enum Kind {
    /// Agent, house, houses.
    House = 1,
    /// Agent, number; which field.
    Mode = 2,
    /// Agent, parts.
    ActionLength = 3,
    /// Expected, found; which list.
    Count = 4,
    /// Value; which parameter, what is allowed.
    Parameter = 5,
    /// Value, least, most; which parameter.
    Range = 6,
    /// Nights.
    Over = 7,
    /// The mode, the call that fits.
    Commitment = 8,
    /// Bytes asked for, bytes given at most; what would take them.
    Exhausted = 9,
    /// Nothing a caller of this module can do.
    Internal = 10,
}

/// Why a call was refused.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Refusal {
    pub(crate) kind: Kind,
    pub(crate) numbers: [f64; 3],
    pub(crate) texts: [&'static str; 2],
    /// Which game of many.
    pub(crate) lane: Option<usize>,
}

impl Refusal {
    const NONE: Self = Self { kind: Kind::Internal, numbers: [0.0; 3], texts: [""; 2], lane: None };

    pub(crate) fn new(kind: Kind, numbers: [f64; 3], texts: [&'static str; 2]) -> Self {
        Self { kind, numbers, texts, lane: None }
    }

    /// The same, told which game of many.
    pub(crate) fn in_lane(self, lane: usize) -> Self {
        Self { lane: Some(lane), ..self }
    }

    /// Keeps it for [`refusal_number`], and answers what a numeric call answers for an error.
    #[inline(never)]
    pub(crate) fn keep(self) -> i32 {
        let place = |text: &str| float(text.as_ptr() as usize);
        let [one, other] = self.texts;
        let [first, second, third] = self.numbers;
        let lane = self.lane.map_or(-1.0, float);
        let length = |text: &str| float(text.len());
        let kind = f64::from(self.kind as u8);
        let numbers = [kind, first, second, third, lane, place(one), length(one), place(other), length(other)];
        for (kept, number) in LAST.iter().zip(numbers) {
            kept.store(number.to_bits(), Ordering::Relaxed);
        }
        -1
    }
}

/// The last refusal, as [`refusal_number`] tells it. An instance has one thread; natively only the tests of one look at it.
static LAST: [AtomicU64; 9] = [const { AtomicU64::new(0) }; 9];

/// What a call answers: 0, or below 0 with the refusal kept.
pub(crate) fn answer<E: Into<Refusal>>(outcome: Result<(), E>) -> i32 {
    match outcome {
        Ok(()) => 0,
        Err(error) => error.into().keep(),
    }
}

/// A number of the last refusal: 0 its kind, 1 to 3 numbers, 4 the game of many or -1, 5 and 6 where its first text lies and
/// how many bytes it has, 7 and 8 the second.
#[wasm_bindgen]
#[must_use]
pub fn refusal_number(which: usize) -> f64 {
    LAST.get(which).map_or(0.0, |number| f64::from_bits(number.load(Ordering::Relaxed)))
}

/// Thrown by constructors: that something was refused; what it is was kept.
impl From<Refusal> for JsValue {
    fn from(refusal: Refusal) -> Self {
        refusal.keep();
        Self::NULL
    }
}

impl From<BrigadeError> for Refusal {
    fn from(error: BrigadeError) -> Self {
        match error {
            BrigadeError::House { agent, value, houses } => {
                Self::new(Kind::House, [float(agent), signed(value), f64::from(houses)], [""; 2])
            }
            BrigadeError::Mode { agent, field, value } => {
                Self::new(Kind::Mode, [float(agent), signed(value), 0.0], [field, ""])
            }
            BrigadeError::ActionLength { agent, found } => {
                Self::new(Kind::ActionLength, [float(agent), float(found), 0.0], [""; 2])
            }
            BrigadeError::Count { what, expected, found } => {
                Self::new(Kind::Count, [float(expected), float(found), 0.0], [what, ""])
            }
            BrigadeError::Parameter { field, value, allowed } => {
                Self::new(Kind::Parameter, [value, 0.0, 0.0], [field, allowed])
            }
            BrigadeError::Range { field, value, least, most } => {
                Self::new(Kind::Range, [value, least, most].map(signed), [field, ""])
            }
            BrigadeError::Over { nights } => Self::new(Kind::Over, [f64::from(nights), 0.0, 0.0], [""; 2]),
            BrigadeError::Commitment { mode, call } => Self::new(Kind::Commitment, [0.0; 3], [mode, call]),
            BrigadeError::Lane { lane, error } => Self::from(*error).in_lane(lane),
            // Names, JSON, replays and equations do not get here.
            _ => Self::NONE,
        }
    }
}

/// Refuses what would take more memory than one object is given.
pub(crate) fn expect_bytes(what: &'static str, bytes: usize) -> Result<(), Refusal> {
    if bytes <= BYTES_MAX {
        return Ok(());
    }
    Err(Refusal::new(Kind::Exhausted, [float(bytes), float(BYTES_MAX), 0.0], [what, ""]))
}

#[expect(clippy::cast_precision_loss, reason = "an error names it; on this target it has 32 bits")]
pub(crate) fn float(number: usize) -> f64 {
    number as f64
}

#[expect(clippy::cast_precision_loss, reason = "an error names it")]
fn signed(number: i64) -> f64 {
    number as f64
}
