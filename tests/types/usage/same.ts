// What a caller may and may not write is in the files beside this one: compiled, never run. Each `@ts-expect-error` fails when the
// line below it compiles.

/** Compiles only when the two types are the same. */
export function same<A, B>(
  ..._: (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? [] : [never]
): void {}
