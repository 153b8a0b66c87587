// How the edge answers a person whose browser posted a form by itself: a redirect to the site's own page, or a small page of
// ours. The page has neither script nor style, and its policy allows none.

import type { Language, Next } from "../../wasm/edge/konektor_edge.js";
import type { Refused } from "./answers.js";
import type { KnownForm } from "./forms.js";

const WORDS = {
  id: {
    received: "Terima kasih, data Anda sudah kami terima.",
    code: "Kode Anda",
    failed: "Data Anda belum kami terima.",
    back: "Silakan kembali ke formulir dan perbaiki isian berikut:",
    later: "Silakan kembali ke formulir dan coba lagi beberapa saat lagi.",
    chat: "Lanjutkan di WhatsApp",
    fields: { firstName: "Nama", lastName: "Nama belakang", email: "Email", phone: "Nomor telepon", message: "Pesan" },
  },
  en: {
    received: "Thank you, we have received your details.",
    code: "Your code",
    failed: "We have not received your details.",
    back: "Please go back to the form and correct these fields:",
    later: "Please go back to the form and try again in a moment.",
    chat: "Continue on WhatsApp",
    fields: {
      firstName: "First name",
      lastName: "Last name",
      email: "Email",
      phone: "Phone number",
      message: "Message",
    },
  },
} satisfies Record<Language, object>;

/** After a form post that was received. */
export function receivedPage({ form }: KnownForm, uniqueCode: string, next: Next | undefined): Response {
  if (next?.kind === "redirect") {
    return new Response(null, { status: 303, headers: { location: next.url, "cache-control": "no-store" } });
  }
  const words = WORDS[form.language];
  return page(202, form.language, words.received, [
    `<p>${words.code}: <strong>${escaped(uniqueCode)}</strong></p>`,
    next ? `<p><a href="${escaped(next.url)}" rel="noreferrer">${words.chat}</a></p>` : "",
  ]);
}

/** After a form post that was not. */
export function failedPage({ form }: KnownForm, { status, details }: Refused): Response {
  const words = WORDS[form.language];
  const names: Readonly<Record<string, string>> = words.fields;
  const fields = Object.keys(details ?? {}).map((field) => `<li>${escaped(names[field] ?? field)}</li>`);
  const body = fields.length > 0 ? [`<p>${words.back}</p>`, `<ul>${fields.join("")}</ul>`] : [`<p>${words.later}</p>`];
  return page(status, form.language, words.failed, body);
}

function page(status: number, language: Language, title: string, body: readonly string[]): Response {
  const html = `<!doctype html>
<html lang="${language}">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${title}</title>
<main>
<h1>${title}</h1>
${body.filter(Boolean).join("\n")}
</main>
</html>
`;
  return new Response(html, {
    status,
    headers: {
      "content-type": "text/html; charset=utf-8",
      "content-security-policy": "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
      "cache-control": "no-store",
      "referrer-policy": "no-referrer",
      "x-content-type-options": "nosniff",
    },
  });
}

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
