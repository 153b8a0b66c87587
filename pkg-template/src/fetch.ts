// What the SDK asks of a `fetch`, so that a stand-in has little to do.

/** What is asked of a `fetch`: the global one, a service binding's, or a stand-in for tests. */
export type Fetch = (url: string, init: RequestInit) => Promise<FetchedResponse>;

/** What is read of an answer; a `Response` has it. */
export interface FetchedResponse {
  /** The HTTP status; 0 for a redirect that a browser hides. */
  readonly status: number;
  /** The answer's headers. */
  readonly headers: { get(name: string): string | null };
  /** Reads the whole body. */
  arrayBuffer(): Promise<ArrayBuffer>;
}
