//! Tables from the codes of a font to text (`ToUnicode`) or to its glyphs, as they stand in the file.

use std::collections::HashMap;

/// Pairs that one table may hold; the whole of Unicode's assigned characters would fit.
const MOST_PAIRS: usize = 200_000;

/// A table of one font.
#[derive(Default)]
pub(super) struct CMap {
    /// How long codes are: by their length, the first and last code.
    spaces: Vec<(usize, u32, u32)>,
    text: HashMap<u32, Box<str>>,
    glyphs: HashMap<u32, u32>,
    /// Pairs that were put in, those that were replaced too: the work that was done.
    puts: usize,
}

/// A piece of the table's own small language.
#[derive(Debug, PartialEq)]
enum Token {
    /// A string in `<>`: its value and its bytes.
    Code(Vec<u8>),
    Number(u32),
    Open,
    Close,
    Word(Vec<u8>),
}

impl CMap {
    /// Reads a table. What it does not know is passed over, as PostScript around the table is of no use here.
    pub fn parse(data: &[u8]) -> CMap {
        let mut map = CMap::default();
        let mut tokens = Tokens { rest: data };
        while let Some(token) = tokens.next() {
            let Token::Word(word) = token else { continue };
            match word.as_slice() {
                b"begincodespacerange" => map.read_spaces(&mut tokens),
                b"beginbfchar" | b"begincidchar" => map.read_pairs(&mut tokens),
                b"beginbfrange" | b"begincidrange" => map.read_ranges(&mut tokens),
                _ => {}
            }
        }
        map
    }

    /// What a code says.
    pub fn text(&self, code: u32) -> Option<&str> {
        self.text.get(&code).map(AsRef::as_ref)
    }

    /// The glyph of a code.
    pub fn glyph(&self, code: u32) -> Option<u32> {
        self.glyphs.get(&code).copied()
    }

    /// How many pairs were put in.
    pub fn puts(&self) -> usize {
        self.puts
    }

    /// Whether it says any text.
    pub fn has_text(&self) -> bool {
        !self.text.is_empty()
    }

    /// How many bytes the next code has, if the table says so.
    pub fn length(&self, bytes: &[u8]) -> Option<usize> {
        (1..=4.min(bytes.len())).find(|&length| {
            let code = number(bytes.get(..length).unwrap_or_default());
            self.spaces.iter().any(|&(of, first, last)| {
                // Each byte of a code lies within the bytes of the two ends.
                of == length
                    && (0..length).all(|at| {
                        let byte = |value: u32| value >> (8 * at) & 0xFF;
                        (byte(first)..=byte(last)).contains(&byte(code))
                    })
            })
        })
    }

    fn read_spaces(&mut self, tokens: &mut Tokens<'_>) {
        while let Some(Token::Code(first)) = tokens.next() {
            let Some(Token::Code(last)) = tokens.next() else { return };
            if self.spaces.len() < 256 {
                self.spaces.push((first.len(), number(&first), number(&last)));
            }
        }
    }

    fn read_pairs(&mut self, tokens: &mut Tokens<'_>) {
        while let Some(Token::Code(code)) = tokens.next() {
            match tokens.next() {
                Some(Token::Code(text)) => self.put_text(number(&code), utf16(&text, 0)),
                Some(Token::Number(glyph)) => self.put_glyph(number(&code), glyph),
                Some(_) => {}
                None => return,
            }
        }
    }

    fn read_ranges(&mut self, tokens: &mut Tokens<'_>) {
        while let Some(Token::Code(first)) = tokens.next() {
            let Some(Token::Code(last)) = tokens.next() else { return };
            let (first, last) = (number(&first), number(&last));
            let codes = (first..=last).take(1 << 16);
            match tokens.next() {
                Some(Token::Code(text)) => {
                    for code in codes {
                        if !self.has_room() {
                            return;
                        }
                        self.put_text(code, utf16(&text, code - first));
                    }
                }
                Some(Token::Number(glyph)) => {
                    for code in codes {
                        if !self.has_room() {
                            return;
                        }
                        self.put_glyph(code, glyph.saturating_add(code - first));
                    }
                }
                Some(Token::Open) => {
                    let mut codes = codes;
                    while let Some(Token::Code(text)) = tokens.next() {
                        if let Some(code) = codes.next() {
                            self.put_text(code, utf16(&text, 0));
                        }
                    }
                }
                _ => return,
            }
        }
    }

    fn has_room(&self) -> bool {
        self.puts < MOST_PAIRS
    }

    fn put_text(&mut self, code: u32, text: String) {
        if self.has_room() && !text.is_empty() {
            self.puts += 1;
            self.text.insert(code, text.into());
        }
    }

