// The web app's server as a Cloudflare Worker. The built page is served before it is asked (wrangler.jsonc).
//
//   wrangler secret put KONEKTOR_API_KEY; wrangler secret put SESSION_SECRET; npm run deploy

import { type ProxyHandler, proxy } from "konektor/proxy";
import { allow, authorizer, signIn } from "./access.mjs";

interface Env {
  KONEKTOR_API_KEY: string;
  KONEKTOR_BASE_URL?: string;
  SESSION_SECRET: string;
}

let konektor: ProxyHandler | undefined;

export default {
  async fetch(request: Request, env: Env): Promise<Response> {
    const { pathname } = new URL(request.url);
    if (pathname.startsWith("/api/konektor/")) {
      konektor ??= proxy({
        apiKey: env.KONEKTOR_API_KEY,
        baseUrl: env.KONEKTOR_BASE_URL,
        allow,
        authorize: authorizer(env.SESSION_SECRET),
      });
      return konektor(request);
    }
    if (pathname === "/sign-in") return signIn(request, env.SESSION_SECRET);
    return new Response("Not found", { status: 404 });
  },
};
