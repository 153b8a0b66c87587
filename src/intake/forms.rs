//! The forms file: which forms there are, whose they are and what a visitor may fill in. It is checked once, before anything is
//! deployed, so that a mistake in it is a build error and not a lost lead.

use std::collections::BTreeMap;

use indexmap::IndexMap;
use serde::{Deserialize, Serialize};

use super::field::{self, MOST_CUSTOM};
use super::spam::{HIGHEST_THRESHOLD, THRESHOLD};
use super::turnstile::Turnstile;
use crate::phone;

/// The whole file.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "wasm-edge", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[non_exhaustive]
pub struct Forms {
    /// Where an editor finds the file's schema; nothing reads it here.
    #[serde(rename = "$schema", default, skip_serializing)]
    pub schema: Option<String>,
    /// Workspaces by tracking code.
    #[cfg_attr(feature = "wasm-edge", tsify(type = "Record<string, Workspace>"))]
    pub workspaces: BTreeMap<String, Workspace>,
    /// Forms by name, which stands in the address that they post to.
    #[cfg_attr(feature = "wasm-edge", tsify(type = "Record<string, Form>"))]
    pub forms: BTreeMap<String, Form>,
}

/// A workspace of Konektor.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "wasm-edge", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[non_exhaustive]
pub struct Workspace {
    /// The name of the secret that holds the workspace's API key.
    pub key_binding: String,
}

/// A public form.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "wasm-edge", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[non_exhaustive]
pub struct Form {
    /// The workspace that gets the leads.
    pub tracking_code: String,
    /// The origins of the pages that show the form; `null` is that of a sandboxed frame, whosever it is. Their hosts are our own: they refer
    /// no visitor.
    pub origins: Vec<String>,
    /// What a visitor may fill in, and what must be: public fields of a lead, and fields of the form's own, which go into the lead's notes in
    /// this order.
    #[cfg_attr(feature = "wasm-edge", tsify(type = "Record<string, Presence>"))]
    pub fields: IndexMap<String, Presence>,
    /// The language of the page that a plain form post is answered with.
    #[serde(default)]
    pub language: Language,
    /// Where the visitor goes afterwards: an https address or a path of the page's own origin. It wins over `whatsapp`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub redirect: Option<String>,
    /// The WhatsApp chat to offer afterwards: a number, or the https address of a rotator.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub whatsapp: Option<String>,
    /// The challenge that the page shows, if it shows one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub turnstile: Option<Turnstile>,
    /// How much of what is taken.
    #[serde(default)]
    pub limits: Limits,
}

impl Form {
    /// The hosts of the pages that show the form: whoever comes from one of them, or from below it, was here already.
    pub(crate) fn hosts(&self) -> Vec<String> {
        self.origins.iter().filter_map(|origin| host(origin)).map(str::to_owned).collect()
    }
}

/// Whether a field must be filled in.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "wasm-edge", derive(tsify::Tsify))]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum Presence {
    /// It must.
    Required,
    /// It may.
    Optional,
}

/// A language of the answer pages.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "wasm-edge", derive(tsify::Tsify))]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum Language {
    /// Indonesian.
    #[default]
    Id,
    /// English.
    En,
}

/// How much a form takes, and what it takes without a person's look.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "wasm-edge", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
#[non_exhaustive]
pub struct Limits {
    /// Submissions of one address in a minute. A `RATE_LIMITER` binding has its own figure and wins.
    pub per_minute: u32,
    /// Suspects that wait for a person at one time.
    pub held: u32,
    /// The bytes of all of them together.
    pub held_bytes: u32,
    /// The score from which on a submission is held.
    pub threshold: u32,
}

impl Default for Limits {
    fn default() -> Self {
        Self { per_minute: 10, held: 200, held_bytes: 1_000_000, threshold: THRESHOLD }
    }
}

/// A mistake in the file.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
#[cfg_attr(feature = "wasm-edge", derive(tsify::Tsify))]
#[non_exhaustive]
pub struct Problem {
    /// Where: `forms.promo.redirect`.
    pub path: String,
    /// What is wrong and what would be right.
    pub message: String,
}

