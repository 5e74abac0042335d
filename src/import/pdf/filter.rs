//! The bytes of a stream, decoded within a budget.
//!
//! The library decodes too, but into memory without an end: a file of some kilobytes may hold gigabytes. So what this room
//! asks for is decoded here, and what the library decodes for itself is measured by [`super::guard`] before it starts.

use std::io::Read as _;

use hayro_syntax::Filter;
use hayro_syntax::object::stream::Stream;
use hayro_syntax::object::{Array, Dict};

/// Stages that a stream may have; real ones have one or two.
const MOST_STAGES: usize = 4;

/// Bytes that may still be decoded, and thereby work that may still be done.
pub(super) struct Budget {
    left: usize,
    /// Whether something was not decoded because of it.
    pub is_spent: bool,
}

impl Budget {
    pub fn new(bytes: usize) -> Self {
        Budget { left: bytes, is_spent: false }
    }

    /// Takes from it; `false`, and then nothing is left, when there is too little.
    pub fn take(&mut self, bytes: usize) -> bool {
        match self.left.checked_sub(bytes) {
            Some(left) => self.left = left,
            None => {
                self.left = 0;
                self.is_spent = true;
            }
        }
        !self.is_spent
    }
}

/// The decoded bytes of a stream; `None` when it is an image, broken, or more than the budget.
pub(super) fn decoded(stream: &Stream<'_>, budget: &mut Budget) -> Option<Vec<u8>> {
    let filters = stream.filters();
    if filters.len() > MOST_STAGES {
        return None;
    }
    let mut data = stream.raw_data().into_owned();
    let parameters = parameters(stream.dict());
    for (at, filter) in filters.iter().enumerate() {
        let limit = budget.left;
        let out = match filter {
            Filter::Crypt => continue,
            Filter::FlateDecode => inflate(&data, limit),
            Filter::LzwDecode => {
                let is_early = parameters.get(at).and_then(|p| p.get::<i32>("EarlyChange")) != Some(0);
                lzw(&data, is_early, limit)
            }
            Filter::RunLengthDecode => run_length(&data, limit),
            Filter::Ascii85Decode => ascii85(&data),
            Filter::AsciiHexDecode => ascii_hex(&data),
            _ => return None,
        };
        if out.len() > limit {
            budget.take(out.len());
            return None;
        }
        // Rows that are told as differences are for images and tables of numbers; text is never written so.
        if parameters.get(at).and_then(|p| p.get::<i32>("Predictor")).is_some_and(|p| p > 1) {
            return None;
        }
        data = out;
    }
    budget.take(data.len().saturating_add(64)).then_some(data)
}

fn parameters<'a>(dict: &Dict<'a>) -> Vec<Dict<'a>> {
    let key = if dict.contains_key("DecodeParms") { "DecodeParms" } else { "DP" };
    if let Some(one) = dict.get::<Dict<'a>>(key) {
        return vec![one];
    }
    let all = dict.get::<Array<'a>>(key);
    all.map(|all| {
        let objects = all.iter::<hayro_syntax::object::Object<'a>>().take(MOST_STAGES);
        objects.map(|object| object.into_dict().unwrap_or_default()).collect()
    })
    .unwrap_or_default()
}

/// Inflates up to one byte more than the limit. What stands before a break in the data is kept, as viewers do.
pub(super) fn inflate(data: &[u8], limit: usize) -> Vec<u8> {
    let most = u64::try_from(limit).unwrap_or(u64::MAX).saturating_add(1);
    let mut out = Vec::new();
    // An error leaves what was read before it.
    let _ = flate2::read::ZlibDecoder::new(data).take(most).read_to_end(&mut out);
    if out.is_empty() {
        let _ = flate2::read::DeflateDecoder::new(data).take(most).read_to_end(&mut out);
    }
    out
}

fn ascii_hex(data: &[u8]) -> Vec<u8> {
    let mut digits = data
        .iter()
        .take_while(|&&b| b != b'>')
        .filter_map(|&b| char::from(b).to_digit(16).and_then(|d| u8::try_from(d).ok()));
    let mut out = Vec::with_capacity(data.len() / 2);
    while let Some(high) = digits.next() {
        out.push(high << 4 | digits.next().unwrap_or(0));
    }
    out
}

