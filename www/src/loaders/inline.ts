// The rules' binary for an app that is bundled, inside the JavaScript: no bundler has to be told to carry a file along.

import base64 from "../../../pkg-template/wasm/widget/konektor_widget_bg.wasm?base64";

/** The binary's bytes. */
export function binary(): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
}
