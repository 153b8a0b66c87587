// @ts-check
// E-mail addresses, UUIDs, dates and times: good ones, and odd ones that are nearly good, look good elsewhere, or are.
import fc from "fast-check";

const names = ["a", "Budi.Santoso", "o'neil", "a+b", "_", "-", "x_y-z", "1"];
const labels = ["example", "a", "b-c", "d-", "0", "EXAMPLE"];
export const goodEmail = fc
  .tuple(fc.constantFrom(...names), fc.array(fc.constantFrom(...labels), { minLength: 1, maxLength: 3 }))
  .chain(([name, labels]) => fc.constantFrom("com", "id", "Co").map((top) => `${name}@${labels.join(".")}.${top}`));

export const oddEmail = fc.oneof(
  fc.emailAddress(),
  fc.string({ unit: fc.constantFrom(..."aZ0.-_'+@@é \n"), maxLength: 12 }),
  fc.tuple(goodEmail, fc.nat(), fc.constantFrom(..."..-'@ \n\0é😀\"(")).map(([email, at, odd]) => {
    const place = at % (email.length + 1);
    return email.slice(0, place) + odd + email.slice(place);
  }),
  fc.constantFrom(
    ..."a@b.c a@b @b.co a.@b.co a'@b.co .a@b.co a..b@c.co a@-b.co a@b-.co a@b.c0 a@b.co. a%b@c.co a@b@c.co @".split(
      " ",
    ),
    ..."a@[1.2.3.4] mailto:a@b.co a@b.co,c@d.co a@bücher.de a@xn--bcher-kva.de a@b.ſe \u212a@b.co a@b.\u212aa".split(
      " ",
    ),
    ...["", "a@b.co\n", " a@b.co", "a@b.co\0", '"a"@b.co', "Budi <a@b.co>"],
  ),
);

export const oddUuid = fc.oneof(
  fc
    .tuple(fc.uuid(), fc.nat(), fc.constantFrom("", "g", "-", "é", "A", "\n", "０"))
    .map(([uuid, at, odd]) => uuid.slice(0, at % 36) + odd + uuid.slice((at % 36) + 1)),
  fc
    .uuid()
    .chain((uuid) =>
      fc.constantFrom(
        ...[uuid.toUpperCase(), `${uuid}\n`, ` ${uuid}`, `{${uuid}}`, `urn:uuid:${uuid}`, uuid.replaceAll("-", "")],
        ..."00000000-0000-0000-0000-000000000000 ffffffff-ffff-ffff-ffff-ffffffffffff".split(" "),
        ...["", "null", "user_1"],
      ),
    ),
);

/** @param {number} least @param {number} most */
const twoDigits = (least, most) =>
  fc.integer({ min: least, max: most }).map((number) => String(number).padStart(2, "0"));
const year = fc.oneof(
  { weight: 5, arbitrary: fc.integer({ min: 2024, max: 2026 }).map(String) },
  { weight: 1, arbitrary: fc.constantFrom("0000", "0004", "1900", "2000", "2100", "9999") },
);
const goodDay = fc.tuple(year, twoDigits(1, 12), twoDigits(1, 28)).map((parts) => parts.join("-"));
const goodClock = fc
  .tuple(twoDigits(0, 23), twoDigits(0, 59), fc.constantFrom("", ":00", ":59", ":30.5", ":00.000", ":00.123456789"))
  .map(([hour, minute, seconds]) => `T${hour}:${minute}${seconds}`);
const goodZone = fc.oneof(
  { weight: 3, arbitrary: fc.constant("Z") },
  { weight: 1, arbitrary: fc.constantFrom("+00:00", "+07:00", "-0330", "+14:00", "-23:59", "-00:00") },
);
export const goodTime = fc.oneof(
  { weight: 4, arbitrary: fc.tuple(goodDay, goodClock, goodZone).map((parts) => parts.join("")) },
  { weight: 1, arbitrary: goodDay },
);
const odd = (/** @type {string[]} */ ...texts) => fc.constantFrom(...texts);
export const oddTime = fc.oneof(
  fc
    .tuple(
      year,
      twoDigits(0, 13),
      twoDigits(0, 32),
      fc.oneof(
        odd(""),
        goodClock.map((clock) => `${clock}Z`),
      ),
    )
    .map(([year, month, day, rest]) => `${year}-${month}-${day}${rest}`),
  fc
    .tuple(goodDay, odd("T", "T", "t", " ", ""), twoDigits(0, 25), twoDigits(0, 61), twoDigits(0, 61), goodZone)
    .map(([day, letter, hour, minute, second, zone]) => `${day}${letter}${hour}:${minute}:${second}${zone}`),
  fc
    .tuple(
      goodDay,
      goodClock,
      odd("", "z", "+7", "+07", "+0700", "+07:60", "+24:00", "-99:99", "−07:00", "ZZ", "Z+07:00", " Z"),
    )
    .map((parts) => parts.join("")),
  fc.tuple(year, odd("-02-29", "-02-30", "-04-31", "-12-31"), odd("", "T00:00Z")).map((parts) => parts.join("")),
  odd(
    ..."2025 2025-1-5 20250115 2025-W03 2025-015 +002025-01-15 15/01/2025 now 1736899200000 ２０２５-01-15".split(" "),
    ...["", "Jan 5, 2025", "2025-01-15\n", " 2025-01-15", "2025-01-15T", "2025-01-15T10Z", "2025-01-15T10:30:00.Z"],
  ),
);

/** Two dates or times that are nearly one: equal in two zones, a second apart, a day, or as far as the zones reach. */
export const nearTimes = fc
  .tuple(
    fc.integer({ min: 0, max: 2 * 366 * 86_400 }),
    fc.constantFrom(0, 1, 59, 60, 86_399, 86_400, 129_599, 129_600, 129_601),
    fc.constantFrom(1, -1),
    fc.constantFrom("Z", "+07:00", "-0330", "day"),
    fc.constantFrom("Z", "+07:00", "-0330", "day"),
  )
  .map(([second, apart, sign, zone, other]) => {
    const first = Date.UTC(2024, 0, 1) + second * 1000;
    return /** @type {const} */ ([inZone(first, zone), inZone(first + sign * apart * 1000, other)]);
  });

const OFFSETS = { Z: 0, day: 0, "+07:00": 420, "-0330": -210 };

/** @param {number} at @param {keyof typeof OFFSETS} zone */
function inZone(at, zone) {
  const text = new Date(at + OFFSETS[zone] * 60_000).toISOString();
  return zone === "day" ? text.slice(0, 10) : text.replace(".000Z", zone);
}
