//! The arguments of a call, as values.

use datafusion::common::{ScalarValue, plan_err};
use datafusion::error::Result;
use datafusion::logical_expr::Expr;

use super::signature::Signature;

/// The arguments of a call by the names of their parameters. What is left out or NULL takes its default.
#[derive(Debug)]
pub(super) struct Arguments<'a> {
    signature: &'static Signature,
    values: &'a [Expr],
}

impl<'a> Arguments<'a> {
    pub(super) fn new(signature: &'static Signature, values: &'a [Expr]) -> Result<Self> {
        let most = signature.parameters.len();
        if values.len() > most {
            return plan_err!("{} takes at most {most} arguments; these are {}", signature.name, values.len());
        }
        Ok(Self { signature, values })
    }

    /// The function's name.
    pub(super) fn function(&self) -> &'static str {
        self.signature.name
    }

    fn value(&self, parameter: &str) -> Result<Option<&'a ScalarValue>> {
        let place = self.signature.parameters.iter().position(|name| *name == parameter);
        match place.and_then(|place| self.values.get(place)) {
            None => Ok(None),
            Some(Expr::Literal(value, _)) if value.is_null() => Ok(None),
            Some(Expr::Literal(value, _)) => Ok(Some(value)),
            Some(other) => plan_err!("{}: {parameter} must be a value; this is {other}", self.function()),
        }
    }

    /// A text.
    pub(super) fn text(&self, parameter: &str, default: &str) -> Result<String> {
        match self.value(parameter)? {
            None => Ok(default.to_owned()),
            Some(value) => match value.try_as_str() {
                Some(Some(text)) => Ok(text.to_owned()),
                _ => plan_err!("{}: {parameter} is a text; this is {value}", self.function()),
            },
        }
    }

    /// A text, if one is given.
    pub(super) fn perhaps_text(&self, parameter: &str) -> Result<Option<String>> {
        if self.value(parameter)?.is_none() { Ok(None) } else { self.text(parameter, "").map(Some) }
    }

    /// A number.
    pub(super) fn number(&self, parameter: &str, default: f64) -> Result<f64> {
        #[expect(clippy::cast_precision_loss, reason = "a number that was written without a point")]
        match self.value(parameter)? {
            None => Ok(default),
            Some(ScalarValue::Float64(Some(number))) => Ok(*number),
            Some(ScalarValue::Int64(Some(number))) => Ok(*number as f64),
            Some(other) => plan_err!("{}: {parameter} is a number; this is {other}", self.function()),
        }
    }

    /// A whole number within bounds.
    pub(super) fn whole(&self, parameter: &str, default: u64, bounds: std::ops::RangeInclusive<u64>) -> Result<u64> {
        let Some(value) = self.value(parameter)? else { return Ok(default) };
        let whole = match value {
            ScalarValue::Int64(Some(whole)) => u64::try_from(*whole).ok(),
            ScalarValue::UInt64(Some(whole)) => Some(*whole),
            _ => None,
        };
        match whole.filter(|whole| bounds.contains(whole)) {
            Some(whole) => Ok(whole),
            None => {
                let (least, most) = (bounds.start(), bounds.end());
                plan_err!("{}: {parameter} is a whole number in {least}..={most}; this is {value}", self.function())
            }
        }
    }

    /// A truth value.
    pub(super) fn flag(&self, parameter: &str, default: bool) -> Result<bool> {
        match self.value(parameter)? {
            None => Ok(default),
            Some(ScalarValue::Boolean(Some(flag))) => Ok(*flag),
            Some(other) => plan_err!("{}: {parameter} is true or false; this is {other}", self.function()),
        }
    }
}
