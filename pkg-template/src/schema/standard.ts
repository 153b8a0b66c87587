// The interface that schema libraries have agreed on, version 1, as far as it is needed here: standardschema.dev. Written out,
// because the package depends on nothing; a type test holds it to the original.

/** A schema as React Hook Form, tRPC, Hono, ky and others take it. */
export interface StandardSchema<Input, Output = Input> {
  /** The schema, for those who know the interface. */
  readonly "~standard": {
    /** The interface's version. */
    readonly version: 1;
    /** Whose schema it is. */
    readonly vendor: "konektor";
    /**
     * Checks a value. The promise is rejected only where nothing could be checked, as when WebAssembly may not run: with a
     * `KonektorError`, whose `code` is `WASM_UNAVAILABLE` then.
     */
    readonly validate: (value: unknown) => Promise<StandardResult<Output>>;
    /** The types of what is taken and what is answered; for compilers, never there. */
    readonly types?: { readonly input: Input; readonly output: Output } | undefined;
  };
}

/** What a check comes to: a value, or what is wrong. */
export type StandardResult<Output> =
  | { readonly value: Output; readonly issues?: undefined }
  | { readonly issues: readonly StandardIssue[] };

/** Something that is wrong. */
export interface StandardIssue {
  /** What is wrong, in the words of the API's own `details`. Never holds the value. */
  readonly message: string;
  /** The field; absent where the whole is meant. */
  readonly path?: readonly string[] | undefined;
}
