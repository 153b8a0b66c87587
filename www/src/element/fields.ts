// The fields that a form shows unless told otherwise, and how each of the wire's own is drawn. Limits and formats are Rust's, and
// words are `languages`', so only what helps a browser to fill in and to show the right keyboard is stated here.

/** The fields of a form that names none, in their order; a `?` marks those that may stay empty. */
export const DEFAULT_FIELDS = "firstName phone email? message?";

/** The attributes of an input by its field; `name` is the only one for a name. A `message` has several lines and none of its own. */
export const INPUTS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  name: { autocomplete: "name", autocapitalize: "words" },
  firstName: { autocomplete: "given-name", autocapitalize: "words" },
  lastName: { autocomplete: "family-name", autocapitalize: "words" },
  phone: { autocomplete: "tel", type: "tel" },
  // Where words run from the right, an address still runs from the left.
  email: { autocomplete: "email", type: "email", dir: "ltr" },
};
