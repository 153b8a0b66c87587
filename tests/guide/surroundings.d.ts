// What the guide's blocks and the README's take for granted: what a reader's own app has.

/** Who is signed in. */
declare function session(request: Request): Promise<{ role: "agent" | "viewer" } | undefined>;
