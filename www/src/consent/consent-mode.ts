// Google's Consent Mode, version 2, as a page's `dataLayer` tells it: `gtag("consent", "default" | "update", {…})`, also what was told
// before this ran. Click ids need `ad_storage` and `ad_user_data`, both.

import type { Consent } from "./consent.js";

const NEEDED = ["ad_storage", "ad_user_data"] as const;

type Told = Partial<Record<(typeof NEEDED)[number], unknown>>;

/**
 * Follows the page's `dataLayer`.
 *
 * @param tell is called with each decision: first at once, then whenever the page says something about what is needed
 */
export function follow(tell: (decision: Consent) => void): void {
  const defaults: Told = {};
  const regional: Told = {};
  const updates: Told = {};

  /** Answers whether an item says something about what is needed. */
  function read(item: unknown): boolean {
    const { 0: command, 1: action, 2: told } = Object(item);
    let said = false;
    if (command !== "consent") return said;
    for (const name of NEEDED) {
      const value = Object(told)[name];
      if (!value) continue;
      said = true;
      if (action === "update") updates[name] = value;
      else if (!told.region) defaults[name] = value;
      // Which region the visitor is in is not known here: one that refuses counts for everybody, one that grants for nobody.
      else if (value === "denied") regional[name] = value;
    }
    return said;
  }

  function decision(): Consent {
    // A default is the page's word before it has asked. Its refusal is not the visitor's, whose earlier answer may be on its way.
    if (NEEDED.some((name) => updates[name] === "denied")) return "denied";
    const said = NEEDED.map((name) => updates[name] ?? regional[name] ?? defaults[name]);
    return said.every((value) => value === "granted") ? "granted" : "wait";
  }

  const page = window as { dataLayer?: unknown };
  if (!Array.isArray(page.dataLayer)) page.dataLayer = [];
  const layer = page.dataLayer as unknown[];
  layer.forEach(read);
  tell(decision());
  // Google's own script does the same, before or after us; each calls the one it found.
  const { push } = layer;
  layer.push = (...items) => {
    const length = push.apply(layer, items);
    if (items.map(read).includes(true)) tell(decision());
    return length;
  };
}
