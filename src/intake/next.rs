//! Where a visitor goes once there is a receipt: to a page of the form's owner, or into a chat that begins with the lead's code. The same for
//! the widget's answer and for a plain post; a redirect comes first, since a browser without script can follow only that.

use serde::{Deserialize, Serialize};

use super::forms::{Form, Language};
use crate::text::joined;

/// What comes after the receipt.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "wasm-edge", derive(tsify::Tsify))]
#[serde(tag = "kind", rename_all = "lowercase")]
#[non_exhaustive]
pub enum Next {
    /// A page.
    Redirect {
        /// Its address.
        url: String,
    },
    /// A chat on WhatsApp.
    Whatsapp {
        /// The address that opens it.
        url: String,
    },
}

/// What comes after the receipt of a form's submission. A path is one of `site`, an origin.
#[must_use]
pub fn next(form: &Form, unique_code: &str, site: &str) -> Option<Next> {
    if let Some(redirect) = &form.redirect {
        let site = if redirect.starts_with('/') { site } else { "" };
        return Some(Next::Redirect { url: joined(&[site, redirect]) });
    }
    let chat = form.whatsapp.as_deref()?;
    Some(Next::Whatsapp {
        url: match chat.strip_prefix('+') {
            Some(digits) => {
                joined(&["https://wa.me/", digits, "?text=", &encoded(&greeting(form.language, unique_code))])
            }
            // A rotator's link decides about number and text by itself.
            None => chat.to_owned(),
        },
    })
}

/// The message with which a chat begins: by the code in it, Konektor finds the chat's lead.
fn greeting(language: Language, unique_code: &str) -> String {
    let words = match language {
        Language::Id => "Halo, saya baru mengisi formulir. Kode saya: ",
        Language::En => "Hello, I have just filled in the form. My code: ",
    };
    joined(&[words, unique_code])
}

/// WhatsApp shows a `+` as it is, so a space is `%20`.
fn encoded(text: &str) -> String {
    form_urlencoded::byte_serialize(text.as_bytes()).collect::<String>().replace('+', "%20")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::intake::submission::tests::form;

    const CODE: &str = "KNK-abc123-0123456789";

    fn after(redirect: Option<&str>, whatsapp: Option<&str>, language: Language) -> Option<Next> {
        let form =
            Form { redirect: redirect.map(str::to_owned), whatsapp: whatsapp.map(str::to_owned), language, ..form() };
        next(&form, CODE, "https://toko.example")
    }

    fn chat(url: &str) -> Option<Next> {
        Some(Next::Whatsapp { url: url.to_owned() })
    }

    fn page(url: &str) -> Option<Next> {
        Some(Next::Redirect { url: url.to_owned() })
    }

    #[test]
    fn a_chat_begins_with_the_code_in_the_forms_language() {
        assert_eq!(
            after(None, Some("+6281200001111"), Language::Id),
            chat(
                "https://wa.me/6281200001111?text=Halo%2C%20saya%20baru%20mengisi%20formulir.%20Kode%20saya%3A%20KNK-abc123-0123456789"
            )
        );
        assert_eq!(
            after(None, Some("+6281200001111"), Language::En),
            chat(
                "https://wa.me/6281200001111?text=Hello%2C%20I%20have%20just%20filled%20in%20the%20form.%20My%20code%3A%20KNK-abc123-0123456789"
            )
        );
    }

    #[test]
    fn a_rotators_link_is_opened_as_it_is() {
        let link = "https://konektor.id/r/promo?x=1&y=a+b";
        assert_eq!(after(None, Some(link), Language::Id), chat(link));
    }

    #[test]
    fn a_redirect_wins_and_a_path_is_one_of_the_site() {
        assert_eq!(
            after(Some("/thanks?a=1"), Some("+6281200001111"), Language::Id),
            page("https://toko.example/thanks?a=1")
        );
        assert_eq!(after(Some("https://thanks.example/now"), None, Language::Id), page("https://thanks.example/now"));
        assert_eq!(after(None, None, Language::Id), None);
    }
}
