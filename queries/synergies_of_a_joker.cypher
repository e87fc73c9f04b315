// What goes with a Baron, once SYNERGY relationships are written.
MATCH (:Joker {id: 'j_baron'})-[synergy:SYNERGY]-(other:Joker)
RETURN other.name AS joker, synergy.lift AS lift, synergy.interaction AS interaction ORDER BY synergy.lift DESC LIMIT 10;
