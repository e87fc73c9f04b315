//! The tables. What each column means stands in `docs/tables.md`; a test holds both lists together.

use super::ids::GameId;
use super::kinds::{Bytes, Count, Flag, Instant, Number, Position, Required, Text};
use super::table::table;

table! {
    /// An event, as it was taken in.
    "events": EventRow, EventsBuilder {
        /// Where it stands in the log.
        position: Position,
        /// The session it belongs to.
        game_id: GameId,
        /// The run of the producer's program.
        process_id: GameId,
        /// "balatro" or "brigade".
        game: Text,
        /// Dotted topic.
        topic: Required,
        /// Type on the wire.
        r#type: Text,
        /// Subtype on the wire.
        subtype: Text,
        /// The producer's id of it.
        event_id: Text,
        /// Who sent it.
        source: Text,
        /// The stream it came in by.
        stream: Text,
        /// When it happened.
        event_time: Instant,
        /// When it was taken in.
        received_at: Instant,
        /// The producer's own timestamp, milliseconds.
        source_time_ms: Number,
        /// Ties a request to its answer.
        correlation_id: Text,
        /// Whether it came only inside another event's changes.
        only_in_changes: Flag,
        /// What had to be mended.
        repairs: Text,
        /// Its payload as JSON text.
        payload: Text,
    }
}

table! {
    /// A body, or a part of one, that could not be read as events.
    "dead_letters": DeadLetterRow, DeadLettersBuilder {
        /// Where it stands in the log.
        position: Position,
        /// When it was taken in.
        received_at: Instant,
        /// The path it was sent to.
        path: Text,
        /// Why, in a stable word.
        reason: Text,
        /// The reader's own words.
        detail: Text,
        /// The body as text, what is not UTF-8 replaced.
        body: Text,
        /// The body's bytes.
        body_bytes: Bytes,
    }
}

table! {
    /// A state of a Balatro game.
    "balatro_states": StateRow, StatesBuilder {
        /// Where its event stands in the log.
        position: Position,
        /// The game.
        game_id: GameId,
        /// When it was seen.
        event_time: Instant,
        /// Whether a run is going on.
        in_game: Flag,
        /// The game's own id of the run.
        seed: Text,
        /// The phase.
        phase: Text,
        /// The game's state number.
        ui_state: Text,
        /// The ante.
        ante: Count,
        /// The round.
        round: Count,
        /// Hands the game has counted in the round.
        hand_number: Count,
        /// The round's score so far.
        chips: Number,
        /// Mult.
        mult: Number,
        /// Dollars.
        money: Number,
        /// Size of the hand.
        hand_size: Count,
        /// Hands left.
        hands_remaining: Count,
        /// Discards left.
        discards_remaining: Count,
        /// The blind's name.
        blind_name: Text,
        /// The score the blind asks for.
        blind_chips: Number,
        /// Whether the blind is a boss.
        blind_boss: Flag,
        /// Whether the blind is beaten.
        blind_defeated: Flag,
        /// The cards in hand.
        hand: Text,
        /// How many cards are in hand.
        hand_count: Count,
        /// The jokers' names.
        jokers: Text,
        /// How many jokers there are.
        joker_count: Count,
        /// How many consumables there are.
        consumable_count: Count,
        /// Cards left to draw.
        deck_remaining: Count,
        /// Cards of the whole deck.
        deck_count: Count,
        /// Frames since the program started.
        frame_count: Count,
        /// Sent along with a heartbeat.
        debug: Flag,
        /// The first state of a run of the program.
        initial: Flag,
    }
}

table! {
    /// A joker in a state.
    "balatro_jokers": JokerRow, JokersBuilder {
        /// Where the state's event stands in the log.
        position: Position,
        /// The game.
        game_id: GameId,
        /// When the state was seen.
        event_time: Instant,
        /// The ante.
        ante: Count,
        /// The round.
        round: Count,
        /// Its place from the left, 0-based.
        slot: Count,
        /// The game's id of it.
        joker_id: Text,
        /// Its name.
        name: Text,
        /// Its edition.
        edition: Text,
        /// Its mult.
        mult: Number,
        /// Its chips.
        chips: Number,
        /// Its price.
        cost: Number,
        /// What selling it brings.
        sell_value: Number,
    }
}

table! {
    /// A game, of whatever kind.
    "games": GameRow, GamesBuilder {
        /// The game.
        game_id: GameId,
        /// The run of the producer's program.
        process_id: GameId,
        /// "balatro" or "brigade".
        game: Text,
        /// The stream it came in by.
        stream: Text,
        /// The game's own id of the run.
        seed: Text,
        /// Time of its earliest event.
        started_at: Instant,
        /// Time of its latest event.
        ended_at: Instant,
        /// Position of its first event.
        first_position: Position,
        /// Position of its last event.
        last_position: Position,
        /// How many events belong to it.
        events: Count,
        /// The highest ante.
        ante_max: Count,
        /// The highest round.
        round_max: Count,
        /// How many hands were seen played.
        hands_played: Count,
        /// The best score of one hand.
        hand_score_max: Number,
        /// Dollars, as last seen.
        money_last: Number,
        /// The phase, as last seen.
        phase_last: Text,
        /// The jokers' names, as last seen.
        jokers_last: Text,
        /// "won" or "lost".
        outcome: Text,
    }
}

table! {
    /// A round of a Balatro run.
    "balatro_rounds": RoundRow, RoundsBuilder {
        /// The game.
        game_id: GameId,
        /// The round.
        round: Count,
        /// The ante.
        ante: Count,
        /// The blind's name.
        blind_name: Text,
        /// The score the blind asks for.
        blind_chips: Number,
        /// Whether the blind is a boss.
        blind_boss: Flag,
        /// How many hands were seen played.
        hands_played: Count,
        /// How many discards were seen used.
        discards_used: Count,
        /// Hands left at the end.
        hands_remaining: Count,
        /// The round's score.
        score: Number,
        /// Whether the blind was beaten.
        beaten: Flag,
        /// Dollars when it was first seen.
        money_start: Number,
        /// Dollars when it was last seen.
        money_end: Number,
        /// When it was first seen.
        started_at: Instant,
        /// When it was last seen.
        ended_at: Instant,
        /// Position of the first event that names it.
        first_position: Position,
        /// Position of the last event that names it.
        last_position: Position,
    }
}

table! {
    /// A hand of a Balatro run.
    "balatro_hands": HandRow, HandsBuilder {
        /// Position of the event that showed it first.
        position: Position,
        /// The game.
        game_id: GameId,
        /// The ante.
        ante: Count,
        /// The round.
        round: Count,
        /// Its number within the round, 1-based.
        hand_number: Count,
        /// When it was seen played.
        played_at: Instant,
        /// What it brought.
        score: Number,
        /// The round's score before it.
        chips_before: Number,
        /// The round's score after it.
        chips_after: Number,
        /// Hands left after it.
        hands_remaining: Count,
        /// Discards left when it was played.
        discards_remaining: Count,
        /// How many jokers triggered.
        joker_triggers: Count,
        /// Id of the rule that showed it.
        rule: Text,
    }
}
