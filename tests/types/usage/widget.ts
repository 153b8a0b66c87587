// What a page's program may and may not write about the widget; compiled, never run. Each `@ts-expect-error` fails when the line below
// it compiles. It needs the DOM's types, as pages have them.

import type {
  Consent,
  KonektorCall,
  KonektorEventMap,
  KonektorFormAttributes,
  KonektorFormListeners,
  KonektorMethods,
  Labels,
  MessageSet,
  Messages,
  Target,
  Values,
} from "konektor/widget";
import "konektor/widget";
import { same } from "./same.js";

same<keyof KonektorFormListeners, `on${keyof KonektorEventMap}`>();
same<Parameters<KonektorMethods["prefill"]>[0], Values>();
same<NonNullable<Parameters<KonektorMethods["submit"]>[0]>, Target>();
same<NonNullable<MessageSet["labels"]>, Labels>();

export function listening(form: HTMLElement): void {
  form.addEventListener("konektor:received", ({ detail }) => {
    same<typeof detail, { id: string; uniqueCode: string }>();
  });
  addEventListener("konektor:failed", ({ detail: { id, reason, kept } }) => {
    same<[typeof id, typeof reason, typeof kept], [string, string, boolean]>();
  });
  document.addEventListener("konektor:invalid", ({ detail }) => {
    same<typeof detail.fields, readonly string[]>();
    // @ts-expect-error: what was typed is in no event
    detail.values;
  });
}

export function calling(decision: Consent, arabic: Partial<Messages>): void {
  const form: HTMLElement | null = document.querySelector("konektor-form");
  window.konektor ??= [];
  window.konektor.push(["consent", decision], ["prefill", { firstName: "Andi", anak: 2 }, form ?? "promo"]);
  window.konektor.push(["messages", "ar", { ...arabic, labels: { send: "إرسال" } }]);
  // Before the script there is nothing but `push`.
  window.konektor.submit?.("promo");
  // @ts-expect-error: there is no such decision
  window.konektor.push(["consent", "yes"]);
  // @ts-expect-error: there is no such call
  window.konektor.push(["send"]);
}

export const calls: KonektorCall[] = [["reset"], ["submit", "promo"]];

export const attributes: KonektorFormAttributes[] = [
  { form: "promo" },
  { form: "promo", "tracking-code": "KNK-abc123", endpoint: undefined, consent: "auto", "campaign-starts-session": "" },
  // @ts-expect-error: the form's name is required
  { fields: "firstName phone" },
];
