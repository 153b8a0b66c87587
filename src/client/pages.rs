//! Pages of a list. Decides which page comes next, the same way as the npm package: a new cursor leads on; without a cursor on
//! either side, the page's number does as far as there are pages.

use std::collections::HashSet;

use super::{Client, Reply};
use crate::error::Error;
use crate::model::{Lead, ListLeads, Pagination};
use crate::transport::Transport;

/// A page of a list.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Page<D> {
    /// The items.
    pub items: Vec<D>,
    /// Where the page stands in its list.
    pub pagination: Pagination,
    next: Option<Asked>,
}

impl<D> Page<D> {
    pub(super) fn new(asked: Asked, items: Vec<D>, pagination: Pagination) -> Self {
        let next = if items.is_empty() { None } else { asked.following(&pagination) };
        Self { items, pagination, next }
    }

    /// Whether another page follows.
    #[must_use]
    pub fn has_next(&self) -> bool {
        self.next.is_some()
    }

    pub(super) fn next(&self) -> Option<Asked> {
        self.next.clone()
    }
}

/// Which page of which list.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Asked {
    pub(super) query: ListLeads,
    /// Cursors that were followed to get here; one that comes again would lead around in a circle.
    followed: Vec<String>,
}

impl Asked {
    pub(super) fn first(query: &ListLeads) -> Self {
        Self { query: query.clone(), followed: query.cursor.iter().cloned().collect() }
    }

    fn following(mut self, pagination: &Pagination) -> Option<Self> {
        let cursor = pagination.next_cursor.iter().flatten().find(|cursor| !cursor.is_empty());
        if let Some(cursor) = cursor {
            if self.followed.contains(cursor) {
                return None;
            }
            self.followed.push(cursor.clone());
            self.query.page = None;
            self.query.cursor = Some(cursor.clone());
            return Some(self);
        }
        // A list that was asked for by cursor may count each of its pages as the first.
        let (None, Some(page), Some(pages)) = (&self.query.cursor, pagination.page, pagination.total_pages) else {
            return None;
        };
        self.query.page = Some(page + 1);
        (0 < page && page < pages).then_some(self)
    }
}

/// All leads of a list, one after the other: what [`Leads::all`](super::Leads::all) answers.
#[derive(Debug)]
pub struct AllLeads<T> {
    client: Client<T>,
    ahead: Option<Asked>,
    items: std::vec::IntoIter<Lead>,
    /// Where numbers lead on, leads that are added push others onto the next page: the ids that have been answered.
    seen: HashSet<String>,
}

impl<T: Transport> AllLeads<T> {
    pub(super) fn new(client: Client<T>, query: &ListLeads) -> Self {
        Self { client, ahead: Some(Asked::first(query)), items: Vec::new().into_iter(), seen: HashSet::new() }
    }

