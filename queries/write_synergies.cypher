// Writes what was found as (:Joker)-[:SYNERGY {lift, interaction, confidence, runs}]->(:Joker).
CALL joker_synergy.write(2, {alpha: 1.0, interaction_contexts: 2}) YIELD created, updated, removed, stale
RETURN created, updated, removed, stale;
