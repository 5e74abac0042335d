//! Records of a table, within bounded memory: quotes, line ends inside them, and quotes that never close.

use std::io::{self, Read};

use super::decode::Decode;

/// A record.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Record {
    /// From 1; blank lines count, so that it is the row that a spreadsheet shows.
    pub number: u64,
    /// What it holds.
    pub content: Content,
}

/// What a record holds.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Content {
    /// Its fields.
    Fields(Vec<String>),
    /// Nothing.
    Blank,
    /// Bytes that are no text in the file's encoding: the first one's place in the file.
    Malformed { byte: u64, fields: Vec<String> },
    /// Too much to be held.
    TooLong,
    /// One line, on which a quote opens that is closed nowhere. Reading goes on with the next line.
    OpenQuote(Vec<String>),
}

/// Reads records.
pub(super) struct Records<R> {
    source: Decode<R>,
    delimiter: u8,
    limit: usize,
    text: String,
    /// Where the next record begins in `text`.
    at: usize,
    /// Where `text` begins in all of the text.
    base: u64,
    number: u64,
    ended: bool,
}

/// How far the search for a record's end came.
#[derive(Default, Clone, Copy)]
struct Scan {
    to: usize,
    in_quotes: bool,
    /// A field has characters before `to`, so that a quote there is only a character.
    in_field: bool,
}

impl<R: Read> Records<R> {
    pub fn new(source: Decode<R>, delimiter: u8, limit: usize) -> Self {
        Records { source, delimiter, limit, text: String::new(), at: 0, base: 0, number: 0, ended: false }
    }

    /// The encoding's name.
    pub fn encoding(&self) -> &'static str {
        self.source.encoding
    }

    /// Bytes of the file read so far.
    pub fn bytes_done(&self) -> u64 {
        self.source.bytes_done
    }

    /// The next record.
    pub fn next(&mut self) -> io::Result<Option<Record>> {
        self.forget();
        let mut scan = Scan { to: self.at, ..Scan::default() };
        let mut too_long = false;
        let (end, next) = loop {
            if let Some(found) = self.scan(&mut scan) {
                break found;
            }
            if self.text.len() - self.at > self.limit {
                // Only what the scan needs to go on is kept.
                too_long = true;
                self.at = scan.to;
                self.forget();
                scan.to = self.at;
            }
            if !self.source.fill(&mut self.text)? {
                self.ended = true;
                if scan.in_quotes && !too_long {
                    return Ok(Some(self.open_quote()));
                }
                if self.at == self.text.len() && !too_long {
                    return Ok(None);
                }
                break (self.text.len(), self.text.len());
            }
        };
        self.number += 1;
        let number = self.number;
        let line = self.text.get(self.at..end).unwrap_or_default();
        let content = if too_long || line.len() > self.limit {
            Content::TooLong
        } else if line.trim().is_empty() && !line.contains(char::from(self.delimiter)) {
            Content::Blank
        } else {
            Content::Fields(fields(line, self.delimiter))
        };
        self.at = next;
        Ok(Some(Record { number, content: self.checked(content) }))
    }

    /// Names malformed bytes in what was just read; a record that is refused anyway keeps its reason.
    fn checked(&mut self, content: Content) -> Content {
        match (self.source.malformed_before(self.base + self.at as u64), content) {
            (Some(byte), Content::Fields(fields)) => Content::Malformed { byte, fields },
            (Some(byte), Content::Blank) => Content::Malformed { byte, fields: Vec::new() },
            (_, content) => content,
        }
    }

    /// The line on which the quote opened, by itself: what follows may well be good.
    fn open_quote(&mut self) -> Record {
        let rest = self.text.get(self.at..).unwrap_or_default();
        let length = rest.find('\n').map_or(rest.len(), |at| at + 1);
        let line = rest.get(..length).unwrap_or_default().trim_end_matches(['\n', '\r']);
        let content = Content::OpenQuote(fields(line, self.delimiter));
        self.at += length;
        self.number += 1;
        self.source.malformed_before(self.base + self.at as u64);
        Record { number: self.number, content }
    }

    /// Finds where the record ends and where the next one begins.
    fn scan(&self, scan: &mut Scan) -> Option<(usize, usize)> {
        let bytes = self.text.as_bytes();
        while let Some(&byte) = bytes.get(scan.to) {
            let at = scan.to;
            if scan.in_quotes {
                if byte == b'"' {
                    match bytes.get(at + 1) {
                        Some(b'"') => scan.to += 1,
                        None if !self.ended => return None,
                        _ => (scan.in_quotes, scan.in_field) = (false, true),
                    }
                }
            } else if byte == b'\n' {
                return Some((at, at + 1));
            } else if byte == b'\r' {
                return match bytes.get(at + 1) {
                    Some(b'\n') => Some((at, at + 2)),
                    None if !self.ended => None,
                    // Old Macintosh line ends.
                    _ => Some((at, at + 1)),
                };
            } else if byte == self.delimiter {
                scan.in_field = false;
            } else if byte == b'"' && !scan.in_field {
                scan.in_quotes = true;
            } else if byte != b' ' {
                scan.in_field = true;
            }
            scan.to += 1;
        }
        None
    }

    /// Drops text that was read, but seldom: moving the rest costs time.
    fn forget(&mut self) {
        if self.at > self.text.len() / 2 && self.at > 1 << 16 || self.at == self.text.len() {
            self.text.drain(..self.at);
            self.base += self.at as u64;
            self.at = 0;
        }
    }
}

