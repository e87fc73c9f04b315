//! A network of help given by its edges: strengths, reciprocity, centrality.

use crate::brigade::error::BrigadeError;
use crate::brigade::limits::AGENTS_MAX;
use crate::brigade::linear::solve_dense;

/// The share of a walk that follows an edge instead of starting anew anywhere.
pub const PAGE_RANK_DAMPING: f64 = 0.85;

/// How much each agent helps each other one. What agents do for themselves is left out.
#[derive(Debug, Clone, PartialEq)]
pub struct HelpMatrix {
    agents: usize,
    /// At `from · agents + to`.
    weights: Vec<f64>,
}

impl HelpMatrix {
    /// A network of `agents` from its edges `(from, to, weight)`; equal edges add up, loops are left out.
    ///
    /// # Errors
    /// [`BrigadeError::Range`] for no agents, too many, or an edge to one that does not exist;
    /// [`BrigadeError::Parameter`] for a weight that is negative or not finite.
    pub fn new(agents: usize, edges: impl IntoIterator<Item = (usize, usize, f64)>) -> Result<Self, BrigadeError> {
        check("agents", agents, 1, AGENTS_MAX)?;
        let mut weights = vec![0.0; agents * agents];
        for (from, to, weight) in edges {
            check("from", from, 0, agents - 1)?;
            check("to", to, 0, agents - 1)?;
            if !(weight.is_finite() && weight >= 0.0) {
                return Err(BrigadeError::Parameter {
                    field: "weight",
                    value: weight,
                    allowed: "finite and 0 or more",
                });
            }
            if from != to {
                weights[from * agents + to] += weight;
            }
        }
        Ok(Self { agents, weights })
    }

    /// How many agents.
    #[must_use]
    pub fn agents(&self) -> usize {
        self.agents
    }

    /// How much one helps another; 0 for those who do not exist.
    #[must_use]
    pub fn weight(&self, from: usize, to: usize) -> f64 {
        let inside = from < self.agents && to < self.agents;
        if inside { self.weights[from * self.agents + to] } else { 0.0 }
    }

    /// What an agent gives.
    #[must_use]
    pub fn given(&self, agent: usize) -> f64 {
        (0..self.agents).map(|to| self.weight(agent, to)).sum()
    }

    /// What an agent receives.
    #[must_use]
    pub fn received(&self, agent: usize) -> f64 {
        (0..self.agents).map(|from| self.weight(from, agent)).sum()
    }

    /// The share of all help that is returned: `Σ min(w_ij, w_ji) / Σ w_ij` over ordered pairs (Squartini and others 2013,
    /// weighted reciprocity). 1 if everybody gives each other as much as they get, 0 if nobody is helped back; `None`
    /// without any help. O(agents²).
    #[must_use]
    pub fn reciprocity(&self) -> Option<f64> {
        share(
            (0..self.agents).map(|agent| self.returned(agent)).sum(),
            (0..self.agents).map(|agent| self.given(agent)).sum(),
        )
    }

    /// The share of what an agent gives that comes back from those it helps; `None` if it gives nothing.
    #[must_use]
    pub fn reciprocity_of(&self, agent: usize) -> Option<f64> {
        share(self.returned(agent), self.given(agent))
    }

    fn returned(&self, agent: usize) -> f64 {
        (0..self.agents).map(|other| self.weight(agent, other).min(self.weight(other, agent))).sum()
    }

    /// How central agents are as receivers: `PageRank` along the edges, summing to 1, solved exactly. O(agents³).
    ///
    /// # Errors
    /// [`BrigadeError::Unsolved`] if rounding spoils the solution.
    pub fn centrality_received(&self) -> Result<Vec<f64>, BrigadeError> {
        self.page_rank(|from, to| self.weight(from, to))
    }

    /// How central agents are as helpers: `PageRank` against the edges, summing to 1, solved exactly. O(agents³).
    ///
    /// # Errors
    /// [`BrigadeError::Unsolved`] if rounding spoils the solution.
    pub fn centrality_given(&self) -> Result<Vec<f64>, BrigadeError> {
        self.page_rank(|from, to| self.weight(to, from))
    }

    /// Solves `x = (1−d)/N + d Σ x_from · share of from's weight`; who has no edge goes anywhere.
    #[expect(clippy::cast_precision_loss, reason = "at most 256 agents")]
    fn page_rank(&self, weight: impl Fn(usize, usize) -> f64) -> Result<Vec<f64>, BrigadeError> {
        let size = self.agents;
        let even = 1.0 / size as f64;
        let mut matrix = vec![0.0; size * size];
        for from in 0..size {
            let total: f64 = (0..size).map(|to| weight(from, to)).sum();
            for to in 0..size {
                let step = if total > 0.0 { weight(from, to) / total } else { even };
                let same = if from == to { 1.0 } else { 0.0 };
                matrix[to * size + from] = same - PAGE_RANK_DAMPING * step;
            }
        }
        solve_dense(&matrix, &vec![(1.0 - PAGE_RANK_DAMPING) * even; size])
    }
}

fn share(part: f64, whole: f64) -> Option<f64> {
    (whole > 0.0).then(|| part / whole)
}

fn check(field: &'static str, value: usize, least: usize, most: usize) -> Result<(), BrigadeError> {
    if (least..=most).contains(&value) {
        return Ok(());
    }
    let whole = |number: usize| i64::try_from(number).unwrap_or(i64::MAX);
    Err(BrigadeError::Range { field, value: whole(value), least: whole(least), most: whole(most) })
}

#[cfg(test)]
mod tests {
    use super::HelpMatrix;

    #[test]
    fn help_that_is_returned_by_hand() {
        // 0 gives 1 three and gets one back; 2 is given two and returns nothing.
        let network = HelpMatrix::new(3, [(0, 1, 3.0), (1, 0, 1.0), (1, 2, 2.0), (2, 2, 9.0)]).unwrap();
        assert_eq!(network.reciprocity(), Some(2.0 / 6.0));
        assert_eq!([0, 1, 2].map(|agent| network.reciprocity_of(agent)), [Some(1.0 / 3.0), Some(1.0 / 3.0), None]);
        assert_eq!((network.given(1), network.received(2)), (3.0, 2.0));
        assert_eq!(HelpMatrix::new(2, []).unwrap().reciprocity(), None);
    }

    #[test]
    fn centrality_of_two_by_hand() {
        // 0 → 1 only: 1 has no edge, so it goes anywhere. x0 = 0.075 + 0.425 x1 and x0 + x1 = 1.
        let network = HelpMatrix::new(2, [(0, 1, 5.0)]).unwrap();
        let rank = network.centrality_received().unwrap();
        assert!((rank[0] - 0.5 / 1.425).abs() < 1e-14, "{rank:?}");
        assert!((rank[0] + rank[1] - 1.0).abs() < 1e-14);
        let helpers = network.centrality_given().unwrap();
        assert!((helpers[0] - rank[1]).abs() < 1e-14);
    }

    #[test]
    fn wrong_edges_are_named() {
        assert_eq!(HelpMatrix::new(2, [(0, 2, 1.0)]).unwrap_err().to_string(), "to: 2 is outside 0..=1");
        assert!(HelpMatrix::new(2, [(0, 1, f64::NAN)]).is_err());
        assert!(HelpMatrix::new(0, []).is_err());
    }
}
