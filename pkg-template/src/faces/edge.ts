// The edge's binary, which is also behind `konektor/attribution`. Both may be in one Worker, over one copy of the glue and so over one instance:
// when that is replaced after a trap, whoever used it has to hear. Which questions are asked is each one's own list.

import init, { advance, __wbg_reset_state as reset } from "../../wasm/edge/konektor_edge.js";
import { Wasm } from "../wasm.js";

/** The one instance of the edge's binary. It has the client's face, so requests go through it too. */
export const edge = /* @__PURE__ */ new Wasm({ init, reset, advance });
