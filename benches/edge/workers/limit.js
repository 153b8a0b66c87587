// The limit: the least that a Worker does which acknowledges a submission once it is on disk. It reads nothing, refuses nothing and
// delivers nothing.

import { DurableObject } from "cloudflare:workers";

export class Store extends DurableObject {
  constructor(state, env) {
    super(state, env);
    state.storage.sql.exec("CREATE TABLE IF NOT EXISTS rows (body TEXT NOT NULL)");
  }

  async fetch(request) {
    this.ctx.storage.sql.exec("INSERT INTO rows (body) VALUES (?)", await request.text());
    await this.ctx.storage.sync();
    return Response.json({ success: true }, { status: 202 });
  }
}

export default { fetch: (request, env) => env.STORE.getByName("one").fetch(request) };
