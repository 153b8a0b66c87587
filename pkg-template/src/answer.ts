// Reads the body of an answer that Rust has checked. Values are made by the engine's own parser, which nothing outruns.

import type { Answer, MakeCall, Request } from "./call.js";
import { CallPromise, type WithResponse } from "./outcome.js";

/** The text of an answer. */
export function text({ body, ...meta }: Answer): WithResponse<string> {
  return { ...meta, data: new TextDecoder().decode(body) };
}

/** The JSON of an answer, as `T` describes it; `undefined` where there is none. */
export function json<T>(answer: Answer): WithResponse<T> {
  const { data, ...meta } = text(answer);
  return { ...meta, data: (data ? JSON.parse(data) : undefined) as T };
}

/** The `data` in the envelope of an answer. */
function data<T>(answer: Answer): WithResponse<T> {
  const { data, ...meta } = json<{ data: T }>(answer);
  return { ...meta, data: data.data };
}

/** Makes a call whose answer is the `data` of its envelope. */
export function ask<T>(call: MakeCall, request: Request): CallPromise<T> {
  return new CallPromise(call(request).then(data<T>));
}
