// Reads the body of an answer that Rust has checked. Values are made by the engine's own parser, which nothing outruns.

import type { Answer, MakeCall, Request } from "./call.js";
import { CallPromise, type WithResponse } from "./outcome.js";

/** The text of an answer. */
export function text({ body, ...meta }: Answer): WithResponse<string> {
  return { ...meta, data: new TextDecoder().decode(body) };
}

/** What stands in the envelope of an answer, with `T` naming its members. */
export function envelope<T extends { data: unknown }>(answer: Answer): WithResponse<T> {
  const { data, ...meta } = text(answer);
  return { ...meta, data: JSON.parse(data) as T };
}

/** The `data` in the envelope of an answer. */
function data<T>(answer: Answer): WithResponse<T> {
  const { data, ...meta } = envelope<{ data: T }>(answer);
  return { ...meta, data: data.data };
}

/** Makes a call whose answer is the `data` of its envelope. */
export function ask<T>(call: MakeCall, request: Request): CallPromise<T> {
  return new CallPromise(call(request).then(data<T>));
}
