// Analytics: summary, funnel, campaigns.

import {
  type AnalyticsQuery,
  type AnalyticsSummary,
  type CampaignPerformance,
  type FunnelStep,
  Konektor,
  type Timeframe,
  type WithResponse,
} from "konektor";
import { same } from "./same.js";

const konektor = new Konektor();

export async function all(): Promise<void> {
  const summary = await konektor.analytics.summary({ timeframe: "last_7_days" }, { maxRetries: 0 });
  same<typeof summary, AnalyticsSummary>();
  same<typeof summary.totalLeads, number>();
  // @ts-expect-error: may be absent
  summary.period.from;

  const funnel = await konektor.analytics.funnel({ from: "2025-01-01", to: "2025-02-01" });
  same<typeof funnel, FunnelStep[]>();
  for (const step of funnel) same<typeof step.percentage, number>();

  const campaigns = await konektor.analytics.campaigns().withResponse();
  same<typeof campaigns, WithResponse<CampaignPerformance[]>>();
  for (const { campaignName } of campaigns.data) same<typeof campaignName, string | null | undefined>();
}

export async function query(): Promise<void> {
  const query: AnalyticsQuery = { timeframe: undefined, from: "2025-01-01T00:00:00Z" };
  await konektor.analytics.summary(query);
  same<NonNullable<AnalyticsQuery["timeframe"]>, Timeframe>();
  // @ts-expect-error: no such timeframe
  await konektor.analytics.summary({ timeframe: "ever" });
  // @ts-expect-error: only conversions are counted by platform
  await konektor.analytics.funnel({ platform: "meta" });
  // @ts-expect-error: dates are text
  await konektor.analytics.campaigns({ from: new Date() });
}
