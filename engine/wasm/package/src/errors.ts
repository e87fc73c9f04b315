/** What is wrong, and whose fault it is. */

/**
 * Codes an {@link EngineError} can have.
 *
 * * `not_loaded`: `init()` was not awaited;
 * * `argument`: a value of the wrong type, or out of range; `count`: a list of the wrong length;
 * * `unknown_name`, `json`: a name nobody knows, text that is not the expected JSON;
 * * `action`: an action off the ring, or no action at all; `over`: a step after the end; `commitment`: the other kind of step;
 * * `replay`: a damaged replay, or one that comes out otherwise; `exhausted`: more memory than the bounds allow;
 * * `agent_syntax`, `agent_exception`, `agent_answer`, `agent_timeout`: the user's code (see {@link AgentError});
 * * `worker`: a worker could not be started or has ended;
 * * `freed`: the object was freed; `unsolved`: no numeric solution; `internal`: our bug.
 */
export type ErrorCode =
  | "not_loaded"
  | "argument"
  | "count"
  | "unknown_name"
  | "json"
  | "action"
  | "over"
  | "commitment"
  | "replay"
  | "exhausted"
  | "agent_syntax"
  | "agent_exception"
  | "agent_answer"
  | "agent_timeout"
  | "worker"
  | "freed"
  | "unsolved"
  | "internal";

/** Every error of this package, but for an `AbortError` after a cancellation. */
export class EngineError extends Error {
  /** Which kind; programs look at this, people at the message. */
  readonly code: ErrorCode;

  constructor(code: ErrorCode, message: string) {
    super(message);
    this.name = "EngineError";
    this.code = code;
  }
}

/** What an agent written in JavaScript did wrong. */
export class AgentError extends EngineError {
  /** The agent's name. */
  readonly agent: string;
  /** The line of the user's code, 1-based; `undefined` where no line is to blame. */
  readonly line: number | undefined;
  /** The column, 1-based. */
  readonly column: number | undefined;
  /** The night in which it happened, 0-based; `undefined` before the first. */
  readonly night: number | undefined;

  constructor(
    code: ErrorCode,
    message: string,
    agent: string,
    place: { line?: number | undefined; column?: number | undefined; night?: number | undefined } = {},
  ) {
    super(code, message);
    this.name = "AgentError";
    this.agent = agent;
    this.line = place.line;
    this.column = place.column;
    this.night = place.night;
  }
}
