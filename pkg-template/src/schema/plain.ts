// What would be sent of a value: its JSON. What JSON silently leaves out or turns into null is refused by name here, since the
// core sees the JSON alone; in an update, null clears a field.

import type { StandardIssue } from "./standard.js";

/** The JSON of a value, or why there is none. */
export function plain(value: unknown): { json: string } | { issues: StandardIssue[] } {
  if (value === undefined) return { issues: [{ message: "Required" }] };
  const issues: StandardIssue[] = [];
  try {
    const json = JSON.stringify(value, (name, member: unknown) => {
      const type = lost(member);
      if (type === undefined) return member;
      issues.push({ message: `JSON has no ${type}`, ...(name !== "" && { path: [name] }) });
      return null;
    });
    return issues.length ? { issues } : { json };
  } catch {
    // A circle, a getter or a toJSON that throws, or more levels than the stack holds.
    return { issues: [{ message: "The value cannot be written as JSON" }] };
  }
}

/** What a value is called that JSON does not have; undefined members are left out on purpose. */
function lost(value: unknown): string | undefined {
  if (typeof value === "number") return Number.isFinite(value) ? undefined : "NaN or Infinity";
  return ["bigint", "function", "symbol"].includes(typeof value) ? typeof value : undefined;
}
