// The words that a form shows before anyone touches it, and which language it speaks. Indonesian and English are ours, others are
// sets that a page hands in; what a set does not say is said in English. The sentences that come later are `messages`' matter.

import type { Labels, MessageSet, Messages } from "../public.js";

/** Labels by field; `name` is that of a single field for the whole name, which many Indonesians have. */
const LABELS: Readonly<Record<"id" | "en", Labels>> = {
  id: {
    name: "Nama",
    firstName: "Nama depan",
    lastName: "Nama belakang",
    phone: "Nomor WhatsApp",
    email: "Email",
    message: "Pesan",
    optional: "opsional",
    send: "Kirim",
  },
  en: {
    name: "Name",
    firstName: "First name",
    lastName: "Last name",
    phone: "WhatsApp number",
    email: "Email",
    message: "Message",
    optional: "optional",
    send: "Send",
  },
};

const sets: Record<string, MessageSet> = {};

/**
 * Takes a page's own words for a language, such as `ar`; what stood there before and is not named stays. A form that is already
 * drawn keeps its labels, and one that has been touched its sentences.
 */
export function setMessages(language: string, set: MessageSet): void {
  sets[language] = { ...sets[language], ...set };
}

/** The language that an attribute names, without its region: `en-GB` is spoken as `en`. */
export function languageOf(attribute: string | null): string {
  return attribute?.toLowerCase().split("-")[0] || "id";
}

/** Which way a language is written. */
export function directionOf(language: string): "rtl" | "ltr" {
  return /^(ar|fa|he|ur)$/.test(language) ? "rtl" : "ltr";
}

/** A field's label. A custom name is made readable: `kodePos` becomes "Kode pos". */
export function labelOf(language: string, name: string): string {
  const readable = name.replace(/[-_]+|(?=[A-Z])/g, " ").toLowerCase();
  return (
    sets[language]?.labels?.[name] ??
    LABELS[language === "id" ? language : "en"][name] ??
    readable[0]?.toUpperCase() + readable.slice(1)
  );
}

/** What a language says otherwise than the Indonesian that every session brings. */
export async function sentencesOf(language: string): Promise<Partial<Messages>> {
  return { ...(language === "id" ? {} : (await import("./english.js")).ENGLISH), ...sets[language] };
}
