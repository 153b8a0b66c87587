// `konektor/edge`, without Cloudflare's types.

import { type IntakeEnv, type IntakeHandler, intake, LeadOutbox } from "konektor/edge";
import { same } from "./same.js";

const fetch = intake({ forms: { workspaces: {}, forms: {} } });
same<typeof fetch, IntakeHandler>();

export { LeadOutbox };
export default { fetch };

export function env(env: IntakeEnv): void {
  same<typeof env.INTAKE_SECRET, string>();
  // @ts-expect-error: may be absent
  env.ASSETS.fetch;
}
// @ts-expect-error: the forms have to be said
intake({});
