// Conversions: status and pending.

import { type ConversionStatus, type ConversionSyncStatus, Konektor, type PendingConversion } from "konektor";
import { same } from "./same.js";

const konektor = new Konektor();

export async function status(): Promise<void> {
  const status = await konektor.conversions.status({ platform: "meta", timeframe: "all_time" });
  same<typeof status, ConversionStatus>();
  same<typeof status.partial, number>();
  // @ts-expect-error: no such platform
  await konektor.conversions.status({ platform: "myspace" });
}

export async function pending(): Promise<void> {
  const pending = await konektor.conversions.pending({ timeoutMs: 1_000 });
  same<typeof pending, PendingConversion[]>();
  for (const conversion of pending) {
    same<typeof conversion.leadId, string>();
    same<typeof conversion.conversionSyncStatus, ConversionSyncStatus>();
    // A state of next year.
    if (conversion.conversionSyncStatus === "queued") continue;
    // @ts-expect-error: may be absent or null
    conversion.lastConversionSyncAt.length;
  }
  // @ts-expect-error: it takes no query
  await konektor.conversions.pending({ timeframe: "today" });
}
