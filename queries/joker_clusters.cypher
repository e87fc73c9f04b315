// Groups of jokers that go together, and how stable they are.
CALL joker_synergy.clusters(2, {resolutions: [1.0], alpha: 1.0, bootstrap: 0})
YIELD cluster, joker, size
RETURN cluster, joker, size ORDER BY cluster, joker;
