//! List Leads: all thirteen parameters. A cursor wins over `page`, and carries its own sort.

use konektor::model::ListLeads;
use serde::Serialize;
use serde_json::{Map, Value};

use super::cursor::{self, Cursor};
use super::{Context, shown};
use crate::check;
use crate::clock::parse_iso;
use crate::envelope::{Refusal, Reply};
use crate::store::{Filters, Order, Page, Sort};

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Pagination {
    page: u64,
    limit: u32,
    total: u32,
    total_pages: u32,
    next_cursor: Option<String>,
}

pub(crate) fn list(context: &Context<'_>, query: &str) -> Result<Reply, Refusal> {
    let parameters = Parameters(check::query(query, ListLeads::SCHEMA)?);
    let filters = Filters {
        equal: parameters.equal(),
        created_from: parameters.time("createdFrom")?,
        created_to: parameters.time("createdTo")?,
        search: parameters.text("search").filter(|search| !search.is_empty()).map(str::to_owned),
        exact_codes: context.settings.exact_code_search,
        now: context.now,
    };
    let limit = parameters.number("limit").and_then(|limit| u32::try_from(limit).ok()).unwrap_or(50);
    let cursor = parameters.cursor()?;
    let number = match cursor {
        Some(cursor) => u64::from(cursor.pages) + 1,
        None => parameters.number("page").unwrap_or(1),
    };
    let mut page = Page {
        sort: cursor.map_or_else(|| parameters.sort().unwrap_or(Sort::CreatedAt), |cursor| cursor.sort),
        order: cursor.map_or_else(|| parameters.order().unwrap_or(Order::Descending), |cursor| cursor.order),
        after: cursor.map(|cursor| cursor.after),
        offset: if cursor.is_some() { 0 } else { number.saturating_sub(1).saturating_mul(limit.into()) },
        // One more than asked for tells whether there is a next page.
        limit: limit + 1,
    };
    let (mut leads, total) = context.store.list(&filters, &page)?;
    let more = leads.len() > limit as usize;
    leads.truncate(limit as usize);
    page.limit = limit;
    let next = leads.last().filter(|_| more).map(|last| Cursor {
        sort: page.sort,
        order: page.order,
        after: page.position(last),
        pages: u32::try_from(number).unwrap_or(u32::MAX),
    });
    let data: Vec<_> = leads.iter().map(|lead| lead.view(shown(&context.settings))).collect();
    let next_cursor = next.map(Cursor::encode);
    Reply::page(&data, Pagination { page: number, limit, total, total_pages: total.div_ceil(limit), next_cursor })
}

/// The checked query.
struct Parameters(Map<String, Value>);

impl Parameters {
    fn text(&self, name: &str) -> Option<&str> {
        self.0.get(name)?.as_str()
    }

    fn number(&self, name: &str) -> Option<u64> {
        // A whole number may be written with a fraction of zero.
        let number = self.0.get(name)?;
        number.as_u64().or_else(|| number.as_f64().map(|number| number as u64))
    }

    fn time(&self, name: &str) -> Result<Option<i64>, Refusal> {
        let Some(text) = self.text(name) else { return Ok(None) };
        parse_iso(text).map(Some).ok_or_else(|| Refusal::field(name, "Invalid datetime"))
    }

    fn equal(&self) -> Vec<(&'static str, String)> {
        let columns = [
            ("status", "status"),
            ("priority", "priority"),
            ("source", "source"),
            ("adPlatform", "ad_platform"),
            ("assignedTo", "assigned_to"),
        ];
        columns.into_iter().filter_map(|(name, column)| Some((column, self.text(name)?.to_owned()))).collect()
    }

    fn sort(&self) -> Option<Sort> {
        cursor::sort(self.text("sortBy")?)
    }

    fn order(&self) -> Option<Order> {
        cursor::order(self.text("sortOrder")?)
    }

    /// Another sort beside a cursor would make its position meaningless.
    fn cursor(&self) -> Result<Option<Cursor>, Refusal> {
        let Some(text) = self.text("cursor") else { return Ok(None) };
        Cursor::decode(text)
            .filter(|cursor| self.sort().is_none_or(|sort| sort == cursor.sort))
            .filter(|cursor| self.order().is_none_or(|order| order == cursor.order))
            .map(Some)
            .ok_or_else(|| Refusal::field("cursor", "Invalid cursor"))
    }
}
