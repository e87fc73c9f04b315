// What to buy next in the run that is not over.
MATCH (run:Run)-[:USED]->(owned:Joker) WHERE run.won IS NULL
WITH run, collect(owned.id) AS owned
CALL joker_synergy.suggest(owned, {ante: run.ante, min_runs: 2, alpha: 1.0, top: 1}) YIELD joker, gain
RETURN run.run_id AS run_id, joker, gain > 0 AS helps;
