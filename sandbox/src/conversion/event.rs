//! Which conversion event a status is for an ad platform, by the product's default mapping. Google's column is the one of GA4;
//! PostHog and `other` have none.

/// Status, then the events of Meta, Google, TikTok and LinkedIn.
type Row = (&'static str, [Option<&'static str>; 4]);

const PLATFORMS: [&str; 4] = ["meta", "google", "tiktok", "linkedin"];

#[rustfmt::skip]
const EVENTS: [Row; 11] = [
    ("pageview", [Some("PageView"), Some("page_view"), Some("ViewContent"), Some("PAGE_VIEW")]),
    ("new", [Some("AddToCart"), Some("generate_lead"), Some("ViewContent"), Some("PAGE_VIEW")]),
    ("contacted", [Some("Contact"), Some("working_lead"), Some("Contact"), Some("CONTACT")]),
    ("responded", [Some("Lead"), Some("working_lead"), Some("Lead"), Some("LEAD")]),
    ("qualified", [Some("Lead"), Some("qualify_lead"), Some("Lead"), Some("QUALIFIED_LEAD")]),
    ("hot", [Some("SubmitApplication"), Some("working_lead"), None, Some("QUALIFIED_LEAD")]),
    ("proposal", [Some("InitiateCheckout"), None, None, Some("REQUEST_QUOTE")]),
    ("negotiation", [Some("AddPaymentInfo"), None, None, None]),
    ("invoice", [Some("AddPaymentInfo"), Some("add_payment_info"), None, None]),
    ("won", [Some("Purchase"), Some("purchase"), Some("Purchase"), Some("PURCHASE")]),
    ("lost", [Some("Archive"), Some("close_unconvert_lead"), None, None]),
];

/// `None`: nothing is sent.
pub(crate) fn event(status: &str, platform: Option<&str>) -> Option<&'static str> {
    let column = PLATFORMS.iter().position(|known| Some(*known) == platform)?;
    let (_, events) = EVENTS.iter().find(|(known, _)| *known == status)?;
    events[column]
}
