//! Create Support Ticket.

use serde_json::{Value, json};

use crate::running::{Answer, Sandbox};

const TICKETS: &str = "/api/v2/agent/support/tickets";

fn send(sandbox: &Sandbox, ticket: &Value) -> Answer {
    sandbox.api("POST", TICKETS, &ticket.to_string())
}

fn stored(sandbox: &Sandbox) -> Vec<Value> {
    sandbox.knob("GET", "/tickets", "")["tickets"].as_array().expect("a list").clone()
}

#[test]
fn it_answers_the_contracts_example_and_stores_the_ticket() {
    let sandbox = Sandbox::frozen(&[]);
    sandbox.knob("POST", "/clock", r#"{"set":"2026-03-10T08:00:00.000Z"}"#);
    let message = "Our Meta pixel events stopped syncing since yesterday. Workspace ID: ws_abc123.";
    let answer = send(
        &sandbox,
        &json!({ "subject": "Tracking pixel not firing", "message": message, "priority": "high", "status": "closed" }),
    );
    assert_eq!(answer.status, 201);
    let data = answer.data();
    let (id, reference) = (data["ticketId"].as_str().expect("an id"), data["ticketRef"].as_str().expect("a reference"));
    assert_eq!(
        answer.text.replace(id, "t_abc123").replace(reference, "A1B2C-3D4E"),
        concat!(
            r#"{"success":true,"data":{"ticketId":"t_abc123","ticketRef":"A1B2C-3D4E","subject":"Tracking pixel not firing","#,
            r#""status":"new","priority":"high","createdAt":"2026-03-10T08:00:00.000Z"}}"#
        )
    );
    assert!(id.starts_with("t_"), "{id}");
    let (left, right) = reference.split_once('-').expect("two parts");
    assert_eq!((left.len(), right.len()), (5, 4), "{reference}");
    assert!(reference.chars().all(|c| c == '-' || c.is_ascii_uppercase() || c.is_ascii_digit()), "{reference}");

    let mut expected = data.clone();
    expected["message"] = message.into();
    assert_eq!(stored(&sandbox), [expected]);
    send(&sandbox, &json!({ "subject": "Second", "message": "x" }));
    assert_eq!(stored(&sandbox).len(), 2);
    sandbox.knob("POST", "/reset", "");
    assert!(stored(&sandbox).is_empty());
}

#[test]
fn the_priority_is_normal_unless_told_and_any_text_but_none() {
    let sandbox = Sandbox::start(&[]);
    assert_eq!(send(&sandbox, &json!({ "subject": "Help", "message": "x" })).data()["priority"], "normal");
    for priority in ["normal", "high", "sekarang juga", "🔥"] {
        let ticket = json!({ "subject": "Help", "message": "x", "priority": priority });
        assert_eq!(send(&sandbox, &ticket).data()["priority"], priority);
    }
    for priority in [json!(""), json!(1), Value::Null] {
        let answer = send(&sandbox, &json!({ "subject": "Help", "message": "x", "priority": priority }));
        assert!(answer.json()["error"]["details"]["priority"].is_string(), "{}", answer.text);
    }
}

#[test]
fn subject_and_message_are_taken_at_their_limits_and_refused_beyond() {
    let sandbox = Sandbox::start(&[]);
    for (subject, message, status) in [
        ("a".repeat(3), "a".to_owned(), 201),
        ("a".repeat(2), "a".to_owned(), 400),
        ("😀".repeat(90), "😀".repeat(5_000), 201),
        ("😀".repeat(90) + "a", "a".to_owned(), 400),
        ("abc".to_owned(), "a".repeat(10_001), 400),
        ("abc".to_owned(), String::new(), 400),
    ] {
        let answer = send(&sandbox, &json!({ "subject": subject, "message": message }));
        assert_eq!(answer.status, status, "{} and {}", subject.len(), message.len());
    }
    let missing = sandbox.api("POST", TICKETS, "{}");
    assert_eq!(missing.json()["error"]["details"], json!({ "message": "Required", "subject": "Required" }));
    assert_eq!(stored(&sandbox).len(), 2);
}
