//! Talks as plain text: a line a turn, sessions apart by blank lines, lines of dashes or `会话：ID`.

use super::line::{self, Line};
use super::session::{Session, Turn};
use super::speaker::Speaker;
use super::{MOST_TURN, Talks, cell};

/// Names of sides that also begin a turn within a line, behind the end of a sentence.
const INSIDE: &[&str] = &[
    "坐席：",
    "座席：",
    "客服：",
    "客户：",
    "用户：",
    "访客：",
    "机器人：",
    "坐席:",
    "客服:",
    "客户:",
    "用户:",
];
/// Lines that are looked at before it is decided what a text is.
const LOOKED_AT: usize = 400;

/// Whether bytes begin like JSON; a text may begin with `[10:03:22]`.
pub(in crate::import) fn begins_json(start: &[u8]) -> bool {
    let start = start.strip_prefix(b"\xef\xbb\xbf").unwrap_or(start).trim_ascii_start();
    match start.split_first() {
        Some((b'{', _)) => true,
        Some((b'[', rest)) => {
            matches!(rest.trim_ascii_start().first(), None | Some(b'{' | b'[' | b'"' | b']' | b'n'))
        }
        _ => false,
    }
}

/// Whether a text is a talk: both sides speak in it, and what begins like JSON is none.
pub(in crate::import) fn is_talk(text: &str) -> bool {
    if begins_json(text.as_bytes()) {
        return false;
    }
    let (mut customers, mut others, mut timed, mut lines) = (0usize, 0usize, 0usize, 0usize);
    for line in broken(text).lines().take(LOOKED_AT) {
        match line::read(line) {
            Line::Blank => continue,
            Line::Turn { speaker: Some(Speaker::Customer), .. } => customers += 1,
            Line::Turn { speaker: Some(Speaker::Agent | Speaker::Robot), .. } => others += 1,
            Line::Turn { time, .. } if !time.is_empty() => timed += 1,
            _ => {}
        }
        lines += 1;
    }
    let turns = customers + others + timed;
    // A document may quote a talk; in a talk at least every fourth line begins a turn.
    turns * 4 >= lines && (customers > 0 && others > 0 || (customers > 0 || others > 0) && timed > 0)
}

/// Reads a whole text into sessions.
pub(in crate::import) fn sessions(text: &str) -> Talks {
    let mut talks = Talks::default();
    let text = broken(text);
    let apart = Apart::of(&text);
    let mut session = Session::new("", 1);
    let mut open: Option<Turn> = None;
    let (mut blanks, mut number) = (0, 0);
    for raw in text.lines() {
        // A break that was put in is no line of the file.
        let (raw, inserted) = raw.strip_prefix(BREAK).map_or((raw, false), |rest| (rest, true));
        number += u64::from(!inserted);
        let at = number;
        let read = line::read(raw);
        if !matches!(read, Line::Blank) {
            blanks = 0;
        }
        match read {
            Line::Blank => {
                blanks += 1;
                if apart.ends_session(blanks) {
                    finish(&mut session, &mut open, "", at + 1, &mut talks);
                }
            }
            Line::Session(id) => {
                // `会话：1` and a line of dashes below it are one mark.
                let keeps =
                    id.is_empty() && session.turns.is_empty() && open.is_none() && !session.id.is_empty();
                if !keeps {
                    finish(&mut session, &mut open, id, at, &mut talks);
                }
            }
            Line::Time(time) => match &mut open {
                None => session.day = session.day.or(cell::day(time)),
                Some(turn) => more(turn, raw),
            },
            Line::Heading => {}
            Line::More(words) => {
                if let Some(turn) = &mut open {
                    more(turn, words);
                }
            }
            Line::Turn { label, speaker, time, text } => {
                if let Some(turn) = open.take() {
                    session.push(turn, &mut talks);
                }
                open = Some(Turn {
                    line: at,
                    speaker,
                    label: label.to_owned(),
                    time: time.to_owned(),
                    day: cell::day(time),
                    text: text.to_owned(),
                });
            }
        }
    }
    finish(&mut session, &mut open, "", number, &mut talks);
    talks
}

/// The turns of one session as a text.
pub(super) fn turns(text: &str) -> Vec<Turn> {
    let mut turns: Vec<Turn> = Vec::new();
    for raw in broken(text).lines() {
        match line::read(raw.trim_start_matches(BREAK)) {
            Line::Turn { label, speaker, time, text } => turns.push(Turn {
                line: 0,
                speaker,
                label: label.to_owned(),
                time: time.to_owned(),
                day: cell::day(time),
                text: text.to_owned(),
            }),
            Line::More(words) => {
                if let Some(turn) = turns.last_mut() {
                    more(turn, words);
                }
            }
            _ => {}
        }
    }
    turns
}

fn more(turn: &mut Turn, words: &str) {
    // One char over the bound is enough to be refused.
    if turn.text.len() > MOST_TURN * 4 {
        return;
    }
    if !turn.text.is_empty() {
        turn.text.push('\n');
    }
    turn.text.push_str(words.trim());
}

fn finish(session: &mut Session, open: &mut Option<Turn>, id: &str, line: u64, talks: &mut Talks) {
    if let Some(turn) = open.take() {
        session.push(turn, talks);
    }
    std::mem::replace(session, Session::new(id, line)).end(talks);
}

/// Marks a line end that was put in.
const BREAK: char = '\u{1}';

/// Puts every turn on a line of its own where several stand on one: `用户：能退吗？坐席：能。`
fn broken(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + text.len() / 16);
    for (line, first) in text.lines().zip(std::iter::once(true).chain(std::iter::repeat(false))) {
        if !first {
            out.push('\n');
        }
        let mut ends = false;
        let mut rest = line;
        while let Some(c) = rest.chars().next() {
            if ends && INSIDE.iter().any(|name| rest.starts_with(name)) {
                out.push('\n');
                out.push(BREAK);
            }
            if c != BREAK {
                out.push(c);
            }
            ends = matches!(c, '。' | '？' | '！' | '?' | '!' | '；' | '】' | '…' | ' ' | '\t' | '　');
            rest = rest.get(c.len_utf8()..).unwrap_or_default();
        }
    }
    out
}

/// What parts the sessions of a text.
enum Apart {
    /// Lines of dashes or names of sessions; blank lines are only blank.
    Marks,
    /// A blank line.
    Blank,
    /// Every turn stands apart by a blank line, so that sessions need two.
    TwoBlanks,
}

impl Apart {
    fn of(text: &str) -> Apart {
        let (mut marks, mut blocks, mut turns, mut in_block) = (0, 0, 0, false);
        for raw in text.lines() {
            match line::read(raw.trim_start_matches(BREAK)) {
                Line::Blank => in_block = false,
                Line::Session(_) => marks += 1,
                Line::Turn { .. } => {
                    turns += 1;
                    blocks += u32::from(!in_block);
                    in_block = true;
                }
                _ => {}
            }
        }
        match (marks, blocks) {
            (1.., _) => Apart::Marks,
            // One turn in most blocks.
            (0, 2..) if blocks * 3 > turns * 2 => Apart::TwoBlanks,
            _ => Apart::Blank,
        }
    }

    fn ends_session(&self, blanks: u32) -> bool {
        match self {
            Apart::Marks => false,
            Apart::Blank => blanks == 1,
            Apart::TwoBlanks => blanks == 2,
        }
    }
}
