// What `import … from "konektor"` offers beside the client itself; the same for every runtime.

export * from "./errors.js";
export type { Fetch, FetchedResponse } from "./fetch.js";
export type * from "./generated/models.js";
export type { LogFields, Logger, LogLevel } from "./log.js";
export type { CustomRequestOptions, KonektorOptions, Middleware, RequestOptions } from "./options.js";
export type { CallPromise, RateLimit, ResponseMeta, WithResponse } from "./outcome.js";
export type { ListPromise, Page } from "./page.js";
export type { Analytics } from "./resources/analytics.js";
export type { Conversions } from "./resources/conversions.js";
export type { CreateOptions, FindLead, Leads } from "./resources/leads.js";
export type { Support } from "./resources/support.js";
export type { WorkspaceInfo } from "./resources/workspace.js";
export type { WasmSource } from "./wasm-source.js";
