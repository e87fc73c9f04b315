/** Workers that play. */

/** Workers kept for several tournaments. Without one, a tournament starts and ends its own. */
export class WorkerPool {
  /** `size`: how many, 1 to 64; as many as there are cores unless given. They start when they are first needed. */
  constructor(_size?: number) {}

  get size(): number { return 0; }
  /** Starts all workers now, so that the first tournament does not wait for them. */
  async start(): Promise<void> {}
  /** Ends all workers; tournaments under way reject with `worker`. */
  close(): void {}
}
