//! Dense linear systems.

use super::error::BrigadeError;

/// The largest residual of a solution that is handed out, relative to its largest entry.
pub(crate) const RESIDUAL_MAX: f64 = 1e-12;

/// Solves A x = b; `matrix` is A, row after row. Gauss with row exchange, then the residual is checked. O(n³).
///
/// # Errors
/// [`BrigadeError::Unsolved`] for a matrix that is singular as far as its numbers tell.
pub(crate) fn solve_dense(matrix: &[f64], right: &[f64]) -> Result<Vec<f64>, BrigadeError> {
    let size = right.len();
    let (mut rows, mut values) = (matrix.to_vec(), right.to_vec());
    for pivot in 0..size {
        let larger =
            |one: &usize, other: &usize| rows[one * size + pivot].abs().total_cmp(&rows[other * size + pivot].abs());
        let best = (pivot..size).max_by(larger).unwrap_or(pivot);
        if best != pivot {
            (0..size).for_each(|column| rows.swap(pivot * size + column, best * size + column));
            values.swap(pivot, best);
        }
        let scale = rows[pivot * size + pivot];
        if !scale.is_finite() || scale == 0.0 {
            return Err(BrigadeError::Unsolved { residual: f64::INFINITY });
        }
        let (above, below) = rows.split_at_mut((pivot + 1) * size);
        let above = &above[pivot * size..];
        for (index, row) in below.chunks_exact_mut(size).enumerate() {
            let factor = row[pivot] / scale;
            if factor != 0.0 {
                row[pivot..].iter_mut().zip(&above[pivot..]).for_each(|(entry, upper)| *entry -= factor * upper);
                values[pivot + 1 + index] -= factor * values[pivot];
            }
        }
    }
    for row in (0..size).rev() {
        let known: f64 = (row + 1..size).map(|column| rows[row * size + column] * values[column]).sum();
        values[row] = (values[row] - known) / rows[row * size + row];
    }
    check(matrix, right, &values)?;
    Ok(values)
}

fn check(matrix: &[f64], right: &[f64], values: &[f64]) -> Result<(), BrigadeError> {
    let size = right.len();
    let scale = values.iter().fold(1.0_f64, |most, value| most.max(value.abs()));
    let mut residual = 0.0_f64;
    for (row, wanted) in matrix.chunks_exact(size.max(1)).zip(right) {
        let found: f64 = row.iter().zip(values).map(|(entry, value)| entry * value).sum();
        // A NaN must not slip through a comparison.
        residual = if found.is_finite() { residual.max((found - wanted).abs() / scale) } else { f64::INFINITY };
    }
    if residual <= RESIDUAL_MAX { Ok(()) } else { Err(BrigadeError::Unsolved { residual }) }
}

#[cfg(test)]
mod tests {
    use super::solve_dense;
    use crate::brigade::BrigadeError;

    #[test]
    fn a_system_that_needs_its_rows_exchanged() {
        // y = 3; 2x + y = 5; x + z = 2
        let values = solve_dense(&[0., 1., 0., 2., 1., 0., 1., 0., 1.], &[3., 5., 2.]).unwrap();
        assert_eq!(values, [1.0, 3.0, 1.0]);
        let singular = solve_dense(&[1., 2., 2., 4.], &[1., 2.]);
        assert!(matches!(singular, Err(BrigadeError::Unsolved { .. })));
        assert!(solve_dense(&[], &[]).unwrap().is_empty());
    }
}
