// @ts-check
// A React app in StrictMode with the element and a form of its own: what a page's author would write, without JSX.

import { createElement as h, StrictMode, useState } from "react";

/** The element's events as props, and its attributes from state. @param {{ edge: string }} props */
function Landing({ edge }) {
  const [renders, render] = useState(0);
  const [shown, show] = useState(true);
  const [consent, decide] = useState("wait");
  const [heard, hear] = useState(/** @type {string[]} */ ([]));
  const told = (/** @type {Event} */ event) => hear((before) => [...before, event.type]);
  return h(
    "main",
    null,
    h("button", { type: "button", id: "render", onClick: () => render(renders + 1) }, `Rendered ${renders}`),
    h("button", { type: "button", id: "toggle", onClick: () => show(!shown) }, "Toggle"),
    h("button", { type: "button", id: "agree", onClick: () => decide("granted") }, "Agree"),
    h("output", { id: "heard" }, heard.join(" ")),
    shown &&
      h(
        "konektor-form",
        {
          form: "promo",
          endpoint: edge,
          consent,
          // The element may have said that it is ready before React is there.
          suppressHydrationWarning: true,
          "onkonektor:ready": told,
          "onkonektor:submitted": told,
          "onkonektor:received": told,
        },
        h("p", null, `Notice ${renders}`),
      ),
  );
}

/** A form of the app's own, whose fields go as soon as the app has no need of them. @param {{ edge: string }} props */
function Own({ edge }) {
  const [renders, render] = useState(0);
  const [done, finish] = useState(false);
  return h(
    "main",
    null,
    h("button", { type: "button", id: "render", onClick: () => render(renders + 1) }, `Rendered ${renders}`),
    h("button", { type: "button", id: "done", onClick: () => finish(!done) }, "Done"),
    h(
      "form",
      { "data-konektor": "", method: "post", action: `${edge}/v1/forms/promo/submissions` },
      done
        ? h("p", null, "Sampai jumpa")
        : [
            h("label", { key: "name" }, "Nama ", h("input", { name: "firstName", required: true })),
            h("label", { key: "phone" }, "Nomor WhatsApp ", h("input", { name: "phone", type: "tel", required: true })),
            renders > 0 && h("label", { key: "mail" }, "Email ", h("input", { name: "email" })),
            h("button", { key: "send", type: "submit" }, "Kirim"),
          ],
    ),
  );
}

/** Which of the two, as the page says. @param {string} name @param {string} edge */
export function app(name, edge) {
  return h(StrictMode, null, h(name === "own" ? Own : Landing, { edge }));
}
