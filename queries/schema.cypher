// Indexes and constraints, before anything is loaded. A constraint makes no index of its own: without both, merging
// thousands of nodes takes minutes.
CREATE INDEX ON :Run(run_id);
CREATE CONSTRAINT ON (n:Run) ASSERT n.run_id IS UNIQUE;
CREATE INDEX ON :Joker(id);
CREATE CONSTRAINT ON (n:Joker) ASSERT n.id IS UNIQUE;
CREATE INDEX ON :HandType(name);
CREATE CONSTRAINT ON (n:HandType) ASSERT n.name IS UNIQUE;
CREATE INDEX ON :Move(id);
CREATE CONSTRAINT ON (n:Move) ASSERT n.id IS UNIQUE;
CREATE INDEX ON :Game(game_id);
CREATE CONSTRAINT ON (n:Game) ASSERT n.game_id IS UNIQUE;
CREATE INDEX ON :Agent(agent_id);
CREATE CONSTRAINT ON (n:Agent) ASSERT n.agent_id IS UNIQUE;
CREATE INDEX ON :State(houses);
CREATE CONSTRAINT ON (n:State) ASSERT n.houses IS UNIQUE;