/// Cuts a record into its fields.
pub(super) fn fields(record: &str, delimiter: u8) -> Vec<String> {
    let delimiter = char::from(delimiter);
    let mut fields = Vec::new();
    let mut field = String::new();
    let mut chars = record.chars().peekable();
    let (mut in_quotes, mut in_field) = (false, false);
    while let Some(c) = chars.next() {
        if in_quotes {
            if c != '"' {
                field.push(c);
            } else if chars.next_if_eq(&'"').is_some() {
                field.push('"');
            } else {
                (in_quotes, in_field) = (false, true);
            }
        } else if c == delimiter {
            fields.push(std::mem::take(&mut field));
            in_field = false;
        } else if c == '"' && !in_field {
            // Blanks before an opening quote are no text.
            field.clear();
            in_quotes = true;
        } else {
            in_field |= c != ' ';
            field.push(c);
        }
    }
    fields.push(field);
    fields
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(text: &[u8], limit: usize) -> Vec<(u64, Content)> {
        let source = Decode::new(text, encoding_rs::UTF_8);
        let mut records = Records::new(source, b',', limit);
        let mut found = Vec::new();
        while let Some(record) = records.next().unwrap() {
            found.push((record.number, record.content));
        }
        found
    }

    fn row(fields: &[&str]) -> Content {
        Content::Fields(fields.iter().map(|f| (*f).to_owned()).collect())
    }

    #[test]
    fn records_are_cut_at_line_ends_outside_quotes() {
        let text = b"\xef\xbb\xbfa,b\r\n\"x\ny\",\"say \"\"hi\"\"\"\n\n1,\n 2 , \"q\" \nend";
        assert_eq!(
            all(text, 1000),
            [
                (1, row(&["a", "b"])),
                (2, row(&["x\ny", "say \"hi\""])),
                (3, Content::Blank),
                (4, row(&["1", ""])),
                (5, row(&[" 2 ", "q "])),
                (6, row(&["end"])),
            ]
        );
    }

    #[test]
    fn a_quote_inside_a_field_is_a_character() {
        assert_eq!(all(b"5\" disk,b\nc,d", 1000), [(1, row(&["5\" disk", "b"])), (2, row(&["c", "d"]))]);
        assert_eq!(all(b"\"a\"b,c\n", 1000), [(1, row(&["ab", "c"]))]);
    }

    #[test]
    fn a_quote_that_never_closes_costs_one_line() {
        assert_eq!(
            all(b"a,b\nc,\"d\ne,f\n", 1000),
            [
                (1, row(&["a", "b"])),
                (2, Content::OpenQuote(vec!["c".into(), "d".into()])),
                (3, row(&["e", "f"])),
            ]
        );
    }

    #[test]
    fn a_long_record_is_not_held_and_the_next_is_read() {
        let long = format!("a,b\n\"{}\n{}\",x\nc,d\n", "y".repeat(100_000), "z".repeat(300_000));
        assert_eq!(
            all(long.as_bytes(), 70_000),
            [(1, row(&["a", "b"])), (2, Content::TooLong), (3, row(&["c", "d"]))]
        );
        let short = format!("{}\nc,d", "y".repeat(50));
        assert_eq!(all(short.as_bytes(), 20), [(1, Content::TooLong), (2, row(&["c", "d"]))]);
    }

    #[test]
    fn malformed_bytes_cost_their_record_only() {
        let found = all(b"a,b\nc,\xff\xfe\nd,e\n", 1000);
        let Some((2, Content::Malformed { byte: 6, fields })) = found.get(1) else { panic!("{found:?}") };
        assert_eq!(fields.first().map(String::as_str), Some("c"));
        assert_eq!(found.last(), Some(&(3, row(&["d", "e"]))));
    }
}
