// What the SDK tells a caller's logger. Decides what may be said: never a key, a header, a body or a query, which are secrets or
// people's data. What a call is told is in `call.ts`.

/** How much is told, from most to least. */
export type LogLevel = "debug" | "info" | "warn" | "error";

/** What is told of a call; which fields there are depends on the message. */
export interface LogFields {
  /** The operation, such as `leads.list`, or the method of a request of your own. */
  readonly operation: string;
  /** The path that was asked for, without its query. */
  readonly path?: string;
  /** Which attempt it is, from 1. */
  readonly attempt?: number;
  /** HTTP status of the answer. */
  readonly status?: number | undefined;
  /** The API's identifier of the request. */
  readonly requestId?: string | undefined;
  /** Milliseconds: how long an attempt took, or a wait will take. */
  readonly ms?: number;
  /** What is waited for: `pacing` or `backoff`. */
  readonly reason?: string;
  /** The code of the error with which a call or an attempt ended. */
  readonly code?: string | undefined;
}

/** Takes what the SDK tells: `console` is one, and so are most logging libraries. */
export type Logger = Readonly<Record<LogLevel, (message: string, fields: LogFields) => void>>;

/** Tells a logger. */
export type Log = (level: LogLevel, message: string, fields: LogFields) => void;

const LEVELS: readonly LogLevel[] = ["debug", "info", "warn", "error"];

/** Binds a logger and the least level that it is told; a logger that throws does not end a call. */
export function logTo(logger: Logger | undefined, least: LogLevel = "info"): Log {
  return (level, message, fields) => {
    if (!logger || LEVELS.indexOf(level) < LEVELS.indexOf(least)) return;
    try {
      logger[level](`konektor: ${message}`, fields);
    } catch {}
  };
}
