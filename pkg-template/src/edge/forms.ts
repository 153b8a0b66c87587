// The forms, checked by the core once for each isolate. A mistake in the file makes every request fail with a sentence in the
// log, never a form that half works.

import type { Form, Forms, Limits } from "../../wasm/edge/konektor_edge.js";
import { core } from "./core.js";

/** A form as requests need it. */
export interface KnownForm {
  /** Its name. */
  readonly name: string;
  /** Its definition. */
  readonly form: Form & { readonly language: NonNullable<Form["language"]>; readonly limits: Required<Limits> };
  /** Its definition as the core takes it. */
  readonly json: string;
  /** The name of the secret with its workspace's API key. */
  readonly keyBinding: string;
}

/** The names of the secrets with the API keys, by workspace. */
export async function readWorkspaces(file: unknown): Promise<ReadonlyMap<string, string>> {
  const { workspaces } = await check(file);
  return new Map(Object.entries(workspaces).map(([trackingCode, { keyBinding }]) => [trackingCode, keyBinding]));
}

/** Checks the file. */
export async function readForms(file: unknown): Promise<ReadonlyMap<string, KnownForm>> {
  const { workspaces, forms } = await check(file);
  return new Map(
    Object.entries(forms).map(([name, form]) => [
      name,
      {
        name,
        form: form as KnownForm["form"],
        json: JSON.stringify(form),
        keyBinding: workspaces[form.trackingCode]?.keyBinding ?? "",
      },
    ]),
  );
}

async function check(file: unknown): Promise<Forms> {
  const checked = await core(({ checkForms }) => checkForms(typeof file === "string" ? file : JSON.stringify(file)));
  if (checked.type === "bad") {
    const lines = checked.problems.map(({ path, message }) => (path ? `${path}: ${message}` : message));
    throw new Error(`The forms file has mistakes:\n${lines.join("\n")}`);
  }
  return JSON.parse(checked.json) as Forms;
}
