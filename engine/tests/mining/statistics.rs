//! Statistics against their definitions.

use ludograph_engine::brigade::Pcg64;
use proptest::prelude::*;

use ludograph_engine::mining::MiningError;
use ludograph_engine::mining::statistics::{
    FourFold, Logistic, LogisticDesign, LogisticOptions, OddsRatio, Tarone, benjamini_hochberg, fisher_greater,
    fisher_greater_with_least, fisher_two_sided, fisher_two_sided_with_least, ln_binomial, ln_factorial,
    normal_two_sided, normal_upper, westfall_young,
};

fn close(one: f64, other: f64, relative: f64) -> bool {
    (one - other).abs() <= relative * one.abs().max(other.abs())
}

fn choose(n: u32, k: u32) -> u128 {
    (0..k).fold(1, |product, step| product * u128::from(n - step) / u128::from(step + 1))
}

/// Numerators of the probability of each count of "both", over "rows choose second".
fn enumerate(first: u32, second: u32, rows: u32) -> Vec<(u32, u128)> {
    let low = (first + second).saturating_sub(rows);
    (low..=first.min(second)).map(|both| (both, choose(first, both) * choose(rows - first, second - both))).collect()
}

fn ratio(part: u128, all: u128) -> f64 {
    part as f64 / all as f64
}

#[test]
fn fisher_is_the_exact_enumeration() {
    for rows in [1, 2, 5, 9, 20, 41] {
        for first in 0..=rows {
            for second in 0..=rows {
                let terms = enumerate(first, second, rows);
                let all = choose(rows, second);
                for (both, own) in &terms {
                    let table = FourFold::from_margins(*both, first, second, rows).unwrap();
                    let greater: u128 = terms.iter().filter(|(other, _)| other >= both).map(|(_, term)| term).sum();
                    let two_sided: u128 = terms.iter().filter(|(_, term)| term <= own).map(|(_, term)| term).sum();
                    let case = format!("{both} of {first}, {second} in {rows}");
                    assert!(close(fisher_greater(table), ratio(greater, all), 1e-11), "{case}");
                    assert!(close(fisher_two_sided(table), ratio(two_sided, all), 1e-11), "{case}");
                }
                let table = FourFold::from_margins(terms[0].0, first, second, rows).unwrap();
                let each = |test: fn(FourFold) -> f64| {
                    let tables =
                        terms.iter().map(|(both, _)| FourFold::from_margins(*both, first, second, rows).unwrap());
                    tables.map(test).fold(1.0, f64::min)
                };
                assert!(close(fisher_greater_with_least(table).1, each(fisher_greater), 1e-11));
                assert!(close(fisher_two_sided_with_least(table).1, each(fisher_two_sided), 1e-11));
            }
        }
    }
}

#[test]
fn fisher_keeps_its_digits_in_large_tables() {
    // Exact integer arithmetic: 1/C(2000000, 3) and 3 · 999999 · 1000000 / (2 · C(2000000, 3)) + 1/…, by hand.
    let all = choose(2_000_000, 3);
    let table = FourFold::from_margins(3, 1_000_000, 3, 2_000_000).unwrap();
    assert!(close(fisher_greater(table), ratio(choose(1_000_000, 3), all), 1e-10));
    let table = FourFold::from_margins(2, 1_000_000, 3, 2_000_000).unwrap();
    let two_or_three = choose(1_000_000, 2) * 1_000_000 + choose(1_000_000, 3);
    assert!(close(fisher_greater(table), ratio(two_or_three, all), 1e-10));
    let table = FourFold::from_margins(500_000, 500_000, 500_000, 1_000_000).unwrap();
    assert_eq!(fisher_two_sided(table), 0.0);
}

#[test]
fn contradicting_counts_are_refused() {
    assert!(matches!(FourFold::from_margins(5, 4, 9, 10), Err(MiningError::Range { field: "both", most: 4, .. })));
    assert!(matches!(FourFold::from_margins(0, 6, 6, 10), Err(MiningError::Range { field: "both", least: 2, .. })));
    assert!(matches!(FourFold::from_margins(0, 11, 6, 10), Err(MiningError::Range { field: "first", .. })));
}

#[test]
fn logarithms_of_factorials_are_sums_of_logarithms() {
    let mut sum = 0.0;
    for n in 1..2_000 {
        sum += f64::from(n).ln();
        assert!(close(ln_factorial(n), sum, 1e-13) || n == 1, "{n}");
    }
    assert_eq!((ln_factorial(0), ln_factorial(1)), (0.0, 0.0));
    assert!(close(ln_binomial(40, 20), ratio(choose(40, 20), 1).ln(), 1e-13));
    assert_eq!(ln_binomial(3, 4), f64::NEG_INFINITY);
}

