// What travels between the admin side of the Worker and an outbox, and what the admin API shows of a submission.

import type { Health, State } from "../../../wasm/edge/konektor_edge.js";

/** Which submissions are meant. */
export interface Filter {
  /** In one of these states; in any when there is none. */
  readonly states: readonly State[];
  /** Of this form. */
  readonly form?: string;
  /** With this text in the code, the id, the name, the email or the phone. */
  readonly text?: string;
}

/** What an operator decides about submissions that wait for one. */
export type Decision = "release" | "reject" | "redrive";

/** What an outbox is asked. */
export type Operation =
  | { readonly operation: "attempt"; readonly address: string; readonly right: boolean }
  | { readonly operation: "health"; readonly keyBinding: string }
  | { readonly operation: "counts" }
  | { readonly operation: "latest"; readonly filter: Filter; readonly before?: number; readonly limit: number }
  | { readonly operation: "export"; readonly filter: Filter; readonly after: number; readonly limit: number }
  | { readonly operation: "find"; readonly uniqueCode: string }
  | { readonly operation: "decide"; readonly decision: Decision; readonly uniqueCodes: readonly string[] | "all" }
  | { readonly operation: "erase"; readonly phone?: string; readonly email?: string };

/** The lead of a submission, as it is sent. */
export type LeadFields = Readonly<Record<string, string>>;

/** A submission as an operator sees it. Times are ISO 8601. */
export interface SubmissionView {
  /** The code by which its lead is found. */
  readonly uniqueCode: string;
  /** Its id. */
  readonly id: string;
  /** The form's name. */
  readonly form: string;
  /** Where it stands. */
  readonly state: State;
  /** Why: codes, without personal data. */
  readonly reason: string | null;
  /** When it was received. */
  readonly receivedAt: string;
  /** When it last changed. */
  readonly changedAt: string;
  /** How often it was sent. */
  readonly attempts: number;
  /** The lead it became. */
  readonly leadId: string | null;
  /** Other leads with its code. */
  readonly twins: readonly string[];
  /** The lead to create; `null` once its personal data is removed. */
  readonly lead: LeadFields | null;
}

/** Submissions, and the place of the last one in the order of arrival if there may be more. */
export interface Listed {
  readonly submissions: readonly SubmissionView[];
  readonly next: number | null;
}

/** How many submissions are in a state, by the time since they were received. */
export interface Count {
  readonly state: State;
  readonly count: number;
  /** Less than an hour, a day, a week; and more. */
  readonly ages: { readonly hour: number; readonly day: number; readonly week: number; readonly older: number };
  /** When the oldest was received. */
  readonly oldestAt: string;
}

/** Whether an outbox is well, and the leads that a person has to merge. */
export interface HealthView {
  readonly healthy: boolean;
  readonly reasons: readonly (Omit<Health["reasons"][number], "at"> & { readonly at?: string })[];
  /** Submissions on their way, held and parked. */
  readonly waiting: number;
  readonly held: number;
  readonly parked: number;
  /** Until when nothing is sent. */
  readonly stoppedUntil: string | null;
  /** At most a hundred submissions that became more than one lead. */
  readonly twins: readonly { readonly uniqueCode: string; readonly leadIds: readonly string[] }[];
}

/** What became of a decision. */
export interface Decided {
  /** How many submissions it moved. */
  readonly changed: number;
  /** Those that it could not move, and where they stand; `null` where there is no such submission. */
  readonly unchanged: readonly { readonly uniqueCode: string; readonly state: State | null }[];
  /** How many more there are, when all were meant and these were too many for once. */
  readonly left: number;
}

/** What became of an erasure. */
export interface Erased {
  /** How many submissions lost their personal data. */
  readonly erased: number;
  /** The leads to remove in Konektor. */
  readonly leadIds: readonly string[];
  /** Submissions whose lead may still be on its way: ask for them again until they are delivered or rejected. */
  readonly open: readonly string[];
}
