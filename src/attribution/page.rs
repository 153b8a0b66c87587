//! What a page's address and its cookies say. The address is taken as the browser has it, of any length: names on the list are
//! picked out of the query and then of the fragment, everything else is passed over.

use indexmap::IndexMap;

use super::names::{CLICK_IDS, COOKIES, spelled};
use super::touch::{Consent, Touch, address};
use super::value::{is_cookie, is_param};

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
        let mut touch = Self { landing: address(page), params: params(page), ..Self::default() };
        touch.limit_to(consent);
        touch
    }
}

/// The parameters on the list, in the order of the address. The first that can be true counts of those with one name, and the query
/// before the fragment, where some links and some apps' routers put them.
fn params(page: &str) -> IndexMap<String, String> {
    let (query, fragment) = page.split_once('#').unwrap_or((page, ""));
    let query = query.split_once('?').map_or("", |(_, query)| query);
    let fragment = fragment.rsplit_once('?').map_or(fragment, |(_, query)| query);
    let mut params = IndexMap::new();
    for pair in query.split('&').chain(fragment.split('&')) {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        // Links that were taken out of HTML as they stood have `&amp;`.
        let name = decoded(name.strip_prefix("amp;").unwrap_or(name));
        let Some(name) = spelled(&name) else { continue };
        // A "+" is a space in a campaign's name, as forms write it, but a click id is kept byte for byte.
        let value = if CLICK_IDS.contains(&name) { decoded(&value.replace('+', "%2B")) } else { decoded(value) };
        if is_param(name, &value) && !params.contains_key(name) {
            params.insert(name.to_owned(), value);
        }
    }
    params
}

/// Percent-decoded; what stands behind a `%` and is no code stays as it is.
fn decoded(text: &str) -> String {
    // A name alone, since a `=` would end it and a `&` the pair.
    let alone = text.replace('=', "%3D");
    form_urlencoded::parse(alone.as_bytes()).next().map_or_else(String::new, |(name, _)| name.into_owned())
}

/// The cookies on the list, out of `document.cookie` or a `Cookie` header: only the first `=` parts a name from its value.
pub(crate) fn cookies(header: &str) -> IndexMap<String, String> {
    let mut cookies = IndexMap::new();
    for cookie in header.split(';') {
        let Some((name, value)) = cookie.trim().split_once('=') else { continue };
        if COOKIES.contains(&name) && is_cookie(name, value) && !cookies.contains_key(name) {
            cookies.insert(name.to_owned(), value.to_owned());
        }
    }
    cookies
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn read(query: &str) -> Vec<(String, String)> {
        params(&["https://a.example/p", query].concat()).into_iter().collect()
    }

    fn pairs(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
        pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
    }

    #[test]
    fn the_first_of_a_repeated_parameter_counts_and_an_empty_one_does_not() {
        let touch = Touch::from_page(
            "https://a.example/p?utm_source=&utm_source=one&utm_source=two&utm_medium&x=1",
            Consent::Granted,
        );

        assert_eq!(touch.landing.as_deref(), Some("https://a.example/p"));
        assert_eq!(touch.params.into_iter().collect::<Vec<_>>(), pairs(&[("utm_source", "one")]));
    }

    #[test]
    fn the_fragment_fills_in_what_the_query_lacks() {
        let expected = pairs(&[("utm_source", "one"), ("gclid", "x+y")]);
        assert_eq!(read("?utm_source=one#utm_source=two&gclid=x+y"), expected);
        assert_eq!(read("?utm_source=one#/daftar?gclid=x%2By"), expected);
        assert_eq!(read("?utm_source=one#gclid"), pairs(&[("utm_source", "one")]));
    }

    #[test]
    fn names_are_known_in_any_case_and_behind_an_amp_and_values_stay_as_they_are() {
        assert_eq!(
            read("?UTM_Source=Google&amp;GCLID=CjAbC&%75tm_medium=CPC"),
            pairs(&[("utm_source", "Google"), ("gclid", "CjAbC"), ("utm_medium", "CPC")])
        );
    }

    #[test]
    fn garbage_behind_a_percent_sign_stays_and_damages_no_other_value() {
        assert_eq!(
            read("?fbclid=%zz%&gclid=%ff&utm_campaign=50%+off%ff&utm_term=a%0Ab&utm_source=a=b"),
            pairs(&[("fbclid", "%zz%"), ("utm_campaign", "50% off\u{fffd}"), ("utm_source", "a=b")])
        );
    }

    #[test]
    fn an_address_of_eight_kilobytes_is_read_to_its_end_and_too_long_a_value_is_left_out() {
        let long = "x".repeat(8 * 1024);

        assert_eq!(read(&format!("?junk={long}&gclid={long}&fbclid=last")), pairs(&[("fbclid", "last")]));
    }

    #[test]
    fn every_parameter_on_the_list_is_read() {
        for name in super::super::PARAMETERS {
            assert_eq!(read(&format!("?{name}=v1")), pairs(&[(name, "v1")]));
        }
    }

    #[test]
    fn a_click_id_in_the_address_still_needs_consent() {
        assert!(Touch::from_page("https://a.example/?gclid=x", Consent::Wait).params.is_empty());
        assert_eq!(Touch::from_page("https://a.example/?gclid=x", Consent::Granted).params["gclid"], "x");
    }

    #[test]
    fn cookies_on_the_list_are_read_if_their_format_is_right() {
        let header =
            "sid=secret; _fbp=fb.1.2.3;_fbc=fb.1.1764000000000.Iw=AR; _ga=GA1.1.5.1764000000; _ga=GA1.1.6.1764000000";

        assert_eq!(
            cookies(header).into_iter().collect::<Vec<_>>(),
            pairs(&[("_fbc", "fb.1.1764000000000.Iw=AR"), ("_ga", "GA1.1.5.1764000000")])
        );
    }

    proptest! {
        #[test]
        fn a_click_id_is_read_byte_for_byte(id in "[!-~]{1,300}") {
            prop_assume!(!id.starts_with('{') && !id.starts_with('_'));
            let written: String = id.bytes().map(|byte| format!("%{byte:02x}")).collect();
            prop_assert_eq!(read(&format!("?gclid={written}")), pairs(&[("gclid", &id)]));
        }

        #[test]
        fn any_address_gets_an_answer(page in "\\PC*", query in "[?#&=%+a-z_]{0,80}") {
            let _ = params(&page);
            let _ = params(&query);
            let _ = cookies(&page);
        }
    }
}
