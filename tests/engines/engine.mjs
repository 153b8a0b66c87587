// @ts-check
// What a journey needs of a browser, and which browsers there are. An engine gives only what differs by engine: addresses, code in
// the page, keys, and pointers at a place. What a person looks for on a page is the business of `page.mjs`, the same for all.

import { after } from "node:test";
import { executable } from "../executable.mjs";
import { chromium } from "./chromium.mjs";
import { firefox } from "./firefox.mjs";
import { webkit } from "./webkit.mjs";

/**
 * One visitor's window, with cookies and storage of its own.
 *
 * @typedef {object} Driver
 * @property {(url: string) => Promise<unknown>} goto until the page has loaded
 * @property {() => Promise<unknown>} reload
 * @property {() => Promise<unknown>} back
 * @property {<T, R>(code: (given: T) => R | Promise<R>, given: T) => Promise<R>} evaluate Runs in the page, under any policy of its
 *   own. The code sees nothing but what it is given, which is JSON, and so is its answer.
 * @property {(x: number, y: number) => Promise<unknown>} point Clicks, or taps where the visitor has a touch screen.
 * @property {(key: Key) => Promise<unknown>} press
 * @property {(text: string) => Promise<unknown>} type
 * @property {() => Promise<unknown>} close
 */

/** @typedef {"Tab" | "Enter" | "Space" | "End" | "Delete"} Key */

/** @typedef {{ width: number, height: number, touch?: boolean, userAgent?: string }} Screen */

/** @typedef {{ version: string, visitor(screen: Screen): Promise<Driver>, close(): Promise<unknown> }} Browser */

/**
 * @typedef {object} Engine
 * @property {string} name
 * @property {readonly string[]} programs that have to be on the PATH
 * @property {() => Promise<Browser>} launch
 */

/** @type {readonly Engine[]} */
const ALL = [chromium, firefox, webkit];

const only = process.env.KONEKTOR_ENGINE;

/** All engines, or the one that `KONEKTOR_ENGINE` names. */
export const ENGINES = ALL.filter(({ name }) => !only || name === only);
if (!ENGINES.length) throw new Error(`no engine \`${only}\`; there are ${ALL.map(({ name }) => name).join(", ")}`);

/** Why an engine cannot be launched here, if it cannot. @param {Engine} engine */
export function missing({ programs }) {
  const program = programs.find((name) => !executable(name));
  return program && `there is no \`${program}\` on the PATH`;
}

/** @type {Map<Engine, Promise<Browser>>} */
const running = new Map();

after(async () => {
  for (const browser of running.values()) await (await browser).close();
});

/** The engine's browser, started once for all journeys of a file. @param {Engine} engine */
export function browserOf(engine) {
  const browser = running.get(engine) ?? engine.launch();
  running.set(engine, browser);
  return browser;
}
