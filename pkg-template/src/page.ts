// Pages of a list: one page when awaited, every item when iterated. Decides which page comes next and when it is fetched.

import { json } from "./answer.js";
import type { MakeCall } from "./call.js";
import type { ListLeads, Pagination } from "./generated/models.js";
import type { RequestOptions } from "./options.js";
import { CallPromise, type RateLimit, type WithResponse } from "./outcome.js";

/**
 * Which page of which list.
 *
 * @internal
 */
export interface Asked {
  readonly operation: string;
  readonly query: ListLeads;
  readonly options: RequestOptions | undefined;
  /** Cursors that were followed to get here; one that comes again would lead around in a circle. */
  readonly followed: ReadonlySet<string>;
}

/** One page of a list. */
export class Page<T> {
  /** The page's items. */
  readonly data: readonly T[];
  /** Where the page stands in its list. */
  readonly pagination: Pagination;
  /** The API's identifier of the request (`X-Request-Id`), for its support. */
  readonly requestId?: string;
  /** The rate limit as of the answer. */
  readonly rateLimit?: RateLimit;
  readonly #call: MakeCall;
  readonly #next: Asked | undefined;

  /** @internal */
  constructor(call: MakeCall, asked: Asked, { data, ...meta }: WithResponse<Envelope<T>>) {
    this.data = data.data;
    this.pagination = data.pagination;
    if (meta.requestId !== undefined) this.requestId = meta.requestId;
    if (meta.rateLimit !== undefined) this.rateLimit = meta.rateLimit;
    this.#call = call;
    this.#next = following(asked, data);
  }

  /** Whether {@link Page.nextPage} has something to fetch. */
  hasNextPage(): boolean {
    return this.#next !== undefined;
  }

  /** The page after this one; `undefined` after the last. */
  async nextPage(): Promise<Page<T> | undefined> {
    return (await this.fetchNext())?.data;
  }

  /** @internal */
  fetchNext(signal?: AbortSignal): Promise<WithResponse<Page<T>>> | undefined {
    return this.#next && fetchPage(this.#call, this.#next, signal);
  }
}

/**
 * A list under way. Awaited, it is its first page; iterated, all items of all pages. From the second page on, the next one is
 * fetched while the caller works on this one: whoever leaves early has not paid for more than the first. In the order of
 * `createdAt` nothing comes twice and nothing is left out, however many are added meanwhile.
 */
export class ListPromise<T extends { readonly id: string }> extends CallPromise<Page<T>> implements AsyncIterable<T> {
  /** @internal */
  constructor(call: MakeCall, operation: string, query: ListLeads = {}, options?: RequestOptions) {
    super(fetchPage(call, { operation, query, options, followed: new Set() }));
  }

  /** All items from this page on. */
  [Symbol.asyncIterator](): AsyncGenerator<T, void, undefined> {
    return this.#items(Number.POSITIVE_INFINITY);
  }

  /**
   * The items from this page on, up to `limit` of them; `Infinity` for all, which may be more than memory holds. No page is
   * fetched that holds none of them.
   */
  async toArray({ limit }: { readonly limit: number }): Promise<T[]> {
    const items: T[] = [];
    for await (const item of this.#items(limit)) items.push(item);
    return items;
  }

  async *#items(limit: number): AsyncGenerator<T, void, undefined> {
    let left = limit;
    let first = true;
    const seen = new Set<string>();
    // Ends the page that is fetched ahead when nobody wants it any more.
    const leaving = new AbortController();
    try {
      let page: Page<T> | undefined = await this;
      while (page) {
        const items = fresh(page, seen).slice(0, Math.max(left, 0));
        left -= items.length;
        const next = () => (left > 0 ? page?.fetchNext(leaving.signal) : undefined);
        const ahead = first ? undefined : next();
        // Whether it failed matters when its turn comes.
        ahead?.catch(() => {});
        yield* items;
        page = (await (first ? next() : ahead))?.data;
        first = false;
      }
    } finally {
      leaving.abort();
    }
  }
}

/** A page's items without those that were seen: where numbers lead on, items that are added push others onto the next page. */
function fresh<T extends { readonly id: string }>({ data, pagination }: Page<T>, seen: Set<string>): readonly T[] {
  return pagination.nextCursor ? data : data.filter(({ id }) => !seen.has(id) && seen.add(id));
}

interface Envelope<T> {
  readonly data: T[];
  readonly pagination: Pagination;
}

async function fetchPage<T>(call: MakeCall, asked: Asked, signal?: AbortSignal): Promise<WithResponse<Page<T>>> {
  const { operation, query, options } = asked;
  const answer = json<Envelope<T>>(await call({ operation, input: query, options, ...(signal && { signal }) }));
  return { ...answer, data: new Page(call, asked, answer) };
}

/**
 * The cursor leads on while it is a new one. Without a cursor on either side, the page's number does, as far as there are pages:
 * a list that was asked for by cursor may count each of its pages as the first.
 */
function following<T>({ followed, ...asked }: Asked, { data, pagination }: Envelope<T>): Asked | undefined {
  const { page: _, cursor: asking, ...query } = asked.query;
  const { nextCursor: cursor, page, totalPages } = pagination;
  if (data.length === 0) return undefined;
  if (cursor) {
    if (followed.has(cursor) || cursor === asking) return undefined;
    return { ...asked, query: { ...query, cursor }, followed: new Set(followed).add(cursor) };
  }
  if (asking || !page || !totalPages || page >= totalPages) return undefined;
  return { ...asked, query: { ...query, page: page + 1 }, followed };
}
