// @ts-check
// A page as a person uses it, in any engine: fields by their labels, buttons by their words, and waiting until what is looked for
// is there. The hands are an engine's driver, the eyes `in-page.mjs`.

import { until } from "../edge/parts.mjs";
import { find, focused, selectAll, shownText } from "./in-page.mjs";

/** How long a person waits for something to show up. */
const PATIENCE_SECONDS = 30;

/** How many stops of the Tab key a page may have before what is looked for. */
const STOPS = 40;

export class Page {
  #driver;

  /** @param {import("./engine.mjs").Driver} driver @param {string} site the address that paths are of */
  constructor(driver, site) {
    this.#driver = driver;
    this.site = site;
  }

  open(path = "/") {
    return this.#driver.goto(this.site + path);
  }

  reload() {
    return this.#driver.reload();
  }

  back() {
    return this.#driver.back();
  }

  close() {
    return this.#driver.close();
  }

  /**
   * Runs code in the page; it sees nothing but what it is given.
   *
   * @template R, [T=null]
   * @param {(given: T) => R | Promise<R>} code @param {T} [given]
   */
  evaluate(code, given) {
    return this.#driver.evaluate(code, /** @type {T} */ (given ?? null));
  }

  /**
   * Waits until code in the page answers something, and answers that.
   *
   * @template R, [T=null]
   * @param {(given: T) => R | Promise<R>} code @param {string} what @param {T} [given]
   */
  waitFor(code, what, given) {
    // A page that is just being left answers nothing.
    return until(() => this.evaluate(code, given).catch(() => undefined), what, PATIENCE_SECONDS);
  }

  /** The text that is shown. */
  text() {
    return this.evaluate(shownText);
  }

  /** Waits for a text to be shown; answers all that is. @param {string | RegExp} text */
  async sees(text) {
    let shown = "";
    const there = async () => {
      shown = await this.text().catch(() => "");
      return typeof text === "string" ? shown.includes(text) : text.test(shown);
    };
    await until(there, String(text), PATIENCE_SECONDS).catch((error) => {
      throw new Error(`${error.message}; the page says:\n${shown}`);
    });
    return shown;
  }

  /** Types into a field in place of what stands there. @param {string} label @param {string} text */
  async fill(label, text) {
    await this.#point("field", label);
    await this.evaluate(selectAll);
    await (text ? this.#driver.type(text) : this.#driver.press("Delete"));
  }

  /** Presses a button, or follows a link. @param {string} name */
  click(name) {
    return this.#point("button", name);
  }

  /** @param {import("./engine.mjs").Key[]} keys */
  async press(...keys) {
    for (const key of keys) await this.#driver.press(key);
  }

  /** Types where the focus is. @param {string} text */
  type(text) {
    return this.#driver.type(text);
  }

  /** The label or the words of what has the focus. */
  focused() {
    return this.evaluate(focused);
  }

  /** Goes on by the Tab key to what has this name. @param {string} name */
  async tabTo(name) {
    const met = [];
    while (met.length < STOPS) {
      await this.press("Tab");
      const stop = await this.focused();
      if (stop.startsWith(name)) return;
      met.push(stop);
    }
    throw new Error(`the Tab key leads not to ${name}, but to ${met.join(", ")}`);
  }

  /** @param {"field" | "button"} kind @param {string} name */
  async #point(kind, name) {
    const { x, y } = await this.waitFor(find, `a ${kind} that is named ${name} and can be used`, { kind, name });
    await this.#driver.point(x, y);
  }
}
