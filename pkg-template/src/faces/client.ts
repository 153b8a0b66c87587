// The binary behind `konektor`: names the exports that are used, so that a bundler drops the rest of the generated glue.

import init, { advance, __wbg_reset_state as reset } from "../../wasm/client/konektor.js";
import { Wasm } from "../wasm.js";

/** The one instance of the client's binary. */
export const client = /* @__PURE__ */ new Wasm({ init, reset, advance });
