// Makes the id of a submission. `crypto.randomUUID` is missing on plain-http pages and in older in-app browsers.

/** A random UUID, version 4. */
export function uuid(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  const hex = Array.from(bytes, (byte, at) => {
    const versioned = at === 6 ? (byte & 15) | 64 : at === 8 ? (byte & 63) | 128 : byte;
    return (versioned + 256).toString(16).slice(1);
  });
  for (const at of [10, 8, 6, 4]) hex.splice(at, 0, "-");
  return hex.join("");
}
