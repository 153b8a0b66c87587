// Loads the edge's binary from the JavaScript itself. Costs a third more bytes than the file, and works wherever the JavaScript does.

import base64 from "../../wasm/edge/konektor_edge_bg.wasm?base64";

/** The binary's bytes, decoded when the first call needs them. */
export function load(): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
}
