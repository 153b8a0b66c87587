//! Suite `demo`: the README's first command as a newcomer types it, and that Ctrl-C leaves nothing behind.

use std::collections::BTreeMap;
use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use rustix::process::{Pid, Signal, kill_process};
use serde_json::Value;

use super::Count;
use super::cases::Cases;
use crate::house;
use crate::run::{cargo, program};

/// How long the processes may take to end.
const END: Duration = Duration::from_secs(20);

/// Four cases.
pub fn run() -> Result<Count> {
    let mut cases = Cases::default();
    cases.case("`cargo xtask demo --once` prints the lead that the visitor sent", one_lead);
    cases.case("`demo` prints three addresses that answer, and Ctrl-C ends every process that it started", ctrl_c);
    cases.case("a port that is taken is named, and the demo fails", taken_port);
    cases.case("a visitor that gets nowhere says at which step, prints no lead, and fails", lost_visitor);
    Ok(cases.count())
}

fn one_lead() -> Result<()> {
    let mut command = cargo();
    command.args(["xtask", "demo", "--once"]).stderr(Stdio::inherit());
    let output = command.output().context("cannot start cargo")?;
    ensure!(output.status.success(), "it ended with {}", output.status);
    let printed = String::from_utf8(output.stdout)?;
    let last = printed.lines().last().unwrap_or_default();
    let lead: Value = serde_json::from_str(last).context("its last line is not JSON")?;
    for (field, wanted) in [("source", "ads"), ("adPlatform", "google"), ("email", "siti.rahayu@example.com")] {
        ensure!(lead[field] == wanted, "the lead's {field} is {}, not {wanted}", lead[field]);
    }
    let code = lead["uniqueCode"].as_str().unwrap_or_default();
    ensure!(code.starts_with("KNK-abc123-"), "the lead's uniqueCode is {code:?}");
    let notes = lead["notes"].as_str().unwrap_or_default();
    for part in ["Rumah 120 m², atap genteng", "promo-januari", "Cj0KCQiA-demo_click-id.0123456789"] {
        ensure!(notes.contains(part), "the lead's notes have no {part:?}: {notes}");
    }
    Ok(())
}

fn ctrl_c() -> Result<()> {
    let port = three_free_ports()?;
    let mut command = program(house::ourselves());
    command.args(["demo", "--port", &port.to_string()]).stdout(Stdio::piped());
    let mut demo = command.spawn().context("cannot start the demo")?;
    let result = ended_by_ctrl_c(&mut demo);
    if result.is_err() {
        // It may hang: its children end with it.
        let _ = demo.kill();
        let _ = demo.wait();
    }
    result
}

fn ended_by_ctrl_c(demo: &mut Child) -> Result<()> {
    let addresses: Vec<_> = BufReader::new(demo.stdout.take().context("no stdout")?)
        .lines()
        .take(3)
        .collect::<Result<_, _>>()
        .context("it printed no addresses")?;
    ensure!(addresses.len() == 3, "it printed {} addresses, not three", addresses.len());
    for (line, (name, path)) in
        addresses.iter().zip([("landing page", ""), ("edge", "/konektor-form.js"), ("sandbox", "")])
    {
        let address = line.strip_prefix(name).with_context(|| format!("{line:?} is not the {name}'s"))?;
        answers(&format!("{}{path}", address.trim())).with_context(|| format!("the address of the {name}"))?;
    }

    let started = descendants(demo.id());
    ensure!(started.len() >= 3, "only {} processes run", started.len());
    kill_process(Pid::from_child(demo), Signal::INT)?;
    let status = ended(demo)?;
    ensure!(status, "it said that it failed");

    let deadline = Instant::now() + END;
    loop {
        let left: Vec<_> = started.iter().filter(|(pid, name)| name_of(**pid).as_ref() == Some(name)).collect();
        if left.is_empty() {
            return Ok(());
        }
        ensure!(Instant::now() < deadline, "these are still there: {left:?}");
        thread::sleep(Duration::from_millis(50));
    }
}

