// The fields that a form shows unless told otherwise. Names are those of the wire; limits and formats are Rust's, so only
// what a person sees before typing is stated here.

/** The languages of the widget. */
export type Language = "id" | "en";

/** How one field is drawn. */
export interface FieldLook {
  /** The label in each language. */
  readonly label: Readonly<Record<Language, string>>;
  /** The input's type; a `textarea` is one of several lines. */
  readonly type: "text" | "tel" | "email" | "textarea";
  /** What the browser may fill in. */
  readonly autocomplete: string;
  /** Whether the form can go without it. */
  readonly optional?: true;
}

/**
 * One field holds the whole name: many Indonesians have a single one, and splitting the others by a space misnames people.
 */
export const FIELDS: Readonly<Record<string, FieldLook>> = {
  firstName: { label: { id: "Nama", en: "Name" }, type: "text", autocomplete: "name" },
  phone: {
    label: { id: "Nomor WhatsApp", en: "WhatsApp number" },
    type: "tel",
    autocomplete: "tel",
  },
  email: { label: { id: "Email", en: "Email" }, type: "email", autocomplete: "email", optional: true },
  message: {
    label: { id: "Pesan", en: "Message" },
    type: "textarea",
    autocomplete: "off",
    optional: true,
  },
};

/** The mark of a field that may stay empty. */
export const OPTIONAL: Readonly<Record<Language, string>> = { id: "opsional", en: "optional" };

/** The words on the button. */
export const SEND: Readonly<Record<Language, string>> = { id: "Kirim", en: "Send" };
