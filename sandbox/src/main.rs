//! The sandbox's command: flags in, one line when it listens, and an end on SIGTERM or SIGINT.

use std::io::Write;
use std::process::ExitCode;

use konektor_sandbox::{Config, Sandbox};
use tokio::signal::unix::{SignalKind, signal};

const USAGE: &str = "\
konektor-sandbox [--port N] [--db FILE] [--leads N] [--plan starter|pro|enterprise|custom|none]
                 [--key KEY[:scope,…]]… [--return-external-ref] [--unique-codes] [--exact-code-search]
                 [--leads-per-day N] [--cors ORIGIN] [--seed N]";

fn main() -> ExitCode {
    let config = match Config::from_args(std::env::args_os()) {
        Ok(Some(config)) => config,
        Ok(None) => {
            println!("{USAGE}");
            return ExitCode::SUCCESS;
        }
        Err(problem) => {
            eprintln!("{problem}\n{USAGE}");
            return ExitCode::from(2);
        }
    };
    let outcome = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(|error| format!("cannot start: {error}"))
        .and_then(|runtime| runtime.block_on(run(config)));
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(problem) => {
            eprintln!("{problem}");
            ExitCode::FAILURE
        }
    }
}

async fn run(config: Config) -> Result<(), String> {
    let cannot_end = |error| format!("cannot listen to signals: {error}");
    let mut terminate = signal(SignalKind::terminate()).map_err(cannot_end)?;
    let mut interrupt = signal(SignalKind::interrupt()).map_err(cannot_end)?;
    let sandbox = Sandbox::listen(config).await.map_err(|error| error.to_string())?;
    let mut stdout = std::io::stdout();
    // Whoever started us may have closed the pipe; that is no reason to fail.
    let _ = writeln!(stdout, "sandbox ready http://{}", sandbox.address());
    let _ = stdout.flush();
    tokio::select! {
        () = sandbox.serve() => {}
        _ = terminate.recv() => {}
        _ = interrupt.recv() => {}
    }
    Ok(())
}
