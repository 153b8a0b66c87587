// Serves the operator's page and its two files. The page runs one script, applies one style sheet and asks one API, all ours; its
// policy names them, so that nothing else can.

import style from "./page/admin.css";
import html from "./page/admin.html";
import script from "./page/admin.ts?script";

const PAGE = ["text/html; charset=utf-8", html] as const;
const FILES: Readonly<Record<string, readonly [type: string, text: string]>> = {
  "/admin": PAGE,
  "/admin/": PAGE,
  "/admin/admin.css": ["text/css; charset=utf-8", style],
  "/admin/admin.js": ["text/javascript; charset=utf-8", script],
};

/** The page or one of its files. */
export function pageFile({ origin, pathname }: URL): Response | undefined {
  const [type, text] = (Object.hasOwn(FILES, pathname) && FILES[pathname]) || [];
  if (type === undefined) return undefined;
  return new Response(text, { headers: { ...headers(origin), "content-type": type } });
}

function headers(origin: string): Record<string, string> {
  const policy = [
    "default-src 'none'",
    `script-src ${origin}/admin/admin.js`,
    `style-src ${origin}/admin/admin.css`,
    `connect-src ${origin}/admin/v1/`,
    "form-action 'none'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ];
  return {
    "content-security-policy": policy.join("; "),
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-embedder-policy": "require-corp",
    "x-frame-options": "DENY",
  };
}
