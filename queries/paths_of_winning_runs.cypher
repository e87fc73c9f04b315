// What won runs did, move by move: the ways that many of them began with.
MATCH (run:Run {won: true})-[step:STEP]->(move:Move)
WITH run, step, move ORDER BY run.run_id, step.index
WITH run, collect(move.id) AS moves
WITH moves[0..3] AS path, count(*) AS runs
RETURN path, runs ORDER BY runs DESC, path LIMIT 10;
