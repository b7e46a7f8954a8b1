//! A newsroom of its own for each journey: the program, a fresh database, and who can log in.

use serde_json::Value;
use std::env;
use std::error::Error;
use std::fs::File;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use tempfile::TempDir;

/// What a step of a journey gives.
pub(crate) type Done<T = ()> = Result<T, Box<dyn Error>>;

/// A running newsroom. It ends with the journey.
#[derive(Debug)]
pub(crate) struct Newsroom {
    child: Child,
    /// `127.0.0.1` with the port.
    pub(crate) host: String,
    greeting: String,
    dir: TempDir,
}

impl Newsroom {
    /// Starts one on an empty database, which gets the demo.
    ///
    /// `NEWSROOM` names the program, and `NEWSROOM_DATABASE` an empty database on a server; without it, SQLite keeps a
    /// file.
    pub(crate) fn open() -> Done<Self> {
        let built = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../target/debug/newsroom");
        let program = env::var_os("NEWSROOM").map_or(built, PathBuf::from);
        let dir = tempfile::tempdir()?;
        let file = || dir.path().join("newsroom.db").into_os_string();
        let database = env::var_os("NEWSROOM_DATABASE").unwrap_or_else(file);
        let log = File::create(dir.path().join("log"))?;
        let mut command = Command::new(&program);
        command.current_dir(dir.path()).arg("--database").arg(database).args(["serve", "--port", "0"]);
        let child = command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(log).spawn();
        let mut child = child.map_err(|error| format!("cannot start {}: {error}", program.display()))?;
        let mut out = BufReader::new(child.stdout.take().ok_or("the program has a standard output")?);
        let mut greeting = String::new();
        while !greeting.contains("accounts/me") {
            if out.read_line(&mut greeting)? == 0 {
                let said = std::fs::read_to_string(dir.path().join("log"))?;
                return Err(format!("the newsroom ended: {greeting}{said}").into());
            }
        }
        let host = greeting.split("http://").nth(1).and_then(|rest| rest.split('/').next()).unwrap_or_default();
        Ok(Self { host: host.to_owned(), child, greeting, dir })
    }

    /// The address and the password of the demo's log-in with this role.
    pub(crate) fn log_in_of(&self, role: &str) -> Done<(&str, &str)> {
        let lines = self.greeting.lines().map(|line| line.split_whitespace().collect::<Vec<_>>());
        let mut people = lines.filter(|words| words.len() >= 3 && words[0] == role && words[1].contains('@'));
        let words = people.next().ok_or_else(|| format!("nobody is a {role}"))?;
        Ok((words[1], words[2]))
    }

    /// The token of the editor for the API.
    pub(crate) fn token(&self) -> Done<&str> {
        let mut lines = self.greeting.lines().skip_while(|line| !line.starts_with("Tokens"));
        Ok(lines.nth(1).ok_or("the greeting shows a token")?.trim())
    }

    /// The folder in which the program runs.
    pub(crate) fn place(&self) -> &Path {
        self.dir.path()
    }

    /// The mail to an address, as it would be read; of several the longest.
    pub(crate) fn mail(&self, to: &str) -> Done<String> {
        let folder = self.dir.path().join("newsroom-mail");
        let mut found = Vec::new();
        for file in std::fs::read_dir(folder)? {
            let text = std::fs::read_to_string(file?.path())?;
            if text.contains(&format!("To: {to}")) {
                found.push(text.replace("=\r\n", "").replace("=3D", "=").replace("=E2=80=9C", "“"));
            }
        }
        found.into_iter().max_by_key(String::len).ok_or_else(|| format!("there is no mail to {to}").into())
    }

    /// What the program has said since it runs.
    pub(crate) fn log(&self) -> Done<String> {
        Ok(std::fs::read_to_string(self.dir.path().join("log"))?)
    }

    /// One request without a browser: the status, the headers and the body.
    pub(crate) fn ask(&self, method: &str, path: &str, headers: &[(&str, &str)], body: &str) -> Done<Answer> {
        let mut stream = TcpStream::connect(&self.host)?;
        let mut head = format!("{method} {path} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n", self.host);
        for (name, value) in headers {
            head.push_str(&format!("{name}: {value}\r\n"));
        }
        write!(stream, "{head}Content-Length: {}\r\n\r\n{body}", body.len())?;
        let mut text = String::new();
        stream.read_to_string(&mut text)?;
        let (head, body) = text.split_once("\r\n\r\n").ok_or("an answer has a head")?;
        let status = head.split(' ').nth(1).unwrap_or_default().parse()?;
        Ok(Answer { status, head: head.to_owned(), body: body.to_owned() })
    }

    /// A request of the editor to the API.
    pub(crate) fn api(&self, method: &str, path: &str, body: &Value) -> Done<Value> {
        let token = format!("Bearer {}", self.token()?);
        let headers = [("Authorization", token.as_str()), ("Content-Type", "application/json")];
        let body = if body.is_null() { String::new() } else { body.to_string() };
        let answer = self.ask(method, &format!("/api/v1/{path}"), &headers, &body)?;
        match answer.status {
            200 | 201 => Ok(serde_json::from_str(&answer.body)?),
            _ => Err(format!("{method} {path}: {} {}", answer.status, answer.body).into()),
        }
    }
}

/// An answer to a request without a browser.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) head: String,
    pub(crate) body: String,
}

impl Drop for Newsroom {
    fn drop(&mut self) {
        // An error here means that it has ended by itself.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
