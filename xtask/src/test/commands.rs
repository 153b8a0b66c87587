//! Suite `commands`: the smaller commands as a developer types them, each by what it leaves behind or prints last.

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Command, Stdio};
use std::time::SystemTime;

use anyhow::{Context, Result, bail, ensure};
use rustix::process::{Pid, Signal, kill_process};
use serde_json::Value;

use super::Count;
use super::cases::Cases;
use crate::house::{self, VERSION};
use crate::run::program;

/// One case for each command that no other suite types.
pub fn run() -> Result<Count> {
    let mut cases = Cases::default();
    cases.case("`package` makes the tarball and says where", package);
    cases.case("`size --json` prints the figures last", size);
    cases.case("`sandbox` takes its flags", sandbox);
    cases.case("`edge check` passes on edge/", edge_check);
    cases.case("`soak` ends with what came in and what came out", soak);
    cases.case("`bench edge` tells the edge's share of the limit's rate", bench_edge);
    Ok(cases.count())
}

/// One of our own commands.
fn ourselves(arguments: &[&str]) -> Command {
    let mut command = program(house::ourselves());
    command.args(arguments);
    command
}

/// The last line that a command prints, which has to succeed.
fn last_line(arguments: &[&str]) -> Result<String> {
    let output = ourselves(arguments).stderr(Stdio::inherit()).output().context("cannot start xtask")?;
    ensure!(output.status.success(), "it ended with {}", output.status);
    Ok(String::from_utf8(output.stdout)?.lines().last().unwrap_or_default().to_owned())
}

fn package() -> Result<()> {
    let started = SystemTime::now();
    let tarball = house::target(&format!("npm/konektor-{VERSION}.tgz"));
    ensure!(last_line(&["package"])? == tarball.display().to_string(), "it does not say {}", tarball.display());
    ensure!(fs::metadata(&tarball)?.modified()? >= started, "{} is an earlier one", tarball.display());
    Ok(())
}

fn size() -> Result<()> {
    let line = last_line(&["size", "--json"])?;
    let figures: Value = serde_json::from_str(&line).with_context(|| format!("{line:?} is not JSON"))?;
    let figure = |part: &str, name: &str| {
        figures[part][name].as_u64().filter(|bytes| *bytes > 0).with_context(|| format!("no {part}.{name} in {line}"))
    };
    let [wasm, js, total] = [figure("client", "wasm")?, figure("client", "js")?, figure("client", "total")?];
    let [eager, all] = [figure("widget", "eager")?, figure("widget", "total")?];
    let expected = format!(
        r#"{{"client":{{"wasm":{wasm},"js":{js},"total":{total}}},"widget":{{"eager":{eager},"total":{all}}}}}"#
    );
    ensure!(line == expected, "{line} has another form");
    ensure!(wasm + js == total && eager < all, "{line} does not add up");
    Ok(())
}

fn soak() -> Result<()> {
    let line = last_line(&["soak", "--seed", "7", "--minutes", "0.05"])?;
    let sums: Vec<_> = line.split(['=', ' ']).collect();
    let &["in", submitted, "out", leads, "lost", "0", "doubled", "0", "seed", "7"] = sums.as_slice() else {
        bail!("{line:?} is not its last line");
    };
    ensure!(submitted == leads && submitted != "0", "{line}");
    Ok(())
}

/// The shortest run: what is measured here is nothing but that it measures.
fn bench_edge() -> Result<()> {
    let line = last_line(&["bench", "edge", "--rounds", "1", "--seconds", "1", "--warm-up", "16"])?;
    ensure!(line.contains(" of the limit's rate, which "), "its last line is {line:?}");
    Ok(())
}

fn sandbox() -> Result<()> {
    let flags = [
        "sandbox",
        "--port",
        "0",
        "--plan",
        "starter",
        "--leads",
        "3",
        "--key",
        "reader:agent.leads.read,agent.workspace.read",
    ];
    let mut child = ourselves(&flags).stdout(Stdio::piped()).spawn().context("cannot start xtask")?;
    let mut line = String::new();
    let result = BufReader::new(child.stdout.take().context("no stdout")?).read_line(&mut line).map_err(Into::into);
    let result = result.and_then(|_| answers(line.trim()));
    // It became the sandbox: the signal is its own.
    kill_process(Pid::from_child(&child), Signal::TERM)?;
    let status = child.wait()?;
    result?;
    ensure!(status.success(), "after SIGTERM it ended with {status}");
    Ok(())
}

/// What the flags say is what the sandbox does.
fn answers(line: &str) -> Result<()> {
    let host = line.strip_prefix("sandbox ready http://").with_context(|| format!("it printed {line:?}"))?;
    let list = ask(host, "GET", "/api/v2/agent/leads")?;
    for part in ["HTTP/1.1 200", "x-ratelimit-limit: 60", r#""total":3"#] {
        ensure!(list.contains(part), "a list has no {part}: {list}");
    }
    let workspace = ask(host, "GET", "/api/v2/agent/workspace")?;
    ensure!(workspace.starts_with("HTTP/1.1 200"), "the key's second scope: {workspace}");
    let create = ask(host, "POST", "/api/v2/agent/leads")?;
    ensure!(create.starts_with("HTTP/1.1 403"), "a scope that the key has not: {create}");
    Ok(())
}

fn ask(host: &str, method: &str, path: &str) -> Result<String> {
    let mut stream = TcpStream::connect(host)?;
    write!(
        stream,
        "{method} {path} HTTP/1.1\r\nhost: {host}\r\nauthorization: Bearer reader\r\ncontent-length: 0\r\nconnection: close\r\n\r\n"
    )?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer)?;
    Ok(answer)
}

fn edge_check() -> Result<()> {
    let status = ourselves(&["edge", "check"]).stdout(Stdio::from(std::io::stderr())).status()?;
    ensure!(status.success(), "it ended with {status}");
    Ok(())
}
