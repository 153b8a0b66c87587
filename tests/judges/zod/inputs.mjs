// @ts-check
// Whole inputs: mostly objects that are valid but for one thing, so that one judge's mistake is not hidden behind another
// refusal; some with a name that no field has; a few that are no plain objects at all.
import fc from "fast-check";
import { nearTimes } from "./formats.mjs";
import { hostile } from "./hostile.mjs";
import { kind } from "./kinds.mjs";
import { near, valid } from "./values.mjs";

/** Names that no schema has, and names of other schemas' fields. */
const strangers = fc.oneof(
  fc.constantFrom(
    ..."__proto__ constructor prototype toString hasOwnProperty valueOf toJSON length then 0 a.b a[0]".split(" "),
    ..."fristName firstname first_name e-mail Email ext_ref subjects time_frame Limit page_ company utm_source".split(
      " ",
    ),
    ..."id createdAt updatedAt page from subject platform search lastName cursor".split(" "),
    ...["", " ", "\0", "é", "😀", "\ud83d", '"', "\\", "\n", "x".repeat(60), "x".repeat(61), "😀".repeat(40)],
  ),
  fc.string({ unit: "binary", maxLength: 20 }),
);

/** @param {import("zod").AnyZodObject} schema @returns {fc.Arbitrary<unknown>} */
export function inputs(schema) {
  const fields = Object.entries(schema.shape).map(([name, type]) => ({
    name,
    kind: kind(type),
    required: !type.isOptional(),
  }));
  const presence = fields.length > 6 ? 3 : 2;
  const present = fc.tuple(
    ...fields.map(({ required }) =>
      required ? fc.constant(true) : fc.nat(presence - 1).map((n) => n === presence - 1),
    ),
  );
  const values = fc.tuple(...fields.map(({ kind }) => valid(kind)));
  /** Members of an object that is valid. @type {fc.Arbitrary<[string, unknown][]>} */
  const good = fc
    .tuple(present, values)
    .map(([present, values]) =>
      fields.flatMap(({ name }, index) =>
        present[index] ? [/** @type {[string, unknown]} */ ([name, values[index]])] : [],
      ),
    );

  /**
   * A valid object with another value in one of its fields.
   * @param {(kind: import("./kinds.mjs").Kind) => fc.Arbitrary<unknown>} value
   */
  const changed = (value) =>
    fc
      .tuple(good, fc.oneof(...fields.map((field) => fc.tuple(fc.constant(field.name), value(field.kind)))))
      .map(merged);
  const stranger = fc
    .tuple(good, fc.tuple(strangers, fc.oneof(hostile(), fc.constant("x"))))
    .filter(([, [name]]) => !fields.some((field) => field.name === name))
    .map(merged);
  const [from, to] = fields.filter(({ kind }) => kind.type === "datetime");
  const span =
    from && to
      ? fc
          .tuple(good, nearTimes)
          .map(([members, [first, last]]) => merged([merged([members, [from.name, first]]), [to.name, last]]))
      : good;
  const lacking = fc
    .tuple(good, fc.constantFrom(...fields.map(({ name }) => name)))
    .map(([members, name]) => members.filter(([other]) => other !== name));
  const wild = fc.array(
    fc.oneof(...fields.map(({ name, kind }) => fc.tuple(fc.constant(name), fc.oneof(near(kind), hostile())))),
    { maxLength: 4 },
  );

  const object = fc.oneof(
    { weight: 40, arbitrary: good },
    { weight: 26, arbitrary: changed(near) },
    { weight: 10, arbitrary: changed(hostile) },
    { weight: 8, arbitrary: stranger },
    { weight: 4, arbitrary: span },
    { weight: 4, arbitrary: lacking },
    { weight: 4, arbitrary: wild },
    { weight: 1, arbitrary: fc.constant(/** @type {[string, unknown][]} */ ([])) },
  );
  // `fromEntries` makes `__proto__` a member like any other.
  const plain = object.map((members) => Object.fromEntries(members));
  return fc.oneof(
    { weight: 93, arbitrary: plain },
    { weight: 1, arbitrary: fc.constant(undefined) },
    { weight: 2, arbitrary: plain.map((members) => Object.assign(Object.create(null), members)) },
    { weight: 1, arbitrary: plain.map((members) => Object.create(members)) },
    { weight: 1, arbitrary: plain.map((members) => [members]) },
    { weight: 1, arbitrary: good.map((members) => JSON.stringify(Object.fromEntries(members))) },
    { weight: 1, arbitrary: hostile().filter((value) => !(value instanceof Promise)) },
  );
}

/** @param {[[string, unknown][], [string, unknown]]} parts @returns {[string, unknown][]} */
function merged([members, [name, value]]) {
  return [...members.filter(([other]) => other !== name), [name, value]];
}
