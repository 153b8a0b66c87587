// What follows a receipt, in order: the page hears of it, its tag manager where the page and the visitor want that, and then the
// page goes on to where the form's owner leads it.

import type { Attached } from "../element/attach.js";
import { follow, type Next } from "./next.js";

/** A tag manager's chunk that hangs keeps nobody here for longer, in milliseconds. */
const PATIENCE = 1000;

/** What the edge has on disk. */
export interface Received {
  readonly id: string;
  readonly uniqueCode: string;
  readonly next: Next | undefined;
}

/** Does what is due once the receipt is shown. */
export async function afterReceipt(
  { form, host, emit, consent }: Attached,
  { id, uniqueCode, next }: Received,
): Promise<void> {
  emit("konektor:received", { id, uniqueCode });
  const layer = host.getAttribute("data-layer");
  if (layer !== null && consent() === "granted") {
    const pushed = import("./datalayer.js").then(({ pushLead }) => pushLead(layer || "dataLayer", id, form));
    const late = new Promise((done) => setTimeout(done, PATIENCE));
    await Promise.race([pushed, late]).catch((error) => console.warn(`konektor: no dataLayer push. ${error}`));
  }
  if (next) follow(next, host);
}
