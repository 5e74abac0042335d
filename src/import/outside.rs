//! Exports of public question sites and of records: questions, what was answered, votes, dates, addresses.
//!
//! JSON Lines, a JSON list, or a table with headings. Nothing personal is kept: numbers of phones, cards and identity
//! papers are masked before anything leaves this reader.

use std::fs::File;
use std::io::{self, BufReader, Read as _};
use std::path::Path;

use serde_json::{Map, Value};

use super::MAX_ROW_BYTES;
use super::array::{Element, Elements, Next};
use super::date;
use super::decode::Decode;
use super::delimiter;
use super::encoding;
use super::feedback::Unreadable;
use super::html;
use super::lines::Lines;
use super::records::{Content, Records};
use super::talk;
use crate::model::OutsideQuestion;
use crate::text::fold::fold_str;
use crate::text::redact;

/// Files larger than this are refused: a person decides on what they hold.
const MOST_BYTES: u64 = 512 << 20;
/// Chars of a question and of an answer that are kept.
const MOST_QUESTION: usize = 300;
const MOST_ANSWER: usize = 20_000;

/// A line read and the question in it.
pub type Numbered = (u64, OutsideQuestion);

/// Reads a file; rows that cannot be read are named and left out.
///
/// # Errors
/// Those of reading.
pub fn read(path: &Path) -> io::Result<(Vec<Numbered>, Vec<Unreadable>)> {
    let mut file = File::open(path)?;
    if file.metadata()?.len() > MOST_BYTES {
        return Err(io::Error::other(format!("larger than {} MiB; split it", MOST_BYTES >> 20)));
    }
    let mut head = [0; 64];
    let read = file.read(&mut head)?;
    let start = head.get(..read).unwrap_or_default();
    let start = start.strip_prefix(b"\xef\xbb\xbf").unwrap_or(start).trim_ascii_start();
    let rows = match start.first() {
        Some(b'{') => lines(path)?,
        Some(b'[') if talk::begins_json(start) => list(path)?,
        _ => match talk_as_text(path)? {
            Some(read) => return Ok(read),
            None => table(path)?,
        },
    };
    if talk::looks_like_talk(&rows) {
        return Ok(of_talks(path, talk::sessions(rows)));
    }
    let (mut good, mut bad) = (Vec::new(), Vec::new());
    for (number, row) in rows {
        match row.and_then(|row| question(&row)) {
            Ok(question) => good.push((number, question)),
            Err(detail) => bad.push(Unreadable { line: number, detail }),
        }
    }
    Ok((good, bad))
}

type Rows = Vec<(u64, Result<Map<String, Value>, String>)>;

const TOO_LONG: &str = "too long";

fn object(bytes: &[u8]) -> Result<Map<String, Value>, String> {
    match serde_json::from_slice(bytes).map_err(|error| error.to_string())? {
        Value::Object(row) => Ok(row),
        // Turns and sessions of talks may be bare lists.
        other => talk::wrapped(other).ok_or_else(|| "not an object".to_owned()),
    }
}

/// A talk as plain text; `None` when the file is something else.
fn talk_as_text(path: &Path) -> io::Result<Option<(Vec<Numbered>, Vec<Unreadable>)>> {
    let encoding = encoding::detect(File::open(path)?)?;
    let mut source = Decode::new(File::open(path)?, encoding);
    let mut text = String::new();
    while text.len() < 1 << 16 && source.fill(&mut text)? {}
    if !talk::is_talk(&text) {
        return Ok(None);
    }
    while source.fill(&mut text)? {}
    Ok(Some(of_talks(path, talk::sessions_of_text(&text))))
}

fn of_talks(path: &Path, talks: talk::Talks) -> (Vec<Numbered>, Vec<Unreadable>) {
    let name = path.file_name().map(|name| name.to_string_lossy()).unwrap_or_default();
    (talk::candidates(&name, &talks.sessions), talks.unreadable)
}

fn lines(path: &Path) -> io::Result<Rows> {
    let mut lines = Lines::new(BufReader::new(File::open(path)?), MAX_ROW_BYTES);
    let mut rows = Vec::new();
    while let Some(line) = lines.next()? {
        let row = match line.bytes {
            Some(bytes) if bytes.trim_ascii().is_empty() => continue,
            Some(bytes) => object(&bytes),
            None => Err(TOO_LONG.into()),
        };
        rows.push((line.number, row));
    }
    Ok(rows)
}