/// Reads and checks the file.
///
/// # Errors
/// Lists every mistake; a file that is not of the right shape has one, at the place where reading stopped.
pub fn check_forms(text: &str) -> Result<Forms, Vec<Problem>> {
    let mut forms: Forms = serde_json::from_str(text).map_err(|error| {
        vec![Problem { path: String::new(), message: format!("the forms file cannot be read: {error}") }]
    })?;
    let mut problems = Vec::new();
    let mut report = |path: String, message: &str| problems.push(Problem { path, message: message.to_owned() });
    for (code, workspace) in &forms.workspaces {
        if !is_name(code, 60, |byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_') {
            report(format!("workspaces.{code}"), "a tracking code looks like KNK-abc123");
        }
        let binding = &workspace.key_binding;
        if !is_name(binding, 60, |byte| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'_') {
            report(
                format!("workspaces.{code}.keyBinding"),
                "give the name of a secret, such as KONEKTOR_API_KEY, never the key",
            );
        }
    }
    for (name, form) in &forms.forms {
        let mut report = |field: &str, message: &str| report(format!("forms.{name}{field}"), message);
        if !is_name(name, 40, |byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-') {
            report("", "a form's name has at most 40 lower-case letters, digits and hyphens");
        }
        if !forms.workspaces.contains_key(&form.tracking_code) {
            report(".trackingCode", "no workspace has this tracking code");
        }
        for (index, origin) in form.origins.iter().enumerate() {
            if !is_origin(origin) {
                report(
                    &format!(".origins[{index}]"),
                    "an origin is https:// and a host, without path; http:// only on loopback; \"null\" for a sandboxed frame",
                );
            }
        }
        let custom: Vec<_> = form.fields.keys().filter(|name| field::is_custom(name)).collect();
        for name in &custom {
            if let Some(fault) = field::fault(name) {
                report(&format!(".fields.{name}"), fault);
            }
        }
        if custom.len() > MOST_CUSTOM {
            report(".fields", "a form has at most 20 fields of its own");
        }
        if form.fields.get("firstName") != Some(&Presence::Required) {
            report(".fields", "firstName must be \"required\": no lead is without it");
        }
        if form.redirect.as_deref().is_some_and(|redirect| !is_redirect(redirect)) {
            report(".redirect", "a redirect is an https:// address or a path that begins with one slash");
        }
        if form.whatsapp.as_deref().is_some_and(|chat| !is_link(chat) && phone::normalise(chat).is_none()) {
            report(".whatsapp", "give a telephone number, or the https:// address of a rotator");
        }
        if form.limits.per_minute == 0 {
            report(".limits.perMinute", "at least 1");
        }
        if !(1..=HIGHEST_THRESHOLD).contains(&form.limits.threshold) {
            report(".limits.threshold", "from 1, which holds whatever shows a sign, to 100");
        }
        if let Some(turnstile) = &form.turnstile {
            check_turnstile(turnstile, &form.origins, report);
        }
    }
    for form in forms.forms.values_mut() {
        form.whatsapp =
            form.whatsapp.take().and_then(|chat| if is_link(&chat) { Some(chat) } else { phone::normalise(&chat) });
        let hosts = form.hosts();
        if let Some(turnstile) = &mut form.turnstile
            && turnstile.hostnames.is_empty()
        {
            turnstile.hostnames = hosts;
        }
    }
    if problems.is_empty() { Ok(forms) } else { Err(problems) }
}

fn is_name(text: &str, longest: usize, allowed: impl Fn(u8) -> bool) -> bool {
    !text.is_empty() && text.len() <= longest && text.bytes().all(allowed)
}

fn is_origin(origin: &str) -> bool {
    if origin == "null" {
        return true;
    }
    let Some((scheme, authority)) = origin.split_once("://") else { return false };
    let (host, port) = authority.split_once(':').unwrap_or((authority, "1"));
    let loopback = matches!(host, "127.0.0.1" | "localhost");
    is_host(host)
        && port.parse::<u16>().is_ok_and(|port| port > 0)
        && (scheme == "https" || scheme == "http" && loopback)
}