#[test]
fn tails_of_the_normal_distribution_are_those_of_the_tables() {
    for (z, p) in [
        (0.0, 0.5),
        (1.0, 0.158_655_253_931_457_05),
        (1.959_963_984_540_054, 0.025),
        (3.0, 1.349_898_031_630_094_6e-3),
        (6.0, 9.865_876_450_376_98e-10),
        (10.0, 7.619_853_024_160_527e-24),
    ] {
        assert!(close(normal_upper(z), p, 1e-11), "{z}");
        assert!(close(normal_upper(-z), 1.0 - p, 1e-12), "{z}");
        assert!(close(normal_two_sided(-z), 2.0 * p, 1e-11), "{z}");
    }
}

#[test]
fn odds_ratios_have_woolfs_interval_and_survive_a_zero() {
    let ratio = OddsRatio::of(FourFold { both: 10, first_only: 5, second_only: 4, neither: 8 });
    let deviation = (0.1 + 0.2 + 0.25 + 0.125_f64).sqrt();
    assert!(close(ratio.value, 4.0, 1e-12) && close(ratio.log_deviation, deviation, 1e-12));
    assert!(close(ratio.low, (4.0_f64.ln() - 1.959_963_984_540_054 * deviation).exp(), 1e-12));
    assert!(close(ratio.high, (4.0_f64.ln() + 1.959_963_984_540_054 * deviation).exp(), 1e-12));
    let zero = OddsRatio::of(FourFold { both: 0, first_only: 5, second_only: 4, neither: 8 });
    assert!(close(zero.value, 0.5 * 8.5 / (5.5 * 4.5), 1e-12) && zero.high.is_finite());
}

#[test]
fn q_values_are_the_definition() {
    let mut draws = Pcg64::new(1);
    for length in 0..40 {
        let p_values: Vec<f64> = (0..length).map(|_| draws.next_f64().powi(3)).collect();
        let q_values = benjamini_hochberg(&p_values);
        let tests = p_values.len() as f64;
        for (p_value, q_value) in p_values.iter().zip(&q_values) {
            // The least, over thresholds t that keep this one, of m · t / (number with p <= t).
            let least = p_values
                .iter()
                .filter(|threshold| *threshold >= p_value)
                .map(|threshold| tests * threshold / p_values.iter().filter(|other| *other <= threshold).count() as f64)
                .fold(1.0, f64::min);
            assert!(close(*q_value, least, 1e-12));
        }
    }
    assert_eq!(benjamini_hochberg(&[0.04, f64::NAN]), [0.08, 1.0]);
}

#[test]
fn tarones_factor_is_the_first_that_holds() {
    let mut draws = Pcg64::new(2);
    for length in 0..60 {
        let least: Vec<f64> = (0..length).map(|_| draws.next_f64().powi(6)).collect();
        let tarone = Tarone::new(&least, 0.05).unwrap();
        let testable = |factor: usize| least.iter().filter(|p_value| **p_value <= 0.05 / factor as f64).count();
        let factor = (1..=100).find(|factor| testable(*factor) <= *factor).unwrap();
        assert_eq!((tarone.factor, tarone.threshold), (factor, 0.05 / factor as f64));
        assert_eq!(least.iter().filter(|p_value| tarone.is_testable(**p_value)).count(), testable(factor));
    }
    assert!(matches!(Tarone::new(&[], 1.5), Err(MiningError::Parameter { field: "alpha", .. })));
}

#[test]
fn westfall_young_knows_that_equal_tests_are_one() {
    // Ten copies of one test cost nothing; ten independent ones cost about ten times.
    let uniform = |draws: &mut Pcg64| draws.next_f64();
    let copies = westfall_young(&[0.01; 10], 20_000, 7, |draws, p_values| p_values.fill(uniform(draws))).unwrap();
    assert!(copies.iter().all(|p_value| (p_value - 0.01).abs() < 0.003), "{copies:?}");
    let independent =
        westfall_young(&[0.01; 10], 20_000, 7, |draws, p_values| p_values.fill_with(|| uniform(draws))).unwrap();
    let expected = 1.0 - 0.99_f64.powi(10);
    assert!(independent.iter().all(|p_value| (p_value - expected).abs() < 0.01), "{independent:?}");
    // Step-down: the one that is left alone pays for itself only, and order is kept.
    let steps =
        westfall_young(&[0.5, 0.001], 20_000, 7, |draws, p_values| p_values.fill_with(|| uniform(draws))).unwrap();
    assert!((steps[0] - 0.5).abs() < 0.02 && (steps[1] - 0.002).abs() < 0.002, "{steps:?}");
    assert!(matches!(westfall_young(&[], 0, 7, |_, _| ()), Err(MiningError::Range { field: "permutations", .. })));
}

