//! Finding one lead by an exact value, over a search that answers whatever holds it.

use super::pages::Asked;
use super::{Leads, Reply};
use crate::error::{Code, Error, Kind};
use crate::model::{Lead, ListLeads};
use crate::transport::Transport;

/// What a lead is found by. None may be empty, or longer than the 200 UTF-16 units of a search.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum FindLead<'a> {
    /// The code by which people and chats name the lead.
    UniqueCode(&'a str),
    /// With the country's code: it is compared by its digits, so `+62 812-…` finds `62812…`, and `0812…` does not.
    Phone(&'a str),
    /// Upper and lower case are one.
    Email(&'a str),
    /// The lead's identifier in your system.
    ExternalRef(&'a str),
}

impl FindLead<'_> {
    fn wanted(self) -> String {
        match self {
            Self::UniqueCode(value) | Self::ExternalRef(value) => value.to_owned(),
            Self::Phone(value) => digits(value),
            Self::Email(value) => value.to_lowercase(),
        }
    }

    fn searched(self) -> String {
        match self {
            Self::UniqueCode(value) | Self::ExternalRef(value) | Self::Email(value) => value.to_owned(),
            Self::Phone(value) => digits(value),
        }
    }

    /// The lead's own value, as it is compared; `None` where the answer shows none.
    fn shown(self, lead: &Lead) -> Option<String> {
        match self {
            Self::UniqueCode(_) => lead.unique_code.clone(),
            Self::Phone(_) => lead.phone.iter().flatten().next().map(|phone| digits(phone)),
            Self::Email(_) => lead.email.iter().flatten().next().map(|email| email.to_lowercase()),
            Self::ExternalRef(_) => lead.external_ref.clone().flatten(),
        }
    }
}

fn digits(text: &str) -> String {
    text.chars().filter(char::is_ascii_digit).collect()
}

impl<T: Transport> Leads<'_, T> {
    /// Finds the lead that has exactly this code, phone or e-mail address. Where several have it, the one that was created last: a
    /// person may well have asked twice, and a [`search`](ListLeads::search) shows all. It reads as many pages of the search as it
    /// takes, each within the [`timeout`](super::Options::timeout).
    ///
    /// Source: “List Leads”, `search`. Scope: `agent.leads.read`.
    ///
    /// # Errors
    /// `USAGE_ERROR` when there is nothing to look for. `NOT_VERIFIABLE` when the search found leads by an `externalRef` that
    /// their answers do not show: the documented ones have none, so each may be the one or another. Else see [`Error`].
    ///
    /// ```
    /// use konektor::client::FindLead;
    /// # use konektor::transport::memory::{Canned, Memory};
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), konektor::error::Error> {
    /// # let list = r#"{"success":true,"data":[{"id":"lead_1","phone":"6281234567890"}],"pagination":{"page":1}}"#;
    /// # let client = Memory::new([Canned::ok(list)]).client();
    /// let found = client.leads().find(FindLead::Phone("+62 812-3456-7890")).await?.data;
    /// assert_eq!(found.map(|lead| lead.id).as_deref(), Some("lead_1"));
    /// # Ok(())
    /// # }
    /// ```
    pub async fn find(&self, by: FindLead<'_>) -> Result<Reply<Option<Lead>>, Error> {
        let wanted = by.wanted();
        if wanted.is_empty() {
            let message =
                "A lead is found by a code, a phone, an e-mail address or a reference, which may not be empty.";
            return Err(Error::usage(message));
        }
        let mut unclear = false;
        let mut asked = Asked::first(&ListLeads::default().search(by.searched()).limit(100));
        loop {
            let found = self.fetch(asked).await?;
            let next = found.data.next();
            let mut hit = None;
            for lead in &found.data.items {
                let shown = by.shown(lead);
                unclear |= matches!(by, FindLead::ExternalRef(_)) && lead.external_ref.is_none();
                if shown.as_ref() == Some(&wanted) {
                    hit = Some(lead.clone());
                    break;
                }
            }
            if hit.is_some() {
                return Ok(found.map(|_| hit));
            }
            let Some(next) = next else {
                if unclear {
                    let message = "The search found leads, but the API does not show their `externalRef`: look for another field.";
                    return Err(Error::new(Kind::Api, Code::NotVerifiable, message));
                }
                return Ok(found.map(|_| None));
            };
            asked = next;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::transport::memory::{Canned, Memory, now_or_never};

    /// Pages of a search, each leading to the next.
    fn pages<const N: usize>(pages: [&str; N]) -> Memory {
        Memory::new(pages.iter().enumerate().map(|(at, leads)| {
            let cursor = if at + 1 < N { format!("\"{at}\"") } else { "null".to_owned() };
            let body =
                format!(r#"{{"success":true,"data":[{leads}],"pagination":{{"page":1,"nextCursor":{cursor}}}}}"#);
            Canned::ok(body).header("x-request-id", &format!("req_{at}"))
        }))
    }

    fn found(memory: &Memory, by: FindLead<'_>) -> Result<Option<String>, Error> {
        now_or_never(memory.client().leads().find(by)).map(|reply| reply.data.map(|lead| lead.id))
    }

    fn id(text: &str) -> Result<Option<String>, Error> {
        Ok(Some(text.to_owned()))
    }

    #[test]
    fn a_lead_is_found_by_its_code_not_by_a_longer_one_and_from_whichever_page() {
        let memory = pages([r#"{"id":"1","uniqueCode":"KNK-10"}"#, r#"{"id":"2","uniqueCode":"KNK-1"}"#, ""]);

        let reply = now_or_never(memory.client().leads().find(FindLead::UniqueCode("KNK-1"))).unwrap();

        assert_eq!((reply.data.unwrap().id.as_str(), reply.request_id.as_deref()), ("2", Some("req_1")));
        assert_eq!(memory.answers_left(), 1);
        assert!(memory.sent()[0].url.ends_with("/leads?limit=100&search=KNK-1"), "{}", memory.sent()[0].url);
    }

    #[test]
    fn what_is_not_there_is_none() {
        let other = r#"{"id":"1","uniqueCode":"KNK-10","phone":null}"#;
        assert_eq!(found(&pages([other]), FindLead::UniqueCode("KNK-1")), Ok(None));
        assert_eq!(found(&pages([other]), FindLead::Phone("+6281")), Ok(None));
    }

    #[test]
    fn phones_are_compared_by_their_digits_and_searched_for_by_them() {
        let memory = pages([r#"{"id":"1","phone":"+62812345678901"},{"id":"2","phone":"6281234567890"}"#]);
        assert_eq!(found(&memory, FindLead::Phone("+62 812-3456-7890")), id("2"));
        assert!(memory.sent()[0].url.ends_with("search=6281234567890"));
    }

    #[test]
    fn the_newest_of_several_leads_is_answered_whatever_the_case_of_its_address() {
        let memory = pages([r#"{"id":"2","email":"Andi@Example.com"},{"id":"1","email":"andi@example.com"}"#]);
        assert_eq!(found(&memory, FindLead::Email("andi@example.com")), id("2"));
    }

    #[test]
    fn a_reference_that_the_answers_do_not_show_is_an_error_and_not_a_guess() {
        let by = FindLead::ExternalRef("crm-1");
        let (hidden, other, ours) =
            (r#"{"id":"1"}"#, r#"{"id":"2","externalRef":"crm-10"}"#, r#"{"id":"3","externalRef":"crm-1"}"#);
        assert_eq!(found(&pages([hidden]), by).unwrap_err().code, Code::NotVerifiable);
        assert_eq!(found(&pages([""]), by), Ok(None));
        assert_eq!(found(&pages([other]), by), Ok(None));
        assert_eq!(found(&pages([hidden, ours]), by), id("3"));
    }

    #[test]
    fn what_says_nothing_is_refused_before_anything_is_sent() {
        let memory = pages([]);
        for by in [FindLead::Email(""), FindLead::UniqueCode(""), FindLead::ExternalRef(""), FindLead::Phone("call me")]
        {
            assert_eq!(found(&memory, by).unwrap_err().code, Code::UsageError, "{by:?}");
        }
        assert!(found(&memory, FindLead::Email(&"a".repeat(201))).is_err());
        assert_eq!(memory.sent(), []);
    }
}
