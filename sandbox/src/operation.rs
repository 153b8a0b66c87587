//! The operations of the contract: their names, and the scope that each needs.

use crate::scope::Scope;

/// An operation of the contract.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Operation {
    Skill,
    ListLeads,
    GetLead,
    CreateLead,
    UpdateLead,
    AnalyticsSummary,
    AnalyticsFunnel,
    AnalyticsCampaigns,
    ConversionStatus,
    PendingConversions,
    Workspace,
    CreateTicket,
}

impl Operation {
    pub(crate) const ALL: [Self; 12] = [
        Self::Skill,
        Self::ListLeads,
        Self::GetLead,
        Self::CreateLead,
        Self::UpdateLead,
        Self::AnalyticsSummary,
        Self::AnalyticsFunnel,
        Self::AnalyticsCampaigns,
        Self::ConversionStatus,
        Self::PendingConversions,
        Self::Workspace,
        Self::CreateTicket,
    ];

    /// The name that faults and the request log use.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Skill => "skill",
            Self::ListLeads => "leads.list",
            Self::GetLead => "leads.get",
            Self::CreateLead => "leads.create",
            Self::UpdateLead => "leads.update",
            Self::AnalyticsSummary => "analytics.summary",
            Self::AnalyticsFunnel => "analytics.funnel",
            Self::AnalyticsCampaigns => "analytics.campaigns",
            Self::ConversionStatus => "conversions.status",
            Self::PendingConversions => "conversions.pending",
            Self::Workspace => "workspace.get",
            Self::CreateTicket => "support.createTicket",
        }
    }

    /// `None`: public.
    pub(crate) fn scope(self) -> Option<Scope> {
        match self {
            Self::Skill => None,
            Self::ListLeads | Self::GetLead => Some(Scope::LeadsRead),
            Self::CreateLead | Self::UpdateLead => Some(Scope::LeadsWrite),
            Self::AnalyticsSummary | Self::AnalyticsFunnel | Self::AnalyticsCampaigns => Some(Scope::AnalyticsRead),
            Self::ConversionStatus | Self::PendingConversions => Some(Scope::ConversionsRead),
            Self::Workspace => Some(Scope::WorkspaceRead),
            Self::CreateTicket => Some(Scope::SupportWrite),
        }
    }
}