/// Two groups: 30 of 40 and 10 of 60 succeed.
fn two_groups() -> LogisticDesign {
    let mut design = LogisticDesign::new(2).unwrap();
    design.push(&[(1, 1.0)], 30.0, 40.0).unwrap();
    design.push(&[], 10.0, 60.0).unwrap();
    design
}

#[test]
fn without_a_penalty_two_groups_give_their_log_odds_ratio() {
    let options = LogisticOptions { ridge: 1e-9, intercept_ridge: 1e-9, ..LogisticOptions::default() };
    let model = Logistic::fit(&two_groups(), &options).unwrap();
    let table = OddsRatio::of(FourFold { both: 30, first_only: 10, second_only: 10, neither: 50 });
    assert!(model.converged);
    assert!(close(model.coefficients[1], table.value.ln(), 1e-7));
    assert!(close(model.deviation(1).unwrap(), table.log_deviation, 1e-7));
    assert!(close(model.probability(&[(1, 1.0)]), 0.75, 1e-7));
    assert!(close(model.p_value(1).unwrap(), normal_two_sided(table.value.ln() / table.log_deviation), 1e-5));
    assert_eq!((model.deviation(2), model.p_value(2)), (None, None));
    let sum = model.combined_deviation(&[(0, 1.0), (1, 1.0)]);
    assert!(close(sum, (1.0 / 30.0 + 1.0 / 10.0_f64).sqrt(), 1e-7), "{sum}");
}

#[test]
fn a_penalty_shrinks_and_keeps_separated_groups_finite() {
    let free = Logistic::fit(&two_groups(), &LogisticOptions { ridge: 1e-9, ..LogisticOptions::default() }).unwrap();
    let bound = Logistic::fit(&two_groups(), &LogisticOptions { ridge: 10.0, ..LogisticOptions::default() }).unwrap();
    assert!(bound.coefficients[1] > 0.0 && bound.coefficients[1] < free.coefficients[1]);
    let mut separated = LogisticDesign::new(2).unwrap();
    separated.push(&[(1, 1.0)], 50.0, 50.0).unwrap();
    separated.push(&[], 0.0, 50.0).unwrap();
    let model = Logistic::fit(&separated, &LogisticOptions::default()).unwrap();
    assert!(model.converged && model.coefficients.iter().all(|value| value.is_finite()));
    assert!(model.probability(&[(1, 1.0)]) > 0.9);
}

#[test]
fn bad_observations_are_refused() {
    let mut design = LogisticDesign::new(3).unwrap();
    for row in [&[(3, 1.0)][..], &[(0, 1.0)], &[(2, 1.0), (1, 1.0)], &[(1, 1.0), (1, 1.0)]] {
        assert!(matches!(design.push(row, 0.0, 1.0), Err(MiningError::Range { field: "column", .. })), "{row:?}");
    }
    assert!(matches!(design.push(&[(1, f64::NAN)], 0.0, 1.0), Err(MiningError::Parameter { field: "value", .. })));
    assert!(matches!(design.push(&[], 2.0, 1.0), Err(MiningError::Parameter { field: "successes", .. })));
    let options = LogisticOptions { ridge: 0.0, ..LogisticOptions::default() };
    assert!(matches!(Logistic::fit(&design, &options), Err(MiningError::Parameter { field: "ridge", .. })));
}

proptest! {
    #[test]
    fn any_table_has_probabilities(counts in any::<[u32; 4]>(), shifts in any::<[u8; 4]>()) {
        let at = |index: usize| counts[index] >> (shifts[index] % 32);
        let table = FourFold { both: at(0), first_only: at(1), second_only: at(2), neither: at(3) };
        let pairs = [fisher_greater_with_least(table), fisher_two_sided_with_least(table)];
        for value in pairs.into_iter().flat_map(|(p_value, least)| [p_value, least]) {
            prop_assert!((0.0..=1.0).contains(&value), "{table:?}: {value}");
        }
        prop_assert!(OddsRatio::of(table).value > 0.0);
    }
}
