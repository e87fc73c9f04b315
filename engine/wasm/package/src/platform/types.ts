/** What browsers and Node have in common here. */

/** A worker as its owner sees it. */
export interface WorkerLike {
  post(message: unknown, transfer?: Transferable[]): void;
  /** Called for each message. */
  onMessage(listener: (message: unknown) => void): void;
  /** Called when the worker has failed: what went wrong, and the line of its source where that is known. */
  onFailure(listener: (message: string, line?: number, column?: number) => void): void;
  /** Whether somebody waits for it: an idle worker keeps no process alive. */
  hold(isBusy: boolean): void;
  terminate(): void;
}

/** The owner as a worker sees it. */
export interface OwnerLike {
  post(message: unknown, transfer?: Transferable[]): void;
  onMessage(listener: (message: unknown) => void): void;
}
