// The outbox's requests to the API, each sent once, and what came of them in the core's words. What it proves is decided there.

import type { Answer, Audit, Found, Lookup } from "../../wasm/edge/konektor_edge.js";
import { KonektorClient } from "../client.js";
import { isKonektorError } from "../errors.js";
import { edge } from "../faces/edge.js";
import type { Fetch } from "../fetch.js";
import type { CreateLead, Lead } from "../generated/models.js";
import type { Page } from "../page.js";
import { core, load } from "./core.js";

/** The API as the outbox needs it. */
export interface Api {
  /** Creates a lead. */
  create(lead: string, uniqueCode: string): Promise<Answer>;
  /** Searches for a lead by its code. */
  lookUp(uniqueCode: string, externalRef: string): Promise<Lookup>;
  /** Reads leads in the order of their creation, as long as `more` says so; what is not among them may exist all the same. */
  since(time: number, more: (leads: readonly Found[], pages: number) => Promise<boolean>): Promise<Since>;
  /** Searches for all leads of a code. */
  audit(uniqueCode: string): Promise<Audit>;
}

/** The leads since a time, or why there are none. */
export type Since =
  | { readonly type: "read"; readonly leads: readonly Found[]; readonly pages: number }
  | { readonly type: "failed"; readonly answer: Answer };

/** Where the API is and how long it is waited for. */
export interface ApiOptions {
  /** The API key; without one nothing is sent. */
  readonly apiKey: string | undefined;
  /** Where the API is. */
  readonly baseUrl: string | undefined;
  /** Milliseconds for one request: less than the settle time. */
  readonly timeoutMs: number;
  /** Sends a request. */
  readonly fetch: Fetch;
}

/** A search has as many pages as somebody wrote our code into other leads; more than this many are not read. */
const PAGES = 5;
const PAGE_SIZE = 100;

/** The API over the package's own client, which sends each request once. */
export function api({ apiKey, baseUrl, ...options }: ApiOptions): Api {
  let client: KonektorClient | undefined;
  const leads = () => {
    if (!apiKey) throw new MissingKey();
    const own = { apiKey, maxRetries: 0, pacing: "off" } as const;
    client ??= new KonektorClient(edge, load, { ...options, ...own, ...(baseUrl && { baseUrl }) });
    return client.leads;
  };

  async function search(uniqueCode: string): Promise<{ leads: Found[]; complete: boolean }> {
    let page: Page<Lead> = await leads().list({ search: uniqueCode, limit: PAGE_SIZE });
    const found = page.data.map(foundOf);
    for (let read = 1; read < PAGES; read++) {
      const next = await page.nextPage();
      if (!next) break;
      page = next;
      found.push(...page.data.map(foundOf));
    }
    return { leads: found, complete: !page.hasNextPage() && found.length >= (page.pagination.total ?? 0) };
  }

  return {
    async create(lead, uniqueCode) {
      try {
        const input = { ...(JSON.parse(lead) as CreateLead), uniqueCode };
        const { data, status } = await leads().create(input).withResponse();
        return { status, envelope: true, fields: [], leadId: data.id };
      } catch (error) {
        return answerOf(error);
      }
    },
    async lookUp(uniqueCode, externalRef) {
      try {
        const answer = await search(uniqueCode);
        return await core(({ judgeLookup }) => judgeLookup(answer, uniqueCode, externalRef));
      } catch (error) {
        return { type: "failed", answer: answerOf(error) };
      }
    },
    async since(time, more) {
      try {
        const createdFrom = new Date(time).toISOString();
        const query = { createdFrom, sortBy: "createdAt", sortOrder: "asc", limit: PAGE_SIZE } as const;
        let page: Page<Lead> | undefined = await leads().list(query);
        let pages = 0;
        const found: Found[] = [];
        while (page) {
          pages += 1;
          found.push(...page.data.map(foundOf));
          page = page.hasNextPage() && (await more(found, pages)) ? await page.nextPage() : undefined;
        }
        return { type: "read", leads: found, pages };
      } catch (error) {
        return { type: "failed", answer: answerOf(error) };
      }
    },
    async audit(uniqueCode) {
      try {
        return { type: "searched", leads: (await search(uniqueCode)).leads };
      } catch (error) {
        return { type: "failed", answer: answerOf(error) };
      }
    },
  };
}

class MissingKey extends Error {}

/** `externalRef` is not documented in answers; where a server has it, it counts. */
function foundOf(lead: Lead): Found {
  const { id, uniqueCode, externalRef } = lead as Partial<Found>;
  return { id: id ?? "", uniqueCode: uniqueCode ?? undefined, externalRef: externalRef ?? undefined };
}

/** Nothing was sent: that is as good as a refusal, and not the row's fault. */
const NOT_SENT = ["USAGE_ERROR", "WASM_UNAVAILABLE"];

const NOT_THE_APIS = ["HTTP_ERROR", "RESPONSE_SHAPE", "CONNECTION_ERROR", "TIMEOUT", "ABORTED"];

function answerOf(error: unknown): Answer {
  if (error instanceof MissingKey) return { status: 401, envelope: true, code: "KEY_MISSING", fields: [] };
  if (!isKonektorError(error)) return { envelope: false, code: "UNEXPECTED", fields: [] };
  const { code, status, details, retryAfter } = error as typeof error & {
    readonly status?: number;
    readonly details?: Readonly<Record<string, string>>;
    readonly retryAfter?: number;
  };
  if (NOT_SENT.includes(code)) return { status: 403, envelope: true, code, fields: [] };
  const refusedHere = code === "VALIDATION_ERROR" && status === undefined;
  // A status whose body is not the API's, or did not come whole, is nobody's word.
  const ownWords = status !== undefined && status >= 400 && !NOT_THE_APIS.includes(code);
  return {
    status: refusedHere ? 400 : status,
    envelope: refusedHere || ownWords,
    code,
    fields: Object.keys(details ?? {}),
    retryAfterMs: retryAfter === undefined ? undefined : retryAfter * 1000,
  };
}
