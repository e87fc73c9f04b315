//! Counts, sums and means of columns without NULLs, kept as plain numbers: what they come to is handed on in the form of
//! DataFusion's own states.

use std::sync::Arc;

use arrow::array::{Array as _, ArrayRef, AsArray as _, Float64Array, Int64Array, UInt64Array};
use arrow::datatypes::{DataType, Float64Type, Int64Type};
use arrow::record_batch::RecordBatch;
use datafusion::error::Result;
use datafusion::physical_expr::PhysicalExpr;
use datafusion::physical_expr::aggregate::AggregateFunctionExpr;
use datafusion::physical_expr::expressions::{CastExpr, Literal};
use datafusion::physical_plan::aggregates::AggregateExec;

/// Which group each row of a batch is of.
#[derive(Debug, Clone, Copy)]
pub(super) enum Placement<'a> {
    /// A group's number for each row.
    Rows(&'a [usize]),
    /// Rows of one group stand together, and groups are numbered as they come.
    Stretches {
        /// The first row's group.
        first: usize,
        /// The row with which each group begins; the first is 0.
        starts: &'a [u32],
        /// Rows in all.
        rows: usize,
    },
}

impl Placement<'_> {
    /// Calls with each stretch's group, first row and the row behind its last.
    fn each_stretch(first: usize, starts: &[u32], rows: usize, mut call: impl FnMut(usize, usize, usize)) {
        let ends = starts.iter().skip(1).map(|start| *start as usize).chain([rows]);
        for (offset, (start, end)) in starts.iter().zip(ends).enumerate() {
            call(first + offset, *start as usize, end);
        }
    }

    /// A group's number for each row.
    pub(super) fn to_rows(self) -> Vec<usize> {
        match self {
            Self::Rows(groups) => groups.to_vec(),
            Self::Stretches { first, starts, rows } => {
                let mut groups = vec![0; rows];
                Self::each_stretch(first, starts, rows, |group, start, end| groups[start..end].fill(group));
                groups
            }
        }
    }

    /// Adds each row to its group.
    fn count(self, counts: &mut [i64]) {
        match self {
            Self::Rows(groups) => groups.iter().for_each(|group| counts[*group] += 1),
            Self::Stretches { first, starts, rows } => {
                Self::each_stretch(first, starts, rows, |group, start, end| {
                    counts[group] += i64::try_from(end - start).unwrap_or_default();
                });
            }
        }
    }

    /// Adds each row's value to its group, in the order of the rows.
    fn sum<V: Copy, S: Copy>(self, sums: &mut [S], values: &[V], add: impl Fn(S, V) -> S) {
        match self {
            Self::Rows(groups) => {
                for (group, value) in groups.iter().zip(values) {
                    sums[*group] = add(sums[*group], *value);
                }
            }
            Self::Stretches { first, starts, rows } => {
                Self::each_stretch(first, starts, rows, |group, start, end| {
                    sums[group] = values[start..end].iter().fold(sums[group], |sum, value| add(sum, *value));
                });
            }
        }
    }
}

/// What is kept of an aggregate, a number for each group.
enum Kept {
    /// Nothing: every row counts.
    Count,
    Whole(Vec<i64>),
    Fraction(Vec<f64>),
}

struct Aggregate {
    /// What is counted or summed, before it is made a fraction; `None` where that is no column's.
    argument: Option<Arc<dyn PhysicalExpr>>,
    kept: Kept,
    is_mean: bool,
}

/// The aggregates of one plan.
pub(super) struct Plain {
    aggregates: Vec<Aggregate>,
    /// Rows of each group.
    counts: Vec<i64>,
    arguments: Vec<Option<ArrayRef>>,
}

impl Plain {
    /// `None` where an aggregate is of another kind.
    pub(super) fn of(partial: &AggregateExec) -> Result<Option<Self>> {
        let mut aggregates = Vec::with_capacity(partial.aggr_expr().len());
        for expr in partial.aggr_expr() {
            let Some(aggregate) = aggregate(expr, partial)? else { return Ok(None) };
            aggregates.push(aggregate);
        }
        Ok(Some(Self { aggregates, counts: Vec::new(), arguments: Vec::new() }))
    }

