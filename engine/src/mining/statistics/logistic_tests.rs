//! What only the inside can see: the derivatives, and the penalised optimum.

use super::cholesky::row_start;
use super::logistic::{derivatives, objective};
use super::{Logistic, LogisticDesign, LogisticOptions};
use crate::brigade::Pcg64;

fn design(seed: u64) -> LogisticDesign {
    let mut draws = Pcg64::new(seed);
    let mut design = LogisticDesign::new(5).unwrap();
    for _ in 0..60 {
        let columns: Vec<u32> = (1..5).filter(|_| draws.next_below(2) == 0).collect();
        let row: Vec<(u32, f64)> = columns.into_iter().map(|column| (column, 2.0 * draws.next_f64() - 1.0)).collect();
        let trials = f64::from(1 + draws.next_u32() % 4);
        design.push(&row, (trials * draws.next_f64()).floor(), trials).unwrap();
    }
    design
}

#[test]
fn the_derivatives_are_those_of_finite_differences() {
    let options = LogisticOptions { ridge: 0.7, intercept_ridge: 0.2, ..LogisticOptions::default() };
    for seed in 0..10 {
        let design = design(seed);
        let at = [0.3, -0.8, 0.5, 1.1, -0.2];
        let (gradient, information) = derivatives(&design, &options, &at);
        let shifted = |column: usize, by: f64| {
            let mut coefficients = at;
            coefficients[column] += by;
            coefficients
        };
        let step = 1e-5;
        for (column, ours) in gradient.iter().enumerate() {
            let slope = (objective(&design, &options, &shifted(column, step))
                - objective(&design, &options, &shifted(column, -step)))
                / (2.0 * step);
            assert!((slope - ours).abs() < 1e-5, "{slope} against {ours}");
            let (above, below) = (
                derivatives(&design, &options, &shifted(column, step)).0,
                derivatives(&design, &options, &shifted(column, -step)).0,
            );
            for row in column..5 {
                let bend = (below[row] - above[row]) / (2.0 * step);
                assert!((bend - information.entries[row_start(row) + column]).abs() < 1e-5);
            }
        }
    }
}

#[test]
fn the_fit_is_where_the_gradient_vanishes_and_nothing_near_is_better() {
    for seed in 0..10 {
        let (design, options) = (design(seed), LogisticOptions::default());
        let model = Logistic::fit(&design, &options).unwrap();
        assert!(model.converged);
        let (gradient, _) = derivatives(&design, &options, &model.coefficients);
        assert!(gradient.iter().all(|slope| slope.abs() < 1e-7), "{gradient:?}");
        for column in 0..5 {
            for by in [-0.01, 0.01] {
                let mut near = model.coefficients.clone();
                near[column] += by;
                assert!(objective(&design, &options, &near) < model.objective);
            }
        }
    }
}
