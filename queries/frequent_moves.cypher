// Which moves follow one another in many runs.
CALL pattern_mining.sequences('Run', 'STEP', 'id', 'index', 4, {min_length: 2}) YIELD events, support, lift
RETURN events, support, lift ORDER BY support DESC, events[0], events[1], size(events);
