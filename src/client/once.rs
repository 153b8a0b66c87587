//! Creating a lead once, by look-up. The API documents no idempotency key, so the lead carries a code by which it is found
//! again; a POST whose outcome is unknown is never repeated but looked for, until the deadline. What counts as a hit is decided
//! in [`intake`](crate::intake).

use sha2::{Digest, Sha256};

use super::pages::Asked;
use super::{CallOptions, Client, Leads, Reply};
use crate::endpoint;
use crate::error::{Code, Error, Kind, Phase};
use crate::intake::{Found, Lookup, base32, judge_lookup};
use crate::model::{CreateLead, Lead, ListLeads};
use crate::request;
use crate::retry::backoff_ms;
use crate::transport::Transport;
use crate::transport::duration::duration;

impl<T: Transport> Leads<'_, T> {
    /// Creates a lead unless it is there already. With an [`external_ref`](CreateLead::external_ref) that you have stored, you may
    /// call this again after whatever happened, from another process too; without one it protects this one call.
    ///
    /// - The lead is sent with an `externalRef`, yours or a random one, and with a `uniqueCode`, yours or one derived from that.
    /// - With an `externalRef` of yours, it is looked up before anything is sent. A look-up that fails, or that cannot be judged, ends the
    ///   call: nothing is created on a guess.
    /// - A POST whose outcome is unknown (cut, timed out, a 5xx, 408, a redirect, an answer that cannot be read) is not repeated:
    ///   the lead is looked up until the [`timeout`](super::Options::timeout). The POST itself gets at most half of what is left.
    /// - An answer that a code is taken means the same, and stays an error if nothing is found; except for a code of yours without
    ///   an `externalRef`, which another lead has.
    ///
    /// It holds as long as the API stores and returns the `uniqueCode`, shows the lead to the search, and nobody deletes or
    /// recodes it in between. The lead that is found may be one that was sent with other fields.
    ///
    /// Source: “Create Lead”, “List Leads”. Scopes: `agent.leads.write` and `agent.leads.read`.
    ///
    /// # Errors
    /// `OUTCOME_UNKNOWN` when the deadline passed before the lead was seen, or the key may not look: the error has
    /// [`external_ref`](crate::error::ErrorInfo::external_ref) and [`unique_code`](crate::error::ErrorInfo::unique_code), with
    /// which to call again. `NOT_VERIFIABLE` when a look-up cannot be judged. Else see [`Error`]; with any other error this call
    /// has created nothing.
    ///
    /// ```
    /// use konektor::model::CreateLead;
    /// # use konektor::transport::memory::{Canned, Memory};
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), konektor::error::Error> {
    /// # let nothing = r#"{"success":true,"data":[],"pagination":{"total":0}}"#;
    /// # let one = r#"{"success":true,"data":[{"id":"lead_1","uniqueCode":"kf-wvhfqfwmpejxc3yrr5j3"}],"pagination":{"total":1}}"#;
    /// # let client = Memory::new([Canned::ok(nothing), Canned::cut(), Canned::ok(one)]).client();
    /// let lead = CreateLead::default().first_name("Andi").external_ref("crm-1");
    /// // The connection is cut before the API answers: the lead is found all the same, and there is one.
    /// let created = client.leads().create_once(&lead).await?.data;
    /// assert_eq!(created.id, "lead_1");
    /// # Ok(())
    /// # }
    /// ```
    pub async fn create_once(&self, lead: &CreateLead) -> Result<Reply<Lead>, Error> {
        let deadline = self.0.shared.transport.now() + self.0.options.timeout_ms();
        let given = |text: &Option<String>| text.clone().filter(|text| !text.is_empty());
        let (stored, own_code) = (given(&lead.external_ref), given(&lead.unique_code));
        let reference = stored.clone().unwrap_or_else(|| random_reference(&self.0.shared.transport));
        let code = own_code.clone().unwrap_or_else(|| derived_code(&reference));
        let lead = lead.clone().external_ref(reference.as_str()).unique_code(code.as_str());
        check(&lead)?;
        let once = Once { client: self.0, deadline, code, reference };

        if stored.is_some()
            && let Some(found) = once.look_up(once.left()).await?
        {
            return Ok(found);
        }
        let error = match once.within(once.left() / 2.0).leads().create(&lead).await {
            Ok(created) => return Ok(created),
            Err(error) => error,
        };
        // Without a stored reference nothing was sent before this call: whoever has a code of the caller's is another lead.
        let may_be_there = error.outcome_unknown || (is_taken(&error) && (stored.is_some() || own_code.is_none()));
        if may_be_there { once.look_until_the_deadline(error).await } else { Err(error) }
    }
}

