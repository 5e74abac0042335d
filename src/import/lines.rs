//! Lines of a file of any size, within bounded memory.

use std::io::{self, BufRead};

/// A line, without its end.
pub(super) struct Line {
    /// From 1.
    pub number: u64,
    /// Where it begins in the file.
    pub offset: u64,
    /// Bytes that it took, its end included.
    pub taken: u64,
    /// Its bytes; `None` when it is too long to be held.
    pub bytes: Option<Vec<u8>>,
}

/// Reads lines.
pub(super) struct Lines<R> {
    source: R,
    limit: usize,
    number: u64,
    offset: u64,
}

impl<R: BufRead> Lines<R> {
    /// Lines longer than `limit` bytes are skipped without being held.
    pub fn new(source: R, limit: usize) -> Self {
        Lines { source, limit, number: 0, offset: 0 }
    }

    /// The next line, blank ones included.
    pub fn next(&mut self) -> io::Result<Option<Line>> {
        let mut held = Some(Vec::new());
        let mut taken: u64 = 0;
        loop {
            let buffer = match self.source.fill_buf() {
                Ok(buffer) => buffer,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Err(error) => return Err(error),
            };
            if buffer.is_empty() {
                if taken == 0 {
                    return Ok(None);
                }
                break;
            }
            let end = buffer.iter().position(|&b| b == b'\n');
            let part = buffer.get(..end.unwrap_or(buffer.len())).unwrap_or_default();
            held = held.filter(|bytes| bytes.len() + part.len() <= self.limit);
            if let Some(bytes) = &mut held {
                bytes.extend_from_slice(part);
            }
            let used = part.len() + usize::from(end.is_some());
            self.source.consume(used);
            taken += used as u64;
            if end.is_some() {
                break;
            }
        }
        let mut offset = self.offset;
        if let Some(bytes) = &mut held {
            if bytes.last() == Some(&b'\r') {
                bytes.pop();
            }
            if self.number == 0 && bytes.starts_with(b"\xef\xbb\xbf") {
                bytes.drain(..3);
                offset += 3;
            }
        }
        self.number += 1;
        self.offset += taken;
        Ok(Some(Line { number: self.number, offset, taken, bytes: held }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_cut_and_long_ones_are_skipped() {
        let text = b"\xef\xbb\xbfone\r\n\ntoo long a line\nlast";
        // A buffer smaller than a line, so that lines cross it.
        let source = io::BufReader::with_capacity(4, &text[..]);
        let mut lines = Lines::new(source, 8);
        let mut found = Vec::new();
        while let Some(line) = lines.next().unwrap() {
            found.push((line.number, line.offset, line.bytes.map(|b| String::from_utf8(b).unwrap())));
        }
        assert_eq!(
            found,
            [
                (1, 3, Some("one".to_owned())),
                (2, 8, Some(String::new())),
                (3, 9, None),
                (4, 25, Some("last".to_owned()))
            ]
        );
    }
}
