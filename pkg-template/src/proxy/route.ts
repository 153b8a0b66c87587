// Which operation a request asks for, told by the end of its path: what stands before it is where the proxy is mounted. Nothing
// of the path travels on but an operation's name and one id of plain characters, from which the client builds the API's path anew.

import { OPERATIONS } from "../generated/operations.js";

/** An operation of the API, such as `leads.list`. */
export type Operation = keyof typeof OPERATIONS;

/** A path of the API. */
export interface Place {
  /** The operations there, one for each method. */
  readonly operations: readonly Operation[];
  /** The resource's identifier. */
  readonly id?: string;
}

/** Where a path leads, if it leads anywhere. The URL's parser has resolved dots and backslashes in it before. */
export function place(pathname: string): Place | undefined {
  const at = pathname.lastIndexOf("/") + 1;
  const [parent, last] = [pathname.slice(0, at), pathname.slice(at)];
  const isId = /^[\w.~-]+$/.test(last);
  const operations = (Object.keys(OPERATIONS) as Operation[]).filter((operation) => {
    const [before = "", after] = OPERATIONS[operation].path.split(":id");
    return after === undefined ? pathname.endsWith(before) : isId && parent.endsWith(before);
  });
  const [first] = operations;
  if (!first) return undefined;
  return { operations, ...(OPERATIONS[first].path.endsWith(":id") && { id: last }) };
}

/**
 * A query as the JSON that the core checks. It is written member by member, so that a parameter that is given twice is a member
 * given twice, and digits stay the digits they are.
 */
export function queryAsJson(parameters: URLSearchParams, numbers: readonly string[]): Uint8Array {
  const members = [...parameters].map(([name, text]) => {
    const isNumber = numbers.includes(name) && /^-?(0|[1-9]\d*)$/.test(text);
    return `${JSON.stringify(name)}:${isNumber ? text : JSON.stringify(text)}`;
  });
  return new TextEncoder().encode(`{${members}}`);
}
