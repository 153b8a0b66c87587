//! The list: filters, order, and where a page begins. A position is a lead's place in the order (its time and its sequence number),
//! so pages that follow positions show no lead twice and skip none, however many are inserted meanwhile.

use rusqlite::{params_from_iter, types::Value as Sql};

use super::{Lead, Store, search_text};
use crate::clock::Millis;

/// What to sort by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Sort {
    CreatedAt,
    UpdatedAt,
}

/// Which way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Order {
    Ascending,
    Descending,
}

/// A lead's place in the order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Position {
    pub(crate) at: Millis,
    pub(crate) seq: i64,
}

/// Which leads.
#[derive(Default)]
pub(crate) struct Filters {
    /// Column and value.
    pub(crate) equal: Vec<(&'static str, String)>,
    pub(crate) created_from: Option<Millis>,
    pub(crate) created_to: Option<Millis>,
    pub(crate) search: Option<String>,
    pub(crate) exact_codes: bool,
    /// Leads that are not visible yet are left out.
    pub(crate) now: Millis,
}

/// Which of the leads that match.
pub(crate) struct Page {
    pub(crate) sort: Sort,
    pub(crate) order: Order,
    pub(crate) after: Option<Position>,
    pub(crate) offset: u64,
    pub(crate) limit: u32,
}

impl Store {
    /// The page, and how many leads match in all.
    pub(crate) fn list(&self, filters: &Filters, page: &Page) -> rusqlite::Result<(Vec<Lead>, u32)> {
        let (mut condition, mut values) = condition(filters);
        let connection = self.connection();
        let total = connection
            .prepare_cached(&format!("SELECT count(*) FROM leads WHERE {condition}"))?
            .query_row(params_from_iter(&values), |row| row.get(0))?;

        let column = match page.sort {
            Sort::CreatedAt => "created_at",
            Sort::UpdatedAt => "updated_at",
        };
        let (direction, beyond) = match page.order {
            Order::Ascending => ("ASC", ">"),
            Order::Descending => ("DESC", "<"),
        };
        if let Some(Position { at, seq }) = page.after {
            condition += &format!(" AND ({column}, seq) {beyond} (?, ?)");
            values.extend([Sql::Integer(at), Sql::Integer(seq)]);
        }
        values.push(Sql::Integer(page.limit.into()));
        values.push(Sql::Integer(i64::try_from(page.offset).unwrap_or(i64::MAX)));
        let columns = Lead::columns();
        let sql = format!(
            "SELECT {columns} FROM leads WHERE {condition}
             ORDER BY {column} {direction}, seq {direction} LIMIT ? OFFSET ?"
        );
        let mut statement = connection.prepare_cached(&sql)?;
        let leads = statement.query_map(params_from_iter(&values), Lead::from_row)?.collect::<Result<_, _>>()?;
        Ok((leads, total))
    }
}

impl Page {
    /// Where the page after `lead` begins.
    pub(crate) fn position(&self, lead: &Lead) -> Position {
        let at = match self.sort {
            Sort::CreatedAt => lead.created_at,
            Sort::UpdatedAt => lead.updated_at,
        };
        Position { at, seq: lead.seq }
    }
}

fn condition(filters: &Filters) -> (String, Vec<Sql>) {
    let mut condition = String::from("deleted_at IS NULL AND visible_at <= ?");
    let mut values = vec![Sql::Integer(filters.now)];
    for (column, value) in &filters.equal {
        condition += &format!(" AND {column} = ?");
        values.push(Sql::Text(value.clone()));
    }
    for (comparison, at) in [(">=", filters.created_from), ("<=", filters.created_to)] {
        if let Some(at) = at {
            condition += &format!(" AND created_at {comparison} ?");
            values.push(Sql::Integer(at));
        }
    }
    if let Some(search) = &filters.search {
        condition += " AND (instr(search_text, ?) OR instr(search_codes, ?))";
        let code = if filters.exact_codes { search_text::whole(search) } else { search_text::part(search) };
        values.extend([Sql::Text(search_text::part(search)), Sql::Text(code)]);
    }
    (condition, values)
}
