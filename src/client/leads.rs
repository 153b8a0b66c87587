//! The operations on leads, typed.

use super::pages::Asked;
use super::{AllLeads, Client, Page, Reply};
use crate::error::Error;
use crate::model::{CreateLead, Lead, ListLeads, UpdateLead};
use crate::transport::Transport;

/// The operations on leads.
#[derive(Debug)]
pub struct Leads<'a, T>(pub(super) &'a Client<T>);

impl<T: Transport> Leads<'_, T> {
    /// Lists leads: one page. [`next_page`](Self::next_page) answers the one after it, [`all`](Self::all) walks through all.
    ///
    /// Source: “List Leads”. Scope: `agent.leads.read`.
    ///
    /// # Errors
    /// `VALIDATION_ERROR` before anything is sent when a filter breaks a rule; `USAGE_ERROR` when it has both `page` and `cursor`.
    /// Else see [`Error`].
    ///
    /// ```
    /// use konektor::model::{LeadStatus, ListLeads};
    /// # use konektor::transport::memory::{Canned, Memory};
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), konektor::error::Error> {
    /// # let list = r#"{"success":true,"data":[{"id":"lead_1"}],"pagination":{"page":1,"total":1,"totalPages":1}}"#;
    /// # let client = Memory::new([Canned::ok(list)]).client();
    /// let newest = ListLeads::default().status(LeadStatus::New).limit(10);
    /// let page = client.leads().list(&newest).await?.data;
    /// assert_eq!((page.items.len(), page.pagination.total, page.has_next()), (1, Some(1), false));
    /// # Ok(())
    /// # }
    /// ```
    pub async fn list(&self, query: &ListLeads) -> Result<Reply<Page<Lead>>, Error> {
        self.fetch(Asked::first(query)).await
    }

    /// The page after one; `None` after the last.
    ///
    /// It follows `nextCursor`, and the page's number where the API gives no cursor. A cursor that was followed before, an empty
    /// one, and an empty page end the list. By number, a lead that is created meanwhile pushes another one onto the next page too,
    /// which [`all`](Self::all) leaves out.
    ///
    /// Source: “List Leads”. Scope: `agent.leads.read`.
    ///
    /// # Errors
    /// See [`Error`].
    ///
    /// ```
    /// use konektor::model::ListLeads;
    /// # use konektor::transport::memory::{Canned, Memory};
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), konektor::error::Error> {
    /// # let first = r#"{"success":true,"data":[{"id":"lead_2"}],"pagination":{"nextCursor":"a"}}"#;
    /// # let second = r#"{"success":true,"data":[{"id":"lead_1"}],"pagination":{"nextCursor":null}}"#;
    /// # let client = Memory::new([Canned::ok(first), Canned::ok(second)]).client();
    /// let mut reply = Some(client.leads().list(&ListLeads::default()).await?);
    /// let mut pages = 0;
    /// while let Some(page) = reply.take() {
    ///     pages += 1;
    ///     reply = client.leads().next_page(&page.data).await?;
    /// }
    /// assert_eq!(pages, 2);
    /// # Ok(())
    /// # }
    /// ```
    pub async fn next_page(&self, page: &Page<Lead>) -> Result<Option<Reply<Page<Lead>>>, Error> {
        match page.next() {
            Some(asked) => self.fetch(asked).await.map(Some),
            None => Ok(None),
        }
    }

    /// All leads of a list, one after the other, page by page. In the order of `createdAt` none comes twice and none is left out,
    /// however many are added meanwhile.
    ///
    /// Source: “List Leads”. Scope: `agent.leads.read`.
    ///
    /// ```
    /// use konektor::model::ListLeads;
    /// # use konektor::transport::memory::{Canned, Memory};
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), konektor::error::Error> {
    /// # let first = r#"{"success":true,"data":[{"id":"lead_2"}],"pagination":{"nextCursor":"a"}}"#;
    /// # let second = r#"{"success":true,"data":[{"id":"lead_1"}],"pagination":{"nextCursor":null}}"#;
    /// # let client = Memory::new([Canned::ok(first), Canned::ok(second)]).client();
    /// let mut leads = client.leads().all(&ListLeads::default());
    /// let mut ids = Vec::new();
    /// while let Some(lead) = leads.next().await? {
    ///     ids.push(lead.id);
    /// }
    /// assert_eq!(ids, ["lead_2", "lead_1"]);
    /// # Ok(())
    /// # }
    /// ```
    #[must_use]
    pub fn all(&self, query: &ListLeads) -> AllLeads<T> {
        AllLeads::new(self.0.clone(), query)
    }

    /// Gets one lead by its `id`.
    ///
    /// Source: “Get Lead”. Scope: `agent.leads.read`.
    ///
    /// # Errors
    /// See [`Error`]; a lead that is deleted or was never there is `NOT_FOUND`.
    ///
    /// ```
    /// use konektor::model::LeadStatus;
    /// # use konektor::transport::memory::{Canned, Memory};
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), konektor::error::Error> {
    /// # let client = Memory::new([Canned::ok(r#"{"success":true,"data":{"id":"lead_1","status":"won","notes":null}}"#)]).client();
    /// let lead = client.leads().get("lead_1").await?.data;
    /// assert_eq!(lead.status, Some(LeadStatus::Won));
    /// // What the API answered with `null`, and what it did not answer.
    /// assert_eq!((lead.notes, lead.phone), (Some(None), None));
    /// # Ok(())
    /// # }
    /// ```
    pub async fn get(&self, id: &str) -> Result<Reply<Lead>, Error> {
        self.0.data("leads.get", id, None::<&()>).await
    }

    /// Creates a lead. It is sent once, unless the API says that it refused to look at it (429): a failure whose
    /// [`outcome_unknown`](crate::error::ErrorInfo::outcome_unknown) is set may have created it all the same. `create_once`
    /// (feature `once`, part of `native` and `fetch`) deals with that.
    ///
    /// Source: “Create Lead”. Scope: `agent.leads.write`.
    ///
    /// # Errors
    /// `VALIDATION_ERROR` before anything is sent when a field breaks a rule. Else see [`Error`].
    ///
    /// ```
    /// use konektor::model::{CreateLead, LeadSource};
    /// # use konektor::transport::memory::{Canned, Memory};
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), konektor::error::Error> {
    /// # let client = Memory::new([Canned::new(201, r#"{"success":true,"data":{"id":"lead_1"}}"#)]).client();
    /// let lead = CreateLead::default().first_name("Andi").email("andi@example.com").source(LeadSource::Ads);
    /// let created = client.leads().create(&lead).await?;
    /// assert_eq!(created.data.id, "lead_1");
    ///
    /// let refused = client.leads().create(&lead.email("andi")).await.unwrap_err();
    /// assert_eq!(refused.details, [("email".to_owned(), "Invalid email".to_owned())]);
    /// # Ok(())
    /// # }
    /// ```
    pub async fn create(&self, lead: &CreateLead) -> Result<Reply<Lead>, Error> {
        self.0.data("leads.create", "", Some(lead)).await
    }

    /// Changes a lead. What is left out stays as it is; [`Clear`](crate::model::Clear) empties. The answer may hold some of the
    /// lead's fields only.
    ///
    /// Source: “Update Lead”. Scope: `agent.leads.write`.
    ///
    /// # Errors
    /// `VALIDATION_ERROR` before anything is sent when a field breaks a rule or there is none. Else see [`Error`].
    ///
    /// ```
    /// use konektor::model::{Clear, LeadStatus, UpdateLead};
    /// # use konektor::transport::memory::{Canned, Memory};
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), konektor::error::Error> {
    /// # let client = Memory::new([Canned::ok(r#"{"success":true,"data":{"id":"lead_1","notes":null}}"#)]).client();
    /// let change = UpdateLead::default().status(LeadStatus::Contacted).notes(Clear);
    /// let updated = client.leads().update("lead_1", &change).await?.data;
    /// assert_eq!(updated.notes, Some(None));
    /// # Ok(())
    /// # }
    /// ```
    pub async fn update(&self, id: &str, change: &UpdateLead) -> Result<Reply<Lead>, Error> {
        self.0.data("leads.update", id, Some(change)).await
    }
}
