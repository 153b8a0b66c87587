//! The inspector's files: no data without the knobs' header, nothing inline, nothing from elsewhere.

use crate::running::Sandbox;

#[test]
fn the_page_comes_without_the_header_under_a_policy_that_allows_nothing_inline() {
    let sandbox = Sandbox::start(&["--leads", "5"]);
    for (file, kind) in [("inspector", "text/html"), ("inspector.js", "text/javascript"), ("inspector.css", "text/css")]
    {
        let answer = sandbox.send("GET", &format!("/__sandbox/{file}"), &[], "");
        assert_eq!(answer.status, 200, "{file}");
        assert!(answer.header("content-type").is_some_and(|is| is.starts_with(kind)), "{file}");
        let policy = answer.header("content-security-policy").expect("a policy");
        assert!(policy.contains("default-src 'none'") && !policy.contains("unsafe"), "{policy}");
        assert_eq!(answer.header("x-content-type-options"), Some("nosniff"));
        assert!(!answer.text.contains("@example.com"), "{file} holds no data");
    }
    let page = sandbox.send("GET", "/__sandbox/inspector", &[], "").text;
    assert!(!page.contains("style=") && !page.contains("onload") && page.matches("<script").count() == 1);
    let script = sandbox.send("GET", "/__sandbox/inspector.js", &[], "").text;
    assert!(script.contains("textContent"));
    for sink in ["innerHTML", "outerHTML", "insertAdjacent", "document.write", "eval("] {
        assert!(!script.contains(sink), "{sink}");
    }
}
