//! What a key may do: the contract's six scopes, and sets of them.

use std::str::FromStr;

/// One scope of the contract.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    /// List and get leads.
    LeadsRead,
    /// Create and update leads.
    LeadsWrite,
    /// Analytics.
    AnalyticsRead,
    /// Conversion sync status and pending conversions.
    ConversionsRead,
    /// Workspace and subscription.
    WorkspaceRead,
    /// Support tickets.
    SupportWrite,
}

const NAMES: [(Scope, &str); 6] = [
    (Scope::LeadsRead, "agent.leads.read"),
    (Scope::LeadsWrite, "agent.leads.write"),
    (Scope::AnalyticsRead, "agent.analytics.read"),
    (Scope::ConversionsRead, "agent.conversions.read"),
    (Scope::WorkspaceRead, "agent.workspace.read"),
    (Scope::SupportWrite, "agent.support.write"),
];

impl Scope {
    /// The name on the wire.
    #[must_use]
    pub fn name(self) -> &'static str {
        NAMES[self as usize].1
    }
}

/// A set of scopes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Scopes(u8);

impl Scopes {
    /// Every scope.
    pub const ALL: Self = Self(0b11_1111);

    /// Whether the set holds it.
    #[must_use]
    pub fn has(self, scope: Scope) -> bool {
        self.0 & (1 << scope as u8) != 0
    }

    /// The names in the set.
    pub fn names(self) -> impl Iterator<Item = &'static str> {
        NAMES.into_iter().filter(move |(scope, _)| self.has(*scope)).map(|(_, name)| name)
    }

    /// The set of these names.
    ///
    /// # Errors
    /// A sentence that names the unknown one.
    pub fn of<'a>(names: impl IntoIterator<Item = &'a str>) -> Result<Self, String> {
        names.into_iter().try_fold(Self::default(), |Self(set), name| {
            let (scope, _) =
                NAMES.into_iter().find(|(_, known)| *known == name).ok_or_else(|| format!("unknown scope `{name}`"))?;
            Ok(Self(set | 1 << scope as u8))
        })
    }
}

/// A comma-separated list; the empty list is the empty set.
impl FromStr for Scopes {
    type Err = String;

    fn from_str(list: &str) -> Result<Self, String> {
        Self::of(list.split(',').filter(|name| !name.is_empty()))
    }
}
