// What the edge uses of Cloudflare's platform, as shapes: no type package is needed to compile against them, and tests can stand in.

/** A row of SQL. */
export type SqlRow = Record<string, ArrayBuffer | string | number | null>;

/** The SQLite database of a Durable Object. */
export interface Sql {
  /** Runs a statement. */
  exec(query: string, ...bindings: (string | number | null)[]): { toArray(): SqlRow[] };
}

/** The storage of a Durable Object. */
export interface OutboxStorage {
  /** Its database. */
  readonly sql: Sql;
  /** Runs statements all or none. */
  transactionSync<T>(work: () => T): T;
  /** Waits until everything written is on disk. */
  sync(): Promise<void>;
  /** Sets the alarm, in Unix milliseconds. */
  setAlarm(at: number): Promise<void>;
  /** Sets none. */
  deleteAlarm(): Promise<void>;
}

/** The clock and the alarm of an outbox. */
export interface OutboxTime {
  /** The time, in Unix milliseconds. */
  now(): number;
  /** Sets the alarm, in Unix milliseconds. */
  setAlarm(at: number): Promise<void>;
  /** Sets none. */
  deleteAlarm(): Promise<void>;
}

/** What a Durable Object is made with. */
export interface OutboxState {
  /** Its storage. */
  readonly storage: OutboxStorage;
  /** Lets nothing in until `work` is done. */
  blockConcurrencyWhile<T>(work: () => Promise<T>): Promise<T>;
}

/** The binding of the Durable Object class `LeadOutbox`. */
export interface OutboxNamespace {
  /** The identifier of an object. */
  idFromName(name: string): unknown;
  /** The object. */
  get(id: never): { fetch(url: string, init: RequestInit): Promise<Response> };
}

/** The bindings of the Worker. Besides these there is one secret for each workspace: its API key, under its `keyBinding`. */
export interface IntakeEnv {
  /** The outboxes: the Durable Object class `LeadOutbox`, with SQLite. */
  readonly OUTBOX: OutboxNamespace;
  /** Files to serve beside the intake: the widget. */
  readonly ASSETS?: { fetch(request: Request): Promise<Response> };
  /** Counts submissions of an address and form. Without it the outbox counts. */
  readonly RATE_LIMITER?: { limit(options: { key: string }): Promise<{ success: boolean }> };
  /** Keys everything that must not be guessed: at least 16 characters. To change it makes known submissions new ones. */
  readonly INTAKE_SECRET: string;
  /** The secret of the Turnstile widget, for forms with a challenge. Without it such a form holds all that it gets. */
  readonly TURNSTILE_SECRET?: string;
  /** Where challenges are verified, for tests. Other than https only on loopback. Default: Cloudflare's `siteverify`. */
  readonly TURNSTILE_URL?: string;
  /** Where the API is. Default: `https://konektor.id`. */
  readonly KONEKTOR_BASE_URL?: string;
  /** Seconds after an open outcome before a look-up is believed. Default: 60. */
  readonly KONEKTOR_SETTLE_SECONDS?: string | number;
  /** Opens `/admin` to whoever sends it: at least 32 characters. Without it there is no `/admin`. */
  readonly ADMIN_TOKEN?: string;
}
