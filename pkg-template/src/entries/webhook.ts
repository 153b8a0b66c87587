// Webhooks, in every runtime that has WebCrypto: without the client and without a binary.
export type {
  AdPlatform,
  Lead,
  LeadCreated,
  LeadPriority,
  LeadSource,
  LeadStatus,
  LeadUpdated,
  WebhookBodies,
  WebhookErrorCode,
  WebhookEventName,
} from "../generated/models.js";
export { WebhookError } from "../webhook/error.js";
export type { UnknownEvent, UnknownEventName, WebhookEvent } from "../webhook/event.js";
export type { WebhookHeaders } from "../webhook/headers.js";
export { type SignedPayload, signTestPayload, type TestPayload } from "../webhook/test-payload.js";
export { type VerifyOptions, verify } from "../webhook/verify.js";
