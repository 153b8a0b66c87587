// Where a visitor goes on to after the receipt. Decides which of the addresses that the edge names may be followed and whether the
// page itself goes there; the receipt shows the same address as a link.

/** An address to go on to. */
export interface Next {
  readonly kind: "redirect" | "whatsapp";
  readonly url: string;
}

/** Reads what the edge answered; undefined unless it is an https address, or one of the page's own origin. */
export function nextOf(told: unknown): Next | undefined {
  const { kind, url } = Object(told);
  if ((kind !== "redirect" && kind !== "whatsapp") || typeof url !== "string") return undefined;
  try {
    const { protocol, origin, href } = new URL(url, location.href);
    // A script's address has the origin "null", and so has a sandboxed page: the protocol is asked for, too.
    const ours = protocol === "http:" && origin === location.origin;
    return protocol === "https:" || ours ? { kind, url: href } : undefined;
  } catch {
    return undefined;
  }
}

/** Takes the page there. No window is opened, so no blocker of pop-ups is met. */
export function follow({ url }: Next, host: HTMLElement): void {
  const setting = host.getAttribute("next") ?? host.getAttribute("data-next");
  // A frame is not the visitor's page, and a form that has left the page was left by the visitor.
  if (setting !== "link" && self === top && host.isConnected) location.assign(url);
}
