/** The engine, loaded once; and one pool of workers for everything that plays many games. */

import { WorkerPool, init } from "@ludograph/engine";

let loaded: Promise<void> | undefined;
let pool: WorkerPool | undefined;

/** Loads the engine; further calls wait for the first. A failure may be tried again. */
export function loadEngine(): Promise<void> {
  loaded ??= init().catch((error: unknown) => {
    loaded = undefined;
    throw error;
  });
  return loaded;
}

/** Workers on every core, kept between tournaments. */
export function workers(): WorkerPool {
  pool ??= new WorkerPool();
  return pool;
}