fn is_host(host: &str) -> bool {
    is_name(host, 253, |byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-' || byte == b'.')
}

/// The host of an origin; a sandboxed frame has none.
fn host(origin: &str) -> Option<&str> {
    let (_, authority) = origin.split_once("://")?;
    authority.split(':').next()
}

fn check_turnstile(turnstile: &Turnstile, origins: &[String], mut report: impl FnMut(&str, &str)) {
    let action = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_';
    if turnstile.action.as_deref().is_some_and(|name| !is_name(name, 32, action)) {
        report(".turnstile.action", "an action has at most 32 letters, digits, hyphens and underscores");
    }
    for (index, _) in turnstile.hostnames.iter().enumerate().filter(|(_, host)| !is_host(host)) {
        report(&format!(".turnstile.hostnames[{index}]"), "a host in lower case, without scheme, port and path");
    }
    if turnstile.hostnames.is_empty() && origins.iter().all(|origin| host(origin).is_none()) {
        report(".turnstile.hostnames", "name the hosts whose pages show the challenge: the form's origins have none");
    }
}

fn is_redirect(target: &str) -> bool {
    is_link(target) || is_plain(target) && target.starts_with('/') && !target.starts_with("//")
}

fn is_link(target: &str) -> bool {
    let host = target.strip_prefix("https://");
    is_plain(target) && host.is_some_and(|host| host.starts_with(|first: char| first.is_ascii_alphanumeric()))
}

/// Whether an address has nothing that browsers would read otherwise than it looks.
fn is_plain(target: &str) -> bool {
    target.len() <= 2_000 && target.chars().all(|character| character.is_ascii_graphic() && character != '\\')
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};

    fn file() -> Value {
        json!({
            "workspaces": { "KNK-abc123": { "keyBinding": "KONEKTOR_API_KEY" } },
            "forms": { "promo": {
                "trackingCode": "KNK-abc123",
                "origins": ["https://toko.example", "http://127.0.0.1:8080"],
                "fields": { "firstName": "required", "phone": "optional" },
            } },
        })
    }

    fn problems(change: impl FnOnce(&mut Value)) -> Vec<String> {
        let mut file = file();
        change(&mut file);
        match check_forms(&file.to_string()) {
            Ok(_) => Vec::new(),
            Err(problems) => problems.into_iter().map(|problem| problem.path).collect(),
        }
    }

    #[test]
    fn a_good_file_gets_its_defaults() {
        let forms = check_forms(&file().to_string()).unwrap();

        assert_eq!(forms.forms["promo"].limits, Limits::default());
        assert_eq!(forms.forms["promo"].language, Language::Id);
    }

    #[test]
    fn a_chats_number_is_written_as_the_api_takes_it() {
        let mut file = file();
        file["forms"]["promo"]["whatsapp"] = json!("0812 0000 1111");

        let forms = check_forms(&file.to_string()).unwrap();

        assert_eq!(forms.forms["promo"].whatsapp.as_deref(), Some("+6281200001111"));
    }

    #[test]
    fn a_chat_is_a_number_or_a_rotators_https_link() {
        let with = |chat: &str| problems(|file| file["forms"]["promo"]["whatsapp"] = json!(chat));
        for good in ["0812 0000 1111", "https://konektor.id/r/promo?x=1"] {
            assert_eq!(with(good), Vec::<String>::new(), "{good}");
        }
        for bad in [
            "http://konektor.id/r/promo",
            "/r/promo",
            "whatsapp://send?phone=1",
            "javascript:alert(1)",
            "https:///x",
            "",
        ] {
            assert_eq!(with(bad), ["forms.promo.whatsapp"], "{bad}");
        }

        let mut file = file();
        file["forms"]["promo"]["whatsapp"] = json!("https://konektor.id/r/0812");
        let forms = check_forms(&file.to_string()).unwrap();
        assert_eq!(forms.forms["promo"].whatsapp.as_deref(), Some("https://konektor.id/r/0812"));
    }

    #[test]
    fn a_redirect_is_https_or_a_path_and_never_a_script() {
        let with = |redirect: &str| problems(|file| file["forms"]["promo"]["redirect"] = json!(redirect));
        for good in ["https://toko.example/thanks?x=1", "/thanks", "/"] {
            assert_eq!(with(good), Vec::<String>::new(), "{good}");
        }
        for bad in [
            "javascript:alert(1)",
            "//evil.example",
            "/\\evil.example",
            "http://toko.example",
            "thanks",
            "",
            "https://",
            "/a b",
            "/a\nb",
        ] {
            assert_eq!(with(bad), ["forms.promo.redirect"], "{bad:?}");
        }
    }

    #[test]
    fn an_origin_is_no_more_than_an_origin() {
        let with = |origin: &str| problems(|file| file["forms"]["promo"]["origins"] = json!([origin]));
        for good in
            ["https://toko.example", "https://toko.example:8443", "http://localhost:3000", "http://127.0.0.1", "null"]
        {
            assert_eq!(with(good), Vec::<String>::new(), "{good}");
        }
        for bad in [
            "*",
            "Null",
            "http://toko.example",
            "https://toko.example/",
            "https://Toko.example",
            "toko.example",
            "https://a:b@c",
            "https://a:",
        ] {
            assert_eq!(with(bad), ["forms.promo.origins[0]"], "{bad}");
        }
    }

    #[test]
    fn a_form_cannot_offer_what_only_the_team_may_set() {
        for field in ["status", "assignedTo", "priority", "estimatedValue", "source", "uniqueCode", "notes"] {
            assert_eq!(
                problems(|file| file["forms"]["promo"]["fields"][field] = json!("optional")),
                [format!("forms.promo.fields.{field}")]
            );
        }
    }

    #[test]
    fn a_form_may_have_twenty_fields_of_its_own_in_an_order_of_its_own() {
        let with = |count: usize| {
            problems(|file| {
                for number in 0..count {
                    file["forms"]["promo"]["fields"][format!("own{number}")] = json!("optional");
                }
            })
        };
        assert_eq!((with(20), with(21)), (vec![], vec!["forms.promo.fields".to_owned()]));

        let text = file().to_string().replace(r#""phone":"#, r#""zeta":"required","company":"optional","phone":"#);
        let forms = check_forms(&text).unwrap();

        assert_eq!(forms.forms["promo"].fields.keys().collect::<Vec<_>>(), ["firstName", "zeta", "company", "phone"]);
    }

    #[test]
    fn each_mistake_is_named_by_its_place() {
        assert_eq!(
            problems(|file| file["forms"]["promo"]["trackingCode"] = json!("KNK-other")),
            ["forms.promo.trackingCode"]
        );
        assert_eq!(
            problems(|file| file["workspaces"]["KNK-abc123"]["keyBinding"] = json!("knk_live_1")),
            ["workspaces.KNK-abc123.keyBinding"]
        );
        assert_eq!(
            problems(|file| file["forms"]["promo"]["fields"] = json!({ "phone": "required" })),
            ["forms.promo.fields"]
        );
        assert_eq!(
            problems(|file| file["forms"]["promo"]["limits"] = json!({ "perMinute": 0 })),
            ["forms.promo.limits.perMinute"]
        );
        assert_eq!(problems(|file| file["forms"]["promo"]["whatsapp"] = json!("chat")), ["forms.promo.whatsapp"]);
        assert_eq!(problems(|file| file["forms"]["Promo!"] = file["forms"]["promo"].clone()), ["forms.Promo!"]);
    }

    #[test]
    fn a_challenge_counts_on_the_hosts_of_the_forms_pages_unless_it_names_others() {
        let hostnames = |turnstile: Value| {
            let mut file = file();
            file["forms"]["promo"]["turnstile"] = turnstile;
            check_forms(&file.to_string()).unwrap().forms["promo"].turnstile.clone().unwrap().hostnames
        };

        assert_eq!(hostnames(json!({})), ["toko.example", "127.0.0.1"]);
        assert_eq!(hostnames(json!({ "action": "promo", "hostnames": ["promo.example"] })), ["promo.example"]);
    }

    #[test]
    fn a_challenge_that_nobody_could_pass_is_a_mistake() {
        let with = |turnstile: Value, origins: Value| {
            problems(|file| {
                file["forms"]["promo"]["turnstile"] = turnstile;
                file["forms"]["promo"]["origins"] = origins;
            })
        };
        let origins = || json!(["https://toko.example"]);

        assert_eq!(with(json!({ "action": "a b" }), origins()), ["forms.promo.turnstile.action"]);
        assert_eq!(with(json!({ "action": "" }), origins()), ["forms.promo.turnstile.action"]);
        for bad in ["https://toko.example", "toko.example:443", "Toko.example", ""] {
            let turnstile = json!({ "hostnames": ["toko.example", bad] });
            assert_eq!(with(turnstile, origins()), ["forms.promo.turnstile.hostnames[1]"], "{bad}");
        }
        assert_eq!(with(json!({}), json!(["null"])), ["forms.promo.turnstile.hostnames"]);
        assert_eq!(with(json!({}), json!([])), ["forms.promo.turnstile.hostnames"]);
    }

    #[test]
    fn a_threshold_neither_holds_all_nor_lets_a_filled_honeypot_through() {
        let with =
            |threshold: u32| problems(|file| file["forms"]["promo"]["limits"] = json!({ "threshold": threshold }));

        assert_eq!((with(1), with(100)), (vec![], vec![]));
        assert_eq!(with(0), ["forms.promo.limits.threshold"]);
        assert_eq!(with(101), ["forms.promo.limits.threshold"]);
    }

    #[test]
    fn an_unknown_member_is_refused_by_name() {
        let mut file = file();
        file["forms"]["promo"]["fileds"] = json!({});

        let problems = check_forms(&file.to_string()).unwrap_err();

        assert!(problems[0].message.contains("fileds"), "{problems:?}");
    }
}
