// What a page's program may rely on, as types: the element's attributes, its events and its calls. They are the declarations of
// `konektor/widget` as well; whatever is not reachable from here may change at any time.

/** What a visitor has decided about storage and ad identifiers; `wait` until there is a decision. */
export type Consent = "granted" | "denied" | "wait";

/** The attributes of `<konektor-form>`. They are read when the element enters the page; `consent` may change at any time. */
export interface KonektorFormAttributes {
  /** The form's name in the edge's `forms.json`. */
  form: string;
  /** The workspace's code, such as `KNK-abc123`; touches are kept under it. */
  "tracking-code"?: string | undefined;
  /** The edge's origin, such as `https://forms.example`. Unless given, where the script came from; in a bundled app, the page's own. */
  endpoint?: string | undefined;
  /** The fields in their order, with spaces between them; a `?` behind one that may stay empty. `firstName phone email? message?` unless given. */
  fields?: string | undefined;
  /** `id` unless given; `en`, or a language by `konektor.messages`. */
  language?: string | undefined;
  /** What the visitor has decided; `auto` follows Consent Mode v2. `wait` unless given. */
  consent?: Consent | "auto" | undefined;
  /** Hosts or origins that are yours besides the page's own, with spaces between them. */
  "own-domains"?: string | undefined;
  /** There: a new campaign begins a new session. */
  "campaign-starts-session"?: "" | true | undefined;
  /** `link` leaves the visitor at the receipt's link instead of going there. */
  next?: "link" | undefined;
  /** The name of the array that receipts are pushed to; empty for `dataLayer`. */
  "data-layer"?: string | true | undefined;
}

/** The words of a form that nobody has touched; a custom field's label under its name. */
export type Labels = Readonly<Record<string, string>>;

/** The sentences of one language. `{label}` and `{limit}` stand for what is known only then. */
export interface Messages {
  /** The field with this `{label}` is empty. */
  readonly required: string;
  /** A box has to be ticked. */
  readonly tick: string;
  /** One of several has to be chosen. */
  readonly choose: string;
  /** There are more characters than the `{limit}`. */
  readonly tooLong: string;
  /** The email address is none. */
  readonly email: string;
  /** The phone number has no digits. */
  readonly phoneEmpty: string;
  /** The phone number has letters in it. */
  readonly phoneLetters: string;
  /** There are several phone numbers in the field. */
  readonly phoneSeveral: string;
  /** The phone number has a sign in it that none has. */
  readonly phoneCharacters: string;
  /** It is not said of which country the phone number is. */
  readonly phoneCountry: string;
  /** No phone number begins like this one. */
  readonly phoneBeginning: string;
  /** The phone number has too few digits. */
  readonly phoneShort: string;
  /** The phone number has too many digits. */
  readonly phoneLong: string;
  /** The edge refused the field, for a reason that is not known here. */
  readonly refused: string;
  /** Some fields need another look. */
  readonly review: string;
  /** The submission is on its way. */
  readonly sending: string;
  /** The button's words after a failure. */
  readonly retry: string;
  /** No receipt came: the submission may or may not have arrived. */
  readonly unknown: string;
  /** The edge said that it did not keep the submission. */
  readonly notKept: string;
  /** The edge takes no more for a while. */
  readonly tooMany: string;
  /** The submission waits in this browser. */
  readonly kept: string;
  /** A submission that waited has a receipt now. */
  readonly sentLater: string;
  /** The edge has it: thanks. */
  readonly received: string;
  /** What stands before the code. */
  readonly code: string;
  /** The link to where the form's owner leads the visitor after the receipt. */
  readonly redirect: string;
  /** The same link where it leads to WhatsApp. */
  readonly whatsapp: string;
}

/** What a page may say in a language of its own, or in other words than ours. What it leaves out is said in English. */
export interface MessageSet extends Partial<Messages> {
  /** The labels of fields, and `name`, `optional` and `send`. */
  readonly labels?: Labels;
}

/** The events of a form by name, for `addEventListener`. They bubble, and nothing that a visitor typed is in any of them. */
export interface KonektorEventMap {
  /** The form is there, and calls reach it. */
  "konektor:ready": CustomEvent<Record<string, never>>;
  /** Nothing was sent, or the edge refused it: these fields need another look. */
  "konektor:invalid": CustomEvent<{ fields: readonly string[] }>;
  /** A submission is about to leave; a retry of the same content has the same id. */
  "konektor:submitted": CustomEvent<{ id: string }>;
  /** The edge has it on disk. */
  "konektor:received": CustomEvent<{ id: string; uniqueCode: string }>;
  /** There is no receipt. `reason` is `unknown`, `notKept` or `tooMany`; `kept`: it waits here and goes out by itself. */
  "konektor:failed": CustomEvent<{ id: string; reason: string; kept: boolean }>;
}

/** The same as properties by which React 19 and Svelte 5 listen: `"onkonektor:received"`. */
export type KonektorFormListeners = {
  [Name in keyof KonektorEventMap as `on${Name}`]?: ((event: KonektorEventMap[Name]) => void) | undefined;
};

/** Which form: its name at the edge, or the element itself; all that there are unless given (`submit`: the first). */
export type Target = string | Element;

/** Values by field name. */
export type Values = Readonly<Record<string, string | number>>;

/** What a page can call: `konektor.prefill(…)` once the script is there, `konektor.push(["prefill", …])` at any time. */
export interface KonektorMethods {
  /** Fills in fields by name, except what the visitor has typed. */
  prefill(values: Values, target?: Target): void;
  /** Does what the form's own button does. */
  submit(target?: Target): void;
  /** Empties the form; after a receipt brings it back. */
  reset(target?: Target): void;
  /** Tells every form what the visitor has decided. */
  consent(decision: Consent): void;
  /** Gives the words of a language. */
  messages(language: string, words: MessageSet): void;
}

/** A call as it may be pushed: the method's name and what it is given. */
export type KonektorCall = {
  [Name in keyof KonektorMethods]: readonly [Name, ...Parameters<KonektorMethods[Name]>];
}[keyof KonektorMethods];

declare global {
  interface HTMLElementTagNameMap {
    "konektor-form": HTMLElement;
  }
  interface HTMLElementEventMap extends KonektorEventMap {}
  interface DocumentEventMap extends KonektorEventMap {}
  interface WindowEventMap extends KonektorEventMap {}
  interface Window {
    /** Before the script an array, made by the page; the methods are there afterwards. */
    konektor?: Partial<KonektorMethods> & { push(...calls: KonektorCall[]): unknown };
  }
}
