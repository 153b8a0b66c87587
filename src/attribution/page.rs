//! A touch made from a page's address alone, for a plain form post that no script accompanied: the browser's `Referer` is then
//! all there is to know.

use std::collections::BTreeMap;

use super::names::PARAMETERS;
use super::touch::{Consent, Touch, address, is_value};

impl Touch {
    /// Reads a page's address, its query included.
    ///
    /// ```
    /// use konektor::attribution::{Consent, Touch};
    ///
    /// let touch = Touch::from_page("https://toko.example/promo?utm_source=tiktok", Consent::Wait);
    /// assert_eq!(touch.params["utm_source"], "tiktok");
    /// ```
    #[must_use]
    pub fn from_page(page: &str, consent: Consent) -> Self {
        let query = page.split_once('?').map_or("", |(_, rest)| rest.split('#').next().unwrap_or(""));
        let mut params = BTreeMap::new();
        for (name, value) in form_urlencoded::parse(query.as_bytes()) {
            if PARAMETERS.contains(&name.as_ref()) && is_value(&value) {
                params.entry(name.into_owned()).or_insert_with(|| value.into_owned());
            }
        }
        let mut touch = Self { landing: address(page), params, ..Self::default() };
        touch.limit_to(consent);
        touch
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_of_a_repeated_parameter_counts_and_the_fragment_does_not() {
        let touch =
            Touch::from_page("https://a.example/p?utm_source=one&utm_source=two&x=1#utm_medium=cpc", Consent::Granted);

        assert_eq!(touch.landing.as_deref(), Some("https://a.example/p"));
        assert_eq!(touch.params.len(), 1);
        assert_eq!(touch.params["utm_source"], "one");
    }

    #[test]
    fn a_click_id_in_the_address_still_needs_consent() {
        assert!(Touch::from_page("https://a.example/?gclid=x", Consent::Wait).params.is_empty());
        assert_eq!(Touch::from_page("https://a.example/?gclid=x", Consent::Granted).params["gclid"], "x");
    }
}
