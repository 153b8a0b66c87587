//! The API document's examples, from the golden files that the contract's tests hold too.

use std::fs;

use anyhow::{Context, Result};
use konektor::document::Failing;

use crate::generate::json::Json;
use crate::generate::meaning;
use crate::house;

const GOLDEN: &str = "tests/contract/golden";

/// The body that an operation sends, if the document shows one.
pub fn request(operation: &str) -> Result<Option<Json>> {
    golden(&format!("{operation}.request"))
}

/// What an operation answers.
pub fn answer(operation: &str) -> Result<Option<Json>> {
    golden(operation)
}

/// An error: the document's own where it has one, otherwise its envelope with the error's code and meaning.
pub fn failure(failing: &Failing) -> Result<Json> {
    if failing.status == 400 {
        return golden("validation-error")?.context("there is no example of a validation error");
    }
    let mut envelope = golden("error")?.context("there is no example of an error")?;
    if let Some(error) = envelope.get_mut("error") {
        *error = error.clone().with("code", failing.code.as_str()).with("message", meaning(failing));
    }
    Ok(envelope)
}

fn golden(name: &str) -> Result<Option<Json>> {
    let file = house::at(GOLDEN).join(format!("{name}.json"));
    if !file.exists() {
        return Ok(None);
    }
    let text = fs::read_to_string(&file)?;
    Ok(Some(serde_json::from_str(&text).with_context(|| format!("{} is no JSON", file.display()))?))
}

#[cfg(test)]
mod tests {
    use konektor::endpoint::{Answer, Input, OPERATIONS};

    use super::*;

    #[test]
    fn every_body_and_every_json_answer_has_its_example() {
        for operation in OPERATIONS {
            let has_body = matches!(operation.input, Input::Body { .. });
            assert_eq!(request(operation.name).unwrap().is_some(), has_body, "{}", operation.name);
            let json = matches!(operation.answer, Answer::Json(_));
            assert_eq!(answer(operation.name).unwrap().is_some(), json, "{}", operation.name);
        }
    }
}
