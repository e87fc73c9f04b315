//! How long a search may take.

/// The number of nodes after which a search stops unless told otherwise: tens of seconds at the worst.
pub const NODES_MAX: u64 = 20_000_000;

/// How many nodes go by between two looks at the deadline.
const NODES_PER_LOOK: u64 = 64;

/// A bound on a search: so many nodes, and a deadline that the caller watches, for the engine has no clock.
pub struct Budget<'d> {
    nodes_max: u64,
    over: &'d mut dyn FnMut() -> bool,
    nodes: u64,
    spent: bool,
}

impl std::fmt::Debug for Budget<'_> {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let mut debug = formatter.debug_struct("Budget");
        debug.field("nodes_max", &self.nodes_max).field("nodes", &self.nodes).field("spent", &self.spent);
        debug.finish_non_exhaustive()
    }
}

impl<'d> Budget<'d> {
    /// At most so many nodes, and no further once `over` says `true`.
    pub fn new(nodes_max: u64, over: &'d mut dyn FnMut() -> bool) -> Self {
        Self { nodes_max, over, nodes: 0, spent: false }
    }

    /// Counts a node; `false` when the search has to stop.
    pub(crate) fn spend(&mut self) -> bool {
        if self.spent {
            return false;
        }
        self.nodes += 1;
        self.spent = self.nodes > self.nodes_max || (self.nodes.is_multiple_of(NODES_PER_LOOK) && (self.over)());
        !self.spent
    }

    /// Counts a node that takes long, a whole walk of a hand or more: the deadline is looked at every time.
    pub(crate) fn spend_walk(&mut self) -> bool {
        if self.spend() {
            self.spent = (self.over)();
        }
        !self.spent
    }

    /// Nodes counted so far: orders compared, orders built in part, lineups bounded.
    #[must_use]
    pub fn nodes(&self) -> u64 {
        self.nodes
    }

    /// Whether the search was cut short.
    #[must_use]
    pub fn spent(&self) -> bool {
        self.spent
    }
}
