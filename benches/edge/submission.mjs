// @ts-check
// What is sent, to both sides alike: a submission as the widget sends it after a click on an advertisement.

export const FORM = "promo";
export const ORIGIN = "https://toko.example";
const TRACKING_CODE = "KNK-abc123";

/** The forms file that takes it. */
export const forms = {
  workspaces: { [TRACKING_CODE]: { keyBinding: "KONEKTOR_API_KEY" } },
  forms: {
    [FORM]: {
      trackingCode: TRACKING_CODE,
      origins: [ORIGIN],
      fields: {
        firstName: "required",
        lastName: "optional",
        email: "optional",
        phone: "optional",
        message: "optional",
      },
      // All of it comes from one address.
      limits: { perMinute: 4_000_000_000 },
    },
  },
};

const touch = {
  at: "2026-11-20T08:15:30.000Z",
  landing: "https://toko.example/promo",
  referrer: "https://www.google.com/",
  params: {
    utm_source: "google",
    utm_medium: "cpc",
    utm_campaign: "promo-akhir-tahun",
    utm_content: "video-30s",
    gclid: "Cj0KCQiAgP6PBhDmARIsAPWMq6nF1u0k9Zb2T7xq3JYw8sVvLr5cQ4eXh1mGdP",
  },
  cookies: { _ga: "GA1.1.1893746501.1763625330" },
};

/** Makes submissions, each with an id of its own. @param {string} [formToken] */
export function submissions(formToken) {
  const [before, after] = JSON.stringify({
    v: 1,
    id: "ID",
    fields: {
      firstName: "Andi",
      lastName: "Wijaya",
      email: "andi.wijaya@example.com",
      phone: "0812-3456-7890",
      message: "Saya ingin tahu harga dan jadwal untuk paket keluarga di bulan Desember. Terima kasih.",
    },
    touch: { first: touch, last: touch },
    consent: "granted",
    proof: { formToken },
  }).split('"ID"');
  return () => `${before}"${crypto.randomUUID()}"${after}`;
}
