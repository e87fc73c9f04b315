//! The arguments of the functions: literals, in their order, the later ones to be left out.

use std::fmt::Display;

use datafusion::common::{ScalarValue, plan_err};
use datafusion::error::{DataFusionError, Result};
use datafusion::logical_expr::Expr;
use ludograph_engine::mining::Support;

/// What a call was given.
#[derive(Debug)]
pub(super) struct Arguments<'a> {
    function: &'static str,
    values: std::collections::VecDeque<&'a ScalarValue>,
}

impl<'a> Arguments<'a> {
    pub(super) fn new(function: &'static str, given: &'a [Expr]) -> Result<Self> {
        let literal = |expr: &'a Expr| match expr {
            Expr::Literal(value, _) => Ok(value),
            other => plan_err!("{function} takes numbers and texts as they stand; this is {other}"),
        };
        Ok(Self { function, values: given.iter().map(literal).collect::<Result<_>>()? })
    }

    /// Nothing may be left.
    pub(super) fn end(&self) -> Result<()> {
        match self.values.front() {
            Some(value) => plan_err!("{} does not take the argument {value}; see docs/mining.md", self.function),
            None => Ok(()),
        }
    }

    /// A text, if one comes next.
    pub(super) fn text(&mut self) -> Option<String> {
        let text = self.values.front()?.try_as_str()??.to_owned();
        self.values.pop_front();
        Some(text)
    }

    /// A whole number within bounds, if one comes next.
    pub(super) fn count(&mut self, what: &'static str, least: usize, most: usize) -> Result<Option<usize>> {
        let value = match self.values.front() {
            Some(ScalarValue::Int64(Some(value))) => *value,
            Some(ScalarValue::Float64(Some(value))) => return Err(self.wrong(what, value, least, most)),
            _ => return Ok(None),
        };
        self.values.pop_front();
        match usize::try_from(value).ok().filter(|value| (least..=most).contains(value)) {
            Some(value) => Ok(Some(value)),
            None => Err(self.wrong(what, value, least, most)),
        }
    }

    fn wrong(&self, what: &str, value: impl Display, least: usize, most: usize) -> DataFusionError {
        let function = self.function;
        DataFusionError::Plan(format!("{function}: {what} is a whole number from {least} to {most}, this is {value}"))
    }

    /// The least support: a whole number is rows, one with a point a share of all rows.
    pub(super) fn support(&mut self) -> Result<Support> {
        let function = self.function;
        let support = match self.values.pop_front() {
            Some(ScalarValue::Int64(Some(rows))) => {
                u32::try_from(*rows).ok().filter(|rows| *rows > 0).map(Support::Rows)
            }
            Some(ScalarValue::Float64(Some(share))) if *share > 0.0 && *share <= 1.0 => Some(Support::Share(*share)),
            _ => None,
        };
        match support {
            Some(support) => Ok(support),
            None => plan_err!(
                "{function} takes the least support first: rows as a whole number from 1 on, or a share above 0 and at \
                 most 1 written with a point"
            ),
        }
    }
}
