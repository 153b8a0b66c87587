//! Long-running programs of the demo: each in a process group of its own, so that ending it ends its
//! children too. They end on Ctrl-C, on a failure, on a normal end, and when xtask itself is killed.

use std::ffi::OsString;
use std::io::{BufRead, BufReader};
use std::os::unix::process::CommandExt;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use rustix::process::{Pid, Signal, kill_process_group};

use crate::house;
use crate::run::program;

/// How long a program has to say that it is ready, and to end when asked.
const READY: Duration = Duration::from_secs(30);
const END: Duration = Duration::from_secs(5);

/// A started program; dropping it ends it and its children.
pub struct Running {
    name: String,
    child: Child,
}

/// Starts a program whose stdout is `stdout`.
pub fn spawn(name: &str, command: &Command, stdout: Stdio) -> Result<Running> {
    let mut guarded = program(house::ourselves());
    guarded.arg("guard").arg(std::process::id().to_string()).arg("--");
    guarded.arg(command.get_program()).args(command.get_args());
    // Stdin is held open and never written: a program that watches it sees us go.
    guarded.stdin(Stdio::piped()).stdout(stdout).process_group(0);
    let child = guarded.spawn().with_context(|| format!("cannot start the {name}"))?;
    Ok(Running { name: name.to_owned(), child })
}

/// Starts a program and waits for its line `<name> ready <address>`; answers the address.
pub fn start(name: &str, command: &Command) -> Result<(Running, String)> {
    let mut running = spawn(name, command, Stdio::piped())?;
    let stdout = running.child.stdout.take().context("no stdout")?;
    let (send, lines) = mpsc::channel();
    let said = name.to_owned();
    thread::spawn(move || {
        for line in BufReader::new(stdout).lines().map_while(Result::ok) {
            eprintln!("[{said}] {line}");
            let _ = send.send(line);
        }
    });

    let deadline = Instant::now() + READY;
    let sign = format!("{name} ready ");
    loop {
        match lines.recv_timeout(deadline.saturating_duration_since(Instant::now())) {
            Ok(line) => {
                if let Some(address) = line.strip_prefix(&sign) {
                    return Ok((running, address.trim().trim_end_matches('/').to_owned()));
                }
            }
            Err(RecvTimeoutError::Timeout) => {
                bail!("the {name} was not ready within {} s", READY.as_secs())
            }
            Err(RecvTimeoutError::Disconnected) => {
                let status = running.child.wait()?;
                bail!("the {name} ended with {status} before it was ready; its lines above say why")
            }
        }
    }
}

impl Running {
    /// How the program ended, if it did.
    pub fn ended(&mut self) -> Result<Option<ExitStatus>> {
        Ok(self.child.try_wait()?)
    }

    /// Fails when the program is no longer there.
    pub fn check(&mut self) -> Result<()> {
        if let Some(status) = self.ended()? {
            bail!("the {} ended by itself with {status}", self.name);
        }
        Ok(())
    }

    fn signal(&self, signal: Signal) -> bool {
        Pid::from_raw(self.child.id().cast_signed()).is_some_and(|group| kill_process_group(group, signal).is_ok())
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        drop(self.child.stdin.take());
        self.signal(Signal::TERM);
        let deadline = Instant::now() + END;
        while Instant::now() < deadline && matches!(self.child.try_wait(), Ok(None)) {
            thread::sleep(Duration::from_millis(20));
        }
        // The group outlives its leader as long as one child does.
        self.signal(Signal::KILL);
        let _ = self.child.wait();
    }
}

/// Becomes `program`, asking the kernel first to end it when `starter` is gone.
pub fn guard(starter: i32, command: &[OsString]) -> Result<()> {
    #[cfg(target_os = "linux")]
    {
        rustix::process::set_parent_process_death_signal(Some(Signal::TERM))?;
        if rustix::process::getppid().map(Pid::as_raw_nonzero).map(i32::from) != Some(starter) {
            bail!("its starter is gone already");
        }
    }
    #[cfg(not(target_os = "linux"))]
    let _ = starter;
    let (name, arguments) = command.split_first().context("no program given")?;
    let error = Command::new(name).args(arguments).exec();
    Err(error).with_context(|| format!("cannot start {}", name.to_string_lossy()))
}
