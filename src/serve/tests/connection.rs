use std::net::Shutdown;

use super::*;
use crate::model::told::{MOST_LINE_BYTES, MOST_TEXT_CHARS};

#[test]
fn what_is_no_message_is_answered_and_the_connection_lives_on() {
    let spot = spot();
    let door = willing(&spot.path);
    let mut raw = Raw::connect(door.path());
    let long = format!(r#"{{"v":1,"do":"query","text":"{}"}}"#, "a".repeat(MOST_TEXT_CHARS + 1));
    for (line, code) in [
        ("hello", "malformed"),
        (r#"{"v":1,"do":"query","text":3}"#, "malformed"),
        (r#"{"v":2,"do":"status"}"#, "version"),
        (r#"{"v":1,"do":"sing"}"#, "unknown"),
        (r#"{"v":1,"do":"open"}"#, "missing"),
        (long.as_str(), "too_long"),
        (STATUS, "ok"),
    ] {
        assert_eq!(raw.ask(line), code, "{line}");
    }
    raw.write(b"\xff\xfe\n").unwrap();
    assert!(!raw.answer().unwrap().1.is_fine());
    assert_eq!(raw.ask(STATUS), "ok");
}

#[test]
fn a_line_without_end_is_answered_and_ends_the_connection() {
    let spot = spot();
    let door = willing(&spot.path);
    let mut raw = Raw::connect(door.path());
    // The desk may hang up before all of it is written.
    let _ = raw.write(&vec![b' '; MOST_LINE_BYTES * 4]);
    let (_, answer) = raw.answer().expect("an answer");
    assert!(matches!(answer, Answer::Refused(refusal) if refusal.code.word() == "too_long"));
    assert!(raw.answer().is_none());
    assert_eq!(Raw::connect(door.path()).ask(STATUS), "ok");
}

#[test]
fn the_longest_line_is_read_with_either_end() {
    let spot = spot();
    let door = willing(&spot.path);
    let mut raw = Raw::connect(door.path());
    let line = format!("{STATUS}{}", " ".repeat(MOST_LINE_BYTES - STATUS.len()));
    assert_eq!(raw.ask(&line), "ok");
    assert_eq!(raw.ask(&format!("{line}\r")), "ok");
    assert_eq!(raw.ask(&format!("{line} ")), "too_long");
}

#[test]
fn blank_lines_are_nothing_and_the_last_line_needs_no_end() {
    let spot = spot();
    let door = willing(&spot.path);
    let mut raw = Raw::connect(door.path());
    raw.write(format!("\n  \r\n{STATUS}\n\n{STATUS}").as_bytes()).unwrap();
    raw.stream().shutdown(Shutdown::Write).unwrap();
    assert_eq!(raw.answer(), Some((None, Answer::Done)));
    assert_eq!(raw.answer(), Some((None, Answer::Done)));
    assert_eq!(raw.answer(), None);
}

#[test]
fn a_silent_connection_is_closed() {
    let spot = spot();
    let limits = Limits { idle: Duration::from_millis(20), ..Limits::default() };
    let door = here(listen_within(limits, &spot.path, false, |_| Answer::Done));
    let mut raw = Raw::connect(door.path());
    assert!(raw.answer().is_none());
}

#[test]
fn who_reads_no_answers_is_closed_and_others_are_served() {
    let spot = spot();
    let limits = Limits { write: Duration::from_millis(20), ..Limits::default() };
    let door = here(listen_within(limits, &spot.path, false, |_| Answer::Done));
    let deaf = Raw::connect(door.path());
    let mut last = Ok(());
    while last.is_ok() {
        last = deaf.write(b"hello\n");
    }
    let kind = last.unwrap_err().kind();
    assert!(matches!(kind, std::io::ErrorKind::BrokenPipe | std::io::ErrorKind::ConnectionReset), "{kind}");
    assert_eq!(Raw::connect(door.path()).ask(STATUS), "ok");
}

#[test]
fn one_connection_too_many_is_told_so() {
    let spot = spot();
    let door = willing(&spot.path);
    let mut all: Vec<Raw> = (0..16).map(|_| Raw::connect(door.path())).collect();
    for raw in &mut all {
        assert_eq!(raw.ask(STATUS), "ok");
    }
    let mut late = Raw::connect(door.path());
    assert_eq!(late.answer(), Some((None, Answer::busy())));
    assert_eq!(late.answer(), None);
    // Our own client hears the reason too, even when it writes after the desk has hung up.
    assert_eq!(send(door.path(), &Envelope::new(Told::Status)), Ok(Answer::busy()));

    let leaving = all.pop().unwrap();
    leaving.stream().shutdown(Shutdown::Write).unwrap();
    drop(leaving);
    let until = std::time::Instant::now() + LONG;
    while send(door.path(), &Envelope::new(Told::Status)) == Ok(Answer::busy()) {
        assert!(std::time::Instant::now() < until, "the place was not given back");
        std::thread::yield_now();
    }
}

#[test]
fn a_desk_that_stumbles_goes_on() {
    let spot = spot();
    let desk = |told| match told {
        Told::Query { .. } => panic!("the desk stumbles, as the test wants it"),
        _ => Answer::Done,
    };
    let door = here(listen(&spot.path, desk));
    let mut raw = Raw::connect(door.path());
    assert_eq!(raw.ask(r#"{"v":1,"do":"query","text":"退款"}"#), "refused");
    assert_eq!(raw.ask(STATUS), "ok");
}
