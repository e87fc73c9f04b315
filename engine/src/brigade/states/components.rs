//! Strongly connected components, in an order in which a system of equations can be solved part by part.

/// A sparse matrix: for each row its columns and values.
pub(super) type Rows = Vec<Vec<(u32, f64)>>;

/// The components of the graph of the entries that are not 0: a component comes after all it leads to (Tarjan 1972,
/// without recursion). O(entries).
pub(super) fn components(rows: &Rows) -> Vec<Vec<u32>> {
    let mut search = Search {
        index: vec![UNSEEN; rows.len()],
        low: vec![0; rows.len()],
        open: vec![false; rows.len()],
        stack: Vec::new(),
        next: 0,
        found: Vec::new(),
    };
    for start in 0..rows.len() {
        if search.index[start] == UNSEEN {
            search.walk(rows, start);
        }
    }
    search.found
}

const UNSEEN: u32 = u32::MAX;

struct Search {
    index: Vec<u32>,
    low: Vec<u32>,
    open: Vec<bool>,
    stack: Vec<usize>,
    next: u32,
    found: Vec<Vec<u32>>,
}

impl Search {
    fn enter(&mut self, node: usize) {
        (self.index[node], self.low[node], self.open[node]) = (self.next, self.next, true);
        self.next += 1;
        self.stack.push(node);
    }

    fn walk(&mut self, rows: &Rows, start: usize) {
        self.enter(start);
        // Each node on the path with the place of its next edge.
        let mut path = vec![(start, 0)];
        while let Some((node, edge)) = path.last_mut() {
            let node = *node;
            if let Some((target, _)) = rows[node].get(*edge) {
                *edge += 1;
                let target = *target as usize;
                if self.index[target] == UNSEEN {
                    self.enter(target);
                    path.push((target, 0));
                } else if self.open[target] {
                    self.low[node] = self.low[node].min(self.index[target]);
                }
                continue;
            }
            path.pop();
            if let Some((parent, _)) = path.last() {
                self.low[*parent] = self.low[*parent].min(self.low[node]);
            }
            if self.low[node] == self.index[node] {
                self.close(node);
            }
        }
    }

    fn close(&mut self, root: usize) {
        let mut component = Vec::new();
        while let Some(node) = self.stack.pop() {
            self.open[node] = false;
            component.push(u32::try_from(node).unwrap_or(UNSEEN));
            if node == root {
                break;
            }
        }
        crate::sort::ascending(&mut component);
        self.found.push(component);
    }
}

#[cfg(test)]
mod tests {
    use super::components;

    #[test]
    fn what_is_led_to_comes_first() {
        // 0 ⇄ 1 → 2 ⇄ 3, 4 alone with a loop, 5 → 0
        let edge = |target| (target, 1.0);
        let rows =
            vec![vec![edge(1)], vec![edge(0), edge(2)], vec![edge(3)], vec![edge(2)], vec![edge(4)], vec![edge(0)]];
        assert_eq!(components(&rows), [vec![2, 3], vec![0, 1], vec![4], vec![5]]);
    }

    #[test]
    fn a_long_path_does_not_overflow_the_stack() {
        let rows = (0..200_000_u32).map(|node| if node == 199_999 { vec![] } else { vec![(node + 1, 1.0)] }).collect();
        assert_eq!(components(&rows).len(), 200_000);
    }
}
