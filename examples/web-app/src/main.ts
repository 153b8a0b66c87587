// The page: lists leads and changes their status. It has no key; it talks to its own server, which has one.

import {
  AuthenticationError,
  isKonektorError,
  Konektor,
  type Lead,
  type LeadStatus,
  type Page,
  PermissionDeniedError,
  RateLimitError,
  type ResponseMeta,
} from "konektor";
import { element, option } from "./elements";

const konektor = new Konektor({ baseUrl: "/api/konektor" });

const STATUSES: readonly LeadStatus[] = [
  "pageview",
  "new",
  "contacted",
  "responded",
  "qualified",
  "hot",
  "proposal",
  "negotiation",
  "invoice",
  "won",
  "lost",
];

const signedOut = element("signed-out");
const leads = element("leads");
const filter = element<HTMLSelectElement>("filter");
const list = element("list");
const more = element<HTMLButtonElement>("more");
const message = element("message");
const answer = element("answer");

/** The last page that is shown. */
let last: Page<Lead> | undefined;

filter.append(option("", "all"), ...STATUSES.map((status) => option(status)));
filter.addEventListener("change", show);
more.addEventListener("click", showMore);
show();

/** Lists from the start what the filter says. */
function show(): Promise<boolean> {
  const status = filter.value as LeadStatus | "";
  return attempt(async () => {
    const page = await konektor.leads.list({ limit: 20, ...(status && { status }) });
    // Another choice may have been made in the meantime.
    if (status !== filter.value) return;
    list.replaceChildren();
    append(page);
  });
}

function showMore(): Promise<boolean> {
  const page = last;
  return attempt(async () => {
    const next = await page?.nextPage();
    if (next && page === last) append(next);
  });
}

function append(page: Page<Lead>): void {
  last = page;
  list.append(...page.data.map(row));
  more.hidden = !page.hasNextPage();
  tell(`${list.childElementCount} of ${page.pagination.total} leads`, page);
}

function row(lead: Lead): HTMLLIElement {
  const name = [lead.firstName, lead.lastName].filter(Boolean).join(" ") || lead.id;
  const status = document.createElement("select");
  status.setAttribute("aria-label", `Status of ${name}`);
  // Some day there may be a status that is not in our list: what is read is open.
  const unknown = lead.status && !STATUSES.includes(lead.status as LeadStatus) ? [lead.status] : [];
  status.append(...[...unknown, ...STATUSES].map((status) => option(status)));
  status.value = lead.status ?? "";

  // One after the other, in the order of the choices.
  let saved = Promise.resolve(true);
  status.addEventListener("change", () => {
    const wanted = status.value as LeadStatus;
    saved = saved.then(() =>
      attempt(async () => {
        const { data, ...meta } = await konektor.leads.update(lead.id, { status: wanted }).withResponse();
        tell(`${name}: ${lead.status} → ${data.status}`, meta);
        Object.assign(lead, data);
      }),
    );
    saved.then((done) => {
      if (!done) status.value = lead.status ?? "";
    });
  });

  const item = document.createElement("li");
  const title = document.createElement("strong");
  title.textContent = name;
  const contact = document.createElement("span");
  contact.textContent = lead.phone ?? lead.email ?? "";
  item.append(title, contact, status);
  return item;
}

/** Does something with the API and says what went wrong, if it did. */
async function attempt(work: () => Promise<void>): Promise<boolean> {
  try {
    await work();
    return true;
  } catch (error) {
    if (error instanceof AuthenticationError) {
      // The proxy's `authorize` said "unauthenticated".
      leads.hidden = true;
      signedOut.hidden = false;
      signedOut.querySelector("a")?.focus();
    }
    tell(explained(error), isKonektorError(error) ? error : {});
    return false;
  }
}

function explained(error: unknown): string {
  if (error instanceof AuthenticationError) return "You are not signed in, or your session has ended.";
  if (error instanceof PermissionDeniedError) return "You may look at leads, but not change them.";
  if (error instanceof RateLimitError) return `That was too much for this minute. Try again in ${error.retryAfter} s.`;
  return isKonektorError(error) ? error.message : "Something went wrong.";
}

/** Says what happened, and below it what to quote to Konektor's support. */
function tell(text: string, { requestId, rateLimit }: Partial<ResponseMeta>): void {
  message.textContent = text;
  const left = rateLimit ? `, ${rateLimit.remaining} of ${rateLimit.limit} requests left this minute` : "";
  answer.textContent = requestId ? `Request ${requestId}${left}` : "";
}
