//! Sparse systems x = A x + b, where A is part of a stochastic matrix or its transpose.

use super::components::{Rows, components};
use crate::brigade::error::BrigadeError;
use crate::brigade::linear::{RESIDUAL_MAX, solve_dense};

/// Up to this size a component is solved by elimination at once.
const SMALL_MAX: usize = 200;
/// Up to this size it is solved by elimination if iteration takes too long: 50 MB.
const DENSE_MAX: usize = 2_500;
/// A component is iterated until no value changes by more than this share of the largest.
const CHANGE_MAX: f64 = 1e-15;
/// Sweeps after which a component that can be eliminated is.
const SWEEPS_OF_DENSE: u32 = 1_000;
const SWEEPS_MAX: u32 = 100_000;

/// A matrix with its components, to be solved for several right sides.
#[derive(Debug, Clone)]
pub(super) struct System {
    rows: Rows,
    components: Vec<Vec<u32>>,
    /// By row, its place within its component.
    place: Vec<u32>,
    /// By row, the number of its component.
    component: Vec<u32>,
}

impl System {
    pub(super) fn new(rows: Rows) -> Self {
        let components = components(&rows);
        let (mut place, mut component) = (vec![0; rows.len()], vec![0; rows.len()]);
        for (number, nodes) in (0_u32..).zip(&components) {
            for (index, node) in (0_u32..).zip(nodes) {
                place[*node as usize] = index;
                component[*node as usize] = number;
            }
        }
        Self { rows, components, place, component }
    }

    /// The system of the transposed matrix.
    pub(super) fn transposed(&self) -> Self {
        let mut rows: Rows = vec![Vec::new(); self.rows.len()];
        for (row, entries) in (0_u32..).zip(&self.rows) {
            for (column, value) in entries {
                rows[*column as usize].push((row, *value));
            }
        }
        Self::new(rows)
    }

    /// The solution, component by component, with its residual checked. O(entries + Σ component³) where components are
    /// eliminated.
    ///
    /// # Errors
    /// [`BrigadeError::Unsolved`] if the residual exceeds 1e-12 of the largest value.
    pub(super) fn solve(&self, right: &[f64]) -> Result<Vec<f64>, BrigadeError> {
        let mut values = vec![0.0; self.rows.len()];
        for nodes in &self.components {
            match nodes[..] {
                [node] => self.solve_alone(node as usize, right, &mut values),
                _ if nodes.len() <= SMALL_MAX => self.eliminate(nodes, right, &mut values)?,
                _ if nodes.len() > DENSE_MAX => _ = self.iterate(nodes, SWEEPS_MAX, right, &mut values),
                _ if self.iterate(nodes, SWEEPS_OF_DENSE, right, &mut values) => {}
                _ => self.eliminate(nodes, right, &mut values)?,
            }
        }
        let residual = self.residual(right, &values);
        if residual <= RESIDUAL_MAX { Ok(values) } else { Err(BrigadeError::Unsolved { residual }) }
    }

    /// The largest |A x + b − x|, relative to the largest |x| or 1.
    fn residual(&self, right: &[f64], values: &[f64]) -> f64 {
        let scale = values.iter().fold(1.0_f64, |most, value| most.max(value.abs()));
        let off = |row: usize| {
            let found = self.times(row, values) + right[row] - values[row];
            // A NaN must not slip through a comparison.
            if found.is_finite() { found.abs() / scale } else { f64::INFINITY }
        };
        (0..self.rows.len()).map(off).fold(0.0, f64::max)
    }

    fn times(&self, row: usize, values: &[f64]) -> f64 {
        self.rows[row].iter().map(|(column, value)| value * values[*column as usize]).sum()
    }

    fn solve_alone(&self, node: usize, right: &[f64], values: &mut [f64]) {
        let (mut known, mut itself) = (right[node], 0.0);
        for (column, value) in &self.rows[node] {
            let column = *column as usize;
            if column == node {
                itself += value;
            } else {
                known += value * values[column];
            }
        }
        values[node] = known / (1.0 - itself);
    }

    fn eliminate(&self, nodes: &[u32], right: &[f64], values: &mut [f64]) -> Result<(), BrigadeError> {
        let size = nodes.len();
        let (mut matrix, mut known) = (vec![0.0; size * size], vec![0.0; size]);
        for (row, node) in nodes.iter().enumerate() {
            let node = *node as usize;
            known[row] = right[node];
            matrix[row * size + row] += 1.0;
            for (column, value) in &self.rows[node] {
                let column = *column as usize;
                if self.component[column] == self.component[node] {
                    matrix[row * size + self.place[column] as usize] -= value;
                } else {
                    known[row] += value * values[column];
                }
            }
        }
        for (node, value) in nodes.iter().zip(solve_dense(&matrix, &known)?) {
            values[*node as usize] = value;
        }
        Ok(())
    }

    /// Gauss-Seidel, to and fro. Whether it came to rest; if not, the residual tells how far it got.
    fn iterate(&self, nodes: &[u32], sweeps_max: u32, right: &[f64], values: &mut [f64]) -> bool {
        for _ in 0..sweeps_max {
            let (mut change, mut most) = (0.0_f64, 1.0_f64);
            for node in nodes.iter().chain(nodes.iter().rev()) {
                let node = *node as usize;
                let before = values[node];
                self.solve_alone(node, right, values);
                change = change.max((values[node] - before).abs());
                most = most.max(values[node].abs());
            }
            if change <= CHANGE_MAX * most {
                return true;
            }
        }
        false
    }
}

#[cfg(test)]
mod tests {
    use super::System;

    #[test]
    fn a_walk_between_two_walls_by_hand() {
        // Fair steps on 1..n−1, absorbed at 0 and n: from i, n is reached with i/n, after i (n − i) steps on average.
        for size in [10_u32, 299, 900] {
            let inner = size - 1;
            let row = |node: u32| {
                let sides = [node.checked_sub(1), (node + 1 < inner).then_some(node + 1)];
                sides.into_iter().flatten().map(|side| (side, 0.5)).collect()
            };
            let system = System::new((0..inner).map(row).collect());
            let mut exit = vec![0.0; inner as usize];
            exit[inner as usize - 1] = 0.5;
            let reached = system.solve(&exit).unwrap();
            let steps = system.solve(&vec![1.0; inner as usize]).unwrap();
            let visits = system.transposed().solve(&exit).unwrap();
            for node in 0..inner {
                let from = f64::from(node + 1);
                let (reached, steps) = (reached[node as usize], steps[node as usize]);
                assert!((reached - from / f64::from(size)).abs() < 1e-9, "{size} {node} {reached}");
                assert!((steps / (from * (f64::from(size) - from)) - 1.0).abs() < 1e-9, "{size} {node} {steps}");
            }
            assert!(visits.iter().all(|visits| visits.is_finite() && *visits > 0.0));
        }
    }

    #[test]
    fn what_cannot_be_left_is_not_solved() {
        let system = System::new(vec![vec![(1, 1.0)], vec![(0, 1.0)]]);
        assert!(system.solve(&[1.0, 0.0]).is_err());
    }
}
