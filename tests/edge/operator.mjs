// @ts-check
// An operator of the edge: knows the token, and asks the admin API as a program does.

import assert from "node:assert/strict";
import { start } from "./world.mjs";

export const TOKEN = "a token of at least thirty-two letters".replaceAll(" ", "-");

/** A world whose edge has an admin side. @param {import("node:test").TestContext} t @param {{ sandbox?: string[], edge?: any }} [options] */
export function startWithAdmin(t, options = {}) {
  const settings = { ADMIN_TOKEN: TOKEN, ...options.edge?.settings };
  return start(t, { ...options, edge: { ...options.edge, settings } });
}

/** @typedef {{ token?: string | null, body?: unknown, headers?: Record<string, string>, method?: string }} Asking */

/** Asks the admin API; a body makes it a POST. @param {string} edge @param {string} path @param {Asking} [asking] */
export function ask(edge, path, { token = TOKEN, body, headers = {}, method } = {}) {
  return fetch(`${edge}/admin/v1/${path}`, {
    method: method ?? (body === undefined ? "GET" : "POST"),
    headers: {
      ...(token !== null && { authorization: `Bearer ${token}` }),
      ...(body !== undefined && { "content-type": "application/json" }),
      ...headers,
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
}

/** The data of a good answer. @param {string} edge @param {string} path @param {Asking} [asking] @returns {Promise<any>} */
export async function data(edge, path, asking) {
  const response = await ask(edge, path, asking);
  const body = /** @type {any} */ (await response.json());
  assert.equal(response.status, 200, JSON.stringify(body));
  assert.equal(body.success, true);
  return body.data;
}

/** The health answer, whatever its colour. @param {string} edge */
export async function health(edge) {
  const response = await ask(edge, "health");
  const { data } = /** @type {any} */ (await response.json());
  return { status: response.status, ...data.workspaces[0] };
}
