//! A file as text, piece by piece, remembering where its bytes were no text.

use std::collections::VecDeque;
use std::io::{self, Read};

use encoding_rs::{Decoder, DecoderResult, Encoding};

/// Decodes a file.
pub(super) struct Decode<R> {
    source: R,
    decoder: Decoder,
    /// The name of the encoding, for messages.
    pub encoding: &'static str,
    chunk: Vec<u8>,
    /// Bytes in `chunk` that are not decoded yet.
    pending: std::ops::Range<usize>,
    ended: bool,
    finished: bool,
    /// Bytes of the file that were decoded.
    pub bytes_done: u64,
    /// Bytes of text that were yielded.
    yielded: u64,
    /// Where the text has a stand-in for malformed bytes: offset in the text, offset in the file.
    pub malformed: VecDeque<(u64, u64)>,
}

impl<R: Read> Decode<R> {
    pub fn new(source: R, encoding: &'static Encoding) -> Self {
        Decode {
            source,
            // A byte order mark is not text.
            decoder: encoding.new_decoder_with_bom_removal(),
            encoding: if encoding == encoding_rs::GB18030 { "GB18030" } else { encoding.name() },
            chunk: vec![0; 1 << 16],
            pending: 0..0,
            ended: false,
            finished: false,
            bytes_done: 0,
            yielded: 0,
            malformed: VecDeque::new(),
        }
    }

    /// Adds the next piece of text; false at the end.
    pub fn fill(&mut self, text: &mut String) -> io::Result<bool> {
        if self.finished {
            return Ok(false);
        }
        if self.pending.is_empty() && !self.ended {
            let read = loop {
                match self.source.read(&mut self.chunk) {
                    Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                    other => break other?,
                }
            };
            self.pending = 0..read;
            self.ended = read == 0;
        }
        text.reserve(1 << 16);
        let before = text.len();
        let bytes = self.chunk.get(self.pending.clone()).unwrap_or_default();
        let (result, read) = self.decoder.decode_to_string_without_replacement(bytes, text, self.ended);
        self.pending.start += read;
        self.bytes_done += read as u64;
        match result {
            DecoderResult::InputEmpty => self.finished = self.ended,
            DecoderResult::OutputFull => {}
            DecoderResult::Malformed(bad, behind) => {
                let at = self.yielded + (text.len() - before) as u64;
                let byte = self.bytes_done.saturating_sub(u64::from(bad) + u64::from(behind));
                self.malformed.push_back((at, byte));
                text.push(char::REPLACEMENT_CHARACTER);
            }
        }
        self.yielded += (text.len() - before) as u64;
        Ok(true)
    }

    /// Takes the malformed places before an offset in the text; the first one's byte in the file.
    pub fn malformed_before(&mut self, offset: u64) -> Option<u64> {
        let mut first = None;
        while let Some(&(at, byte)) = self.malformed.front() {
            if at >= offset {
                break;
            }
            first = first.or(Some(byte));
            self.malformed.pop_front();
        }
        first
    }
}
