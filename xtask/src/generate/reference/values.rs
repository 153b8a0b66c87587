//! The page of values: each list, with what its values mean where their names do not say it.

use konektor::endpoint::OPERATIONS;
use konektor::schema::Values;

use super::table;
use crate::generate::met::Met;
use crate::generate::prose::markdown;

/// The page.
pub fn page() -> String {
    let lists = Met::by(OPERATIONS).values.into_iter().map(list);
    let head = "# Values\n\nAn answer may hold a value that is not listed: it reaches you unchanged. A request may not, unless its list says so.\n";
    [head.to_owned()].into_iter().chain(lists).collect()
}

fn list(values: &'static Values) -> String {
    let rows =
        values.values.iter().zip(values.meanings).map(|(value, meaning)| [format!("`{value}`"), markdown(meaning)]);
    let open = if values.open { "The API document does not list all of them: others may be sent too.\n\n" } else { "" };
    format!("\n## {}\n\n{}\n\n{open}{}", values.name, markdown(values.doc), table(["value", "meaning"], rows))
}
