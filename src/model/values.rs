//! The lists of values. Reading is open: a value that the API adds later arrives as `Other`. Writing is closed to what is
//! documented (“Values Reference”).

use crate::schema::define::values;

values! {
    /// Where a lead stands. Each change is reported to the ad platform as a conversion event.
    ///
    /// Source: “Values Reference”, Lead Statuses.
    closed LeadStatus {
        /// Somebody opened the page and left no details yet.
        Pageview = "pageview",
        /// A new lead: what a created lead is, unless it says otherwise.
        New = "new",
        /// The team has written or called.
        Contacted = "contacted",
        /// The lead has answered.
        Responded = "responded",
        /// The lead fits the offer.
        Qualified = "qualified",
        /// The lead is about to buy.
        Hot = "hot",
        /// A proposal is out.
        Proposal = "proposal",
        /// Terms are being discussed.
        Negotiation = "negotiation",
        /// An invoice is out.
        Invoice = "invoice",
        /// The deal is made.
        Won = "won",
        /// The deal is off.
        Lost = "lost",
    }
}

values! {
    /// How soon the team should act on a lead.
    ///
    /// Source: “Values Reference”, Lead Priorities.
    closed LeadPriority {
        Low = "low",
        Medium = "medium",
        High = "high",
        Urgent = "urgent",
    }
}

values! {
    /// Where a lead came from.
    ///
    /// Source: “Values Reference”, Lead Sources.
    closed LeadSource {
        Website = "website",
        Whatsapp = "whatsapp",
        Phone = "phone",
        Email = "email",
        Referral = "referral",
        Social = "social",
        /// A paid ad; see [`AdPlatform`] for whose.
        Ads = "ads",
        Event = "event",
        /// None of the others.
        OtherSource = "other",
    }
}

values! {
    /// The platform whose ad brought a lead.
    ///
    /// Source: “Values Reference”, Ad Platforms.
    closed AdPlatform {
        Meta = "meta",
        Google = "google",
        Tiktok = "tiktok",
        Linkedin = "linkedin",
        Posthog = "posthog",
        /// None of the others.
        OtherPlatform = "other",
    }
}

values! {
    /// What a list of leads is sorted by.
    ///
    /// Source: “List Leads”.
    closed SortField {
        CreatedAt = "createdAt",
        UpdatedAt = "updatedAt",
    }
}

values! {
    /// The direction of a sort.
    ///
    /// Source: “List Leads”.
    closed SortOrder {
        /// Oldest first.
        Asc = "asc",
        /// Newest first.
        Desc = "desc",
    }
}

values! {
    /// A span of time up to now, in the workspace's timezone.
    ///
    /// Source: “Values Reference”, Timeframes.
    closed Timeframe {
        Today = "today",
        Last7Days = "last_7_days",
        /// What is taken unless told.
        Last30Days = "last_30_days",
        CurrentWeek = "current_week",
        CurrentMonth = "current_month",
        AllTime = "all_time",
    }
}

values! {
    /// How far a lead's conversion events have reached its ad platform.
    ///
    /// Source: “Conversion Sync Status”.
    open ConversionSyncStatus {
        /// Not sent yet.
        Pending = "pending",
        /// All sent.
        Synced = "synced",
        /// Some sent.
        Partial = "partial",
        /// Refused or lost; will be tried again.
        Failed = "failed",
        /// Nothing to send.
        NothingToSend = "none",
    }
}

values! {
    /// A workspace's plan, which sets its rate limit: 60, 200, 600 and 200 requests a minute.
    ///
    /// Source: “Rate Limits”.
    open Plan {
        Starter = "starter",
        Pro = "pro",
        Enterprise = "enterprise",
        Custom = "custom",
    }
}

values! {
    /// How urgent a support ticket is. The API document leaves its list unrendered, so any non-empty text may be sent.
    ///
    /// Source: “Create Support Ticket”.
    open TicketPriority {
        /// What is taken unless told.
        Normal = "normal",
        High = "high",
    }
}

values! {
    /// Where a support ticket stands. The API document leaves its list unrendered.
    ///
    /// Source: “Create Support Ticket”.
    open TicketStatus {
        New = "new",
    }
}

values! {
    /// What a webhook reports: the value of its header `X-Konektor-Event`.
    ///
    /// Source: Konektor's webhooks, which are outside the Agent API.
    open WebhookEventName {
        LeadCreated = "lead.created",
        LeadUpdated = "lead.updated",
    }
}
