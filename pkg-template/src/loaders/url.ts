// Loads the binary from the file beside the JavaScript, which bundlers with a `production` condition carry along. What arrives
// may be something else all the same (a host that answers HTML for unknown paths, an asset that stayed behind, a wrong
// content type): then a chunk with the inlined copy is fetched, which otherwise never is.

/** The compiled binary. */
export async function load(): Promise<WebAssembly.Module | Uint8Array<ArrayBuffer>> {
  try {
    return await WebAssembly.compileStreaming(fetch(new URL("./konektor_bg.wasm", import.meta.url)));
  } catch {
    return (await import("./inline.js")).load();
  }
}
