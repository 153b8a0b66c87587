// The workspace.

import { Konektor, type Plan, type Usage, type Workspace } from "konektor";
import { same } from "./same.js";

const konektor = new Konektor();

export async function workspace(): Promise<void> {
  const workspace = await konektor.workspace.get({ signal: new AbortController().signal });
  same<typeof workspace, Workspace>();
  same<typeof workspace.trackingCode, string | null | undefined>();
  same<typeof workspace.usage, Usage | null | undefined>();
  // What is read is open: a plan of next year is a plan.
  const plan: string | null | undefined = workspace.subscription?.plan;
  same<typeof plan, string | null | undefined>();
  const plans: Plan[] = ["pro", "a plan of next year"];
  // @ts-expect-error: may be absent or null
  workspace.subscription.plan;
  // @ts-expect-error: a limit may be absent or null, which is none
  const limit: number = workspace.usage?.leadsPerDay?.limit;
  // @ts-expect-error: it takes no input
  await konektor.workspace.get("workspace_1");
  return void [limit, plans];
}
