// The Worker that people deploy: the intake of the forms in forms.json, and the outbox that delivers to Konektor.
import { intake, LeadOutbox } from "konektor/edge";
import forms from "../forms.json";

export { LeadOutbox };
export default { fetch: intake({ forms }) };
