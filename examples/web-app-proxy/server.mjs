// A web app's server: its page, the SDK's files, and the Agent API for people who are signed in.
//
//   KONEKTOR_API_KEY=… node server.mjs

import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { basename } from "node:path";
import { proxy } from "konektor/proxy";

const PORT = Number(process.env.PORT ?? 3000);

const konektor = proxy({
  baseUrl: process.env.KONEKTOR_BASE_URL,
  allow: ["leads.list", "leads.create"],
  // Ask your own session here; whoever passes can read the workspace's leads.
  authorize: ({ headers }) => headers.get("cookie")?.includes("session=demo") ?? false,
});

const server = createServer(async (request, response) => {
  const { pathname } = new URL(request.url, "http://localhost");
  if (pathname.startsWith("/api/konektor/")) {
    const answer = await konektor(await webRequest(request));
    response.writeHead(answer.status, Object.fromEntries(answer.headers));
    response.end(Buffer.from(await answer.arrayBuffer()));
  } else if (pathname.startsWith("/konektor/")) {
    // A bundler would carry these along; without one the page imports them as they are.
    const file = new URL(basename(pathname), import.meta.resolve("konektor/konektor.wasm"));
    await send(response, file, pathname.endsWith(".wasm") ? "application/wasm" : "text/javascript");
  } else {
    response.setHeader("set-cookie", "session=demo; HttpOnly; SameSite=Lax");
    await send(response, new URL("index.html", import.meta.url), "text/html; charset=utf-8");
  }
});

async function send(response, file, type) {
  const content = await readFile(file).catch(() => undefined);
  response.writeHead(content ? 200 : 404, { "content-type": type }).end(content);
}

/** What frameworks hand over: the standard's own Request. */
async function webRequest(request) {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  return new Request(`http://${request.headers.host}${request.url}`, {
    method: request.method,
    headers: request.headers,
    ...(chunks.length && { body: Buffer.concat(chunks) }),
  });
}

server.listen(PORT, "127.0.0.1", () => console.log(`web app ready http://127.0.0.1:${server.address().port}`));
