// Which jokers are owned together often.
CALL pattern_mining.itemsets('Run', 'USED', 'id', 4, {min_length: 2}) YIELD items, support, lift
RETURN items, support, lift ORDER BY support DESC, lift DESC;
