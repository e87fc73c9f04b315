// What to play from eight cards with two jokers.
CALL joker_order.play({
  held: [{rank: 'A', suit: 'H'}, {rank: 'K', suit: 'H'}, {rank: 'K', suit: 'S'}, {rank: '9', suit: 'H'},
         {rank: '8', suit: 'H'}, {rank: '7', suit: 'D'}, {rank: '6', suit: 'H'}, {rank: '5', suit: 'C'}],
  jokers: [{id: 'j_tribe'}, {id: 'j_joker'}]
}) YIELD cards, hand, score, proven
RETURN cards, hand, score, proven;
