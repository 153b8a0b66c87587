// What a call comes to: the data alone when awaited, or with what the answer's headers said.

/** The API's rate limit, which all keys of a workspace share, as of an answer. */
export interface RateLimit {
  /** Requests allowed in a minute. */
  readonly limit?: number;
  /** Requests left in this window. */
  readonly remaining?: number;
  /** When the window ends, in Unix seconds. */
  readonly reset?: number;
}

/** What the answer's headers said. */
export interface ResponseMeta {
  /** HTTP status of the answer. */
  readonly status: number;
  /** The API's identifier of the request (`X-Request-Id`), for its support. */
  readonly requestId?: string;
  /** The rate limit as of the answer. */
  readonly rateLimit?: RateLimit;
}

/** The data of an answer with what its headers said. */
export interface WithResponse<T> extends ResponseMeta {
  /** The data. */
  readonly data: T;
}

/** A call under way: a promise of its data that can tell more. */
export class CallPromise<T> implements Promise<T> {
  readonly #outcome: Promise<WithResponse<T>>;
  /** As every promise has it. */
  readonly [Symbol.toStringTag] = "Promise";

  /** @internal */
  constructor(outcome: Promise<WithResponse<T>>) {
    this.#outcome = outcome;
  }

  /** The data together with the status, the request's identifier and the rate limit. */
  withResponse(): Promise<WithResponse<T>> {
    return this.#outcome;
  }

  /** As every promise has it. */
  // biome-ignore lint/suspicious/noThenProperty: it is a promise. A subclass of Promise would leave one promise unhandled.
  then<Fulfilled = T, Rejected = never>(
    fulfilled?: ((data: T) => Fulfilled | PromiseLike<Fulfilled>) | null,
    // biome-ignore lint/suspicious/noExplicitAny: as every promise has it, so that code for promises compiles
    rejected?: ((error: any) => Rejected | PromiseLike<Rejected>) | null,
  ): Promise<Fulfilled | Rejected> {
    return this.#outcome.then(({ data }) => data).then(fulfilled, rejected);
  }

  /** As every promise has it. */
  catch<Rejected = never>(
    // biome-ignore lint/suspicious/noExplicitAny: likewise
    rejected?: ((error: any) => Rejected | PromiseLike<Rejected>) | null,
  ): Promise<T | Rejected> {
    return this.then(undefined, rejected);
  }

  /** As every promise has it. */
  finally(settled?: (() => void) | null): Promise<T> {
    return this.then().finally(settled);
  }
}
