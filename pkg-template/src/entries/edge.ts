// Cloudflare Workers: the intake of public forms and the outbox that delivers them.
export { type IntakeHandler, type IntakeOptions, intake } from "../edge/intake.js";
export { LeadOutbox } from "../edge/outbox.js";
export type {
  IntakeEnv,
  OutboxNamespace,
  OutboxState,
  OutboxStorage,
  OutboxTime,
  Sql,
  SqlRow,
} from "../edge/platform.js";
