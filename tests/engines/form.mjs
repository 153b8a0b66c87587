// @ts-check
// The default form in its visitors' words: what they write, and what they are given for it.

/** The code on a receipt, by the real edge or by the fake one. */
const CODE = /KNK-abc123-[0-9A-HJKMNP-TV-Z]{10}/;

/** A person who makes no mistake. */
const VISITOR = { Nama: "Siti Rahayu", "Nomor WhatsApp": "0812-3456-7890", Email: "siti@example.com" };

/** Fills in the form. @param {import("./page.mjs").Page} page @param {Record<string, string>} values by label, beside or in place of the usual ones */
export async function fillIn(page, values = {}) {
  for (const [label, value] of Object.entries({ ...VISITOR, ...values })) await page.fill(label, value);
}

/** Waits for the receipt; answers its code. @param {import("./page.mjs").Page} page */
export async function receipt(page) {
  return CODE.exec(await page.sees(CODE))?.[0] ?? "";
}
