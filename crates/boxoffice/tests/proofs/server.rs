//! The built program as a process of its own, over the database of a test.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};
use std::thread;

use boxoffice_app::store::DatabaseAddress;
use boxoffice_app::testing::TestApp;

/// A serving process. Dropped, it is killed.
pub(crate) struct Server {
    child: Child,
    /// Where it listens.
    pub(crate) url: String,
}

impl Server {
    /// Starts it at a free port and waits until it is ready.
    pub(crate) fn start(app: &TestApp) -> Self {
        Self::start_at(app, "127.0.0.1:0")
    }

    /// Starts it at an address, as after a crash.
    pub(crate) fn start_at(app: &TestApp, address: &str) -> Self {
        Self::start_with(app, address, &[]).unwrap_or_else(|said| panic!("the program ended: {said}"))
    }

    /// The same with more in its environment; what it said, if it ends before it is ready.
    pub(crate) fn start_with(app: &TestApp, address: &str, more: &[(&str, String)]) -> Result<Self, String> {
        let mut child = boxoffice(app, &["serve", "--listen", address])
            .envs(more.iter().map(|(name, value)| (name, value)))
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the program starts");
        let mut lines = BufReader::new(child.stderr.take().expect("its words")).lines();
        let mut said = String::new();
        let url = loop {
            let Some(line) = lines.next() else {
                drop(child.wait());
                return Err(said);
            };
            let line = line.expect("text");
            match line.strip_prefix("Boxoffice is at ") {
                Some(url) => break url.to_owned(),
                None => said.push_str(&line),
            }
        };
        // A full pipe would stop the program.
        thread::spawn(move || lines.for_each(drop));
        Ok(Self { child, url })
    }

    /// Whether it has ended, by itself or not.
    pub(crate) fn has_ended(&mut self) -> bool {
        self.child.try_wait().is_ok_and(|status| status.is_some())
    }

    /// Host and port.
    pub(crate) fn address(&self) -> &str {
        self.url.trim_start_matches("http://")
    }

    /// Its process.
    pub(crate) fn pid(&self) -> u32 {
        self.child.id()
    }

    /// Ends it as the system does: at once, wherever it is.
    pub(crate) fn kill(mut self) {
        self.child.kill().expect("it is killed");
        self.child.wait().expect("it ended");
    }

    /// Ends it as an operator does, and waits.
    pub(crate) fn stop(mut self) {
        let pid = self.child.id().to_string();
        Command::new("kill").args(["-TERM", &pid]).status().expect("kill is there");
        let ended = self.child.wait().expect("it ended");
        assert!(ended.success(), "the program ended with {ended}");
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

/// Runs a command of the program to its end.
pub(crate) fn run(app: &TestApp, arguments: &[&str]) -> Output {
    boxoffice(app, arguments).output().expect("the program runs")
}

/// Panics with what `boxoffice audit` finds.
pub(crate) fn audit(app: &TestApp) {
    let audit = run(app, &["audit"]);
    let said = String::from_utf8_lossy(&audit.stdout);
    assert!(audit.status.success(), "{said}{}", String::from_utf8_lossy(&audit.stderr));
    println!("FIGURE audit: {}", said.lines().last().unwrap_or_default());
}

fn boxoffice(app: &TestApp, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_boxoffice"));
    command
        .args(arguments)
        .arg("--data")
        .arg(app.data())
        .env("BOXOFFICE_MODE", "test")
        .env("BOXOFFICE_LIFT_PERSON_LIMITS", "true")
        .env("BOXOFFICE_LOG", "warn")
        .env("BOXOFFICE_MASTER_KEY_FILE", key_file(app.data()));
    if let DatabaseAddress::Postgres(url) = app.address() {
        command.env("BOXOFFICE_DATABASE_URL", url);
    }
    command
}

/// The master key that test programs have.
fn key_file(data: &Path) -> std::path::PathBuf {
    let file = data.join("test.key");
    std::fs::write(&file, "07".repeat(32)).expect("the key is written");
    file
}
