// Who gets more than it gives.
CALL brigade_graph.free_riders() YIELD agent, helped, reward, reward_share, help_share, free_rider_index
RETURN agent, helped, reward, reward_share, help_share, free_rider_index;
