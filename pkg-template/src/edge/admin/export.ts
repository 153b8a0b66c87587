// Submissions as a download: page by page from the outbox, so that any number needs the memory of one page. The oldest come first,
// and what arrives meanwhile comes at the end.

import { log, nameOf } from "../log.js";
import { CSV_HEAD, csvLine } from "./csv.js";
import type { Listed, SubmissionView } from "./operation.js";

/** How a download is written. */
export type Format = "ndjson" | "csv";

const FORMATS: Readonly<Record<Format, { type: string; head: string; line: (one: SubmissionView) => string }>> = {
  ndjson: { type: "application/x-ndjson", head: "", line: (one) => `${JSON.stringify(one)}\n` },
  csv: { type: "text/csv; charset=utf-8", head: CSV_HEAD, line: csvLine },
};

/** Whether there is such a format. */
export function isFormat(name: string): name is Format {
  return Object.hasOwn(FORMATS, name);
}

/** Answers all that `page` reads; the log tells how many there were, also of a download that was cut. */
export function download(workspace: string, format: Format, page: (after: number) => Promise<Listed>): Response {
  const { type, head, line } = FORMATS[format];
  const encoder = new TextEncoder();
  let after: number | null = 0;
  let rows = 0;
  const body = new ReadableStream<Uint8Array>({
    start: (controller) => {
      if (head !== "") controller.enqueue(encoder.encode(head));
    },
    pull: async (controller) => {
      try {
        const { submissions, next }: Listed = await page(after ?? 0);
        rows += submissions.length;
        after = next;
        if (submissions.length > 0) controller.enqueue(encoder.encode(submissions.map(line).join("")));
        if (next === null) {
          log("admin export", { workspace, format, rows });
          controller.close();
        }
      } catch (error) {
        // The connection is cut: a shorter file must not look like a whole one.
        log("admin export failed", { workspace, format, rows, error: nameOf(error) });
        controller.error(error);
      }
    },
    cancel: () => log("admin export cut", { workspace, format, rows }),
  });
  const name = `${workspace}-${new Date().toISOString().slice(0, 10)}.${format}`;
  return new Response(body, {
    headers: { "content-type": type, "content-disposition": `attachment; filename="${name}"` },
  });
}
