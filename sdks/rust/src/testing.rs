//! The service and its sandbox for your own tests, on ports of the system's choice.
//!
//! ```no_run
//! use connector_service::{Account, Client, testing::Sandbox};
//!
//! let sandbox = Sandbox::start()?;
//! let client = Client::new(sandbox.url(), Account::named("stripe"))?;
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

use core::time::Duration;
use std::io::{self, BufRead as _, BufReader};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc;
use std::thread;

/// A service in development mode on its embedded sandbox. It ends when this is dropped, and with this process.
#[derive(Debug)]
pub struct Sandbox {
    url: String,
    control: String,
    accounts: Vec<String>,
    process: Child,
    /// The service ends when its input ends.
    input: Option<ChildStdin>,
}

/// The variable that says how the service is started: a program and its arguments, with spaces between.
const COMMAND: &str = "CONNECTOR_SERVICE";
const STARTS_WITHIN: Duration = Duration::from_secs(60);
const ENDS_WITHIN: Duration = Duration::from_secs(5);

impl Sandbox {
    /// Starts what the environment variable `CONNECTOR_SERVICE` says, or else `connector-service` of the `PATH`.
    /// Waits until it is there.
    pub fn start() -> io::Result<Self> {
        let said = std::env::var(COMMAND).unwrap_or_default();
        let mut words: Vec<&str> = said.split_whitespace().collect();
        if words.is_empty() {
            words.push("connector-service");
        }
        Self::start_with(&words)
    }

    /// Starts a program, given with the arguments before `serve`. Waits until it is there.
    pub fn start_with(command: &[&str]) -> io::Result<Self> {
        let Some((program, arguments)) = command.split_first() else {
            return Err(io::Error::new(
                io::ErrorKind::InvalidInput,
                "there is no program to start",
            ));
        };
        let mut process = Command::new(program)
            .args(arguments)
            .args(["serve", "--json", "--port", "0", "--sandbox-port", "0", "--with-input"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .map_err(|error| io::Error::new(error.kind(), format!("{program}: {error}")))?;
        let input = process.stdin.take();
        let mut sandbox = Self {
            url: String::new(),
            control: String::new(),
            accounts: Vec::new(),
            process,
            input,
        };
        let line = sandbox.first_line()?;
        let told: serde_json::Value = serde_json::from_str(&line)
            .map_err(|_| io::Error::other(format!("{program} did not say where it is")))?;
        let text = |name: &str| told[name].as_str().unwrap_or_default().to_owned();
        sandbox.url = text("url");
        sandbox.control = text("sandbox");
        let accounts = told["accounts"].as_array().into_iter().flatten();
        sandbox.accounts = accounts.filter_map(|name| name.as_str().map(Into::into)).collect();
        Ok(sandbox)
    }

    /// Read beside, so that a service that says nothing is not waited for without end.
    fn first_line(&mut self) -> io::Result<String> {
        let Some(output) = self.process.stdout.take() else {
            return Err(io::Error::other("the service has no output"));
        };
        let (sender, receiver) = mpsc::channel();
        thread::spawn(move || {
            let mut output = BufReader::new(output);
            let mut line = String::new();
            let read = output.read_line(&mut line).map(|_| line);
            // Nobody hears it where the wait was over.
            let _ = sender.send(read);
            // What follows is read, so that the service can go on writing.
            let _ = io::copy(&mut output, &mut io::sink());
        });
        let late = |_| io::Error::new(io::ErrorKind::TimedOut, "the service did not start in time");
        receiver.recv_timeout(STARTS_WITHIN).map_err(late)?
    }

    /// Where the service is: the endpoint of a client.
    #[must_use]
    pub fn url(&self) -> &str {
        &self.url
    }

    /// Where the sandbox is: its control API is below `/_sandbox/`, and its pages are there, too.
    #[must_use]
    pub fn control(&self) -> &str {
        &self.control
    }

    /// The names of the accounts that it has, one per connector.
    #[must_use]
    pub fn accounts(&self) -> &[String] {
        &self.accounts
    }
}

impl Drop for Sandbox {
    fn drop(&mut self) {
        drop(self.input.take());
        let step = Duration::from_millis(20);
        let mut waited = Duration::ZERO;
        while waited < ENDS_WITHIN {
            if !matches!(self.process.try_wait(), Ok(None)) {
                return;
            }
            thread::sleep(step);
            waited += step;
        }
        // Its own end did not come. Nothing is left to do where this fails.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
