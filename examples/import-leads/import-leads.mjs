// Creates a lead for each line of a CSV file with the columns firstName, email, phone, externalRef:
//
//   KONEKTOR_API_KEY=… node import-leads.mjs leads.csv
//
// A lead whose fields are wrong is told and left out. One of which nobody knows whether it arrived is looked up before the file
// is run again: that is what the externalRef is for.

import { readFile } from "node:fs/promises";
import { isKonektorError, Konektor, ValidationError } from "konektor";

const konektor = new Konektor({ baseUrl: process.env.KONEKTOR_BASE_URL });
const [header, ...lines] = (await readFile(process.argv[2], "utf8")).trim().split("\n");
const columns = header.split(",");

for (const line of lines) {
  const cells = line.split(",").map((cell, at) => [columns[at], cell.trim()]);
  const lead = Object.fromEntries(cells.filter(([, cell]) => cell));
  try {
    const { id } = await konektor.leads.create({ ...lead, source: "event" });
    console.log(`${line}: ${id}`);
  } catch (error) {
    if (!isKonektorError(error)) throw error;
    console.log(
      `${line}: ${error.code} ${error instanceof ValidationError ? JSON.stringify(error.details) : error.message}`,
    );
    if (error.outcomeUnknown)
      console.log("  It may have been created all the same: look for it before you send it again.");
    process.exitCode = 1;
  }
}
