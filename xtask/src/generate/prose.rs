//! The tables' documentation, which is written for rustdoc, as Markdown for other readers: lines that belong together become
//! one, and links to Rust's items become their names.

/// A paragraph a line, with an empty line between them.
pub fn markdown(doc: &str) -> String {
    let paragraphs = doc.trim().split("\n\n").map(|paragraph| {
        let lines: Vec<_> = paragraph.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
        lines.join(" ")
    });
    let text = paragraphs.filter(|paragraph| !paragraph.is_empty()).collect::<Vec<_>>().join("\n\n");
    text.replace("[`crate::", "[`").replace("[`", "`").replace("`]", "`")
}

/// Only what comes before the second paragraph: what a thing is, without where it comes from.
pub fn summary(doc: &str) -> String {
    markdown(doc).split("\n\n").next().unwrap_or_default().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wrapped_lines_become_one_and_paragraphs_stay_apart() {
        let doc = " What it is,\n in two lines.\n\n Source: “X”; see [`Lead`].\n";
        assert_eq!(markdown(doc), "What it is, in two lines.\n\nSource: “X”; see `Lead`.");
        assert_eq!(summary(doc), "What it is, in two lines.");
    }
}
