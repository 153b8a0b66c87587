// The binary behind `konektor`: names the exports that are used, so that a bundler drops the rest of the generated glue.

import init, { __wbg_reset_state as reset, resume, start } from "../../wasm/client/konektor.js";
import { Wasm } from "../wasm.js";

/** The one instance of the client's binary. */
export const client = /* @__PURE__ */ new Wasm({ init, reset, start, resume });
