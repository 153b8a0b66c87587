// Asks the admin API with a token that lives in this object and nowhere else.

/** An answer that was no success. */
export class Failure extends Error {
  constructor(
    /** The HTTP status; 0 when no answer came. */
    readonly status: number,
    message: string,
  ) {
    super(message);
  }
}

/** The admin API as one operator asks it. */
export class Api {
  readonly #token: string;
  readonly #leaving = new AbortController();

  constructor(token: string) {
    this.#token = token;
  }

  /** Asks nothing any more, and waits for nothing. */
  leave(): void {
    this.#leaving.abort();
  }

  /** The data of an answer. A red health answer has some too. */
  async ask<T>(path: string, body?: object): Promise<T> {
    const response = await this.#fetch(path, body);
    const envelope = await response.json().catch(() => undefined);
    if (envelope?.success !== true) throw failure(response.status, envelope);
    return envelope.data as T;
  }

  /** The bytes of an answer. */
  async download(path: string, body: object): Promise<Blob> {
    const response = await this.#fetch(path, body);
    if (!response.ok) throw failure(response.status, await response.json().catch(() => undefined));
    // Rejects when the connection is cut, so half a file is never saved.
    return response.blob();
  }

  async #fetch(path: string, body?: object): Promise<Response> {
    try {
      return await fetch(`/admin/v1/${path}`, {
        method: body ? "POST" : "GET",
        headers: { authorization: `Bearer ${this.#token}`, ...(body && { "content-type": "application/json" }) },
        ...(body && { body: JSON.stringify(body) }),
        credentials: "omit",
        cache: "no-store",
        redirect: "error",
        signal: this.#leaving.signal,
      });
    } catch {
      throw new Failure(0, "The server cannot be reached");
    }
  }
}

function failure(status: number, envelope: { error?: { message?: string } } | undefined): Failure {
  return new Failure(status, envelope?.error?.message ?? `The server answered ${status}`);
}