/// Whether there is something at an address.
fn answers(address: &str) -> Result<()> {
    let (host, path) = address.strip_prefix("http://").and_then(|rest| rest.split_once('/')).context("it is none")?;
    let mut stream = TcpStream::connect(host)?;
    write!(stream, "GET /{path} HTTP/1.1\r\nhost: {host}\r\nconnection: close\r\n\r\n")?;
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer)?;
    let answer = String::from_utf8_lossy(&answer);
    ensure!(answer.starts_with("HTTP/1.1 200"), "{address}: {:?}", answer.lines().next());
    Ok(())
}

fn taken_port() -> Result<()> {
    let port = three_free_ports()?;
    let _holder = TcpListener::bind((Ipv4Addr::LOCALHOST, port + 2))?;
    let mut command = program(house::ourselves());
    fails(command.args(["demo", "--once", "--port", &port.to_string()]), &format!("port {} is taken", port + 2))
}

fn lost_visitor() -> Result<()> {
    let nowhere = format!("http://127.0.0.1:{}", three_free_ports()?);
    let mut command = program("node");
    command.arg(house::at("xtask/demo.mjs"));
    command.args(["--page", &nowhere, "--api", &nowhere, "--key", "knk_sandbox"]);
    fails(&mut command, "could not open the landing page")
}

/// A command has to fail, say this, and print nothing that could be taken for a lead.
fn fails(command: &mut Command, said: &str) -> Result<()> {
    let output = command.output().context("it cannot be started")?;
    let told = String::from_utf8_lossy(&output.stderr);
    ensure!(!output.status.success(), "it succeeded: {told}");
    ensure!(told.contains(said), "it does not say {said:?}: {told}");
    ensure!(output.stdout.is_empty(), "it printed {}", String::from_utf8_lossy(&output.stdout));
    Ok(())
}

fn ended(demo: &mut Child) -> Result<bool> {
    let deadline = Instant::now() + END;
    loop {
        if let Some(status) = demo.try_wait()? {
            return Ok(status.success());
        }
        ensure!(Instant::now() < deadline, "it did not end within {} s", END.as_secs());
        thread::sleep(Duration::from_millis(50));
    }
}

/// A port whose two neighbours are free as well.
fn three_free_ports() -> Result<u16> {
    let free = |port| TcpListener::bind((Ipv4Addr::LOCALHOST, port)).is_ok();
    (20_000..60_000)
        .step_by(7)
        .find(|port| (0..3).all(|offset| free(port + offset)))
        .context("no three free ports in a row")
}

/// The process's children, their children, and so on, with their names.
fn descendants(of: u32) -> BTreeMap<u32, String> {
    let pairs: Vec<(u32, u32)> = fs::read_dir("/proc")
        .into_iter()
        .flatten()
        .filter_map(|entry| {
            let pid = entry.ok()?.file_name().to_str()?.parse().ok()?;
            Some((pid, parent_of(pid)?))
        })
        .collect();
    let mut found = BTreeMap::new();
    let mut open = vec![of];
    while let Some(parent) = open.pop() {
        for (pid, _) in pairs.iter().filter(|(_, ppid)| *ppid == parent) {
            if let Some(name) = name_of(*pid) {
                found.insert(*pid, name);
                open.push(*pid);
            }
        }
    }
    found
}

/// The second word after the name, which stands in brackets and may hold spaces.
fn parent_of(pid: u32) -> Option<u32> {
    let stat = fs::read_to_string(format!("/proc/{pid}/stat")).ok()?;
    stat.rsplit_once(')')?.1.split_whitespace().nth(1)?.parse().ok()
}

/// A process's name; a number alone could by now be another's.
fn name_of(pid: u32) -> Option<String> {
    fs::read_to_string(format!("/proc/{pid}/comm")).ok()
}
