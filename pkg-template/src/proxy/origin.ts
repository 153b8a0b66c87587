// Whose page sent a request, by its browser's word. Browsers since 2023 say it in `Sec-Fetch-Site` (over https, and on loopback), which
// no page can set, and which also holds behind a server that terminates TLS. Elsewhere there is only `Origin`, which reads may be without.

/** Whether a page of the proxy's own origin sent it. */
export function isOwnPage({ headers }: Request, origin: string): boolean {
  const site = headers.get("sec-fetch-site");
  return site === null ? headers.get("origin") === origin : site === "same-origin";
}

/** Whether no page sent it: a person opened the address, or a program asks. */
export function isNoPage({ headers }: Request): boolean {
  const site = headers.get("sec-fetch-site");
  return site === null ? headers.get("origin") === null : site === "none";
}
