// Which id a submission goes out under. One intent has one id, however often it is sent; a correction is another intent, because
// the edge refuses one id with two contents.

import { uuid } from "./id";

/** Remembers the last content of a form and its id. */
export function intents(): (content: Record<string, string>) => string {
  let id = "";
  let known = "";
  return (content) => {
    const text = JSON.stringify(content);
    if (text !== known) {
      known = text;
      id = uuid();
    }
    return id;
  };
}
