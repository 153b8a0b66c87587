// Follows the request log by its versions; whatever changes there may have changed the leads, so those are read again after it.
// Every value goes into the page as text.

const ROWS = 100;
const WAIT_MS = 20_000;

const LEADS = {
  created: (lead) => lead.createdAt,
  code: (lead) => lead.uniqueCode,
  name: (lead) => [lead.firstName, lead.lastName].filter(Boolean).join(" "),
  email: (lead) => lead.email,
  phone: (lead) => lead.phone,
  status: (lead) => (lead.deletedAt ? `${lead.status} (deleted)` : lead.status),
  priority: (lead) => lead.priority,
  source: (lead) => [lead.source, lead.adPlatform].filter(Boolean).join(" / "),
  reference: (lead) => lead.externalRef,
  notes: (lead) => lead.notes,
};

const REQUESTS = {
  at: (request) => request.at,
  method: (request) => request.method,
  path: (request) => (request.query ? `${request.path}?${request.query}` : request.path),
  status: (request) => request.status ?? request.outcome,
  committed: (request) => (request.committed ? "yes" : ""),
  faults: (request) => request.faults.join(", "),
  key: (request) => request.key,
  code: (request) => request.uniqueCode,
  "request id": (request) => request.requestId,
};

async function ask(path) {
  const response = await fetch(path, { headers: { "X-Sandbox": "1" } });
  if (!response.ok) throw new Error(`${path}: ${response.status}`);
  return response.json();
}

function row(cell, values) {
  const tr = document.createElement("tr");
  for (const value of values) {
    const td = document.createElement(cell);
    td.textContent = value ?? "";
    tr.append(td);
  }
  return tr;
}

function show(id, columns, items) {
  const table = document.getElementById(id);
  table.tHead.replaceChildren(row("th", Object.keys(columns)));
  const of = Object.values(columns);
  table.tBodies[0].replaceChildren(
    ...items.map((item) =>
      row(
        "td",
        of.map((value) => value(item)),
      ),
    ),
  );
}

const requests = new Map();

function remember(changed) {
  for (const request of changed) requests.set(request.seq, request);
  for (const seq of [...requests.keys()].slice(0, -ROWS)) requests.delete(seq);
}

async function refresh() {
  const [leads, state] = await Promise.all([ask(`leads?last=${ROWS}`), ask("state")]);
  if (state.requests === 0) requests.clear();
  show("leads", LEADS, leads.leads.reverse());
  show("requests", REQUESTS, [...requests.values()].reverse());
  document.getElementById("state").textContent =
    `${state.leads} leads, ${state.requests} requests, ${state.faults} faults to come, plan ${state.settings.plan}, ` +
    `clock ${state.clock.now}${state.clock.frozen ? " (frozen)" : ""}`;
}

async function follow() {
  let version;
  for (;;) {
    try {
      // The first time there is nothing to wait for.
      const news = await ask(version === undefined ? "requests" : `requests?since=${version}&waitMs=${WAIT_MS}`);
      version = news.next;
      remember(news.requests);
      await refresh();
    } catch {
      document.getElementById("state").textContent = "The sandbox does not answer; trying again …";
      version = undefined;
      requests.clear();
      await new Promise((resolve) => setTimeout(resolve, 1000));
    }
  }
}

follow();
