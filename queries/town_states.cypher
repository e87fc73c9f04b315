// How it ends from each town.
CALL brigade_graph.states() YIELD town, visits, survival, ruin, nights
RETURN town, visits, survival, ruin, nights ORDER BY ruin DESC, town LIMIT 10;
