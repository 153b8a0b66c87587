// @ts-check
// Text of any length and any script, in the units that UTF-16 counts.
import fc from "fast-check";

/** Units of text: ones that JSON escapes, that count two, that combine, that some languages take for the end of a string. */
export const unit = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(..."aZ0 .-_'@") },
  { weight: 2, arbitrary: fc.constantFrom("é", "ß", "ı", "한", "\u202e", "e\u0301", "😀", "👩‍👧", "\u{10ffff}") },
  {
    weight: 1,
    arbitrary: fc.constantFrom("\0", "\n", "\t", '"', "\\", "\u007f", "\u2028", "\ufeff", "\ufffd", "<", "%"),
  },
  { weight: 1, arbitrary: fc.string({ unit: "binary", minLength: 1, maxLength: 1 }) },
);

/** A text of so many UTF-16 units. @param {fc.Arbitrary<number>} length */
export function textOf(length) {
  return fc.tuple(length, unit).map(([length, unit]) => {
    const units = unit.repeat(Math.floor(length / unit.length));
    return units + "x".repeat(length - units.length);
  });
}
