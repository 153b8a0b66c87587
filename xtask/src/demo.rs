//! `demo`: sandbox, edge and landing page on loopback, from a clean clone. With `--once`, a browser
//! goes through them as a person would, and the lead that arrived is printed.

use std::fs;
use std::net::{Ipv4Addr, TcpListener};
use std::path::Path;
use std::process::Stdio;
use std::sync::mpsc::{self, Receiver};
use std::time::Duration;

use anyhow::{Context, Result, bail, ensure};
use serde_json::{Value, json};

use crate::house;
use crate::processes::{self, Running};
use crate::run::{program, step};
use crate::{build, install};

const FORM: &str = "promo";
const KEY: &str = "knk_sandbox";
const PORT: u16 = 4170;

/// Where the three parts answer.
struct Addresses {
    page: String,
    edge: String,
    sandbox: String,
}

/// Starts everything; ends on Ctrl-C, or after one lead.
pub fn demo(once: bool, port: Option<u16>) -> Result<()> {
    let (stop, stopped) = mpsc::channel();
    ctrlc::set_handler(move || {
        let _ = stop.send(());
    })?;

    build::build()?;
    let sandbox = build::sandbox()?;
    if once {
        install::chromium()?;
    }
    if stopped.try_recv().is_ok() {
        bail!("stopped");
    }

    let (mut running, addresses) = start(&sandbox, ports(once, port)?)?;
    if once {
        return step("send one lead", || send_one_lead(&addresses, &mut running, &stopped));
    }
    println!("landing page  {}/?utm_source=google&utm_campaign=promo-januari", addresses.page);
    println!("edge          {}", addresses.edge);
    println!("sandbox       {}/__sandbox/inspector", addresses.sandbox);
    eprintln!("Ctrl-C ends all three.");
    while !stop_asked(&stopped, &mut running)? {}
    Ok(())
}

/// Three neighbours from `port` on; for `--once` three that are free, since nobody has to remember them
/// and another demo may be running.
fn ports(once: bool, port: Option<u16>) -> Result<[u16; 3]> {
    if once && port.is_none() {
        let free: Vec<_> = (0..3)
            .map(|_| TcpListener::bind((Ipv4Addr::LOCALHOST, 0)))
            .collect::<Result<_, _>>()
            .context("no free port on 127.0.0.1")?;
        let port = |index: usize| Ok::<_, std::io::Error>(free[index].local_addr()?.port());
        return Ok([port(0)?, port(1)?, port(2)?]);
    }
    let first = port.unwrap_or(PORT);
    ensure!(first > 0 && first < u16::MAX - 1, "choose a port between 1 and 65533");
    let ports = [first, first + 1, first + 2];
    for port in ports {
        TcpListener::bind((Ipv4Addr::LOCALHOST, port))
            .with_context(|| format!("port {port} is taken; end what holds it, or choose others with --port N"))?;
    }
    Ok(ports)
}

/// What starts first ends last, so that the edge never sees the sandbox go.
fn start(sandbox: &Path, ports: [u16; 3]) -> Result<(Vec<Running>, Addresses)> {
    let [page_port, edge_port, sandbox_port] = ports.map(|port| port.to_string());
    let (sandbox, api) = processes::start("sandbox", program(sandbox).args(["--port", &sandbox_port, "--key", KEY]))?;
    let page_origin = format!("http://127.0.0.1:{page_port}");
    let (edge, intake) = start_edge(&edge_port, &api, &page_origin)?;
    let (page, page_address) = processes::start(
        "page",
        program("node").arg(house::at("www/serve.mjs")).args(["--port", &page_port, "--edge", &intake]),
    )?;
    let addresses = Addresses { page: page_address, edge: intake, sandbox: api };
    Ok((vec![page, edge, sandbox], addresses))
}

fn start_edge(port: &str, api: &str, page: &str) -> Result<(Running, String)> {
    let folder = house::target("demo").join(port);
    // An earlier demo's leads would be delivered to a sandbox that never saw them.
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder)?;
    let forms = folder.join("forms.json");
    fs::write(&forms, serde_json::to_string_pretty(&forms_for(page)?)?)?;
    processes::start(
        "edge",
        program("node")
            .arg(house::at("edge/local.mjs"))
            .args(["--port", port, "--api", api])
            .arg("--persist")
            .arg(folder.join("storage"))
            .arg("--forms")
            .arg(forms)
            .arg("--assets")
            .arg(house::at("www/dist")),
    )
}

/// The deployable forms file, with the demo's page as the form's only origin.
fn forms_for(page: &str) -> Result<Value> {
    let path = house::at("edge/forms.json");
    let text = fs::read_to_string(&path).with_context(|| path.display().to_string())?;
    let mut forms: Value = serde_json::from_str(&text).with_context(|| path.display().to_string())?;
    let form = forms["forms"].get_mut(FORM);
    form.with_context(|| format!("{} has no form `{FORM}`", path.display()))?["origins"] = json!([page]);
    Ok(forms)
}

fn send_one_lead(addresses: &Addresses, running: &mut [Running], stopped: &Receiver<()>) -> Result<()> {
    let mut visitor = processes::spawn(
        "visitor",
        program("node").arg(house::at("xtask/demo.mjs")).args([
            "--page",
            &addresses.page,
            "--api",
            &addresses.sandbox,
            "--key",
            KEY,
        ]),
        Stdio::inherit(),
    )?;
    loop {
        if let Some(status) = visitor.ended()? {
            ensure!(status.success(), "no lead was read back; the lines above say where it stopped");
            return Ok(());
        }
        ensure!(!stop_asked(stopped, running)?, "stopped");
    }
}

/// Waits a moment for Ctrl-C; fails when one of the parts ended by itself.
fn stop_asked(stopped: &Receiver<()>, running: &mut [Running]) -> Result<bool> {
    for program in running {
        program.check()?;
    }
    Ok(stopped.recv_timeout(Duration::from_millis(100)).is_ok())
}
