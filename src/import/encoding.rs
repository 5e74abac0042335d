//! Which encoding a table is in, found out by a first pass over the whole file: a head of plain ASCII says
//! nothing about the Chinese that comes later.

use std::io::{self, Read};

use encoding_rs::{DecoderResult, Encoding, GB18030, UTF_8, UTF_16BE, UTF_16LE};

/// Reads a file to its end and says its encoding.
pub(super) fn detect(mut source: impl Read) -> io::Result<&'static Encoding> {
    let mut chunk = vec![0; 1 << 16];
    let mut utf8 = Utf8::default();
    let mut gb = Errors::new(GB18030);
    let mut first = true;
    loop {
        let read = match source.read(&mut chunk) {
            Ok(read) => read,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(error),
        };
        let bytes = chunk.get(..read).unwrap_or_default();
        if first && let Some((marked, _)) = Encoding::for_bom(bytes) {
            return Ok(if marked == UTF_16LE || marked == UTF_16BE { marked } else { UTF_8 });
        }
        first = false;
        utf8.feed(bytes, read == 0);
        // While all is valid UTF-8 there is no need to try the other; but it must then begin at the beginning.
        gb.feed(bytes, read == 0);
        if read == 0 {
            break;
        }
    }
    // UTF-8 with a few damaged characters stays UTF-8, so that only their rows are refused: read as GB18030
    // the whole file would become nonsense without one error. True GB18030 is malformed nearly everywhere.
    let is_utf8 =
        utf8.malformed == 0 || utf8.malformed.saturating_mul(10) <= utf8.valid || gb.count > utf8.malformed;
    Ok(if is_utf8 { UTF_8 } else { GB18030 })
}

/// Counts characters beyond ASCII, valid and malformed.
#[derive(Default)]
struct Utf8 {
    valid: u64,
    malformed: u64,
    rest: Vec<u8>,
}

impl Utf8 {
    fn feed(&mut self, bytes: &[u8], last: bool) {
        let mut held = std::mem::take(&mut self.rest);
        let mut bytes = if held.is_empty() {
            bytes
        } else {
            held.extend_from_slice(bytes);
            held.as_slice()
        };
        loop {
            match std::str::from_utf8(bytes) {
                Ok(text) => {
                    self.count(text.as_bytes());
                    return;
                }
                Err(error) => {
                    self.count(bytes.get(..error.valid_up_to()).unwrap_or_default());
                    let rest = bytes.get(error.valid_up_to()..).unwrap_or_default();
                    let Some(bad) = error.error_len().or(last.then_some(rest.len())) else {
                        self.rest = rest.to_vec();
                        return;
                    };
                    self.malformed += 1;
                    bytes = rest.get(bad..).unwrap_or_default();
                }
            }
        }
    }

    fn count(&mut self, valid: &[u8]) {
        self.valid += valid.iter().filter(|&&b| b >= 0xc0).count() as u64;
    }
}

/// Counts what an encoding cannot read.
struct Errors {
    decoder: encoding_rs::Decoder,
    scratch: String,
    count: u64,
}

impl Errors {
    fn new(encoding: &'static Encoding) -> Self {
        Errors {
            decoder: encoding.new_decoder_without_bom_handling(),
            scratch: String::with_capacity(1 << 14),
            count: 0,
        }
    }

    fn feed(&mut self, mut bytes: &[u8], last: bool) {
        loop {
            self.scratch.clear();
            let (result, read) =
                self.decoder.decode_to_string_without_replacement(bytes, &mut self.scratch, last);
            bytes = bytes.get(read..).unwrap_or_default();
            match result {
                DecoderResult::InputEmpty => return,
                DecoderResult::OutputFull => {}
                DecoderResult::Malformed(..) => self.count += 1,
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(bytes: &[u8]) -> &'static str {
        detect(bytes).unwrap().name()
    }

    #[test]
    fn encodings_are_told_apart() {
        let text = "问题,答案\n宽带断了怎么办,先看光猫\n";
        assert_eq!(of(text.as_bytes()), "UTF-8");
        assert_eq!(of(b"question,answer\n"), "UTF-8");
        assert_eq!(of(b""), "UTF-8");
        assert_eq!(of(format!("\u{feff}{text}").as_bytes()), "UTF-8");
        assert_eq!(of(&GB18030.encode(text).0), "gb18030");
        assert_eq!(of(b"\xff\xfea\0"), "UTF-16LE");
        assert_eq!(of(b"\xfe\xff\0a"), "UTF-16BE");
    }

    #[test]
    fn a_long_head_of_ascii_decides_nothing() {
        let mut bytes = "a,b\n".repeat(40_000).into_bytes();
        bytes.extend_from_slice(&GB18030.encode("宽带断了怎么办").0);
        assert_eq!(of(&bytes), "gb18030");
        let mut bytes = "a,b\n".repeat(40_000).into_bytes();
        bytes.extend_from_slice("宽带断了怎么办".as_bytes());
        assert_eq!(of(&bytes), "UTF-8");
    }

    #[test]
    fn damaged_utf8_stays_utf8() {
        let mut bytes = "宽带断了怎么办,先看光猫的指示灯\n".as_bytes().to_vec();
        bytes.extend_from_slice(b"\xe5\xae,\xff\n");
        bytes.extend_from_slice("退费多久到账,三个工作日以内到账的\n".as_bytes());
        assert_eq!(of(&bytes), "UTF-8");
    }
}
