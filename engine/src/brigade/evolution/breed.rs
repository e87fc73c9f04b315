//! How one generation follows from another.

use super::options::EvolutionOptions;
use crate::brigade::rng::Pcg64;

/// Ten parameters, each in 0..=1.
pub(super) type Vector = [f64; 10];

/// A generation of vectors drawn anywhere.
pub(super) fn first(options: &EvolutionOptions, draws: &mut Pcg64) -> Vec<Vector> {
    (0..options.population).map(|_| std::array::from_fn(|_| draws.next_f64())).collect()
}

/// The best first; ties by their place.
pub(super) fn ranked(fitness: &[f64]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..fitness.len()).collect();
    order.sort_by(|one, other| fitness[*other].total_cmp(&fitness[*one]).then(one.cmp(other)));
    order
}

/// The next generation: the elite, then children. `order` has the best first.
pub(super) fn next(options: &EvolutionOptions, vectors: &[Vector], order: &[usize], draws: &mut Pcg64) -> Vec<Vector> {
    let mut following: Vec<Vector> = order.iter().take(options.elite).map(|index| vectors[*index]).collect();
    while following.len() < options.population {
        let mut child = vectors[parent(options, order, draws)];
        if draws.next_f64() < options.crossover {
            let other = vectors[parent(options, order, draws)];
            for (own, theirs) in child.iter_mut().zip(other) {
                *own = if draws.next_below(2) == 1 { theirs } else { *own };
            }
        }
        for parameter in &mut child {
            if draws.next_f64() < options.mutation {
                // The sum of two uniforms is triangular, and unlike a normal deviate the same on every target.
                let change = draws.next_f64() + draws.next_f64() - 1.0;
                *parameter = (*parameter + options.step * change).clamp(0.0, 1.0);
            }
        }
        following.push(child);
    }
    following
}

/// The best of a few drawn at random: of places in the order, the foremost.
fn parent(options: &EvolutionOptions, order: &[usize], draws: &mut Pcg64) -> usize {
    let all = order.len() as u64;
    let foremost = (0..options.rivals).map(|_| draws.next_below(all)).min().unwrap_or(0);
    usize::try_from(foremost).ok().and_then(|place| order.get(place)).copied().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::{first, next, ranked};
    use crate::brigade::evolution::EvolutionOptions;
    use crate::brigade::rng::Pcg64;

    #[test]
    fn the_elite_lives_on_and_all_stay_within_bounds() {
        let options = EvolutionOptions { population: 30, mutation: 1.0, step: 1.0, ..EvolutionOptions::default() };
        let mut draws = Pcg64::new(5);
        let vectors = first(&options, &mut draws);
        let fitness: Vec<f64> = vectors.iter().map(|vector| vector[3]).collect();
        let order = ranked(&fitness);
        assert!(order.windows(2).all(|pair| fitness[pair[0]] >= fitness[pair[1]]));
        let following = next(&options, &vectors, &order, &mut draws);
        assert_eq!(following.len(), 30);
        assert_eq!(following[..2], [vectors[order[0]], vectors[order[1]]]);
        assert!(following.iter().flatten().all(|parameter| (0.0..=1.0).contains(parameter)));
        assert!(following[2..].iter().all(|child| !vectors.contains(child)));
    }

    #[test]
    fn without_crossover_and_mutation_children_are_copies_of_parents_that_were_selected() {
        let (crossover, mutation, population) = (0.0, 0.0, 20);
        // Of so many rivals the best is almost surely among them.
        let options =
            EvolutionOptions { population, crossover, mutation, rivals: 20, elite: 1, ..EvolutionOptions::default() };
        let mut draws = Pcg64::new(1);
        let vectors = first(&options, &mut draws);
        let order: Vec<usize> = (0..population).rev().collect();
        let following = next(&options, &vectors, &order, &mut draws);
        let best = following
            .iter()
            .filter(|child| child.map(f64::to_bits) == vectors[population - 1].map(f64::to_bits))
            .count();
        assert!(best >= 8, "{best}");
        assert!(following.iter().all(|child| vectors[population / 2..].contains(child)));
    }
}
