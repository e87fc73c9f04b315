/** Objects of the engine behind objects of JavaScript. */

import { EngineError } from "./errors.js";
import { wasmMemory } from "./init.js";

interface Freeable {
  free(): void;
}

/** Keeps an engine's object until it is freed. */
export class Handle<Core extends Freeable> {
  #core: Core | undefined;
  readonly #what: string;

  constructor(core: Core, what: string) {
    this.#core = core;
    this.#what = what;
  }

  /** The object; throws `freed` after {@link Handle.free}. */
  get core(): Core {
    if (this.#core === undefined) throw new EngineError("freed", `the ${this.#what} was freed`);
    return this.#core;
  }

  free(): void {
    this.#core?.free();
    this.#core = undefined;
  }
}

type ViewOf<T> = new (buffer: ArrayBuffer, offset: number, length: number) => T;

/** A view of the engine's memory that is made again after the memory has grown. */
export class View<T extends { readonly length: number }> {
  #view: T | undefined;
  readonly #kind: ViewOf<T>;

  constructor(kind: ViewOf<T>) {
    this.#kind = kind;
  }

  /** The view; `at` and `length` are asked only when it has to be made. */
  get(at: () => number, length: number): T {
    const view = this.#view;
    if (view !== undefined && view.length === length && length !== 0) return view;
    return (this.#view = new this.#kind(wasmMemory(), at(), length));
  }
}
