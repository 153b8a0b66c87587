// The fields of a form and the messages beside them. Decides where a message stands and how it is tied to its field; which
// message is due is the session's matter.

/** What a visitor fills in. */
type Control = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;

/** A field and what is said about it. */
export interface Field {
  readonly control: Control;
  readonly message: HTMLElement;
  /** Whether the visitor has left the field once, with something in it. */
  visited: boolean;
  /** The value that the edge would not have. */
  refused?: string;
}

let lastMessage = 0;

function isControl(element: Element): element is Control {
  // Names that begin with an underscore are the wire's own, such as the honeypot; buttons and hidden fields have no rules.
  return (
    element.matches("input:not([type=submit]), textarea, select") &&
    /^[^_]/.test((element as Control).name) &&
    (element as Control).willValidate
  );
}

/** A line of text that a page can style by part or class. */
export function paragraph(part: string, text = ""): HTMLParagraphElement {
  const element = document.createElement("p");
  element.setAttribute("part", part);
  element.className = `konektor-${part}`;
  element.textContent = text;
  return element;
}

/** Puts a place for messages behind a control, tied to it for assistive technology. */
function describe(control: Control): Field {
  const message = paragraph("message");
  message.id = `konektor-message-${++lastMessage}`;
  message.setAttribute("aria-live", "polite");
  const described = control.getAttribute("aria-describedby");
  control.setAttribute("aria-describedby", described ? `${described} ${message.id}` : message.id);
  // Inside a label it would become part of the control's name.
  (control.closest("label") ?? control).after(message);
  // The session may arrive when the first field has been left already.
  return { control, message, visited: Boolean(control.value) && !control.matches(":focus") };
}

/** The fields of a form that a visitor can make mistakes in, each with a place for its message. */
export function fieldsOf(form: HTMLFormElement): readonly Field[] {
  return Array.from(form.elements).filter(isControl).map(describe);
}

/** Says what is wrong with a field, or takes it back; answers whether something is. */
export function mark({ control, message }: Field, text: string | undefined): boolean {
  if (text) control.setAttribute("aria-invalid", "true");
  else control.removeAttribute("aria-invalid");
  // The same words again would be read aloud again.
  if (message.textContent !== (text ?? "")) message.textContent = text ?? "";
  return Boolean(text);
}
