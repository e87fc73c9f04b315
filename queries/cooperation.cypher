// Who helps whom, and how much of it comes back.
CALL brigade_graph.cooperation() YIELD agent, agents, helped, was_helped, reciprocity, centrality_received
RETURN agent, agents, helped, was_helped, reciprocity, centrality_received;
