/** A call as the host asks for it; passed as JSON. */
export interface Call extends Session {
  /** The operation's name, such as `leads.list`. */
  operation?: string;
  /** The resource's identifier. */
  id?: string;
  /** Instead of an operation's name, the method of a request that no operation stands for. */
  method?: string;
  /** Its path below the base URL, with its query. */
  path?: string;
  baseUrl: string;
  apiKey?: string;
  headers?: Record<string, string>;
  /** The deadline over all attempts, in whole milliseconds. */
  timeoutMs: number;
  maxRetries: number;
  pacing: boolean;
  /** Whether only to check what would be sent: then the call is done, or has failed, at once. */
  check?: boolean;
}

/** The client's state, which the host keeps from step to step and from call to call; zeros to begin with. */
export interface Session {
  /** What retries have taken out of the budget. */
  spent: number;
  /** When requests may be sent again, in milliseconds since 1970. */
  resumeAt: number;
}

/** What came of a step; passed as JSON. An answer comes with its body; the state alone says that a wait is over. */
export type Event = Session & { call: number } & (
    | { head: Head }
    /** Without a whole answer; with its head, where that had come. */
    | { failure: "timeout" | "aborted" | "connection"; head?: Head }
    | Record<never, never>
  );

/** The head of an answer; passed as JSON. The texts of the headers are as they arrived. */
export interface Head {
  /** The HTTP status; 0 for a redirect that a browser hides. */
  status: number;
  requestId?: string;
  /** `X-RateLimit-Limit`. */
  limit?: string;
  /** `X-RateLimit-Remaining`. */
  remaining?: string;
  /** `X-RateLimit-Reset`. */
  reset?: string;
  retryAfter?: string;
  /** `Date` in milliseconds since 1970. */
  dateMs?: number;
  /** `Retry-After` in milliseconds since 1970, where it is a date. */
  retryDateMs?: number;
}

/** What the host does next; answered as JSON, with the state to keep. */
export type Step = Session &
  /** Send a request; if it sends a body, that is the call's input. */
  (
    | {
        type: "send";
        call: number;
        method: string;
        url: string;
        headers: [name: string, value: string][];
        sendsBody: boolean;
        timeoutMs: number;
      }
    /** Wait. */
    | { type: "sleep"; call: number; ms: number; reason: Phase }
    /** Hand the answer on: its body has been checked, and is the host's to parse. */
    | { type: "done"; status: number; requestId?: string; rateLimit?: RateLimit }
    /** Throw. */
    | { type: "failed"; error: ErrorInfo }
  );

/** What an answer says about the rate limit, which all keys of a workspace share. Source: “Rate Limits”. */
export interface RateLimit {
  /** How many requests a minute the plan has. */
  limit?: number;
  /** How many are left in this window. */
  remaining?: number;
  /** When the window ends, in Unix seconds. */
  reset?: number;
}

/** The kinds of errors, one for each class. */
export type Kind =
  | "usage"
  | "validation"
  | "authentication"
  | "permissionDenied"
  | "notFound"
  | "rateLimit"
  | "server"
  | "api"
  | "connection"
  | "timeout"
  | "aborted"
  | "responseShape";

/** What a call was doing when its time ran out or it was cut. */
export type Phase = "pacing" | "connect" | "body" | "backoff";

/** What is known of a call that failed. */
export interface ErrorInfo {
  kind: Kind;
  /** A stable code: the server's own, if it sent one. */
  code: string;
  /** What happened and what to do, for people. */
  message: string;
  /** The HTTP status, if there was an answer. */
  status?: number;
  /** Messages by field. */
  details?: Record<string, string>;
  /** The `X-Request-Id` of the answer, to quote to support. */
  requestId?: string;
  rateLimit?: RateLimit;
  /** In how many seconds the server will answer again, if it said so. */
  retryAfter?: number;
  /** The JSON path of the value that has another shape. */
  path?: string;
  /** The beginning of an answer that is not the API's: at most 200 printable characters, without the key. */
  excerpt?: string;
  phase?: Phase;
  /** How many requests were sent. */
  attempts: number;
  /** Whether the server may have carried the request out all the same. */
  outcomeUnknown: boolean;
}
