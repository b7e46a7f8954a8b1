//! `newsroom serve`, started for real.

use crate::desk::Desk;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::process::Stdio;

#[test]
fn a_start_that_fails_is_one_line() {
    let desk = Desk::new();
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port().to_string();
    desk.refuses(&["serve", "--port", &port], "cannot listen on 127.0.0.1:");
    assert_eq!(desk.rows(), None, "and leaves no database behind");
    desk.refuses(&["serve", "--port", "0", "--host", "no such host"], "cannot listen on no such host:0");
    let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_newsroom"));
    command.current_dir(desk.path()).args(["--database", "oracle://me:secret@host/desk", "serve", "--port", "0"]);
    let run: crate::desk::Run = command.output().unwrap().into();
    assert_eq!((run.code, &*run.out, run.err.lines().count()), (Some(1), "", 1), "{}", run.err);
    assert!(run.err.starts_with("newsroom: cannot open the database oracle://host/desk"), "{}", run.err);
    let run = desk.run(&["serve", "--port", "70000"]);
    assert_eq!(run.code, Some(2), "{}", run.err);
}

#[test]
#[cfg(unix)]
fn the_first_start_shows_who_can_log_in_and_the_second_does_not() {
    let desk = Desk::new();
    for first in [true, false] {
        let mut child =
            desk.command(&["serve", "--port", "0"]).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let mut out = BufReader::new(child.stdout.take().unwrap());
        let mut lines = Vec::new();
        let last = if first { "accounts/me" } else { "/api/docs" };
        while lines.last().is_none_or(|line: &String| !line.contains(last)) {
            let mut line = String::new();
            assert!(out.read_line(&mut line).unwrap() > 0, "it ended: {lines:?}");
            lines.push(line);
        }
        let text = lines.concat();
        assert_eq!(text.contains("editor    emil@newsroom.example"), first, "{text}");
        let base = text.split("http://").nth(1).unwrap().split('/').next().unwrap().to_owned();
        let mut stream = TcpStream::connect(&base).unwrap();
        write!(stream, "GET /api/v1/articles?limit=1 HTTP/1.1\r\nHost: {base}\r\nConnection: close\r\n\r\n").unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        assert!(answer.starts_with("HTTP/1.1 200 OK") && answer.contains("\"data\":["), "{answer}");
        let killed = std::process::Command::new("kill").args(["-TERM", &child.id().to_string()]).status().unwrap();
        assert!(killed.success());
        let mut rest = String::new();
        out.read_to_string(&mut rest).unwrap();
        assert!(child.wait().unwrap().success() && rest.ends_with("stopped\n"), "{rest}");
    }
}
