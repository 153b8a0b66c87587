// Every sentence that a visitor may read after touching the form, in English: spoken by forms in English, and by those in a
// language whose set of messages leaves one out.

import type { Messages } from "../public.js";

/** The sentences in English. */
export const ENGLISH: Messages = {
  required: "{label} is required.",
  tick: "Tick this box to continue.",
  choose: "Choose one.",
  tooLong: "Too long: at most {limit} characters.",
  email: "Enter a complete email address, such as name@example.com.",
  phoneEmpty: "Enter the phone number in digits, such as 0812 3456 7890.",
  phoneLetters: "There are letters in this number. Use digits only, 0 and not O.",
  phoneSeveral: "Enter one phone number only.",
  phoneCharacters: "There are signs in this that phone numbers do not have. Use digits only.",
  phoneCountry: "Begin the number with 0, or with + and the country code.",
  phoneBeginning: "No number begins like this. Check its first digits.",
  phoneShort: "This number is too short.",
  phoneLong: "This number is too long.",
  refused: "This cannot be accepted. Please check it.",
  review: "Not sent yet. Please check the marked fields.",
  sending: "Sending…",
  retry: "Try again",
  unknown: "We have no confirmation yet. Check your connection and try again; your details will not be recorded twice.",
  notKept: "Not sent because of a problem on our side. Please try again.",
  tooMany: "Not sent: too many submissions right now. Wait a moment, then try again.",
  kept: "Not sent yet. Your details are kept on this device and will be sent automatically once you are connected.",
  sentLater: "We have now received what you sent earlier.",
  received: "Thank you, we have received your details.",
  code: "Your code:",
  redirect: "Continue",
  whatsapp: "Continue on WhatsApp",
};
