//! The page of errors: the API's own, then those that the client and the edge add.

use konektor::document::FAILURES;
use konektor::endpoint::OPERATIONS;
use konektor::error::Code;
use konektor::model::FailureBody;

use super::{model, table};
use crate::generate::json_schema::Side;
use crate::generate::met::Met;
use crate::generate::prose::markdown;

/// The page.
pub fn page() -> String {
    let of_the_api = FAILURES.iter().map(|failing| {
        let answering: Vec<_> = OPERATIONS
            .iter()
            .filter(|it| it.failures().any(|its| its.code == failing.code))
            .map(|it| it.name)
            .collect();
        let by = match answering.len() {
            all if all == OPERATIONS.len() => "all".to_owned(),
            all if all + 1 == OPERATIONS.len() => "all that need a key".to_owned(),
            _ => answering.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", "),
        };
        let code = format!("`{}`", failing.code.as_str());
        [code, failing.status.to_string(), crate::generate::meaning(failing), by]
    });
    let known = |code: &str| FAILURES.iter().any(|failing| failing.code.as_str() == code);
    let others = Code::VALUES.values.iter().zip(Code::VALUES.meanings).filter(|(code, _)| !known(code));
    let others = others.map(|(code, meaning)| [format!("`{code}`"), markdown(meaning)]);
    let mut envelope = Met::default();
    envelope.model(FailureBody::SCHEMA, Side::Answer);
    let envelope: Vec<_> = envelope.models.iter().map(|(schema, side)| model::model(schema, *side)).collect();
    [
        "# Errors\n\nA code stays what it is for good. Source of the API's own: “Error Codes”.\n\n## The API's own\n\n"
            .to_owned(),
        table(["code", "status", "meaning", "answered by"], of_the_api),
        "\n## Further ones, of the client and the edge\n\n".to_owned(),
        table(["code", "meaning"], others),
        format!("\n## The envelope\n\n{}", envelope.join("\n")),
    ]
    .concat()
}
