// The one wasm instance of a binary: when it is made, and what happens when it traps. Loaders say where the binary comes from;
// which exports there are is the faces' business.

import { KonektorError } from "./errors.js";
import { Life } from "./life.js";
import type { WasmSource } from "./wasm-source.js";

type Binary = WebAssembly.Module | BufferSource;

/** Answers the binary for a runtime. */
export type Load = () => Binary | Promise<Binary>;

/** What the generated glue of every binary has. */
export interface Glue {
  /** Makes the instance; does nothing when there is one. */
  init(from: { module_or_path: WebAssembly.Module }): Promise<unknown>;
  /** Replaces the instance by a new one of the same compiled module. */
  reset(): void;
}

/** The instance of one binary. The glue holds it in its module's scope, so there is one of these for each binary. */
export class Wasm<Face extends Glue> {
  readonly #face: Face;
  #ready: Promise<void> | undefined;
  #life = new Life();

  /** The life of the instance that there is: for questions that depend on no earlier one. */
  get life(): Life {
    return this.#life;
  }

  constructor(face: Face) {
    this.#face = face;
  }

  /**
   * Waits for the instance, and answers its life, which ends when the instance is dropped. The first caller's
   * binary is the one that is used. A failure is not remembered: the next call tries again.
   */
  async ready(load: Load): Promise<Life> {
    this.#ready ??= this.#instantiate(load).catch((cause) => {
      this.#ready = undefined;
      throw new KonektorError(
        {
          code: "WASM_UNAVAILABLE",
          message:
            "WebAssembly could not be started, the cause says why. A Content-Security-Policy has to allow 'wasm-unsafe-eval' in " +
            "script-src; the option `wasm` takes the binary, konektor/konektor.wasm.",
        },
        cause,
      );
    });
    await this.#ready;
    return this.#life;
  }

  /** Lets the next call load the binary anew. Should the earlier load come to its end after all, there is an instance already. */
  forget(): void {
    this.#ready = undefined;
  }

  /**
   * Lets `work` call the exports. Rust answers errors as values, so whatever is thrown is a trap, after which the memory cannot
   * be trusted: the instance is dropped, all that depended on its `life` ends, and the next call finds a new one.
   */
  run<T>(life: Life, work: (face: Face) => T): T {
    if (life.aborted) throw life.reason;
    try {
      return work(this.#face);
    } catch (cause) {
      const panic = new KonektorError(
        { code: "INTERNAL_PANIC", message: "The SDK failed inside; please report it. The next call starts afresh." },
        cause,
      );
      const dropped = this.#life;
      try {
        this.#face.reset();
        this.#life = new Life();
      } finally {
        // Where no new instance can be made (old Chromium refuses on a page's main thread), later calls find this life ended.
        dropped.end(panic);
        // biome-ignore lint/correctness/noUnsafeFinally: why there is no new instance helps nobody.
        throw panic;
      }
    }
  }

  async #instantiate(load: Load): Promise<void> {
    const binary = await load();
    // Told by what it has and not by its class, which another realm has too.
    const module = "byteLength" in binary ? await WebAssembly.compile(binary) : binary;
    await this.#face.init({ module_or_path: module });
  }
}

/** Turns the option `wasm` into a loader. */
export function loadFrom(source: WasmSource): Load {
  return async () => (source instanceof URL ? (await fetch(source)).arrayBuffer() : (source as Binary));
}
