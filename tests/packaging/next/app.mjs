// @ts-check
// A web app for Next, with the journey in each place where Next runs code: a server component, a client component that talks to
// a route of its own, and a route in the edge runtime. And a page with the widget, which the server renders as a tag.

/** The app's files. The key and the API's address come from the environment. */
export const APP = {
  "app/layout.js": `
    export default function Layout({ children }) {
      return <html><body>{children}</body></html>;
    }
  `,
  "app/page.js": `
    import { journey } from "../journey.mjs";
    export const dynamic = "force-dynamic";
    export default async function Page() {
      return <pre>{JSON.stringify(await journey({ baseUrl: process.env.KONEKTOR_BASE_URL }))}</pre>;
    }
  `,
  "app/client/page.js": `
    "use client";
    import { useEffect } from "react";
    import { journey } from "../../journey.mjs";
    export default function Page() {
      useEffect(() => {
        journey({ baseUrl: "/api/konektor" })
          .catch((error) => ({ failed: error.code ?? String(error) }))
          .then((result) => { document.body.dataset.result = JSON.stringify(result); });
      }, []);
      return null;
    }
  `,
  "app/form/page.js": `
    "use client";
    import "konektor/widget";
    export default function Page() {
      return <konektor-form form="promo" fields="firstName phone" suppressHydrationWarning></konektor-form>;
    }
  `,
  "app/edge/route.js": `
    import { journey } from "../../journey.mjs";
    export const runtime = "edge";
    export async function GET() {
      return Response.json(await journey({ baseUrl: process.env.KONEKTOR_BASE_URL }));
    }
  `,
  "app/api/konektor/[...path]/route.js": `
    import { proxy } from "konektor/proxy";
    const handler = proxy({
      baseUrl: process.env.KONEKTOR_BASE_URL,
      allow: ["leads.list", "leads.get", "leads.create"],
      authorize: () => true,
    });
    export { handler as GET, handler as POST };
  `,
};
