use std::io::{Cursor, Read as _};
use std::os::unix::net::UnixListener;
use std::thread;

use super::*;
use crate::model::Moment;
use crate::model::told::{ContactStart, Number, OpenContact, Phase, Status};
use crate::serve::client::Line;

/// Somebody at the socket who is no desk: reads a line and answers with these bytes, or hangs up.
fn impostor(path: &Path, answer: &'static [u8]) -> thread::JoinHandle<()> {
    make_dir(path);
    let listener = UnixListener::bind(path).unwrap();
    thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        let mut byte = [0];
        while byte != *b"\n" && stream.read(&mut byte).unwrap() > 0 {}
        stream.write_all(answer).unwrap();
    })
}

#[test]
fn every_message_arrives() {
    let spot = spot();
    let (_door, told) = recording(&spot.path);
    let all = [
        Told::ContactStart(ContactStart {
            contact: "C123".into(),
            channel: "phone".into(),
            number: Some(Number::masked("13812345678")),
            reason: Some("故障".into()),
            ..ContactStart::default()
        }),
        Told::Query { text: "宽带上不去网".into() },
        Told::Open { id: "kd-0012".into() },
        Told::ContactEnd { contact: Some("C123".into()) },
        Told::Transcript { text: "断了".into(), contact: None },
        Told::Status,
    ];
    for message in all {
        assert_eq!(send(&spot.path, &Envelope::new(message.clone())), Ok(Answer::Done));
        assert_eq!(told.recv_timeout(LONG), Ok(message));
    }
}

#[test]
fn the_status_comes_back() {
    let spot = spot();
    let contact = OpenContact {
        id: "C123".into(),
        channel: "phone".into(),
        since: Moment(1_000),
        held: true,
        current: true,
    };
    let status = Status {
        program: "0.1.0".into(),
        kb: "demo".into(),
        phase: Phase::Open,
        started: Moment(0),
        query_chars: 4,
        contacts: vec![contact],
    };
    let said = status.clone();
    let _door = here(listen(&spot.path, move |_| Answer::status(said.clone())));
    assert_eq!(send(&spot.path, &Envelope::new(Told::Status)), Ok(Answer::Status(status)));
}

#[test]
fn a_refusal_is_an_answer() {
    let spot = spot();
    let _door = here(listen(&spot.path, |_| Answer::refused("没有这个服务。")));
    let envelope = Envelope::new(Told::ContactEnd { contact: Some("C9".into()) });
    assert_eq!(send(&spot.path, &envelope), Ok(Answer::refused("没有这个服务。")));
}

#[test]
fn without_a_desk_it_says_where_and_what_to_do() {
    let spot = spot();
    let error = send(&spot.path, &Envelope::new(Told::Status)).expect_err("nobody is there");
    assert_eq!(error, TellError::NoDesk { path: spot.path.clone() });
    let said = error.say(&Messages::new(Language::English));
    assert!(said.contains(&spot.path.display().to_string()) && said.contains("Start zhixi"), "{said}");
}

#[test]
fn those_who_are_no_desk_are_found_out() {
    let answers: [&[u8]; 3] = [b"HTTP/1.1 400 Bad Request\n", b"{\"v\":2,\"ok\":true}\n", b"\xff\n"];
    for answer in answers {
        let spot = spot();
        let impostor = impostor(&spot.path, answer);
        let error = send(&spot.path, &Envelope::new(Told::Status)).expect_err("no desk");
        assert!(matches!(error, TellError::Malformed { .. }), "{error}");
        impostor.join().unwrap();
    }
    for answer in [&b""[..], b"{\"v\":1,"] {
        let spot = spot();
        let impostor = impostor(&spot.path, answer);
        let error = send(&spot.path, &Envelope::new(Told::Status)).expect_err("no desk");
        assert_eq!(error, TellError::Ended { path: spot.path.clone() });
        impostor.join().unwrap();
    }
}

#[test]
fn a_desk_that_does_not_answer_is_not_waited_for() {
    let spot = spot();
    make_dir(&spot.path);
    let _listener = UnixListener::bind(&spot.path).unwrap();
    let error = Line::new(&spot.path, Duration::from_millis(20)).tell(&Envelope::new(Told::Status));
    assert_eq!(error, Err(TellError::Silent { path: spot.path.clone(), seconds: 0 }));
}

#[test]
fn each_line_of_a_transcript_is_told() {
    let spot = spot();
    let (door, told) = recording(&spot.path);
    let long = "宽".repeat(4_000);
    let input = format!("您好\n\n  \n我家宽带断了\r\n{long}\n最后一行");
    let mut answers = 0;
    let mut heard = |answer: &Answer| {
        assert!(answer.is_fine());
        answers += 1;
    };
    transcript(&spot.path, Some("C123"), &mut Cursor::new(input), &mut heard).unwrap();
    drop(door);
    let texts: Vec<String> = told
        .iter()
        .map(|message| match message {
            Told::Transcript { text, contact } => {
                assert_eq!(contact.as_deref(), Some("C123"));
                text
            }
            other => panic!("{other:?}"),
        })
        .collect();
    assert_eq!(answers, texts.len());
    assert_eq!(texts.first().map(String::as_str), Some("您好"));
    assert_eq!(texts.get(1).map(String::as_str), Some("我家宽带断了"));
    assert_eq!(texts.last().map(String::as_str), Some("最后一行"));
    assert_eq!(texts[2..texts.len() - 1].concat(), long, "a long line comes in pieces of whole characters");
}

#[test]
fn a_transcript_needs_a_desk() {
    let spot = spot();
    let none = transcript(&spot.path, None, &mut Cursor::new("\n \n"), &mut |_| {});
    assert_eq!(none, Ok(()), "blank lines are told to nobody");
    let error = transcript(&spot.path, None, &mut Cursor::new("断了\n"), &mut |_| {});
    assert_eq!(error, Err(TellError::NoDesk { path: spot.path.clone() }));
}
