// Writes what comes at the same time with one commit: the disk is what takes long about a row, and it takes many as fast as one.
// Nobody has an answer before what they wrote is on disk. What is written, and how it gets there, is the caller's.

interface Waiting<T> {
  readonly write: () => T;
  readonly done: (written: T) => void;
  readonly failed: (error: unknown) => void;
}

/** One writer's commits. */
export class GroupCommit<T> {
  readonly #commit: () => Promise<void>;
  #group: Waiting<T>[] = [];

  /** @param commit - Waits until everything written is on disk. */
  constructor(commit: () => Promise<void>) {
    this.#commit = commit;
  }

  /**
   * Writes, and answers once that is on disk. One that throws fails alone; a commit that fails, fails all that it was for.
   *
   * @param write - Runs without interruption, after those that came before it.
   * @param alone - Whether nobody else is about to write: then nobody is waited for.
   */
  add(write: () => T, alone: boolean): Promise<T> {
    return new Promise((done, failed) => {
      this.#group.push({ write, done, failed });
      if (this.#group.length > 1) return;
      if (alone) void this.#flush();
      // After all that has arrived by now was read.
      else setTimeout(() => void this.#flush(), 0);
    });
  }

  async #flush(): Promise<void> {
    const group = this.#group;
    this.#group = [];
    const answers = group.map(({ write, done, failed }) => {
      try {
        const written = write();
        return { answer: () => done(written), failed };
      } catch (error) {
        return { answer: () => failed(error), failed };
      }
    });
    try {
      await this.#commit();
      for (const { answer } of answers) answer();
    } catch (error) {
      for (const { failed } of answers) failed(error);
    }
  }
}
