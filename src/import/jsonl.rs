//! JSON: one article a line, or a list of them.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Seek, SeekFrom};
use std::ops::ControlFlow;
use std::path::Path;

use serde_json::{Map, Value};

use super::MAX_ROW_BYTES;
use super::array::{Elements, Next, WRAPPERS};
use super::item::RawRow;
use super::lines::Lines;
use super::object::Reader;
use super::reason::Reason;
use super::run::{Row, Run};
use super::{remap, value};

/// Reads a file.
pub(super) fn read(run: &mut Run<'_>, path: &Path) -> io::Result<ControlFlow<()>> {
    let mut source = BufReader::with_capacity(1 << 16, File::open(path)?);
    let lines_promised =
        path.extension().is_some_and(|e| e.eq_ignore_ascii_case("jsonl") || e.eq_ignore_ascii_case("ndjson"));
    let shape = Shape::of(source.fill_buf()?, lines_promised);
    match shape {
        Shape::Lines => lines(run, source),
        Shape::Wrapped => {
            let mut all = Elements::new(&mut source, MAX_ROW_BYTES);
            if all.enter()? {
                return elements(run, all);
            }
            source.seek(SeekFrom::Start(0))?;
            elements(run, Elements::new(source, MAX_ROW_BYTES))
        }
    }
}

#[derive(Debug, PartialEq, Eq)]
enum Shape {
    Lines,
    /// A list, bare or in an object, or objects that span lines.
    Wrapped,
}

impl Shape {
    /// A file that begins with `[` is a list. One whose first line is an object by itself is lines, unless that
    /// object wraps the rows. Else it spans lines, but not in a file that promises lines: there the line is bad.
    fn of(head: &[u8], lines_promised: bool) -> Shape {
        let head = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head);
        let start = head.iter().position(|b| !b.is_ascii_whitespace()).unwrap_or(0);
        let head = head.get(start..).unwrap_or_default();
        if head.starts_with(b"[") {
            return Shape::Wrapped;
        }
        let mut parts = head.splitn(2, |&b| b == b'\n');
        let first = parts.next().unwrap_or_default();
        match serde_json::from_slice::<Map<String, Value>>(first) {
            Ok(row) => {
                let has_rows = WRAPPERS.iter().any(|name| match row.get(*name) {
                    Some(Value::Array(_)) => true,
                    Some(Value::Object(inner)) => inner.values().any(Value::is_array),
                    _ => false,
                });
                let is_row = row.contains_key("question") || row.contains_key("title");
                if has_rows && !is_row { Shape::Wrapped } else { Shape::Lines }
            }
            Err(_) if lines_promised => Shape::Lines,
            // The line is cut off by the end of the buffer: a row has its question near, a wrapper has not.
            Err(error) if error.is_eof() && parts.next().is_none() => {
                let wraps = WRAPPERS.iter().any(|name| {
                    let key = format!("\"{name}\"");
                    first
                        .get(..first.len().min(400))
                        .is_some_and(|h| h.windows(key.len()).any(|w| w == key.as_bytes()))
                });
                if wraps { Shape::Wrapped } else { Shape::Lines }
            }
            Err(error) if error.is_eof() => Shape::Wrapped,
            Err(_) => Shape::Lines,
        }
    }
}

fn lines<R: BufRead>(run: &mut Run<'_>, source: R) -> io::Result<ControlFlow<()>> {
    let mut lines = Lines::new(source, MAX_ROW_BYTES);
    while let Some(line) = lines.next()? {
        let flow = match line.bytes {
            None => run.refuse(line.number, Reason::TooLong { limit: MAX_ROW_BYTES }, RawRow::Gone),
            Some(bytes) if bytes.iter().all(u8::is_ascii_whitespace) => ControlFlow::Continue(()),
            Some(bytes) => {
                row(run, line.number, Start { line: line.number, column: 1, offset: line.offset }, bytes)
            }
        };
        if flow.is_break() {
            return Ok(flow);
        }
        run.advance(line.taken);
    }
    Ok(ControlFlow::Continue(()))
}

fn elements<R: BufRead>(run: &mut Run<'_>, mut all: Elements<R>) -> io::Result<ControlFlow<()>> {
    let mut told = 0;
    loop {
        let flow = match all.next()? {
            Next::Element(element) => {
                let start = Start { line: element.line, column: element.column, offset: element.offset };
                match element.bytes {
                    None => {
                        run.refuse(element.number, Reason::TooLong { limit: MAX_ROW_BYTES }, RawRow::Gone)
                    }
                    Some(bytes) => row(run, element.number, start, bytes),
                }
            }
            Next::Broken { number, line, column, problem } => {
                let reason = Reason::Json { line, column, problem: problem.to_owned() };
                run.refuse(number, reason, RawRow::Gone)
            }
            Next::End => return Ok(ControlFlow::Continue(())),
        };
        if flow.is_break() {
            return Ok(flow);
        }
        run.advance(all.offset - told);
        told = all.offset;
    }
}

/// Where a row begins in its file.
#[derive(Clone, Copy)]
struct Start {
    line: u64,
    column: u64,
    offset: u64,
}

fn row(run: &mut Run<'_>, number: u64, start: Start, bytes: Vec<u8>) -> ControlFlow<()> {
    let object = match parse(&bytes, start) {
        Ok(object) => object,
        Err(reason) => return run.refuse(number, reason, RawRow::Json(bytes)),
    };
    let object = match remap::apply(run, object) {
        Ok(object) => object,
        Err(reason) => return run.refuse(number, reason, RawRow::Json(bytes)),
    };
    let mut reader = Reader::new(run.options);
    match reader.article(object) {
        Ok(article) => {
            let source_key =
                article.source.as_ref().map(|s| s.reference.trim().to_owned()).filter(|r| !r.is_empty());
            let unknown = reader.unknown;
            run.row(Row { number, article, source_key, unknown, raw: RawRow::Json(bytes) })
        }
        Err(reason) => run.refuse(number, reason, RawRow::Json(bytes)),
    }
}

fn parse(bytes: &[u8], start: Start) -> Result<Map<String, Value>, Reason> {
    let text = std::str::from_utf8(bytes).map_err(|error| Reason::Encoding {
        encoding: "UTF-8",
        byte: start.offset + error.valid_up_to() as u64,
    })?;
    let value = serde_json::from_str(text).map_err(|error| {
        let (line, column) = (error.line().max(1) as u64, error.column() as u64);
        // The place is told in the file's lines, so the parser's own is cut off.
        let problem = error.to_string();
        let problem = problem.rsplit_once(" at line ").map_or(problem.as_str(), |(problem, _)| problem);
        Reason::Json {
            line: start.line + line - 1,
            column: if line == 1 { start.column + column.saturating_sub(1) } else { column },
            problem: problem.to_owned(),
        }
    })?;
    match value {
        Value::Object(map) => Ok(map),
        other => Err(Reason::NotAnObject { found: value::type_name(&other) }),
    }
}