fn ascii85(data: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(data.len());
    let (mut value, mut held) = (0_u32, 0_usize);
    for &byte in data.strip_prefix(b"<~").unwrap_or(data) {
        match byte {
            b'~' => break,
            b'z' if held == 0 => out.extend([0; 4]),
            b'!'..=b'u' => {
                value = value.wrapping_mul(85).wrapping_add(u32::from(byte - b'!'));
                held += 1;
                if held == 5 {
                    out.extend(value.to_be_bytes());
                    (value, held) = (0, 0);
                }
            }
            _ => {}
        }
    }
    if held > 1 {
        for _ in held..5 {
            value = value.wrapping_mul(85).wrapping_add(84);
        }
        out.extend(value.to_be_bytes().into_iter().take(held - 1));
    }
    out
}

fn run_length(data: &[u8], limit: usize) -> Vec<u8> {
    let mut out = Vec::new();
    let mut bytes = data.iter().copied();
    while let Some(length) = bytes.next().filter(|&b| b != 128) {
        if out.len() > limit {
            break;
        }
        if length < 128 {
            out.extend(bytes.by_ref().take(usize::from(length) + 1));
        } else if let Some(byte) = bytes.next() {
            out.extend(std::iter::repeat_n(byte, 257 - usize::from(length)));
        }
    }
    out
}

fn lzw(data: &[u8], is_early: bool, limit: usize) -> Vec<u8> {
    const CLEAR: usize = 256;
    const END: usize = 257;
    // An entry is a place in what is already written: a string and its next byte always stand there side by side.
    let mut table: Vec<(usize, usize)> = Vec::with_capacity(4096);
    let mut out: Vec<u8> = Vec::new();
    let mut before: Option<(usize, usize)> = None;
    let (mut bits, mut held) = (0_u32, 0_u32);
    let mut bytes = data.iter();
    loop {
        let next = table.len() + 258 + usize::from(is_early);
        let width = if next >= 2048 {
            12
        } else if next >= 1024 {
            11
        } else if next >= 512 {
            10
        } else {
            9
        };
        while held < width {
            let Some(&byte) = bytes.next() else { return out };
            bits = bits << 8 | u32::from(byte);
            held += 8;
        }
        held -= width;
        let code = usize::try_from(bits >> held & ((1 << width) - 1)).unwrap_or(END);
        match code {
            CLEAR => {
                table.clear();
                before = None;
                continue;
            }
            END => return out,
            _ => {}
        }
        let start = out.len();
        if let Ok(byte) = u8::try_from(code) {
            out.push(byte);
        } else {
            // The code that is just being made is the string before and its own first byte.
            let (from, length) = match (table.get(code - 258), before) {
                (Some(&entry), _) => entry,
                (None, Some((from, length))) if code - 258 == table.len() => (from, length + 1),
                _ => return out,
            };
            for at in from..from + length {
                let Some(&byte) = out.get(at) else { return out };
                out.push(byte);
            }
        }
        if out.len() > limit {
            return out;
        }
        if let Some((from, length)) = before
            && table.len() + 258 < 4096
        {
            table.push((from, length + 1));
        }
        before = Some((start, out.len() - start));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn simple_filters_are_undone() {
        assert_eq!(ascii_hex(b"48 65 6C6c 6F7>ff"), b"Hello\x70".as_slice());
        assert_eq!(ascii85(b"<~87cURD]j7BEbo80~>"), b"Hello world!".as_slice());
        assert_eq!(ascii85(b"87cUR\nDZ~>"), b"Hello".as_slice());
        assert_eq!(
            run_length(&[4, 10, 11, 12, 13, 14, 253, 3, 128, 9], 99),
            [10, 11, 12, 13, 14, 3, 3, 3, 3]
        );
        // The example of the standard.
        let packed = [0x80, 0x0B, 0x60, 0x50, 0x22, 0x0C, 0x0C, 0x85, 0x01];
        assert_eq!(lzw(&packed, true, 99), [45, 45, 45, 45, 45, 65, 45, 45, 45, 66]);
    }

    #[test]
    fn what_grows_is_cut() {
        assert!(run_length(&[129, 1].repeat(1000), 500).len() < 700);
        assert!(inflate(&super::super::suite::deflate(&[0; 100_000]), 1000).len() == 1001);
    }
}
