// What a visitor sees once the edge has a submission on disk: thanks and the code. The fields leave the page with what was typed.

import { paragraph } from "./field";
import type { Messages } from "./messages";

/** Shows the receipt in the form's place. */
export function showReceipt(form: HTMLFormElement, say: Messages, uniqueCode: string): void {
  const box = document.createElement("div");
  box.setAttribute("part", "receipt");
  box.className = "konektor-receipt";
  box.setAttribute("role", "status");
  box.tabIndex = -1;
  const code = document.createElement("strong");
  code.setAttribute("part", "code");
  code.textContent = uniqueCode;
  const line = paragraph("line", `${say.code} `);
  line.append(code);
  box.append(paragraph("thanks", say.received), line);
  form.replaceChildren(box);
  box.focus();
}
