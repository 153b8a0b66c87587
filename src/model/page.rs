//! Where a page stands in its list.

use crate::schema::define::{held, kind, model, presence, rust_type};

model! {
    /// Where a page stands in its list.
    ///
    /// Source: “List Leads”.
    record Pagination {
        /// The page's number, from 1.
        page "page": required [integer]
        /// How many items a page may hold.
        limit "limit": required [integer]
        /// How many items there are on all pages.
        total "total": required [integer]
        /// How many pages there are.
        total_pages "totalPages": required [integer]
        /// What to pass as `cursor` for the next page; `null` or absent on the last.
        next_cursor "nextCursor": optional [text]
    }
}
