// `konektor/proxy`.

import { type Operation, type ProxyHandler, type ProxyOptions, proxy } from "konektor/proxy";
import { same } from "./same.js";

export const handler: (request: Request) => Promise<Response> = proxy({
  allow: ["leads.list", "skill"],
  authorize: (request, operation) => request.headers.has("cookie") && operation !== "skill",
});
same<ReturnType<typeof proxy>, ProxyHandler>();
same<Operation & "leads.delete", never>();

// Options that are put together elsewhere.
const allow: Operation[] = ["conversions.pending"];
export const options: ProxyOptions = { apiKey: undefined, allow, authorize: async () => true };
proxy({
  allow: ["leads.list"],
  authorize: async ({ headers }) => (headers.has("cookie") ? true : "unauthenticated"),
  onError: (error: unknown, { url }) => console.log(url, error),
});
// @ts-expect-error: a user is no verdict
proxy({ allow: ["leads.list"], authorize: () => ({ name: "Ayu" }) });
// @ts-expect-error: who may do this has to be said
proxy({ allow: ["leads.list"] });
// @ts-expect-error: what may be done has to be said
proxy({ authorize: () => true });
// @ts-expect-error: no such operation
proxy({ allow: ["leads.delete"], authorize: () => true });
// @ts-expect-error: yes or no
proxy({ allow: ["leads.list"], authorize: () => "yes" });
