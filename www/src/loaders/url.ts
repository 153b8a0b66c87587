// Where the rules' binary is for a page that loads the script as it is: beside it.

/** Set by the build: the file's name, which tells its content, so that a cached binary never meets a newer script. */
declare const RULES: string;

/** The binary's address. */
export function binary(): URL {
  return new URL(RULES, import.meta.url);
}
