//! A running program on a folder of its own, and a plain HTTP client for it.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use serde_json::Value;

/// Every wait ends.
const PATIENCE: Duration = Duration::from_secs(30);
/// What all accounts of these tests sign in with.
const PASSWORD: &str = "Quiet-River-27";

/// `boxoffice serve` in test mode. It ends with the value.
pub(crate) struct Program {
    child: Child,
    folder: tempfile::TempDir,
    address: String,
}

/// What came back.
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: String,
    pub(crate) body: Vec<u8>,
}

impl Answer {
    /// The body as JSON.
    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|_| panic!("not JSON: {}", self.text()))
    }

    /// The body as text.
    pub(crate) fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

impl Program {
    /// Starts it on an empty folder and a free port.
    pub(crate) fn start() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let mut child = boxoffice(folder.path())
            .args(["serve", "--listen", "127.0.0.1:0"])
            .stderr(Stdio::piped())
            .spawn()
            .expect("the program starts");
        let mut said = BufReader::new(child.stderr.take().expect("its words")).lines();
        let line = said
            .by_ref()
            .map_while(Result::ok)
            .find(|line| line.contains("Boxoffice is at "))
            .expect("it says where it is");
        // It must never wait for somebody to read its log.
        std::thread::spawn(move || said.for_each(drop));
        let address = line.rsplit("http://").next().expect("an address").trim().to_owned();
        Self { child, folder, address }
    }

    /// A folder that goes with the program.
    pub(crate) fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// Makes an account on the machine and signs it in over the API.
    pub(crate) fn account(&self, email: &str, role: &str) -> String {
        let file = self.folder().join("password");
        std::fs::write(&file, PASSWORD).expect("the password file");
        let made = boxoffice(self.folder())
            .args([
                "admin",
                "account",
                "create",
                "--email",
                email,
                "--name",
                "Example Person",
                "--role",
                role,
            ])
            .arg("--password-file")
            .arg(&file)
            .arg("--confirmed")
            .output()
            .expect("admin runs");
        assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
        let wish = serde_json::json!({ "email": email, "password": PASSWORD });
        let signed_in = self.post("/api/v1/auth/login", "", &wish);
        assert_eq!(signed_in.status, 200, "{}", signed_in.text());
        signed_in.json()["idToken"].as_str().expect("a token").to_owned()
    }

    /// Sends JSON with a token; an empty token is none.
    pub(crate) fn post(&self, path: &str, token: &str, body: &Value) -> Answer {
        let body = body.to_string();
        let bearer =
            if token.is_empty() { String::new() } else { format!("authorization: Bearer {token}\r\n") };
        let head = format!(
            "POST {path} HTTP/1.1\r\nhost: {}\r\n{bearer}content-type: application/json\r\ncontent-length: {}\r\n",
            self.address,
            body.len()
        );
        self.exchange(&head, body.as_bytes())
    }

    /// Asks for a path, or for a whole address of this program.
    pub(crate) fn get(&self, address: &str) -> Answer {
        let whole = format!("http://{}", self.address);
        let path = address.strip_prefix(&whole).unwrap_or(address);
        self.exchange(&format!("GET {path} HTTP/1.1\r\nhost: {}\r\n", self.address), b"")
    }

    fn exchange(&self, head: &str, body: &[u8]) -> Answer {
        let mut stream = TcpStream::connect(&self.address).expect("it listens");
        stream.set_read_timeout(Some(PATIENCE)).expect("a deadline");
        stream.write_all(format!("{head}connection: close\r\n\r\n").as_bytes()).expect("the head goes out");
        stream.write_all(body).expect("the body goes out");
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).expect("an answer in time");
        let end = answer.windows(4).position(|four| four == b"\r\n\r\n").expect("a whole head");
        let headers = String::from_utf8_lossy(&answer[..end]).into_owned();
        let status = headers.split(' ').nth(1).and_then(|status| status.parse().ok()).expect("a status");
        Answer { status, headers, body: answer.split_off(end + 4) }
    }
}

/// The built binary, with nothing of the caller's environment that could change it.
pub(crate) fn boxoffice(data: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_boxoffice"));
    let ours: Vec<String> =
        std::env::vars().map(|(name, _)| name).filter(|name| name.starts_with("BOXOFFICE_")).collect();
    for name in ours {
        command.env_remove(name);
    }
    command.env("BOXOFFICE_MODE", "test").env("BOXOFFICE_DATA", data).current_dir(data).stdout(Stdio::null());
    command
}
