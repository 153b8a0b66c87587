//! SKILL.md: the one public document, for agents.

/// The document.
pub(crate) const DOCUMENT: &str = include_str!("skill.md");
