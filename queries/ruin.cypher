// How games end, and through which towns those pass that end in ruin.
CALL brigade_graph.ruin({top: 2}) YIELD games, survival, ruin, nights, nights_to_ruin
RETURN games, survival, ruin, nights, nights_to_ruin;
