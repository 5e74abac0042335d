//! The elements of a JSON list one by one, within bounded memory, however the list is written or wrapped.

use std::io::{self, BufRead};

/// Keys under which exports wrap their rows.
pub(super) const WRAPPERS: &[&str] = &[
    "data",
    "items",
    "articles",
    "rows",
    "records",
    "list",
    "results",
    "result",
    "docs",
    "documents",
    "faqs",
    "knowledge",
    "entries",
    "hits",
];

/// How the values stand in the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Layout {
    /// In a list, bare or wrapped in an object.
    List,
    /// One after the other.
    Sequence,
}

/// A value of the list.
pub(super) struct Element {
    /// From 1.
    pub number: u64,
    /// Line in the file where it begins, from 1.
    pub line: u64,
    /// Column in bytes where it begins, from 1.
    pub column: u64,
    /// Where it begins in the file.
    pub offset: u64,
    /// Its bytes; `None` when it is too long to be held.
    pub bytes: Option<Vec<u8>>,
}

/// What comes next.
pub(super) enum Next {
    /// A value.
    Element(Element),
    /// Text that is no list; nothing can be read behind it.
    Broken {
        /// The number that the next value would have had.
        number: u64,
        line: u64,
        column: u64,
        problem: &'static str,
    },
    /// Nothing more.
    End,
}

/// Reads the values.
pub(super) struct Elements<R> {
    source: R,
    limit: usize,
    layout: Layout,
    number: u64,
    line: u64,
    column: u64,
    /// Bytes read so far.
    pub offset: u64,
    over: bool,
}

impl<R: BufRead> Elements<R> {
    /// Reads values one after the other, with or without commas, until [`Elements::enter`] finds a list.
    pub fn new(source: R, limit: usize) -> Self {
        let layout = Layout::Sequence;
        Elements { source, limit, layout, number: 0, line: 1, column: 1, offset: 0, over: false }
    }

