//! Looks at a file before the library does, because the library holds what it decodes for itself without a bound.
//!
//! For itself it decodes streams of objects and of their places, known by the keys that it needs for them. Each is inflated
//! here once, into a counter. This keeps accidents and common bombs out; a file that was built against this very
//! look-out can get past it, and so can an encrypted one, whose streams cannot be read yet.

use std::io::{self, Read as _};

use super::Broken;

/// Bytes that streams of objects may have together.
const MOST_OBJECTS: u64 = 256 << 20;
/// Bytes that streams of places may have together; three to eight for an object, of which the library makes some forty.
const MOST_PLACES: u64 = 16 << 20;
/// Streams that a file may have; each costs a look at what stands before it.
const MOST_STREAMS: usize = 200_000;
/// How far before its data the dictionary of a stream may begin.
const MOST_BEFORE: usize = 4096;

/// Refuses a file whose inner tables would be too much to hold.
pub(super) fn check(bytes: &[u8]) -> Result<(), Broken> {
    let (mut objects, mut places) = (MOST_OBJECTS, MOST_PLACES);
    let (mut from, mut streams) = (0, 0);
    while let Some(found) = bytes.get(from..).and_then(|rest| find(rest, b"stream")) {
        let at = from + found;
        from = at + b"stream".len();
        let before = bytes.get(at.saturating_sub(MOST_BEFORE)..at).unwrap_or_default();
        let is_begin = matches!(bytes.get(from), Some(b'\r' | b'\n'));
        if before.ends_with(b"end") || !is_begin {
            continue;
        }
        streams += 1;
        if streams > MOST_STREAMS {
            return Err(Broken::TooLarge);
        }
        let Some(kind) = Kind::of(before) else { continue };
        if kind.is_odd {
            return Err(Broken::Damaged("its inner tables are packed in an unusual way".to_owned()));
        }
        let rest = bytes.get(from..).unwrap_or_default();
        let data = rest.strip_prefix(b"\r\n").or_else(|| rest.strip_prefix(b"\n")).unwrap_or(rest);
        let left = if kind.is_places { &mut places } else { &mut objects };
        let mut size = Counter(0);
        // Data that breaks off is counted up to there; the library gets no further.
        let _ = io::copy(&mut flate2::read::ZlibDecoder::new(data).take(*left + 1), &mut size);
        *left = left.checked_sub(size.0).ok_or(Broken::TooLarge)?;
    }
    Ok(())
}

/// What the library may decode a stream for.
struct Kind {
    is_places: bool,
    is_odd: bool,
}

impl Kind {
    /// `None` when it has none of the keys that the library needs.
    fn of(before: &[u8]) -> Option<Kind> {
        let dict = match rfind(before, b" obj") {
            Some(at) => before.get(at..).unwrap_or_default(),
            None => before,
        };
        let is_places = [&b"/XRef"[..], b"/W[", b"/W ["].iter().any(|key| find(dict, key).is_some());
        // A key may be written with `#` signs, and then only decoding would tell which it is.
        let is_hidden = find(dict, b"#").is_some() && find(dict, b"/Image").is_none();
        if !is_places && !is_hidden && find(dict, b"/First").is_none() {
            return None;
        }
        let packings = dict.windows(6).filter(|&word| word == b"/Flate").count();
        let is_unusual = find(dict, b"/LZW").is_some() || find(dict, b"/RunLength").is_some();
        Some(Kind { is_places, is_odd: packings > 1 || is_unusual })
    }
}

/// Where a word begins.
pub(super) fn find(bytes: &[u8], word: &[u8]) -> Option<usize> {
    let first = *word.first()?;
    let mut from = 0;
    loop {
        let at = from + bytes.get(from..)?.iter().position(|&b| b == first)?;
        if bytes.get(at..)?.starts_with(word) {
            return Some(at);
        }
        from = at + 1;
    }
}

fn rfind(bytes: &[u8], word: &[u8]) -> Option<usize> {
    bytes.windows(word.len()).rposition(|window| window == word)
}

/// Counts what is written to it.
struct Counter(u64);

impl io::Write for Counter {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0 += bytes.len() as u64;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
