// What the SDK wants to know of where it runs, told by what exists. No type of any runtime is needed for it.

declare const KONEKTOR_VERSION: string;

const world = globalThis as {
  document?: unknown;
  importScripts?: unknown;
  navigator?: { userAgent?: string };
  process?: { env?: Record<string, string | undefined>; versions?: Record<string, string> };
  window?: unknown;
};

/** Whether people who open the page can read what this code holds: a page, or a worker of one. */
export function inBrowser(): boolean {
  return (
    (typeof world.window === "object" && typeof world.document === "object") ||
    typeof world.importScripts === "function"
  );
}

/** The API key of the environment, where there is an environment. */
export function environmentKey(): string | undefined {
  return world.process?.env?.KONEKTOR_API_KEY;
}

/** How the SDK names itself to the API. A browser names itself. */
export function userAgent(): string | undefined {
  if (inBrowser()) return undefined;
  const { node, bun, deno } = world.process?.versions ?? {};
  const runtime =
    (bun && `bun/${bun}`) ||
    (deno && `deno/${deno}`) ||
    // workerd imitates Node's versions, but says who it is.
    (world.navigator?.userAgent === "Cloudflare-Workers" && "workerd") ||
    (node && `node/${node}`) ||
    "unknown";
  return `konektor/${KONEKTOR_VERSION} (${runtime})`;
}
