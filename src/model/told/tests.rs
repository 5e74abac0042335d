use proptest::collection::vec;
use proptest::prelude::*;

use super::*;
use crate::model::Moment;

fn read(line: &str) -> Result<Told, Refusal> {
    Envelope::read(line.as_bytes()).map(|envelope| envelope.told).map_err(|unread| unread.refusal)
}

fn code(line: &str) -> Code {
    let refusal = read(line).expect_err(line);
    assert!(refusal.detail.ends_with('.'), "{refusal}");
    refusal.code
}

fn every_message() -> Vec<Told> {
    let contact = Some("C123".to_owned());
    vec![
        Told::ContactStart(ContactStart {
            contact: "C123".into(),
            channel: "phone".into(),
            number: Some(Number::masked("13812345678")),
            product: Some("家庭宽带".into()),
            region: Some("云岭".into()),
            customer: Some("政企".into()),
            reason: Some("按键 3：故障".into()),
        }),
        Told::ContactStart(ContactStart {
            contact: "C124".into(),
            channel: "chat".into(),
            ..ContactStart::default()
        }),
        Told::Query { text: "宽带 上不去网".into() },
        Told::Open { id: "kd-0012".into() },
        Told::ContactEnd { contact: contact.clone() },
        Told::ContactEnd { contact: None },
        Told::Transcript { text: "我家\"宽带\"断了".into(), contact },
        Told::Transcript { text: "断了".into(), contact: None },
        Told::Status,
    ]
}

#[test]
fn every_message_round_trips() {
    for told in every_message() {
        for seq in [None, Some(0), Some(u64::MAX)] {
            let mut envelope = Envelope::new(told.clone());
            envelope.seq = seq;
            let line = envelope.line();
            assert!(line.ends_with('\n') && line.matches('\n').count() == 1, "{line}");
            assert_eq!(Envelope::read(line.as_bytes()), Ok(envelope.clone()), "{line}");
            assert_eq!(envelope.checked(), Ok(envelope));
            assert!(Told::NAMES.contains(&told.name()));
        }
    }
}

#[test]
fn messages_look_as_they_are_documented() {
    let lines = [
        r#"{"v":1,"do":"contact-start","contact":"C124","channel":"chat"}"#,
        r#"{"v":1,"do":"query","text":"退款"}"#,
        r#"{"v":1,"do":"open","id":"kd-0012"}"#,
        r#"{"v":1,"do":"contact-end","contact":"C123"}"#,
        r#"{"v":1,"do":"transcript","text":"断了","contact":"C123"}"#,
        r#"{"v":1,"seq":7,"do":"status"}"#,
    ];
    for line in lines {
        let envelope = Envelope::read(line.as_bytes()).expect(line);
        assert_eq!(envelope.line().trim_end(), line);
    }
}

