// Support tickets.

import { type CreateTicket, Konektor, type Ticket } from "konektor";
import { same } from "./same.js";

const konektor = new Konektor();

export async function support(): Promise<void> {
  const asked: CreateTicket = { subject: "Help", message: "It is silent.", priority: undefined };
  const ticket = await konektor.support.createTicket(asked, { maxRetries: 0 });
  same<typeof ticket, Ticket>();
  same<typeof ticket.ticketId, string>();
  // The API names two priorities and takes others.
  await konektor.support.createTicket({ subject: "Help", message: "It is silent.", priority: "asap" });
  // @ts-expect-error: a ticket needs a message
  await konektor.support.createTicket({ subject: "Help" });
  // @ts-expect-error: a ticket has no body
  await konektor.support.createTicket({ subject: "Help", message: "It is silent.", body: "" });
  // @ts-expect-error: may be absent or null
  ticket.ticketRef.length;
}
