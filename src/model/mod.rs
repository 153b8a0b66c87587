//! The API's models, each defined once together with its table. The order is that of the API document.

mod analytics;
mod change;
mod conversion;
mod envelope;
mod lead;
mod page;
mod ticket;
mod values;
mod webhook;
mod workspace;

pub use analytics::{AnalyticsQuery, AnalyticsSummary, CampaignPerformance, FunnelStep, Period};
pub use change::{Change, Clear};
pub use conversion::{ConversionStatus, ConversionStatusQuery, PendingConversion};
pub use envelope::{Failure, FailureBody};
pub use lead::{CreateLead, Lead, ListLeads, UpdateLead};
pub use page::Pagination;
pub use ticket::{CreateTicket, Ticket};
pub use values::{
    AdPlatform, ConversionSyncStatus, LeadPriority, LeadSource, LeadStatus, Plan, SortField, SortOrder, TicketPriority,
    TicketStatus, Timeframe, WebhookEventName,
};
pub use webhook::{LeadCreated, LeadUpdated};
pub use workspace::{LeadsPerDay, Subscription, Usage, Workspace};
