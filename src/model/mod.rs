//! The API's models, each defined once together with its table. The order is that of the API document.

mod envelope;
mod lead;
mod page;
mod values;

pub use envelope::{Failure, FailureBody};
pub use lead::{CreateLead, Lead, ListLeads, UpdateLead};
pub use page::Pagination;
pub use values::{AdPlatform, LeadPriority, LeadSource, LeadStatus, SortField, SortOrder};
