CREATE INDEX ON :Run(run_id);
CREATE INDEX ON :Joker(id);
