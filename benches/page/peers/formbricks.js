// Formbricks' renderer with the same four questions. It shows one after the other: its own way, and the only one it has.

import { renderSurveyInline } from "@formbricks/surveys";

const question = (id, headline, inputType, required) => ({
  id,
  type: "openText",
  headline,
  subheader: "",
  inputType,
  required,
  longAnswer: id === "message",
  placeholder: "",
  buttonLabel: "Lanjut",
  backButtonLabel: "Kembali",
});

renderSurveyInline({
  containerId: "survey",
  brandColor: "#0b6b4f",
  isBrandingEnabled: false,
  isRedirectDisabled: true,
  survey: {
    id: "bench",
    name: "Survei",
    type: "link",
    welcomeCard: { enabled: false },
    thankYouCard: { enabled: true, headline: "Terima kasih", subheader: "" },
    questions: [
      question("firstName", "Nama", "text", true),
      question("phone", "Nomor WhatsApp", "phone", true),
      question("email", "Email", "email", false),
      question("message", "Pesan", "text", false),
    ],
    hiddenFields: { enabled: false, fieldIds: [] },
    styling: { hideProgressBar: true },
    autoClose: null,
    delay: 0,
  },
  onResponse() {},
});
