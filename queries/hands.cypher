// Which hands are played, and what they score.
MATCH (run:Run)-[played:PLAYED]->(hand:HandType)
RETURN hand.name AS hand, count(played) AS times, avg(played.score) AS mean_score ORDER BY times DESC, hand;