fn list(path: &Path) -> io::Result<Rows> {
    let mut all = Elements::new(BufReader::new(File::open(path)?), MAX_ROW_BYTES);
    let mut rows = Vec::new();
    if !all.enter()? {
        return Ok(rows);
    }
    loop {
        match all.next()? {
            Next::Element(Element { number, bytes: Some(bytes), .. }) => rows.push((number, object(&bytes))),
            Next::Element(Element { number, bytes: None, .. }) => rows.push((number, Err(TOO_LONG.into()))),
            Next::Broken { number, problem, .. } => rows.push((number, Err(problem.into()))),
            Next::End => return Ok(rows),
        }
    }
}

fn table(path: &Path) -> io::Result<Rows> {
    let encoding = encoding::detect(File::open(path)?)?;
    let mut source = Decode::new(File::open(path)?, encoding);
    let mut head = String::new();
    while head.len() < 1 << 16 && source.fill(&mut head)? {}
    let delimiter =
        delimiter::guess(&head, false, &|heading| Part::of(heading).is_some() || talk::is_heading(heading));
    let mut records = Records::new(Decode::new(File::open(path)?, encoding), delimiter, MAX_ROW_BYTES);
    let mut headings: Option<Vec<String>> = None;
    let mut rows = Vec::new();
    while let Some(record) = records.next()? {
        let fields = match record.content {
            Content::Fields(fields) => fields,
            Content::Blank => continue,
            Content::Malformed { .. } => {
                rows.push((record.number, Err(format!("not valid {}", records.encoding()))));
                continue;
            }
            Content::TooLong => {
                rows.push((record.number, Err(TOO_LONG.into())));
                continue;
            }
            Content::OpenQuote(_) => {
                rows.push((record.number, Err("a quote is never closed".into())));
                continue;
            }
        };
        match &headings {
            None => headings = Some(fields),
            Some(headings) => {
                let row = headings.iter().cloned().zip(fields.into_iter().map(Value::String)).collect();
                rows.push((record.number, Ok(row)));
            }
        }
    }
    Ok(rows)
}

/// What a field or a column says.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    Question,
    Answer,
    Votes,
    Day,
    Source,
    Licence,
}

impl Part {
    fn of(name: &str) -> Option<Part> {
        let name: String = fold_str(name).chars().filter(|c| c.is_alphanumeric()).collect();
        Some(match name.as_str() {
            "question" | "title" | "query" | "ask" | "q" | "text" | "问题" | "标题" | "提问" | "标准问"
            | "客户问题" => Part::Question,
            "answer" | "answers" | "bestanswer" | "reply" | "content" | "body" | "a" | "回答" | "答案"
            | "最佳答案" | "最佳回答" | "回复" => Part::Answer,
            "votes" | "vote" | "score" | "likes" | "upvotes" | "点赞" | "点赞数" | "赞同" | "赞同数"
            | "投票" | "浏览量" => Part::Votes,
            "date" | "day" | "time" | "created" | "createdat" | "askedat" | "日期" | "时间" | "提问时间"
            | "提问日期" | "发布时间" => Part::Day,
            "url" | "link" | "source" | "site" | "ref" | "链接" | "网址" | "来源" | "来源链接" | "站点" => {
                Part::Source
            }
            "licence" | "license" | "许可" | "许可证" | "授权" => Part::Licence,
            _ => return None,
        })
    }
}

fn question(row: &Map<String, Value>) -> Result<OutsideQuestion, String> {
    let mut out = OutsideQuestion { times: 1, ..OutsideQuestion::default() };
    for (name, value) in row {
        match Part::of(name) {
            Some(Part::Question) if out.text.is_empty() => out.text = kept(&text(value), MOST_QUESTION, true),
            Some(Part::Answer) => {
                let (answer, votes) = best(value);
                if !answer.is_empty() {
                    out.answer = kept(&answer, MOST_ANSWER, false);
                }
                out.votes = out.votes.max(votes);
            }
            Some(Part::Votes) => out.votes = out.votes.max(number(value)),
            Some(Part::Day) => {
                let said = text(value);
                if !said.trim().is_empty() {
                    out.day = Some(date::parse(&said).ok_or_else(|| format!("{name}: {said}"))?);
                }
            }
            Some(Part::Source) => {
                let said = text(value);
                // An address says more than the name of a site.
                if out.source.is_empty() || said.contains("://") {
                    out.source = said.trim().to_owned();
                }
            }
            Some(Part::Licence) => out.licence = Some(text(value)).filter(|said| !said.trim().is_empty()),
            Some(Part::Question) | None => {}
        }
    }
    if out.text.is_empty() {
        return Err("no question (`question`, `title`, 问题)".into());
    }
    Ok(out)
}

