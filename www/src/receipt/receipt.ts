// What a visitor sees once the edge has a submission on disk: thanks, the code, and the way on. Decides whether the focus goes there,
// or whether it is read aloud while the visitor stays elsewhere: one of the two. What was typed is erased, and the form's own elements
// stay where they are, hidden: a framework that drew them may still change or remove them.

import type { Messages } from "../public.js";
import { paragraph } from "../session/field.js";
import type { Next } from "./next.js";

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

/** Whether the focus is inside an element, which hides what of it is in a shadow tree. */
function hasFocus(host: Element): boolean {
  return host.contains((host.getRootNode() as Document | ShadowRoot).activeElement);
}

/** Whether the visitor is at something else on the page. */
function isElsewhere(): boolean {
  const { activeElement, body } = document;
  return Boolean(activeElement && activeElement !== body);
}

let lastId = 0;

/**
 * Prepares a form that is being sent for its receipt: what is to be read aloud has to be there before its words are.
 *
 * @param host the element that the form belongs to
 * @returns shows the receipt in the form's place, until the form is reset; `late` when nobody has just asked for it
 */
export function receiptOf(
  form: HTMLFormElement,
  host: HTMLElement,
  say: Messages,
): (uniqueCode: string, next: Next | undefined, late: boolean) => void {
  const region = document.createElement("div");
  region.setAttribute("role", "status");
  form.append(region);

  return (uniqueCode, next, late) => {
    // A focus that is hidden with the form would be lost.
    const isLed = hasFocus(host) || !(late || isElsewhere());
    // A field may be called "reset".
    HTMLFormElement.prototype.reset.call(form);
    const box = document.createElement("div");
    box.setAttribute("part", "receipt");
    box.className = "konektor-receipt";
    const code = document.createElement("strong");
    code.setAttribute("part", "code");
    code.textContent = uniqueCode;
    const line = paragraph("line", `${say.code} `);
    line.append(code);
    const thanks = paragraph("thanks", say.received);
    for (const part of [thanks, line]) part.id = `konektor-receipt-${++lastId}`;
    box.append(thanks, line);
    if (next) box.append(link(say, next));

    const shown = (Array.from(form.children) as HTMLElement[]).filter((child) => child !== region);
    const back = shown.map(hide);
    if (isLed) {
      // Its name is what is read when the focus comes. A live region would say it once more.
      box.setAttribute("role", "group");
      box.setAttribute("aria-labelledby", `${thanks.id} ${line.id}`);
      box.tabIndex = -1;
      form.append(box);
      box.focus();
    } else region.append(box);
    form.addEventListener(
      "reset",
      () => {
        box.remove();
        for (const show of back) show();
      },
      { once: true },
    );
  };
}