    /// The next lead; `None` after the last. A page is fetched when the one before is used up, each within the
    /// [`timeout`](super::Options::timeout).
    ///
    /// A future that is dropped loses nothing, and neither does an error: the next call asks for the same page again.
    ///
    /// # Errors
    /// See [`Error`].
    pub async fn next(&mut self) -> Result<Option<Lead>, Error> {
        loop {
            if let Some(lead) = self.items.next() {
                return Ok(Some(lead));
            }
            let Some(asked) = self.ahead.clone() else { return Ok(None) };
            let Reply { data: mut page, .. } = self.client.leads().fetch(asked).await?;
            if page.pagination.next_cursor.iter().flatten().next().is_none() {
                page.items.retain(|lead| self.seen.insert(lead.id.clone()));
            }
            self.ahead = page.next;
            self.items = page.items.into_iter();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::Kind;
    use crate::transport::memory::{Canned, Memory, now_or_never};

    fn page(ids: &[&str], pagination: &str) -> Canned {
        let leads: Vec<_> = ids.iter().map(|id| format!(r#"{{"id":"{id}"}}"#)).collect();
        Canned::ok(format!(r#"{{"success":true,"data":[{}],"pagination":{pagination}}}"#, leads.join(",")))
    }

    /// The ids of all leads, and the queries that were asked.
    fn walked(query: &ListLeads, pages: impl IntoIterator<Item = Canned>) -> (Vec<String>, Vec<String>) {
        let memory = Memory::new(pages);
        let mut all = memory.client().leads().all(query);
        let mut ids = Vec::new();
        while let Some(lead) = now_or_never(all.next()).unwrap() {
            ids.push(lead.id);
        }
        let queries = memory.sent().into_iter().map(|sent| sent.url.split_once("/leads").unwrap().1.to_owned());
        (ids, queries.collect())
    }

    #[test]
    fn cursors_lead_from_page_to_page_and_the_filters_stay() {
        let query = ListLeads::default().limit(2).page(1);
        let pages =
            [page(&["1", "2"], r#"{"page":1,"nextCursor":"a"}"#), page(&["3"], r#"{"page":1,"nextCursor":null}"#)];

        let (ids, queries) = walked(&query, pages);

        assert_eq!(ids, ["1", "2", "3"]);
        assert_eq!(queries, ["?page=1&limit=2", "?limit=2&cursor=a"]);
    }

    #[test]
    fn without_cursors_the_page_s_number_leads_on_to_the_last() {
        let pages = [page(&["1"], r#"{"page":1,"totalPages":2}"#), page(&["2"], r#"{"page":2,"totalPages":2}"#)];

        let (ids, queries) = walked(&ListLeads::default(), pages);

        assert_eq!(ids, ["1", "2"]);
        assert_eq!(queries, ["", "?page=2"]);
    }

    #[test]
    fn a_lead_that_is_pushed_onto_the_next_page_comes_once() {
        let pages =
            [page(&["2", "1"], r#"{"page":1,"totalPages":2}"#), page(&["1", "0"], r#"{"page":2,"totalPages":2}"#)];
        assert_eq!(walked(&ListLeads::default(), pages).0, ["2", "1", "0"]);
    }

    #[test]
    fn a_cursor_that_comes_again_an_empty_one_and_an_empty_page_end_the_list() {
        let repeated = [page(&["1"], r#"{"nextCursor":"a"}"#), page(&["2"], r#"{"nextCursor":"a"}"#)];
        let circle = [
            page(&["1"], r#"{"nextCursor":"a"}"#),
            page(&["2"], r#"{"nextCursor":"b"}"#),
            page(&["3"], r#"{"nextCursor":"a"}"#),
        ];
        let empty_cursor = [page(&["1"], r#"{"page":1,"totalPages":1,"nextCursor":""}"#)];
        let empty_page = [page(&[], r#"{"page":1,"totalPages":9,"nextCursor":"a"}"#)];

        assert_eq!(walked(&ListLeads::default(), repeated).0, ["1", "2"]);
        assert_eq!(walked(&ListLeads::default(), circle).0, ["1", "2", "3"]);
        assert_eq!(walked(&ListLeads::default(), empty_cursor).0, ["1"]);
        assert_eq!(walked(&ListLeads::default(), empty_page).0, [] as [String; 0]);
        let from_a = ListLeads::default().cursor("a");
        assert_eq!(walked(&from_a, [page(&["1"], r#"{"page":1,"totalPages":9,"nextCursor":"a"}"#)]).0, ["1"]);
        assert_eq!(walked(&from_a, [page(&["1"], r#"{"page":1,"totalPages":9}"#)]).0, ["1"]);
    }

    #[test]
    fn after_an_error_the_same_page_is_asked_for_again() {
        let memory = Memory::new([
            page(&["1"], r#"{"nextCursor":"a"}"#),
            Canned::new(403, r#"{"success":false,"error":{"code":"FORBIDDEN","message":"no","details":null}}"#),
            page(&["2"], "{}"),
        ]);
        let mut all = memory.client().leads().all(&ListLeads::default());
        assert_eq!(now_or_never(all.next()).unwrap().unwrap().id, "1");

        let error = now_or_never(all.next()).unwrap_err();

        assert_eq!(error.kind, Kind::PermissionDenied);
        assert_eq!(now_or_never(all.next()).unwrap().unwrap().id, "2");
        assert!(now_or_never(all.next()).unwrap().is_none());
    }
}
