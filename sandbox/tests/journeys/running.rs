//! A sandbox process and a light client for it. The process ends with the value.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::Value;

pub const KEY: &str = "knk_sandbox";
pub const LEADS: &str = "/api/v2/agent/leads";

pub struct Sandbox {
    pub child: Child,
    pub address: String,
    agent: ureq::Agent,
}

pub struct Answer {
    pub status: u16,
    pub headers: ureq::http::HeaderMap,
    pub text: String,
}

impl Answer {
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_else(|error| panic!("{error}: {}", self.text))
    }

    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).map(|value| value.to_str().expect("visible ASCII"))
    }

    pub fn data(&self) -> Value {
        assert!((200..300).contains(&self.status), "{} {}", self.status, self.text);
        self.json()["data"].clone()
    }

    /// The code of an error envelope, which has to be whole.
    pub fn code(&self) -> String {
        let envelope = self.json();
        assert_eq!(envelope["success"], false);
        assert!(envelope["error"]["message"].as_str().is_some_and(|message| !message.is_empty()));
        assert!(envelope["error"].get("details").is_some());
        envelope["error"]["code"].as_str().expect("a code").to_owned()
    }
}

impl Sandbox {
    /// On a free port, in memory unless told.
    pub fn start(flags: &[&str]) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_konektor-sandbox"))
            .args(["--port", "0"])
            .args(flags)
            .stdout(Stdio::piped())
            .spawn()
            .expect("the sandbox starts");
        let mut line = String::new();
        let stdout = child.stdout.as_mut().expect("a pipe");
        BufReader::new(stdout).read_line(&mut line).expect("a line");
        let address = line.trim().strip_prefix("sandbox ready http://").expect("the ready line").to_owned();
        let agent = ureq::Agent::config_builder()
            .http_status_as_error(false)
            .max_redirects(0)
            .timeout_global(Some(Duration::from_secs(20)))
            .build()
            .into();
        Self { child, address, agent }
    }

    /// The clock frozen at a minute's beginning, so that nothing depends on when the test runs.
    pub fn frozen(flags: &[&str]) -> Self {
        let sandbox = Self::start(flags);
        sandbox.knob("POST", "/clock", r#"{"frozen":true,"set":"2025-01-16T08:00:00.000Z"}"#);
        sandbox
    }

    pub fn try_send(
        &self,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        body: &str,
    ) -> Result<Answer, ureq::Error> {
        let mut request = ureq::http::Request::builder().method(method).uri(format!("http://{}{path}", self.address));
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let mut response = if matches!(method, "POST" | "PATCH" | "PUT") {
            self.agent.run(request.body(body.to_owned()).expect("a request"))?
        } else {
            self.agent.run(request.body(()).expect("a request"))?
        };
        let text = response.body_mut().read_to_string()?;
        Ok(Answer { status: response.status().as_u16(), headers: response.headers().clone(), text })
    }

    pub fn send(&self, method: &str, path: &str, headers: &[(&str, &str)], body: &str) -> Answer {
        self.try_send(method, path, headers, body).unwrap_or_else(|error| panic!("{method} {path}: {error}"))
    }

    /// With a key.
    pub fn with_key(&self, key: &str, method: &str, path: &str, body: &str) -> Answer {
        self.send(method, path, &[("authorization", &format!("Bearer {key}"))], body)
    }

    pub fn api(&self, method: &str, path: &str, body: &str) -> Answer {
        self.with_key(KEY, method, path, body)
    }

    /// The same, when the connection may end.
    pub fn try_api(&self, method: &str, path: &str, body: &str) -> Result<Answer, ureq::Error> {
        self.try_send(method, path, &[("authorization", &format!("Bearer {KEY}"))], body)
    }

    pub fn create(&self, body: &str) -> Value {
        self.api("POST", LEADS, body).data()
    }

    /// The page at a query.
    pub fn list(&self, query: &str) -> Value {
        let answer = self.api("GET", &format!("{LEADS}?{query}"), "");
        assert_eq!(answer.status, 200, "{query}: {}", answer.text);
        answer.json()
    }

    /// One field of each lead that a query lists.
    pub fn listed(&self, query: &str, field: &str) -> Vec<String> {
        let page = self.list(query);
        let leads = page["data"].as_array().expect("a list");
        leads.iter().map(|lead| lead[field].as_str().expect(field).to_owned()).collect()
    }

    pub fn turn(&self, method: &str, knob: &str, body: &str) -> Answer {
        self.send(method, &format!("/__sandbox{knob}"), &[("x-sandbox", "1")], body)
    }

    /// Turns a knob, which has to obey.
    pub fn knob(&self, method: &str, knob: &str, body: &str) -> Value {
        let answer = self.turn(method, knob, body);
        assert_eq!(answer.status, 200, "{method} {knob} {body}: {}", answer.text);
        answer.json()
    }

    pub fn fault(&self, fault: &str) {
        self.knob("POST", "/faults", fault);
    }

    pub fn plan(&self, plan: &str) {
        self.knob("PATCH", "/settings", &format!(r#"{{"plan":"{plan}"}}"#));
    }

    /// All leads as they are stored.
    pub fn stored(&self, query: &str) -> Vec<Value> {
        self.knob("GET", &format!("/leads?{query}"), "")["leads"].as_array().expect("a list").clone()
    }

    pub fn requests(&self) -> Vec<Value> {
        self.knob("GET", "/requests", "")["requests"].as_array().expect("a list").clone()
    }

    /// Until an overview shows what is waited for.
    pub fn until(&self, what: &str, holds: impl Fn(&Value) -> bool) {
        let start = Instant::now();
        while !holds(&self.knob("GET", "/state", "")) {
            assert!(start.elapsed() < Duration::from_secs(20), "never: {what}");
        }
    }

    /// Sends bytes and reads until the connection ends.
    pub fn raw(&self, request: &str) -> String {
        let mut stream = self.connection();
        stream.write_all(request.as_bytes()).expect("sent");
        let mut answer = Vec::new();
        // A reset is an end too.
        let _ = stream.read_to_end(&mut answer);
        String::from_utf8_lossy(&answer).into_owned()
    }

    pub fn connection(&self) -> TcpStream {
        let stream = TcpStream::connect(&self.address).expect("a connection");
        stream.set_read_timeout(Some(Duration::from_secs(20))).expect("a timeout");
        stream
    }

    /// A POST of a lead as bytes, the connection closed after its answer.
    pub fn post(&self, body: &str) -> String {
        format!(
            "POST {LEADS} HTTP/1.1\r\nhost: {}\r\nauthorization: Bearer {KEY}\r\nconnection: close\r\ncontent-length: {}\r\n\r\n{body}",
            self.address,
            body.len()
        )
    }
}

impl Drop for Sandbox {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
