//! Leads: what is written ([`CreateLead`], [`UpdateLead`]), what is read ([`Lead`]), and the query of a list ([`ListLeads`]).

use super::values::{AdPlatform, LeadPriority, LeadSource, LeadStatus, SortField, SortOrder};
use crate::schema::define::{argument, held, kind, model, presence, rust_type, setter};

/// The fields of a lead, stated once for the three models that have them; `$before` and `$after` are a model's own.
macro_rules! lead_models {
    ($( $(#[doc = $doc:literal])* $field:ident $wire:literal: $presence:ident [$($kind:tt)+] )*) => {
        model! {
            /// A lead to create.
            ///
            /// Source: “Create Lead”. Scope: `agent.leads.write`.
            request CreateLead {
                $( $(#[doc = $doc])* $field $wire: $presence [$($kind)+] )*
            }
        }

        model! {
            /// The fields of a lead to change: those left out stay as they are, and `null` clears those that may be empty.
            ///
            /// That `null` clears is our reading of the API document, which shows `null` in answers and is silent on
            /// requests. An update without any field is refused before it is sent.
            ///
            /// Source: “Update Lead”. Scope: `agent.leads.write`.
            update UpdateLead {
                $( $(#[doc = $doc])* $field $wire: $presence [$($kind)+] )*
            }
        }

        model! {
            /// A lead, as the API answers it. Operations differ in what they answer: any field but `id` may be absent, and
            /// absent is not the same as `null`.
            ///
            /// Source: “Get Lead”, “List Leads”. Scope: `agent.leads.read`.
            record Lead {
                /// The lead's identifier in the API.
                id "id": always [text]
                $( $(#[doc = $doc])* $field $wire: $presence [$($kind)+] )*
                /// When the lead was created: ISO 8601, UTC.
                created_at "createdAt": required [date_time]
                /// When the lead was last changed: ISO 8601, UTC.
                updated_at "updatedAt": required [date_time]
            }
        }
    };
}

lead_models! {
    /// First name: 1–100 UTF-16 units.
    first_name "firstName": required [text 1..=100]
    /// Last name: at most 100 UTF-16 units.
    last_name "lastName": clearable [text 0..=100]
    /// E-mail address.
    email "email": clearable [email]
    /// Phone number: at most 20 UTF-16 units. The API's examples are written `+6281234567890`.
    phone "phone": clearable [text 0..=20]
    /// Where the lead stands. A created lead is `new` unless it says otherwise.
    status "status": defaulted [values LeadStatus]
    /// How soon the team should act.
    priority "priority": optional [values LeadPriority]
    /// Where the lead came from.
    source "source": optional [values LeadSource]
    /// The platform whose ad brought the lead.
    ad_platform "adPlatform": optional [values AdPlatform]
    /// Notes: at most 5 000 UTF-16 units.
    notes "notes": clearable [text 0..=5000]
    /// The code by which people and chats name the lead: at most 100 UTF-16 units. The server makes one if none is given.
    unique_code "uniqueCode": defaulted [text 0..=100]
    /// The lead's identifier in your system: at most 150 UTF-16 units.
    external_ref "externalRef": optional [text 0..=150]
    /// The team member in charge: a UUID.
    assigned_to "assignedTo": clearable [uuid]
    /// The estimated value of the deal, in the workspace's currency.
    estimated_value "estimatedValue": clearable [number]
    /// The actual value of the deal, in the workspace's currency.
    actual_value "actualValue": clearable [number]
}

model! {
    /// Which leads to list, and how.
    ///
    /// Source: “List Leads”. Scope: `agent.leads.read`.
    request ListLeads {
        /// The page's number, from 1. Not together with `cursor`.
        page "page": optional [integer 1..]
        /// How many leads a page holds: 1–100, 50 unless told.
        limit "limit": optional [integer 1..=100]
        /// Where to go on: the `nextCursor` of an earlier page. Not together with `page`.
        cursor "cursor": optional [text]
        /// Only leads of this status.
        status "status": optional [values LeadStatus]
        /// Only leads of this priority.
        priority "priority": optional [values LeadPriority]
        /// Only leads from this source.
        source "source": optional [values LeadSource]
        /// Only leads of this ad platform.
        ad_platform "adPlatform": optional [values AdPlatform]
        /// Only leads of this team member: a UUID.
        assigned_to "assignedTo": optional [uuid]
        /// Only leads created after this: an ISO 8601 date, or date-time with `Z` or an offset.
        created_from "createdFrom": optional [date_time]
        /// Only leads created before this: an ISO 8601 date, or date-time with `Z` or an offset.
        created_to "createdTo": optional [date_time]
        /// Only leads whose name, email, phone, `uniqueCode` or `externalRef` holds this: at most 200 UTF-16 units.
        search "search": optional [text 0..=200]
        /// What to sort by; `createdAt` unless told.
        sort_by "sortBy": optional [values SortField]
        /// The direction of the sort; `desc` unless told.
        sort_order "sortOrder": optional [values SortOrder]
    }
}