    /// Takes in rows of `count` groups. False where a value is NULL: nothing is taken in then.
    pub(super) fn add(&mut self, batch: &RecordBatch, placement: Placement<'_>, count: usize) -> Result<bool> {
        self.arguments.clear();
        for aggregate in &self.aggregates {
            let values = match &aggregate.argument {
                None => None,
                Some(argument) => Some(argument.evaluate(batch)?.into_array(batch.num_rows())?),
            };
            if values.as_ref().is_some_and(|values| values.logical_null_count() > 0) {
                return Ok(false);
            }
            self.arguments.push(values);
        }
        grow(&mut self.counts, count);
        placement.count(&mut self.counts);
        for (aggregate, values) in self.aggregates.iter_mut().zip(&self.arguments) {
            let Some(values) = values else { continue };
            let whole = values.as_primitive_opt::<Int64Type>().map(|values| values.values().as_ref());
            let fractions = values.as_primitive_opt::<Float64Type>().map(|values| values.values().as_ref());
            match (&mut aggregate.kept, whole, fractions) {
                (Kept::Whole(sums), Some(values), _) => {
                    grow(sums, count);
                    placement.sum(sums, values, i64::wrapping_add);
                }
                (Kept::Fraction(sums), Some(values), _) => {
                    grow(sums, count);
                    // As SQL's cast rounds it.
                    #[expect(clippy::cast_precision_loss, reason = "a mean is a fraction")]
                    placement.sum(sums, values, |sum: f64, value: i64| sum + value as f64);
                }
                (Kept::Fraction(sums), _, Some(values)) => {
                    grow(sums, count);
                    placement.sum(sums, values, |sum: f64, value: f64| sum + value);
                }
                _ => {}
            }
        }
        Ok(true)
    }

    /// How many rows each group has; groups behind the last have none.
    pub(super) fn counts(&self) -> &[i64] {
        &self.counts
    }

    /// The states of each aggregate for some groups that have rows; everything is empty afterwards.
    pub(super) fn take(&mut self, groups: &[usize]) -> Vec<Vec<ArrayRef>> {
        let counts = std::mem::take(&mut self.counts);
        let states = |aggregate: &mut Aggregate| -> Vec<ArrayRef> {
            let sums: ArrayRef = match &mut aggregate.kept {
                Kept::Count => {
                    return vec![Arc::new(Int64Array::from_iter_values(groups.iter().map(|group| counts[*group])))];
                }
                Kept::Whole(sums) => {
                    let sums = std::mem::take(sums);
                    Arc::new(Int64Array::from_iter_values(groups.iter().map(|group| sums[*group])))
                }
                Kept::Fraction(sums) => {
                    let sums = std::mem::take(sums);
                    Arc::new(Float64Array::from_iter_values(groups.iter().map(|group| sums[*group])))
                }
            };
            if aggregate.is_mean {
                let counts = groups.iter().map(|group| counts[*group].unsigned_abs());
                vec![Arc::new(UInt64Array::from_iter_values(counts)), sums]
            } else {
                vec![sums]
            }
        };
        self.aggregates.iter_mut().map(states).collect()
    }
}

fn grow<T: Clone + Default>(numbers: &mut Vec<T>, count: usize) {
    if numbers.len() < count {
        numbers.resize(count, T::default());
    }
}

/// A count, a sum or a mean of whole numbers or fractions whose states are of the types they are handed on in.
fn aggregate(expr: &Arc<AggregateFunctionExpr>, partial: &AggregateExec) -> Result<Option<Aggregate>> {
    let [argument] = <[_; 1]>::try_from(expr.expressions()).unwrap_or_else(|_| [Arc::new(Literal::new(true.into()))]);
    let types: Vec<DataType> = expr.state_fields()?.iter().map(|field| field.data_type().clone()).collect();
    let is_given = argument.downcast_ref::<Literal>().is_some_and(|literal| !literal.value().is_null());
    let whole = whole_number(&argument, partial)?;
    let argument_type = argument.data_type(&partial.input_schema())?;
    Ok(match (expr.fun().name(), types.as_slice()) {
        ("count", [DataType::Int64]) if expr.expressions().len() == 1 => {
            Some(Aggregate { argument: (!is_given).then_some(argument), kept: Kept::Count, is_mean: false })
        }
        ("sum", [DataType::Int64]) if argument_type == DataType::Int64 => {
            Some(Aggregate { argument: Some(argument), kept: Kept::Whole(Vec::new()), is_mean: false })
        }
        ("sum", [DataType::Float64]) if argument_type == DataType::Float64 => Some(Aggregate {
            argument: Some(whole.unwrap_or(argument)),
            kept: Kept::Fraction(Vec::new()),
            is_mean: false,
        }),
        ("avg", [DataType::UInt64, DataType::Float64]) if argument_type == DataType::Float64 => Some(Aggregate {
            argument: Some(whole.unwrap_or(argument)),
            kept: Kept::Fraction(Vec::new()),
            is_mean: true,
        }),
        _ => None,
    })
}

/// The whole number an expression makes a fraction of, so that no column of fractions has to be made.
fn whole_number(expr: &Arc<dyn PhysicalExpr>, partial: &AggregateExec) -> Result<Option<Arc<dyn PhysicalExpr>>> {
    let Some(cast) = expr.downcast_ref::<CastExpr>() else { return Ok(None) };
    let is_whole = cast.expr().data_type(&partial.input_schema())? == DataType::Int64;
    Ok((is_whole && *cast.cast_type() == DataType::Float64).then(|| Arc::clone(cast.expr())))
}
