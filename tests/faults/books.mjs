// @ts-check
// In and out: every acknowledged clean submission is one lead, every held one still waits, and there is nothing else. It is given
// what was acknowledged and what there is, and names what differs by its code.

/**
 * @typedef {object} Books
 * @property {number} in Acknowledged clean submissions.
 * @property {number} out Leads.
 * @property {string[]} lost Codes of a receipt without a lead.
 * @property {string[]} doubled Codes of more leads than receipts.
 * @property {string[]} changed Codes of leads with another content than was acknowledged.
 * @property {string[]} strayed Codes that are held and should not be, or the other way round.
 */

/**
 * Compares. Contents are numbers: of a submission, and of the lead's name.
 *
 * @param {ReadonlyMap<string, number>} clean The content by the code of each receipt.
 * @param {Iterable<readonly [code: string, content: number]>} leads
 * @param {ReadonlySet<string>} [suspects] The codes of suspects' receipts.
 * @param {ReadonlySet<string>} [held] The codes of those that the outbox holds.
 * @returns {Books}
 */
export function compare(clean, leads, suspects = new Set(), held = new Set()) {
  /** @type {Map<string, number>} */
  const found = new Map();
  const changed = [];
  let out = 0;
  for (const [code, content] of leads) {
    out += 1;
    found.set(code, (found.get(code) ?? 0) + 1);
    if (clean.has(code) && clean.get(code) !== content) changed.push(code);
  }
  const strayed = [...suspects].filter((code) => !held.has(code));
  strayed.push(...[...held].filter((code) => !suspects.has(code)));
  return {
    in: clean.size,
    out,
    lost: [...clean.keys()].filter((code) => !found.has(code)),
    doubled: [...found].filter(([code, times]) => times > (clean.has(code) ? 1 : 0)).map(([code]) => code),
    changed,
    strayed,
  };
}

/** Whether nothing differs. @param {Books} books */
export function balanced({ lost, doubled, changed, strayed, ...sums }) {
  return sums.in === sums.out && [lost, doubled, changed, strayed].every((codes) => codes.length === 0);
}
