//! Systems of equations with a symmetric positive definite matrix.

use crate::mining::error::MiningError;

/// A lower triangle by rows: entry (i, j), j ≤ i, at i(i+1)/2 + j.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Triangle {
    pub(super) size: usize,
    pub(super) entries: Vec<f64>,
}

pub(super) fn row_start(row: usize) -> usize {
    row * (row + 1) / 2
}

/// Four sums side by side: a fixed order, and the processor need not wait for each addition.
fn dot(one: &[f64], other: &[f64]) -> f64 {
    let mut sums = [0.0; 4];
    let (ones, one_rest) = one.as_chunks::<4>();
    let (others, other_rest) = other.as_chunks::<4>();
    for (left, right) in ones.iter().zip(others) {
        for lane in 0..4 {
            sums[lane] += left[lane] * right[lane];
        }
    }
    let rest: f64 = one_rest.iter().zip(other_rest).map(|(left, right)| left * right).sum();
    (sums[0] + sums[1]) + (sums[2] + sums[3]) + rest
}

impl Triangle {
    pub(super) fn zero(size: usize) -> Self {
        Self { size, entries: vec![0.0; row_start(size)] }
    }

    fn row(&self, row: usize) -> &[f64] {
        &self.entries[row_start(row)..=row_start(row) + row]
    }

    /// Replaces the matrix by its Cholesky factor L, matrix = L·Lᵀ. O(size³ / 6) multiplications.
    pub(super) fn factorise(&mut self) -> Result<(), MiningError> {
        for row in 0..self.size {
            let start = row_start(row);
            for column in 0..=row {
                let above = row_start(column);
                let product = dot(&self.entries[start..start + column], &self.entries[above..above + column]);
                let value = self.entries[start + column] - product;
                self.entries[start + column] = if column < row {
                    value / self.entries[above + column]
                } else if value > 0.0 && value.is_finite() {
                    value.sqrt()
                } else {
                    return Err(MiningError::Singular { column });
                };
            }
        }
        Ok(())
    }

    /// y with L·y = right, in place.
    pub(super) fn solve_lower(&self, right: &mut [f64]) {
        for row in 0..self.size {
            let entries = self.row(row);
            right[row] = (right[row] - dot(&entries[..row], &right[..row])) / entries[row];
        }
    }

    /// x with Lᵀ·x = right, in place.
    fn solve_upper(&self, right: &mut [f64]) {
        for row in (0..self.size).rev() {
            let entries = self.row(row);
            let value = right[row] / entries[row];
            right[row] = value;
            right[..row].iter_mut().zip(entries).for_each(|(sum, entry)| *sum -= entry * value);
        }
    }

    /// x with L·Lᵀ·x = right, in place.
    pub(super) fn solve(&self, right: &mut [f64]) {
        self.solve_lower(right);
        self.solve_upper(right);
    }
}
