// What a call comes to: data, data with what the headers said, and the pages of a list.

import {
  type CallPromise,
  Konektor,
  type Lead,
  type ListPromise,
  type Page,
  type Pagination,
  type RateLimit,
  type WithResponse,
} from "konektor";
import { same } from "./same.js";

const konektor = new Konektor();

export async function calls(): Promise<void> {
  const call = konektor.leads.get("lead_1");
  same<typeof call, CallPromise<Lead>>();
  const promise: Promise<Lead> = call;
  await promise;
  same<Awaited<typeof call>, Lead>();
  same<typeof answer, WithResponse<Lead>>();
  const answer = await call.withResponse();
  same<typeof answer.data, Lead>();
  same<typeof answer.status, number>();
  same<typeof answer.requestId, string | undefined>();
  same<typeof answer.rateLimit, RateLimit | undefined>();
  same<NonNullable<typeof answer.rateLimit>["remaining"], number | undefined>();
  // @ts-expect-error: the headers' words are beside the data, not in it
  (await call).requestId;
}

export async function lists(): Promise<void> {
  const list = konektor.leads.list();
  same<typeof list, ListPromise<Lead>>();
  const page = await list;
  same<typeof page, Page<Lead>>();
  same<typeof page.pagination, Pagination>();
  same<typeof page.data, readonly Lead[]>();
  same<ReturnType<typeof page.hasNextPage>, boolean>();
  const next = await page.nextPage();
  same<typeof next, Page<Lead> | undefined>();
  for await (const lead of konektor.leads.list()) same<typeof lead, Lead>();

  const answer = await list.withResponse();
  same<typeof answer, WithResponse<Page<Lead>>>();
  const all = await list.toArray({ limit: 500 });
  same<typeof all, Lead[]>();
  // @ts-expect-error: how many at most has to be said
  await list.toArray();
  // @ts-expect-error: there may be no next page
  next.data;
  // @ts-expect-error: a page is not to be changed
  page.data.push({ id: "lead_1" });
  // @ts-expect-error: a list is awaited or iterated by `for await`
  for (const lead of list) same<typeof lead, Lead>();
}
