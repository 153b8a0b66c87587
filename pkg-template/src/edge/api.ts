// The outbox's two requests to the API, each sent once, and what came of them in the core's words. What it proves is decided there.

import type { Answer, Found, Lookup } from "../../wasm/edge/konektor_edge.js";
import { KonektorClient } from "../client.js";
import { isKonektorError } from "../errors.js";
import type { CreateLead } from "../generated/models.js";
import { core, edge, load } from "./core.js";

/** The API as the outbox needs it. */
export interface Api {
  /** Creates a lead. */
  create(lead: string, uniqueCode: string): Promise<Answer>;
  /** Searches for a lead by its code. */
  lookUp(uniqueCode: string, externalRef: string): Promise<Lookup>;
}

/** Where the API is and how long it is waited for. */
export interface ApiOptions {
  /** The API key; without one nothing is sent. */
  readonly apiKey: string | undefined;
  /** Where the API is. */
  readonly baseUrl: string | undefined;
  /** Milliseconds for one request: less than the settle time. */
  readonly timeoutMs: number;
}

/** A search has as many pages as somebody wrote our code into other leads; more than this many are not read. */
const PAGES = 5;

/** The API over the package's own client, which sends each request once. */
export function api({ apiKey, baseUrl, timeoutMs }: ApiOptions): Api {
  const client = () => {
    if (!apiKey) throw new MissingKey();
    return new KonektorClient(edge, load, {
      apiKey,
      timeoutMs,
      maxRetries: 0,
      pacing: "off",
      ...(baseUrl && { baseUrl }),
    });
  };

  return {
    async create(lead, uniqueCode) {
      try {
        const input = { ...(JSON.parse(lead) as CreateLead), uniqueCode };
        const { data, status } = await client().leads.create(input).withResponse();
        return { status, envelope: true, fields: [], leadId: data.id };
      } catch (error) {
        return answerOf(error);
      }
    },
    async lookUp(uniqueCode, externalRef) {
      try {
        let page = await client().leads.list({ search: uniqueCode, limit: 100 });
        // `externalRef` is not documented in answers; where a server has it, it counts.
        const leads = (page.data as readonly Found[]).map(found);
        for (let read = 1; read < PAGES; read++) {
          const next = await page.nextPage();
          if (!next) break;
          page = next;
          leads.push(...(page.data as readonly Found[]).map(found));
        }
        const complete = !page.hasNextPage() && leads.length >= (page.pagination.total ?? 0);
        return await core(({ judgeLookup }) => judgeLookup({ leads, complete }, uniqueCode, externalRef));
      } catch (error) {
        return { type: "failed", answer: answerOf(error) };
      }
    },
  };
}

class MissingKey extends Error {}

function found({ id, uniqueCode, externalRef }: Found): Found {
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
