//! Errors as JavaScript takes them: a code, a tab, a sentence.

use ludograph_engine::brigade::BrigadeError;
use wasm_bindgen::JsValue;

/// The longest sentence of an error.
const MESSAGE_CHARS_MAX: usize = 400;

/// Why a call was refused. The codes are those of `package/src/errors.ts`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refused {
    code: &'static str,
    message: String,
}

impl Refused {
    pub(crate) fn new(code: &'static str, message: impl Into<String>) -> Self {
        Self { code, message: message.into() }
    }

    /// What crosses the border: code, tab, sentence. What is quoted in it may be long; a sentence is not.
    pub(crate) fn text(&self) -> String {
        let cut = self.message.char_indices().nth(MESSAGE_CHARS_MAX).map(|(end, _)| end);
        match cut.and_then(|end| self.message.get(..end)) {
            None => format!("{}\t{}", self.code, self.message),
            Some(begin) => format!("{}\t{begin}…", self.code),
        }
    }
}

impl From<Refused> for JsValue {
    fn from(refused: Refused) -> Self {
        Self::from_str(&refused.text())
    }
}

impl From<BrigadeError> for Refused {
    fn from(error: BrigadeError) -> Self {
        Self::new(code_of(&error), error.to_string())
    }
}

fn code_of(error: &BrigadeError) -> &'static str {
    match error {
        BrigadeError::House { .. } | BrigadeError::Mode { .. } | BrigadeError::ActionLength { .. } => "action",
        BrigadeError::Count { .. } | BrigadeError::DrawCount { .. } => "count",
        BrigadeError::Unknown { .. } => "unknown_name",
        BrigadeError::Over { .. } => "over",
        BrigadeError::Commitment { .. } => "commitment",
        BrigadeError::Lane { error, .. } => code_of(error),
        BrigadeError::Json { .. } => "json",
        BrigadeError::Unsolved { .. } => "unsolved",
        BrigadeError::Corrupt { .. } | BrigadeError::Diverged { .. } => "replay",
        // Parameters and ranges. The enum may grow; what is not known yet is the caller's until it has a code of its own.
        _ => "argument",
    }
}
