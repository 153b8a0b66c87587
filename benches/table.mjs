// @ts-check
// Rows as a Markdown table with aligned columns, so that what is printed can be pasted.

/** @param {readonly Readonly<Record<string, string | number>>[]} rows */
export function table(rows) {
  const names = Object.keys(rows[0] ?? {});
  const cells = [names, ...rows.map((row) => names.map((name) => String(row[name])))];
  const widths = names.map((_, column) => Math.max(...cells.map((row) => row[column]?.length ?? 0)));
  const line = (/** @type {string[]} */ row) =>
    `| ${row.map((cell, column) => (column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0))).join(" | ")} |`;
  const [head = [], ...body] = cells;
  const rule = `|${widths.map((width, column) => `-${"-".repeat(width)}${column === 0 ? "-" : ":"}`).join("|")}|`;
  return [line(head), rule, ...body.map(line)].join("\n");
}
