// What a visitor sees once the edge has a submission on disk: thanks, the code, and the way on. What was typed is erased, and the
// form's own elements stay where they are, hidden: a framework that drew them may still change or remove them.

import { paragraph } from "./field.js";
import type { Next } from "./next.js";
import type { Messages } from "./public.js";

/** Hides an element whatever the page's style sheets say; answers how to bring it back. */
function hide({ style }: HTMLElement): () => void {
  const shown = [style.getPropertyValue("display"), style.getPropertyPriority("display")] as const;
  style.setProperty("display", "none", "important");
  return () => style.setProperty("display", ...shown);
}

function link(say: Messages, { kind, url }: Next): HTMLElement {
  const element = document.createElement("a");
  element.setAttribute("part", "next");
  element.className = "konektor-next";
  element.href = url;
  element.target = "_blank";
  element.rel = "noopener noreferrer";
  element.textContent = say[kind];
  return element;
}

/** Shows the receipt in the form's place, until the form is reset. */
export function showReceipt(form: HTMLFormElement, say: Messages, uniqueCode: string, next?: Next): void {
  // A field may be called "reset".
  HTMLFormElement.prototype.reset.call(form);
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
  if (next) box.append(link(say, next));

  const back = Array.from(form.children as HTMLCollectionOf<HTMLElement>, hide);
  form.append(box);
  box.focus();
  form.addEventListener(
    "reset",
    () => {
      box.remove();
      for (const show of back) show();
    },
    { once: true },
  );
}
