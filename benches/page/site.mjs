// @ts-check
// Serves the sides on loopback, every file as Brotli made beforehand, quality 11, so that nobody's figures depend on how a server is set up.

import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { extname } from "node:path";
import { brotliCompressSync, constants } from "node:zlib";

const TYPES = {
  ".html": "text/html; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".wasm": "application/wasm",
};
/** What a picture is: compressed already. */
const PICTURE = "/roof.jpg";

/**
 * @param {readonly import("./sides.mjs").Side[]} sides
 * @param {Uint8Array} picture
 */
export async function serve(sides, picture) {
  const page = await readFile(new URL("site/index.html", import.meta.url), "utf8");
  /** @type {Map<string, { headers: Record<string, string>, body: Uint8Array }>} */
  const answers = new Map();
  const add = (/** @type {string} */ path, /** @type {string | Uint8Array} */ content) => {
    const type = TYPES[/** @type {keyof typeof TYPES} */ (extname(path) || ".html")];
    const keep = type === TYPES[".html"] ? "no-cache" : "public, max-age=31536000, immutable";
    answers.set(path, {
      headers: { "content-type": type, "content-encoding": "br", "cache-control": keep },
      body: brotliCompressSync(content, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }),
    });
  };
  add("/page.css", await readFile(new URL("site/page.css", import.meta.url)));
  const headers = { "content-type": "image/jpeg", "cache-control": "public, max-age=31536000, immutable" };
  answers.set(PICTURE, { headers, body: picture });
  for (const [index, { head, form, files }] of sides.entries()) {
    add(`/${index}`, page.replace("{{head}}", head).replace("{{form}}", form && `<div id="form">${form}</div>`));
    for (const [path, content] of Object.entries(files)) add(path, content);
  }

  const server = createServer(({ url = "" }, response) => {
    const answer = answers.get(url.replace(/\?.*/, ""));
    if (!answer) response.writeHead(404, { "content-type": "text/plain" }).end();
    else response.writeHead(200, answer.headers).end(answer.body);
  });
  await new Promise((done) => server.listen(0, "127.0.0.1", () => done(undefined)));
  const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());
  return {
    origin: `http://127.0.0.1:${port}`,
    stop() {
      server.close();
      server.closeAllConnections();
    },
  };
}
