// Loads the edge's binary from the file beside the JavaScript, and the chunk with the inlined copy where something else arrives: as
// `url.ts` does for the client's.

/** The compiled binary. */
export async function load(): Promise<WebAssembly.Module | Uint8Array<ArrayBuffer>> {
  try {
    return await WebAssembly.compileStreaming(fetch(new URL("./konektor_edge_bg.wasm", import.meta.url)));
  } catch {
    return (await import("./attribution-inline.js")).load();
  }
}
