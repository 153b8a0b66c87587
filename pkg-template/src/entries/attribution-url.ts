// Attribution in production builds for browsers. It is documented in attribution-inline.ts, whose declarations are everybody's.
import { type Arrival, captured } from "../attribution/capture.js";
import { parsed } from "../attribution/notes.js";
import { normalized, type PhoneOptions } from "../attribution/phone.js";
import { load } from "../loaders/attribution-url.js";

export * from "../attribution/public.js";

export const capture = (arrival: Arrival) => captured(load, arrival);
export const parseNotes = (notes: string) => parsed(load, notes);
export const normalizePhone = (text: string, options?: PhoneOptions) => normalized(load, text, options);