    fn put_glyph(&mut self, code: u32, glyph: u32) {
        if self.has_room() {
            self.puts += 1;
            self.glyphs.insert(code, glyph);
        }
    }
}

/// Bytes as a number, the first the highest.
pub(super) fn number(bytes: &[u8]) -> u32 {
    bytes.iter().fold(0, |value, &byte| value << 8 | u32::from(byte))
}

/// Text in UTF-16, its last unit raised by so much. Four letters at most: it stands for one glyph, or for a few.
fn utf16(bytes: &[u8], more: u32) -> String {
    let mut units: Vec<u16> =
        bytes.chunks(2).take(16).map(|pair| u16::try_from(number(pair)).unwrap_or(0xFFFD)).collect();
    if let Some(last) = units.last_mut() {
        *last = last.wrapping_add(u16::try_from(more).unwrap_or(0));
    }
    let text = char::decode_utf16(units).filter_map(Result::ok);
    text.filter(|c| !matches!(c, '\0' | '\u{FFFD}' | '\u{FFFE}' | '\u{FFFF}')).collect()
}

/// Cuts a table into tokens.
struct Tokens<'a> {
    rest: &'a [u8],
}

impl Tokens<'_> {
    fn next(&mut self) -> Option<Token> {
        loop {
            let (&first, behind) = self.rest.split_first()?;
            self.rest = behind;
            match first {
                b'%' => {
                    self.take_while(|b| !matches!(b, b'\n' | b'\r'));
                }
                b'<' if behind.first() == Some(&b'<') => self.rest = behind.get(1..)?,
                b'<' => return Some(Token::Code(self.code())),
                b'[' => return Some(Token::Open),
                b']' => return Some(Token::Close),
                b'0'..=b'9' => {
                    let mut value = u32::from(first - b'0');
                    for &digit in self.take_while(|b| b.is_ascii_digit()) {
                        value = value.saturating_mul(10).saturating_add(u32::from(digit - b'0'));
                    }
                    return Some(Token::Number(value));
                }
                _ if first.is_ascii_alphabetic() || first == b'/' => {
                    let mut word = vec![first];
                    word.extend(
                        self.take_while(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.')),
                    );
                    return Some(Token::Word(word));
                }
                _ => {}
            }
        }
    }

    fn take_while(&mut self, is_in: impl Fn(u8) -> bool) -> &[u8] {
        let end = self.rest.iter().position(|&b| !is_in(b)).unwrap_or(self.rest.len());
        let (taken, rest) = self.rest.split_at_checked(end).unwrap_or((self.rest, &[]));
        self.rest = rest;
        taken
    }

    fn code(&mut self) -> Vec<u8> {
        let digits = self.take_while(|b| b != b'>');
        let digits: Vec<u8> = digits
            .iter()
            .filter_map(|&b| char::from(b).to_digit(16).and_then(|d| u8::try_from(d).ok()))
            .collect();
        self.rest = self.rest.get(1..).unwrap_or_default();
        digits.chunks(2).map(|pair| pair.iter().fold(0, |value, digit| value << 4 | digit)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_is_read() {
        let map = CMap::parse(
            b"/CIDInit /ProcSet findresource begin % note <\n1 begincodespacerange <00> <80> <8140> <FEFE> endcodespacerange\n\
              2 beginbfchar <0041> <9000> <8141> <D83DDE00> endbfchar 3 beginbfrange <10> <12> <0061>\n\
              <20><21>[<00660069> <6B3E>] <FFFFFFF0> <FFFFFFFF> <0030> endbfrange\n\
              1 begincidrange <8140> <8142> 7 endcidrange end",
        );
        assert_eq!(map.text(0x41), Some("退"));
        assert_eq!(map.text(0x8141), Some("😀"));
        assert_eq!((map.text(0x10), map.text(0x12), map.text(0x13)), (Some("a"), Some("c"), None));
        assert_eq!((map.text(0x20), map.text(0x21)), (Some("fi"), Some("款")));
        assert_eq!(map.text(0xFFFF_FFFF), Some("?"));
        assert_eq!(map.glyph(0x8142), Some(9));
        assert_eq!(
            (map.length(b"A"), map.length(b"\x81\x40A"), map.length(b"\x81")),
            (Some(1), Some(2), None)
        );
    }

    #[test]
    fn broken_tables_end() {
        for text in
            ["", "<", "beginbfrange <00> <ffffffff> <0041>", "beginbfchar <", "beginbfrange <1> <2> ["]
        {
            let map = CMap::parse(text.as_bytes());
            assert!(map.text.len() <= 1 << 16);
        }
    }
}