#[test]
fn what_is_no_message_is_refused_by_its_code() {
    for line in ["", "{", "[]", "1", "null", "\"do\"", "{\"v\":1,\"do\":\"status\"} x", "{'v':1}"] {
        assert_eq!(code(line), Code::Malformed, "{line}");
    }
    assert_eq!(code(r#"{"v":"1","do":"status"}"#), Code::Malformed);
    assert_eq!(code(r#"{"v":1,"do":3}"#), Code::Malformed);
    assert_eq!(code(r#"{"v":1,"do":"query","text":["a"]}"#), Code::Malformed);
    assert_eq!(
        code(r#"{"v":1,"do":"contact-start","contact":"C","channel":"phone","number":13812345678}"#),
        Code::Malformed
    );
    assert_eq!(code(r#"{"v":1,"seq":"a","do":"status"}"#), Code::Malformed);
    for version in ["0", "2", "-1", "1.5", "99999999999999999999"] {
        assert_eq!(code(&format!(r#"{{"v":{version},"do":"sing"}}"#)), Code::Version, "{version}");
    }
    for name in ["sing", "Status", "contact_start", "statu"] {
        assert_eq!(code(&format!(r#"{{"v":1,"do":"{name}"}}"#)), Code::Unknown, "{name}");
    }
    assert_eq!(code(r#"{"v":1,"do":"contact-start","contact":"C","channel":"fax"}"#), Code::Unknown);
    for line in [
        r#"{}"#,
        r#"{"do":"status"}"#,
        r#"{"v":null,"do":"status"}"#,
        r#"{"v":1}"#,
        r#"{"v":1,"do":"query"}"#,
        r#"{"v":1,"do":"query","text":null}"#,
        r#"{"v":1,"do":"query","text":" \r\n\t "}"#,
        r#"{"v":1,"do":"open"}"#,
        r#"{"v":1,"do":"contact-start","contact":"C"}"#,
        r#"{"v":1,"do":"contact-start","channel":"phone"}"#,
        r#"{"v":1,"do":"transcript","contact":"C"}"#,
    ] {
        assert_eq!(code(line), Code::Missing, "{line}");
    }
}

#[test]
fn a_refusal_keeps_the_number_of_its_message() {
    let unread = Envelope::read(br#"{"v":1,"seq":9,"do":"sing"}"#).expect_err("nobody sings");
    assert_eq!(unread.seq, Some(9));
}

#[test]
fn what_is_too_long_is_refused() {
    let query = |chars: usize| format!(r#"{{"v":1,"do":"query","text":"{}"}}"#, "退".repeat(chars));
    let open = |chars: usize| format!(r#"{{"v":1,"do":"open","id":"{}"}}"#, "k".repeat(chars));
    assert!(read(&query(MOST_TEXT_CHARS)).is_ok());
    assert_eq!(code(&query(MOST_TEXT_CHARS + 1)), Code::TooLong);
    assert!(read(&open(MOST_NAME_CHARS)).is_ok());
    assert_eq!(code(&open(MOST_NAME_CHARS + 1)), Code::TooLong);
    let padded = |bytes: usize| {
        let line = r#"{"v":1,"do":"status"}"#;
        format!("{line}{}", " ".repeat(bytes - line.len()))
    };
    assert!(read(&padded(MOST_LINE_BYTES)).is_ok());
    assert_eq!(code(&padded(MOST_LINE_BYTES + 1)), Code::TooLong);
    assert_eq!(code(&"[".repeat(MOST_LINE_BYTES)), Code::Malformed, "deep nesting ends in an answer");
}

#[test]
fn unknown_fields_are_passed_over_and_channels_known_by_their_labels() {
    assert_eq!(read(r#"{"v":1,"do":"status","colour":{"deep":[1]}}"#), Ok(Told::Status));
    let start = read(r#"{"v":1,"do":"contact-start","contact":"C","channel":"电话","product":""}"#);
    let expected = ContactStart { contact: "C".into(), channel: "phone".into(), ..ContactStart::default() };
    assert_eq!(start, Ok(Told::ContactStart(expected)));
}

#[test]
fn control_characters_are_neutralised() {
    let read = read(r#"{"v":1,"do":"query","text":"退\u001b[2J款\r\n\u202e二"}"#);
    assert_eq!(read, Ok(Told::Query { text: "退·款 ·二".into() }));
}

#[test]
fn no_number_of_a_customer_is_kept() {
    for (number, masked) in [
        ("13812345678", "138******78"),
        ("+86 138-1234-5678", "+86 1**-****-**78"),
        ("0571-88886666", "057*-******66"),
        ("10086", "***86"),
        ("86", "**"),
        ("", ""),
        ("sip:li@a.cn", "********.**"),
        ("１３８１２３４５６７８", "１３８******７８"),
    ] {
        let once = Number::masked(number);
        assert_eq!(once.as_str(), masked, "{number}");
        assert_eq!(Number::masked(once.as_str()), once, "{number}");
    }
    let line = r#"{"v":1,"do":"contact-start","contact":"C","channel":"phone","number":"13812345678",
        "customer":"13812345678","reason":"回拨13812345678"}"#;
    let said = format!("{:?}", read(line));
    assert!(!said.contains("1381234") && said.contains("138******78"), "{said}");
    let said = format!("{:?}", read(r#"{"v":1,"do":"transcript","text":"我的号码是 138 1234 5678"}"#));
    assert!(said.contains("138 **** **78"), "{said}");
}

fn status() -> Status {
    Status {
        program: "0.1.0".into(),
        kb: "demo".into(),
        phase: Phase::Open,
        started: Moment(1_795_341_900_000),
        query_chars: 4,
        contacts: vec![OpenContact {
            id: "13812345678".into(),
            channel: "phone".into(),
            since: Moment(1_795_341_901_000),
            held: false,
            current: true,
        }],
    }
}

#[test]
fn answers_round_trip_and_look_as_documented() {
    assert_eq!(Answer::Done.line(None), "{\"v\":1,\"ok\":true}\n");
    assert_eq!(
        Answer::refused("没有这个服务。").line(Some(3)),
        "{\"v\":1,\"seq\":3,\"ok\":false,\"error\":\"refused\",\"detail\":\"没有这个服务。\"}\n"
    );
    let all = Code::ALL.map(|code| Answer::Refused(Refusal::new(code, "so it is.")));
    for answer in [Answer::Done, Answer::DoneBut("没有的".into()), Answer::status(status()), Answer::busy()]
        .into_iter()
        .chain(all)
    {
        let line = answer.line(Some(7));
        assert_eq!(Answer::read(line.as_bytes()), Ok((Some(7), answer)), "{line}");
    }
    let line = Answer::status(status()).line(None);
    assert!(line.contains(r#""started":"2026-11-22T"#), "{line}");
    assert!(line.contains(r#""id":"138******78""#), "{line}");
    for code in Code::ALL {
        assert_eq!(serde_json::to_string(&code).ok(), Some(format!("\"{}\"", code.word())));
    }
}

#[test]
fn answers_of_other_versions_are_told_apart() {
    let line = br#"{"v":2,"ok":false,"error":"version","detail":"1 is gone"}"#;
    let gone = Refusal::new(Code::Version, "1 is gone");
    assert_eq!(Answer::read(line), Ok((None, Answer::Refused(gone))));
    assert!(Answer::read(br#"{"v":2,"ok":true}"#).is_err());
    assert!(Answer::read(b"hello").is_err());
    let (_, answer) = Answer::read(br#"{"v":1,"ok":false,"error":"tired"}"#).expect("a code of later");
    assert_eq!(answer, Answer::refused(""));
}

/// A line that is nearly a message.
fn nearly() -> impl Strategy<Value = String> {
    let value = prop_oneof![
        Just("null".to_owned()),
        Just("1".to_owned()),
        Just("[{}]".to_owned()),
        proptest::sample::select(&Told::NAMES[..]).prop_map(|name| format!("\"{name}\"")),
        any::<String>().prop_map(|text| serde_json::to_string(&text).unwrap()),
    ];
    let name =
        proptest::sample::select(&["v", "do", "text", "id", "contact", "channel", "number", "seq"][..]);
    vec((name, value), 0..6).prop_map(|fields| {
        let fields: Vec<String> = fields.iter().map(|(name, value)| format!("\"{name}\":{value}")).collect();
        format!("{{\"v\":1,{}}}", fields.join(","))
    })
}

proptest! {
    #[test]
    fn no_bytes_panic(bytes in vec(any::<u8>(), 0..300)) {
        let _ = Envelope::read(&bytes);
        let _ = Answer::read(&bytes);
    }

    #[test]
    fn what_is_read_is_read_again(line in nearly()) {
        if let Ok(envelope) = Envelope::read(line.as_bytes()) {
            prop_assert_eq!(envelope.checked(), Ok(envelope));
        }
    }

    #[test]
    fn texts_come_out_harmless(text in any::<String>()) {
        let sent = Envelope::new(Told::Query { text });
        if let Ok(Envelope { told: Told::Query { text }, .. }) = sent.checked() {
            prop_assert!(!text.chars().any(|c| c == '\n' || crate::text::clean::is_harmful(c)));
        }
    }

    #[test]
    fn a_masked_number_stays_as_it_is(number in any::<String>()) {
        let once = Number::masked(&number);
        prop_assert_eq!(Number::masked(once.as_str()), once);
    }
}
