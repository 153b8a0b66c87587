// The fields of a form and the messages beside them. Decides where a message stands and how it is tied to its field; which
// message is due is the matter of `problem` and the session.

/** What a visitor fills in. */
type Control = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;

/** A field and what is said about it. */
export interface Field {
  /** What takes the focus: the first one, where radio buttons share a name. */
  readonly control: Control;
  /** What is described and marked: the control, or the set of radio buttons around it. */
  readonly place: Element;
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
  // A region that becomes live only with its words may stay unheard.
  message.setAttribute("aria-live", "polite");
  const group = control.type === "radio" ? control.closest("fieldset") : null;
  // A set that is marked as wrong has to be one of choices: `aria-invalid` is nothing for a plain group.
  group?.setAttribute("role", "radiogroup");
  const place = group ?? control;
  const described = place.getAttribute("aria-describedby");
  place.setAttribute("aria-describedby", described ? `${described} ${message.id}` : message.id);
  // Inside a label it would become part of the control's name.
  if (group) group.append(message);
  else (control.closest("label") ?? control).after(message);
  const field = { control, place, message, visited: false };
  // The session may arrive when the first field has been left already.
  field.visited = Boolean(answerOf(field)) && !control.matches(":focus");
  return field;
}

/** The fields of a form that a visitor can make mistakes in, each with a place for its message. */
export function fieldsOf(form: HTMLFormElement): readonly Field[] {
  const controls = Array.from(form.elements).filter(isControl);
  return controls
    .filter((control, at) => control.type !== "radio" || controls.findIndex(({ name }) => name === control.name) === at)
    .map(describe);
}

/** The field that something which happened to a control concerns. */
export function fieldAt(fields: readonly Field[], target: EventTarget | null): Field | undefined {
  return fields.find(
    ({ control }) => control === target || (control.type === "radio" && control.name === (target as Control).name),
  );
}

/** What a field says: of boxes and buttons what is chosen, under all that bear the name. */
export function answerOf({ control }: Pick<Field, "control">): string {
  return control.form && /^(checkbox|radio)$/.test(control.type)
    ? String(new FormData(control.form).getAll(control.name))
    : control.value.trim();
}

/**
 * Says what is wrong with a field, or takes it back; answers whether something is.
 *
 * @param aloud whether it is read out at once, as for a visitor who has gone on; who is led to the field hears it there
 */
export function mark({ place, message }: Field, text: string | undefined, aloud = true): boolean {
  if (text) place.setAttribute("aria-invalid", "true");
  else place.removeAttribute("aria-invalid");
  message.setAttribute("aria-live", aloud ? "polite" : "off");
  // The same words again would be read aloud again.
  if (message.textContent !== (text ?? "")) message.textContent = text ?? "";
  return Boolean(text);
}
