// How fast the outbox sends. Whether the next request may begin is the core's decision; here the requests on their way are counted
// and each answer's headers are noted.

import type { Pace, Permit } from "../../wasm/edge/konektor_edge.js";
import type { Fetch, FetchedResponse } from "../fetch.js";
import { core } from "./core.js";

/** The rate of one outbox. */
export class Pacer {
  #pace: Pace | undefined;
  #onTheirWay = 0;
  readonly #now: () => number;

  constructor(now: () => number) {
    this.#now = now;
  }

  /** Whether the next request may begin while some steps, each with one, are under way. */
  permit(steps: number): Promise<Permit> {
    return core((rules) => {
      this.#pace ??= rules.newPace();
      return rules.permit(this.#pace, steps, this.#now());
    });
  }

  /** A `fetch` whose requests count. */
  readonly fetch: Fetch = async (url, init) => {
    await core((rules) => {
      this.#pace = rules.paceBegun(this.#pace ?? rules.newPace());
    });
    this.#onTheirWay += 1;
    let response: FetchedResponse | undefined;
    try {
      // A redirect is never followed: the key and the lead would travel on.
      response = await fetch(url, init);
      return response;
    } finally {
      this.#onTheirWay -= 1;
      const rate = rateOf(response);
      await core((rules) => {
        this.#pace = rules.paceAnswered(this.#pace ?? rules.newPace(), rate, this.#onTheirWay, this.#now());
      });
    }
  };
}

function rateOf(response: FetchedResponse | undefined) {
  const header = (name: string) => {
    const text = response?.headers.get(name);
    return text && /^\d{1,15}$/.test(text) ? Number(text) : undefined;
  };
  const reset = header("x-ratelimit-reset");
  // By the server's own clock, since ours may be another.
  const date = Date.parse(response?.headers.get("date") ?? "");
  return {
    limit: header("x-ratelimit-limit"),
    remaining: header("x-ratelimit-remaining"),
    endsInMs: reset === undefined || Number.isNaN(date) ? undefined : reset * 1000 - date,
    succeeded: response !== undefined && response.status >= 200 && response.status < 300,
  };
}