fn text(value: &Value) -> String {
    match value {
        Value::String(text) => html::to_text(text),
        Value::Number(number) => number.to_string(),
        _ => String::new(),
    }
}

fn number(value: &Value) -> i64 {
    match value {
        Value::Number(number) => number.as_i64().unwrap_or_default(),
        Value::String(text) => text.trim().parse().unwrap_or_default(),
        _ => 0,
    }
}

/// The best of several answers: the accepted one, else the one with the most votes, else the first.
fn best(value: &Value) -> (String, i64) {
    let one = |value: &Value| -> (bool, i64, String) {
        let Value::Object(map) = value else { return (false, 0, text(value)) };
        let (mut answer, mut votes, mut accepted) = (String::new(), 0, false);
        for (name, value) in map {
            match Part::of(name) {
                Some(Part::Answer | Part::Question) if answer.is_empty() => answer = text(value),
                Some(Part::Votes) => votes = number(value),
                _ if matches!(name.as_str(), "accepted" | "is_accepted" | "best" | "采纳") => {
                    accepted = value.as_bool().unwrap_or(false);
                }
                _ => {}
            }
        }
        (accepted, votes, answer)
    };
    match value {
        Value::Array(all) => {
            let all = all.iter().map(one).enumerate();
            let best =
                all.max_by_key(|(at, (accepted, votes, _))| (*accepted, *votes, std::cmp::Reverse(*at)));
            best.map(|(_, (_, votes, answer))| (answer, votes)).unwrap_or_default()
        }
        value => {
            let (_, votes, answer) = one(value);
            (answer, votes)
        }
    }
}

/// Text as it is kept: masked, cut, a question on one line.
fn kept(text: &str, most: usize, one_line: bool) -> String {
    let text = if one_line { super::cell::one_line(text) } else { text.trim().to_owned() };
    let cut: String = text.chars().take(most).collect();
    redact::mask(&cut)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn file(name: &str, bytes: &[u8]) -> (Vec<Numbered>, Vec<Unreadable>) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(name);
        std::fs::write(&path, bytes).unwrap();
        read(&path).unwrap()
    }

    #[test]
    fn questions_are_read_from_lines_lists_and_tables() {
        let lines = r#"{"title":"宽带 怎么开通","answers":[{"text":"打电话","votes":2},{"text":"去营业厅","votes":9}],"date":"2026-03-01","url":"https://a.example/1","license":"CC-BY-4.0"}
{"title":"我的号是13800138000能查吗","answers":["能"],"votes":"7"}

{"body":"没有问题"}
not json
"#;
        let (good, bad) = file("a.jsonl", lines.as_bytes());
        assert_eq!(
            good[0],
            (
                1,
                OutsideQuestion {
                    text: "宽带 怎么开通".into(),
                    answer: "去营业厅".into(),
                    votes: 9,
                    times: 1,
                    day: Some(date(2026, 3, 1)),
                    source: "https://a.example/1".into(),
                    licence: Some("CC-BY-4.0".into()),
                }
            )
        );
        assert!(!good[1].1.text.contains("13800138000"), "{}", good[1].1.text);
        assert_eq!((good[1].1.votes, good[1].1.answer.as_str()), (7, "能"));
        assert_eq!(bad.iter().map(|b| b.line).collect::<Vec<_>>(), [4, 5]);

        let accepted = r#"[{"question":"甲","answers":[{"text":"多","votes":9},{"text":"好","votes":1,"accepted":true}]}]"#;
        assert_eq!(file("a.json", accepted.as_bytes()).0[0].1.answer, "好");

        let gb = encoding_rs::GB18030
            .encode("问题,最佳答案,点赞数,提问时间,链接\n甲怎么办,<p>乙</p>,3,2026/3/1,https://b.example\n")
            .0;
        let (good, bad) = file("a.csv", &gb);
        let one = &good[0].1;
        assert_eq!((one.text.as_str(), one.answer.as_str(), one.votes), ("甲怎么办", "乙", 3));
        assert_eq!((one.day, one.source.as_str()), (Some(date(2026, 3, 1)), "https://b.example"));
        assert!(bad.is_empty());
        let (good, bad) = file("a.csv", "问题,日期\n甲,昨天\n".as_bytes());
        assert_eq!((good.len(), bad.len()), (0, 1), "{bad:?}");
    }
}