    fn peek(&mut self) -> io::Result<Option<u8>> {
        loop {
            match self.source.fill_buf() {
                Ok(buffer) => return Ok(buffer.first().copied()),
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
    }

    fn bump(&mut self, byte: u8) {
        self.source.consume(1);
        self.offset += 1;
        if byte == b'\n' {
            self.line += 1;
            self.column = 1;
        } else {
            self.column += 1;
        }
    }

    fn skip_blank(&mut self) -> io::Result<Option<u8>> {
        while let Some(byte) = self.peek()? {
            let mark = self.offset < 3 && matches!(byte, 0xef | 0xbb | 0xbf);
            if !byte.is_ascii_whitespace() && !mark {
                return Ok(Some(byte));
            }
            self.bump(byte);
        }
        Ok(None)
    }

    /// Enters the list that the file is or wraps; false when there is none (then the file has been read up).
    pub fn enter(&mut self) -> io::Result<bool> {
        self.layout = Layout::List;
        match self.skip_blank()? {
            Some(b'[') => {
                self.bump(b'[');
                return Ok(true);
            }
            Some(b'{') => self.bump(b'{'),
            _ => return Ok(false),
        }
        let mut depth = 1;
        while depth > 0 {
            match self.skip_blank()? {
                Some(b'}') => {
                    self.bump(b'}');
                    depth -= 1;
                }
                Some(b',') => self.bump(b','),
                Some(b'"') => {
                    let mut key = Some(Vec::new());
                    self.value(&mut key)?;
                    if self.skip_blank()? != Some(b':') {
                        return Ok(false);
                    }
                    self.bump(b':');
                    let wraps = key.is_some_and(|key| {
                        WRAPPERS
                            .iter()
                            .any(|name| key.strip_prefix(b"\"") == Some(format!("{name}\"").as_bytes()))
                    });
                    match self.skip_blank()? {
                        Some(b'[') if wraps => {
                            self.bump(b'[');
                            return Ok(true);
                        }
                        Some(b'{') if wraps => {
                            self.bump(b'{');
                            depth += 1;
                        }
                        Some(_) => self.value(&mut None)?,
                        None => return Ok(false),
                    }
                }
                _ => return Ok(false),
            }
        }
        Ok(false)
    }

    /// The next value.
    pub fn next(&mut self) -> io::Result<Next> {
        if self.over {
            return Ok(Next::End);
        }
        let mut commas = 0;
        loop {
            match self.skip_blank()? {
                Some(b',') => {
                    commas += 1;
                    self.bump(b',');
                }
                Some(b']') if self.layout == Layout::List => {
                    self.over = true;
                    return Ok(Next::End);
                }
                Some(b']' | b'}' | b':') => return Ok(self.broken("expected a value here")),
                Some(_) if self.layout == Layout::List && self.number > 0 && commas == 0 => {
                    return Ok(self.broken("expected `,` or `]` here"));
                }
                Some(_) => break,
                None if self.layout == Layout::List => {
                    return Ok(self.broken("the list is never closed with `]`"));
                }
                None => {
                    self.over = true;
                    return Ok(Next::End);
                }
            }
        }
        self.number += 1;
        let (line, column, offset) = (self.line, self.column, self.offset);
        let mut bytes = Some(Vec::new());
        self.value(&mut bytes)?;
        Ok(Next::Element(Element { number: self.number, line, column, offset, bytes }))
    }

    fn broken(&mut self, problem: &'static str) -> Next {
        self.over = true;
        Next::Broken { number: self.number + 1, line: self.line, column: self.column, problem }
    }

    /// Reads over one value and keeps its bytes while they are few enough. Only strings and brackets are
    /// understood here; whether the value is JSON is found out by the parser.
    fn value(&mut self, held: &mut Option<Vec<u8>>) -> io::Result<()> {
        let (mut depth, mut in_string, mut escaped) = (0usize, false, false);
        while let Some(byte) = self.peek()? {
            if !in_string
                && depth == 0
                && (matches!(byte, b',' | b']' | b'}' | b':') || byte.is_ascii_whitespace())
            {
                return Ok(());
            }
            self.bump(byte);
            if let Some(bytes) = held {
                bytes.push(byte);
                if bytes.len() > self.limit {
                    *held = None;
                }
            }
            if in_string {
                match byte {
                    _ if escaped => escaped = false,
                    b'\\' => escaped = true,
                    b'"' => in_string = false,
                    _ => {}
                }
            } else {
                match byte {
                    b'"' => in_string = true,
                    b'{' | b'[' => depth += 1,
                    b'}' | b']' => depth -= 1,
                    _ => {}
                }
            }
            if !in_string && depth == 0 && matches!(byte, b'"' | b'}' | b']') {
                return Ok(());
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(text: &str, limit: usize) -> Vec<String> {
        let mut elements = Elements::new(io::BufReader::with_capacity(3, text.as_bytes()), limit);
        assert!(elements.enter().unwrap(), "{text}");
        rest(&mut elements)
    }

    fn rest<R: BufRead>(elements: &mut Elements<R>) -> Vec<String> {
        let mut found = Vec::new();
        loop {
            match elements.next().unwrap() {
                Next::Element(e) => found.push(match e.bytes {
                    Some(bytes) => format!("{}:{}", e.number, String::from_utf8(bytes).unwrap()),
                    None => format!("{}: too long", e.number),
                }),
                Next::Broken { number, line, column, problem } => {
                    found.push(format!("{number}: {line}:{column} {problem}"));
                }
                Next::End => return found,
            }
        }
    }

    #[test]
    fn elements_come_one_by_one() {
        assert_eq!(
            all(r#"[{"a":"]}"}, [1,2] ,"x\"y", 5]"#, 100),
            [r#"1:{"a":"]}"}"#, "2:[1,2]", r#"3:"x\"y""#, "4:5"]
        );
        assert_eq!(all("\u{feff}[]", 100), Vec::<String>::new());
        assert_eq!(all(r#"[{"a":"0123456789"},{"b":1}]"#, 10), ["1: too long", r#"2:{"b":1}"#]);
    }

    #[test]
    fn wrapped_lists_are_found() {
        assert_eq!(all(r#"{"code":0,"msg":"[{","data":[{"a":1}],"x":2}"#, 100), [r#"1:{"a":1}"#]);
        assert_eq!(all("{\n \"data\": {\"total\": 1, \"list\": [\n {\"a\":1}\n]}}", 100), [r#"1:{"a":1}"#]);
        let mut none = Elements::new(r#"{"title":"a","tags":["b"]}"#.as_bytes(), 100);
        assert!(!none.enter().unwrap());
    }

    #[test]
    fn broken_lists_say_where() {
        assert_eq!(all("[{} {}]", 100), ["1:{}", "2: 1:5 expected `,` or `]` here"]);
        assert_eq!(all("[{},\n", 100), ["1:{}", "2: 2:1 the list is never closed with `]`"]);
        assert_eq!(all("[}", 100), ["1: 1:2 expected a value here"]);
    }

    #[test]
    fn values_may_stand_one_after_the_other() {
        let mut elements = Elements::new("{\"a\":\n1}\n{\"b\":2}".as_bytes(), 100);
        assert_eq!(rest(&mut elements), ["1:{\"a\":\n1}", "2:{\"b\":2}"]);
    }
}
