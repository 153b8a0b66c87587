// Lines for whoever runs the edge: one JSON object each, of codes and counts. Nothing that a visitor typed ever gets here.

/** What may be told. */
export type LogFields = Readonly<Record<string, string | number | boolean | null | undefined>>;

/** Writes a line. */
export function log(event: string, fields: LogFields = {}): void {
  console.log(JSON.stringify({ event, ...fields }));
}

/** The name of what was thrown; its message may quote a visitor. */
export function nameOf(error: unknown): string {
  const { code, name } = Object(error) as { code?: unknown; name?: unknown };
  return typeof code === "string" ? code : typeof name === "string" ? name : "unknown";
}
