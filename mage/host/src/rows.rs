//! The rows of an answer.

use std::ops::Index;

use crate::value::Value;

/// Rows of equally many values, in one piece.
///
/// ```
/// use ludograph_host::{Rows, Value};
///
/// let rows: Rows = vec![vec![Value::Int(1), Value::Null], vec![Value::Int(2), Value::Bool(true)]].into();
/// assert_eq!((rows.len(), rows.width(), &rows[1][0]), (2, 2, &Value::Int(2)));
/// ```
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Rows {
    count: usize,
    width: usize,
    values: Vec<Value>,
}

impl Rows {
    /// No rows of so many values.
    pub(crate) fn new(width: usize) -> Self {
        Self { width, ..Self::default() }
    }

    /// So many rows of these values, of which the last may lack some.
    pub(crate) fn of(values: Vec<Value>, width: usize, count: usize) -> Self {
        Self { count, width, values }
    }

    /// How many rows there are.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.count
    }

    /// Whether there are none.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.count == 0
    }

    /// How many values each row has.
    #[must_use]
    pub const fn width(&self) -> usize {
        self.width
    }

    /// A row by number, counted from 0.
    #[must_use]
    pub fn get(&self, number: usize) -> Option<&[Value]> {
        let start = number.checked_mul(self.width)?;
        if number < self.count { self.values.get(start..start + self.width) } else { None }
    }

    /// The rows in order.
    #[must_use]
    pub fn iter(&self) -> impl ExactSizeIterator<Item = &[Value]> + '_ {
        (0..self.count).map(|number| self.get(number).unwrap_or_default())
    }

    /// Adds a row; a value too many is left out, and one too few is null.
    pub(crate) fn push(&mut self, row: impl IntoIterator<Item = Value>) {
        self.count += 1;
        self.values.extend(row.into_iter().take(self.width));
        self.values.resize(self.count * self.width, Value::Null);
    }

    /// Adds the rows of another answer of as many values.
    pub(crate) fn append(&mut self, mut more: Self) {
        self.count += more.count;
        self.values.append(&mut more.values);
    }

    /// Writes one value of every row to another place of it.
    pub(crate) fn copy_column(&mut self, from: usize, to: usize) {
        for row in self.values.chunks_exact_mut(self.width.max(1)) {
            let copy = row.get(from).cloned();
            if let (Some(place), Some(copy)) = (row.get_mut(to), copy) {
                *place = copy;
            }
        }
    }
}

impl Index<usize> for Rows {
    type Output = [Value];

    /// A row by number.
    ///
    /// # Panics
    /// If there are no more than `number` rows.
    fn index(&self, number: usize) -> &[Value] {
        let Some(row) = self.get(number) else { panic!("there is no row {number}; there are {}", self.count) };
        row
    }
}

impl<'a> IntoIterator for &'a Rows {
    type Item = &'a [Value];
    type IntoIter = Box<dyn ExactSizeIterator<Item = &'a [Value]> + 'a>;

    fn into_iter(self) -> Self::IntoIter {
        Box::new(self.iter())
    }
}

impl From<Vec<Vec<Value>>> for Rows {
    /// Rows as wide as the first.
    fn from(rows: Vec<Vec<Value>>) -> Self {
        let mut all = Self::new(rows.first().map_or(0, Vec::len));
        rows.into_iter().for_each(|row| all.push(row));
        all
    }
}

impl From<Rows> for Vec<Vec<Value>> {
    fn from(rows: Rows) -> Self {
        rows.iter().map(<[Value]>::to_vec).collect()
    }
}

impl<R: AsRef<[Value]>, const N: usize> PartialEq<[R; N]> for Rows {
    fn eq(&self, other: &[R; N]) -> bool {
        self.len() == N && self.iter().zip(other).all(|(row, other)| row == other.as_ref())
    }
}

impl<R: AsRef<[Value]>> PartialEq<Vec<R>> for Rows {
    fn eq(&self, other: &Vec<R>) -> bool {
        self.len() == other.len() && self.iter().zip(other).all(|(row, other)| row == other.as_ref())
    }
}
