//! The cursor: opaque to clients, it holds the sort it belongs to and the position where the page before it ended.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::{Deserialize, Serialize};

use crate::clock::Millis;
use crate::store::{Order, Position, Sort};

/// Where a page begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Cursor {
    pub(super) sort: Sort,
    pub(super) order: Order,
    pub(super) after: Position,
    /// How many pages were walked before: what the answer's `page` shows.
    pub(super) pages: u32,
}

#[derive(Serialize, Deserialize)]
struct Wire {
    sort: String,
    order: String,
    at: Millis,
    seq: i64,
    pages: u32,
}

impl Cursor {
    pub(super) fn encode(self) -> String {
        let Position { at, seq } = self.after;
        let wire = Wire {
            sort: sort_name(self.sort).into(),
            order: order_name(self.order).into(),
            at,
            seq,
            pages: self.pages,
        };
        URL_SAFE_NO_PAD.encode(serde_json::to_vec(&wire).unwrap_or_default())
    }

    pub(super) fn decode(text: &str) -> Option<Self> {
        let bytes = URL_SAFE_NO_PAD.decode(text).ok()?;
        let wire: Wire = serde_json::from_slice(&bytes).ok()?;
        Some(Self {
            sort: sort(&wire.sort)?,
            order: order(&wire.order)?,
            after: Position { at: wire.at, seq: wire.seq },
            pages: wire.pages,
        })
    }
}

pub(super) fn sort(name: &str) -> Option<Sort> {
    [Sort::CreatedAt, Sort::UpdatedAt].into_iter().find(|sort| sort_name(*sort) == name)
}

pub(super) fn order(name: &str) -> Option<Order> {
    [Order::Ascending, Order::Descending].into_iter().find(|order| order_name(*order) == name)
}

fn sort_name(sort: Sort) -> &'static str {
    match sort {
        Sort::CreatedAt => "createdAt",
        Sort::UpdatedAt => "updatedAt",
    }
}

fn order_name(order: Order) -> &'static str {
    match order {
        Order::Ascending => "asc",
        Order::Descending => "desc",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_comes_back_as_it_was_and_anything_else_is_none() {
        let cursor = Cursor {
            sort: Sort::UpdatedAt,
            order: Order::Ascending,
            after: Position { at: -1, seq: i64::MAX },
            pages: 3,
        };
        assert_eq!(Cursor::decode(&cursor.encode()), Some(cursor));
        for foreign in ["", "x", "eyJpZCI6ImxlYWRfYWJjMTIzIn0", "💥"] {
            assert_eq!(Cursor::decode(foreign), None, "{foreign}");
        }
    }
}