/// One lead to create, and what it is recognised by.
struct Once<'a, T> {
    client: &'a Client<T>,
    deadline: f64,
    code: String,
    reference: String,
}

impl<T: Transport> Once<'_, T> {
    /// Milliseconds until the deadline.
    fn left(&self) -> f64 {
        (self.deadline - self.client.shared.transport.now()).max(0.0)
    }

    fn within(&self, ms: f64) -> Client<T> {
        self.client.with(CallOptions::default().timeout(duration(ms)))
    }

    async fn look_until_the_deadline(&self, error: Error) -> Result<Reply<Lead>, Error> {
        let mut looks = 0;
        loop {
            // Half of the rest for each: one that hangs leaves time for another.
            match self.look_up(self.left() / 2.0).await {
                Ok(Some(found)) => return Ok(found),
                Err(refused) if matches!(refused.kind, Kind::Authentication | Kind::PermissionDenied) => {
                    return Err(self.unknown(error));
                }
                Ok(None) | Err(_) => {}
            }
            let transport = &self.client.shared.transport;
            let wait = backoff_ms(looks, transport.random());
            looks += 1;
            if wait >= self.left() || transport.sleep(wait, Phase::Backoff).await.is_err() {
                return Err(self.unknown(error));
            }
        }
    }

    /// The lead, if it is there.
    async fn look_up(&self, within_ms: f64) -> Result<Option<Reply<Lead>>, Error> {
        let until = self.left() - within_ms;
        let mut asked = Asked::first(&ListLeads::default().search(self.code.as_str()).limit(100));
        let mut read = 0;
        loop {
            let page = self.within(self.left() - until).leads().fetch(asked).await?;
            read += page.data.items.len() as u64;
            let next = page.data.next();
            let complete = next.is_none() && page.data.pagination.total.is_none_or(|total| total <= read);
            let found: Vec<_> = page.data.items.iter().map(found).collect();
            match (judge_lookup(&found, complete, &self.code, &self.reference), next) {
                (Lookup::Present { lead_id }, _) => {
                    let ours = page.data.items.iter().find(|lead| lead.id == lead_id).cloned();
                    return Ok(ours.map(|lead| page.map(|_| lead)));
                }
                (Lookup::Absent, _) => return Ok(None),
                (_, Some(next)) => asked = next,
                (_, None) => {
                    let message = "The look-up answered fewer leads than it counts, so whether the lead is there is not known; nothing was sent.";
                    return Err(Error::new(Kind::Api, Code::NotVerifiable, message));
                }
            }
        }
    }

    /// What is left to say when looking has ended: a refusal stays one, everything else is unknown.
    fn unknown(&self, error: Error) -> Error {
        if !error.outcome_unknown {
            return error;
        }
        let message = "The lead was sent, and neither the answer nor a look-up says whether it was created. Create it again after a minute with the same `externalRef` and `uniqueCode`: a lead that is there by then is found.";
        error.with(|error| {
            error.kind = Kind::OutcomeUnknown;
            error.code = Code::OutcomeUnknown;
            message.clone_into(&mut error.message);
            error.external_ref = Some(self.reference.clone());
            error.unique_code = Some(self.code.clone());
        })
    }
}

/// Refuses a lead that would be refused later, before it is looked up.
fn check(lead: &CreateLead) -> Result<(), Error> {
    let operation = endpoint::operation("leads.create").ok_or_else(|| Error::usage("There is no such operation."))?;
    let input = serde_json::to_vec(lead).map_err(|_| Error::usage("The input cannot be written as JSON."))?;
    request::check(operation, Some(&input))
}

fn found(lead: &Lead) -> Found {
    Found {
        id: lead.id.clone(),
        unique_code: lead.unique_code.clone(),
        external_ref: lead.external_ref.clone().flatten(),
    }
}

/// Whether the API refused the lead because another, or the same one, has its code or reference.
fn is_taken(error: &Error) -> bool {
    let names_one = || error.details.iter().any(|(field, _)| field == "uniqueCode" || field == "externalRef");
    error.status == Some(409) || error.status == Some(400) && names_one()
}

/// A UUID, as the npm package makes one.
fn random_reference(transport: &impl Transport) -> String {
    let bytes = std::array::from_fn(|_| (transport.random() * 256.0) as u8);
    uuid::Builder::from_random_bytes(bytes).into_uuid().to_string()
}

/// `kf-` and the first hundred bits: the same as the npm package's, so that either recognises the other's leads.
fn derived_code(reference: &str) -> String {
    let characters = base32(&Sha256::digest(reference), 20).map(|character| character.to_ascii_lowercase()).collect();
    ["kf-".to_owned(), characters].concat()
}

#[cfg(test)]
mod tests;
