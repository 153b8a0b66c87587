//! The operations on leads, one a file: given the store, the settings and a checked request, each answers or refuses.
//! Who may call and how often is the gate's.

pub(crate) mod create;
mod cursor;
pub(crate) mod get;
pub(crate) mod list;
pub(crate) mod update;

use crate::context::Context;
use crate::envelope::Refusal;
use crate::settings::Settings;

/// Whether a full answer shows the field.
fn shown(settings: &Settings) -> impl Fn(&str) -> bool + '_ {
    |name| name != "externalRef" || settings.return_external_ref
}

fn no_such_lead() -> Refusal {
    Refusal::not_found("Lead not found")
}

fn taken(field: &str) -> Refusal {
    Refusal::field(field, "Already taken")
}
