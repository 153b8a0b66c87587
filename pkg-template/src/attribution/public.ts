// What `konektor/attribution` offers beside its functions; the same for every runtime.

export type { AdPlatform, LeadSource } from "../generated/models.js";
export type { Arrival, Captured } from "./capture.js";
export type { Agreement, AttributionBlock, ParsedNotes } from "./notes.js";
export type { PhoneOptions, PhoneProblem, PhoneResult } from "./phone.js";
export type { Consent, Session, Touch, Touches } from "./touch.js";
