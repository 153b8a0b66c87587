//! The operations that are served so far: their names, and the scope that each needs.

use crate::scope::Scope;

/// An operation of the contract.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Operation {
    Skill,
    ListLeads,
    GetLead,
    CreateLead,
    UpdateLead,
}

impl Operation {
    pub(crate) const ALL: [Self; 5] = [Self::Skill, Self::ListLeads, Self::GetLead, Self::CreateLead, Self::UpdateLead];

    /// The name that faults and the request log use.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Skill => "skill",
            Self::ListLeads => "leads.list",
            Self::GetLead => "leads.get",
            Self::CreateLead => "leads.create",
            Self::UpdateLead => "leads.update",
        }
    }

    /// `None`: public.
    pub(crate) fn scope(self) -> Option<Scope> {
        match self {
            Self::Skill => None,
            Self::ListLeads | Self::GetLead => Some(Scope::LeadsRead),
            Self::CreateLead | Self::UpdateLead => Some(Scope::LeadsWrite),
        }
    }
}
