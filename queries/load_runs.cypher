// Runs with their jokers, from a list of maps: {run_id, seed, won, ante, score, jokers: [id, …]}. Loading again changes nothing.
UNWIND $rows AS row
MERGE (run:Run {run_id: row.run_id})
SET run.seed = row.seed, run.won = row.won, run.ante = row.ante, run.score = row.score
WITH run, row
UNWIND range(0, size(row.jokers) - 1) AS position
MERGE (joker:Joker {id: row.jokers[position]})
MERGE (run)-[used:USED]->(joker)
SET used.position = position
RETURN count(used) AS used;
