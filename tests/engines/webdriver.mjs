// @ts-check
// A session of the W3C's WebDriver protocol, as far as a driver needs it: addresses, code in the page, a keyboard and a pointer.

/** @type {Record<string, string>} */
const KEYS = { Tab: "\uE004", Enter: "\uE007", Space: " ", End: "\uE010", Delete: "\uE017" };

// The protocol hands over an array, waits for a callback, and has no promise.
const CALL = (/** @type {Function} */ code) => `
const [given, done] = arguments;
Promise.resolve(given).then(${code}).then((value) => done({ value }), (error) => done({ error: String(error) }));
`;

/** Asks a driver's address. @param {string} address @param {string} method @param {string} path @param {object} [body] @returns {Promise<any>} */
export async function ask(address, method, path, body) {
  const response = await fetch(`${address}${path}`, {
    method,
    signal: AbortSignal.timeout(60_000),
    ...(body && { body: JSON.stringify(body) }),
  });
  const { value } = await response.json();
  if (!response.ok) throw new Error(`${path}: ${value.error}: ${value.message}`);
  return value;
}

/** A session's window as a driver. @param {string} address @param {string} session @returns {import("./engine.mjs").Driver} */
export function driverOf(address, session) {
  const post = (/** @type {string} */ path, /** @type {object} */ body) =>
    ask(address, "POST", `/session/${session}/${path}`, body);
  const act = (/** @type {object} */ source) => post("actions", { actions: [source] });
  const strike = (/** @type {string[]} */ keys) =>
    act({
      type: "key",
      id: "keyboard",
      actions: keys.flatMap((value) => ["keyDown", "keyUp"].map((type) => ({ type, value }))),
    });
  return {
    goto: (url) => post("url", { url }),
    reload: () => post("refresh", {}),
    back: () => post("back", {}),
    async evaluate(code, given) {
      const { value, error } = await post("execute/async", { script: CALL(code), args: [given ?? null] });
      if (error) throw new Error(error);
      return value;
    },
    point: (x, y) =>
      act({
        type: "pointer",
        id: "mouse",
        parameters: { pointerType: "mouse" },
        actions: [
          { type: "pointerMove", duration: 0, x: Math.round(x), y: Math.round(y) },
          { type: "pointerDown", button: 0 },
          { type: "pointerUp", button: 0 },
        ],
      }),
    press: (key) => strike([KEYS[key] ?? key]),
    type: (text) => strike(Array.from(text, (sign) => (sign === "\n" ? (KEYS.Enter ?? "") : sign))),
    close: () => ask(address, "DELETE", `/session/${session}`),
  };
}
