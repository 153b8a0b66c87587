// What `konektor/attribution` takes and answers; compiled, never run. Each `@ts-expect-error` fails when the line below it compiles.

import type { CreateLead } from "konektor";
import {
  type Arrival,
  type AttributionBlock,
  type Captured,
  capture,
  normalizePhone,
  type ParsedNotes,
  type PhoneProblem,
  type PhoneResult,
  type parseNotes,
  type Touches,
} from "konektor/attribution";
import { same } from "./same.js";

same<Parameters<typeof capture>, [arrival: Arrival]>();
same<Awaited<ReturnType<typeof capture>>, Captured>();
same<Awaited<ReturnType<typeof parseNotes>>, ParsedNotes>();
same<Awaited<ReturnType<typeof normalizePhone>>, PhoneResult>();

/** What is captured goes into a lead as it is, and back in at the next page. */
export async function leading(before?: Touches): Promise<CreateLead> {
  const captured = await capture({
    url: new URL("https://toko.example/"),
    touches: before,
    now: new Date(),
    ownDomains: ["a.example"],
  });
  await capture({ url: "https://toko.example/", touches: captured, cookie: "", referrer: "", consent: "denied" });
  const { source, adPlatform, notes } = captured;
  return { firstName: "Andi", email: "andi@example.com", source, ...(adPlatform && { adPlatform }), notes };
}

export async function calling(text: string): Promise<string> {
  const result = await normalizePhone(text, { region: "ID" });
  if (result.reason !== undefined) {
    same<typeof result.reason, PhoneProblem>();
    // @ts-expect-error: where there is a reason there are no digits
    result.digits.length;
    return result.reason;
  }
  return result.digits;
}

export const claimed = ({ authenticated }: AttributionBlock): false => authenticated;

// @ts-expect-error: without an address there is no arrival
capture({ referrer: "https://www.google.com/" });
// @ts-expect-error: only Indonesian numbers are known without their country code
normalizePhone("0812", { region: "SG" });
