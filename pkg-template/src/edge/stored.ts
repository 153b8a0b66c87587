// What travels between the Worker and its outbox.

import type { Limits } from "../../wasm/edge/konektor_edge.js";

/** A submission for the outbox to keep. */
export interface Submitted {
  /** The workspace that gets the lead. */
  readonly trackingCode: string;
  /** The name of the secret with the workspace's API key. */
  readonly keyBinding: string;
  /** The form's name. */
  readonly form: string;
  /** The submission's id. */
  readonly id: string;
  /** Whether the edge had to make up the id: then the same content within some minutes is the same submission. */
  readonly plain: boolean;
  /** Decides whether two submissions of one id say the same. */
  readonly contentMac: string;
  /** The code to find its lead by. */
  readonly uniqueCode: string;
  /** The lead to create, as JSON. */
  readonly lead: string;
  /** Whether a person should look at it first. */
  readonly suspect: boolean;
  /** How suspicious it is: the sum of the weights of its signs. */
  readonly score?: number;
  /** The codes of its signs, with spaces between them; none of them tells who sent it or what. */
  readonly reason?: string;
  /** Stands for its challenge's token: each admits one submission. */
  readonly challenge?: string;
  /** How much the form takes. */
  readonly limits: Required<Limits>;
  /** Who sent it, for counting. */
  readonly visitor?: string;
}

/** What a visitor is given. */
export interface Receipt {
  /** The submission's id. */
  readonly id: string;
  /** The code by which the lead will be found. */
  readonly uniqueCode: string;
}

/** What the outbox made of a submission. */
export type Stored =
  | { readonly type: "receipt"; readonly receipt: Receipt }
  | { readonly type: "conflict" }
  /** Another submission has the code: come again with the next one. */
  | { readonly type: "codeTaken" }
  | { readonly type: "tooMany" };
