//! A font: how the bytes of a string become letters, and how wide each is.

use std::collections::HashMap;

use hayro_syntax::object::stream::Stream;
use hayro_syntax::object::{Array, Dict, Name, Object, String as PdfString};

use super::charset::{self, Script};
use super::cmap::{self, CMap};
use super::filter::{self, Budget};
use super::truetype;

/// Widths that one font may tell.
const MOST_WIDTHS: usize = 100_000;
/// The flag of fonts whose codes are not those of an encoding.
const SYMBOLIC: u32 = 1 << 2;
/// Where the file of a font stands.
const FILES: [&str; 3] = ["FontFile", "FontFile2", "FontFile3"];

/// A font of a page.
#[derive(Default)]
pub(super) struct Font {
    /// Of the strings; `None` for simple fonts, whose codes are bytes.
    script: Option<Script>,
    /// A table of codes that stands in the file instead of a named one.
    codes: Option<CMap>,
    to_unicode: CMap,
    /// What the bytes of a simple font say.
    simple: HashMap<u32, char>,
    /// What glyph numbers say, from the font file itself.
    glyphs: HashMap<u32, char>,
    widths: HashMap<u32, f64>,
    /// Of what has no width of its own; `None` when the font is one that every viewer has, and tells no widths.
    width: Option<f64>,
    /// Of a unit of width in text space.
    pub scale: f64,
    pub is_bold: bool,
}

/// A code of a string.
pub(super) struct Code {
    /// What it says; empty when nobody knows.
    pub text: String,
    /// In thousandths of the size.
    pub width: f64,
    /// Whether it is the one byte 32, which takes the word spacing.
    pub is_space: bool,
}

impl Font {
    /// A font by its dictionary.
    pub fn new(dict: &Dict<'_>, budget: &mut Budget) -> Font {
        let mut font = Font { scale: 0.001, ..Font::default() };
        if let Some(stream) = dict.get::<Stream<'_>>("ToUnicode")
            && let Some(data) = filter::decoded(&stream, budget)
        {
            font.to_unicode = CMap::parse(&data);
        }
        let kind = dict.get::<Name<'_>>("Subtype");
        if kind.as_ref().is_some_and(|kind| kind.as_str() == "Type0") {
            font.read_many(dict, budget);
        } else {
            font.read_simple(dict);
            if kind.is_some_and(|kind| kind.as_str() == "Type3")
                && let Some(across) = dict.get::<Array<'_>>("FontMatrix").and_then(|m| m.iter::<f64>().next())
            {
                font.scale = across.abs();
            }
        }
        font.pay(budget);
        font
    }

    /// The next code of a string, and what is behind it.
    pub fn next<'b>(&self, bytes: &'b [u8]) -> Option<(Code, &'b [u8])> {
        if bytes.is_empty() {
            return None;
        }
        let length = match (self.script, &self.codes) {
            (_, Some(codes)) => codes.length(bytes).unwrap_or(2),
            (Some(script), None) => script.length(bytes),
            (None, None) => 1,
        };
        let (code, rest) = bytes.split_at_checked(length).unwrap_or((bytes, &[]));
        let number = cmap::number(code);
        let glyph = self.codes.as_ref().map_or(number, |codes| codes.glyph(number).unwrap_or(0));
        let text = self.text(code, number, glyph);
        let width = match self.script {
            None | Some(Script::Glyphs) => self.widths.get(&glyph).copied().or(self.width),
            Some(script) => self.width_by_letter(script, &text),
        };
        let width = width.unwrap_or_else(|| guess(&text));
        Some((Code { text, width, is_space: code == b" " }, rest))
    }

    /// The width of a letter whose glyph only Adobe's tables know. All its collections begin with the letters of ASCII;
    /// the encodings of countries have narrow ones instead, half as wide as Chinese.
    fn width_by_letter(&self, script: Script, text: &str) -> Option<f64> {
        let letter = text.chars().next()?;
        match script {
            _ if !(' '..='~').contains(&letter) => self.width,
            Script::Utf8 | Script::Utf16 | Script::Utf32 => {
                self.widths.get(&u32::from(letter).saturating_sub(0x1F)).copied()
            }
            _ => self.width.map(|width| width / 2.0),
        }
    }

    fn text(&self, code: &[u8], number: u32, glyph: u32) -> String {
        if let Some(text) = self.to_unicode.text(number) {
            return text.to_owned();
        }
        match self.script {
            Some(Script::Glyphs) => self.glyphs.get(&glyph).map(char::to_string),
            Some(script) => script.text(code),
            None => self.simple.get(&number).map(char::to_string),
        }
        .unwrap_or_default()
    }

    fn read_simple(&mut self, dict: &Dict<'_>) {
        let descriptor = dict.get::<Dict<'_>>("FontDescriptor");
        let base = dict.get::<Name<'_>>("BaseFont").map(|name| name.as_str().to_owned()).unwrap_or_default();
        self.is_bold = is_bold(&base, descriptor.as_ref());
        let encoding = dict.get::<Dict<'_>>("Encoding");
        let named = dict.get::<Name<'_>>("Encoding");
        let named = named.or_else(|| encoding.as_ref().and_then(|e| e.get::<Name<'_>>("BaseEncoding")));
        let named = named.as_ref().map(Name::as_str);
        // Signs of these fonts stand at the places of letters.
        let is_signs = ["Symbol", "ZapfDingbats", "Wingdings"].iter().any(|signs| base.contains(signs));
        // A font that is its own encoding says nothing, but the letters of ASCII are mostly at their places.
        let is_own = named.is_none()
            && descriptor.as_ref().is_some_and(|d| {
                d.get::<u32>("Flags").is_some_and(|flags| flags & SYMBOLIC != 0)
                    && FILES.iter().any(|file| d.contains_key(file))
            });
        for byte in 0..=if is_own { 0x7E } else { u8::MAX } {
            if !is_signs && let Some(letter) = charset::simple(named, byte) {
                self.simple.insert(u32::from(byte), letter);
            } else if is_signs && matches!(byte, b'l' | b'n' | 0xB7 | 0xA7 | 0xD8) {
                self.simple.insert(u32::from(byte), '•');
            }
        }
        if let Some(differences) = encoding.and_then(|e| e.get::<Array<'_>>("Differences")) {
            let mut at = 0_u32;
            for object in differences.iter::<Object<'_>>().take(4096) {
                match object {
                    Object::Number(number) => at = u32::try_from(number.as_i64()).unwrap_or(0),
                    Object::Name(name) => {
                        match charset::named(name.as_str()) {
                            Some(letter) => self.simple.insert(at, letter),
                            None => self.simple.remove(&at),
                        };
                        at = at.saturating_add(1);
                    }
                    _ => {}
                }
            }
        }
        if let Some(widths) = dict.get::<Array<'_>>("Widths") {
            let first = dict.get::<u32>("FirstChar").unwrap_or(0);
            for (at, width) in (first..).zip(widths.iter::<f64>().take(256)) {
                self.widths.insert(at, width);
            }
            self.width = Some(descriptor.and_then(|d| d.get::<f64>("MissingWidth")).unwrap_or(0.0));
        } else if base.contains("Courier") || base.contains("Mono") {
            self.width = Some(600.0);
        }
    }

    fn read_many(&mut self, dict: &Dict<'_>, budget: &mut Budget) {
        let below = dict.get::<Array<'_>>("DescendantFonts").and_then(|all| all.iter::<Dict<'_>>().next());
        let below = below.unwrap_or_default();
        let descriptor = below.get::<Dict<'_>>("FontDescriptor");
        let base = dict.get::<Name<'_>>("BaseFont").map(|name| name.as_str().to_owned()).unwrap_or_default();
        self.is_bold = is_bold(&base, descriptor.as_ref());
        self.script = Some(Script::Glyphs);
        if let Some(name) = dict.get::<Name<'_>>("Encoding") {
            self.script = Some(Script::of(name.as_str()).unwrap_or(Script::Glyphs));
        } else if let Some(stream) = dict.get::<Stream<'_>>("Encoding")
            && let Some(data) = filter::decoded(&stream, budget)
        {
            self.codes = Some(CMap::parse(&data));
        }
        self.width = Some(below.get::<f64>("DW").unwrap_or(1000.0));
        self.read_widths(&below);
        if !self.to_unicode.has_text()
            && self.script == Some(Script::Glyphs)
            && is_own_numbering(&below)
            && let Some(file) = descriptor.and_then(|d| d.get::<Stream<'_>>("FontFile2"))
            && let Some(data) = filter::decoded(&file, budget)
        {
            self.glyphs = truetype::letters(&data);
        }
    }

    /// Widths by glyph: either a first one and a list, or a first, a last, and one for all between.
    fn read_widths(&mut self, below: &Dict<'_>) {
        let Some(all) = below.get::<Array<'_>>("W") else { return };
        let mut numbers: Vec<f64> = Vec::new();
        // Widths may be told again and again; that is work too.
        let mut left = MOST_WIDTHS;
        for object in all.iter::<Object<'_>>().take(MOST_WIDTHS) {
            match object {
                Object::Number(number) => numbers.push(number.as_f64()),
                Object::Array(list) => {
                    if let Some(first) = numbers.pop() {
                        for (at, width) in (glyph(first)..).zip(list.iter::<f64>()).take(left) {
                            self.widths.insert(at, width);
                            left -= 1;
                        }
                    }
                    numbers.clear();
                }
                _ => {}
            }
            if let &[first, last, width] = numbers.as_slice() {
                for at in (glyph(first)..=glyph(last)).take(left.min(1 << 16)) {
                    self.widths.insert(at, width);
                    left -= 1;
                }
                numbers.clear();
            }
        }
    }

    /// Takes from the budget what the tables hold: a few bytes of a file can say many pairs.
    fn pay(&self, budget: &mut Budget) {
        const PAIR: usize = 32;
        let codes = self.codes.as_ref().map_or(0, CMap::puts);
        let pairs =
            self.to_unicode.puts() + codes + self.widths.len() + self.glyphs.len() + self.simple.len();
        budget.take(pairs.saturating_mul(PAIR));
    }
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a cast from a float saturates")]
fn glyph(number: f64) -> u32 {
    number as u32
}

/// Whether glyph numbers are those of the font file, not of one of Adobe's collections.
fn is_own_numbering(below: &Dict<'_>) -> bool {
    let system = below.get::<Dict<'_>>("CIDSystemInfo").unwrap_or_default();
    let is_identity = system.get::<PdfString<'_>>("Ordering").is_none_or(|of| of.as_bytes() == b"Identity");
    let map = below.get::<Name<'_>>("CIDToGIDMap");
    is_identity
        && map.is_none_or(|map| map.as_str() == "Identity")
        && below.get::<Stream<'_>>("CIDToGIDMap").is_none()
}

fn is_bold(base: &str, descriptor: Option<&Dict<'_>>) -> bool {
    const FORCED: u32 = 1 << 18;
    let name = base.to_ascii_lowercase();
    let is_said = ["bold", "black", "heavy", "simhei", "heiti"].iter().any(|word| name.contains(word))
        // How pdfTeX and others shorten it.
        || name.ends_with("-bd")
        || name.contains("cmbx");
    is_said
        || descriptor.is_some_and(|d| {
            d.get::<f64>("FontWeight").is_some_and(|weight| weight >= 600.0)
                || d.get::<u32>("Flags").is_some_and(|flags| flags & FORCED != 0)
        })
}

/// The width of a letter in a font that every viewer has: near enough to find the gaps between words.
fn guess(text: &str) -> f64 {
    match text.chars().next() {
        Some(
            'i' | 'j' | 'l' | '.' | ',' | ':' | ';' | '\'' | '|' | '!' | 'I' | '’' | ' ' | 't' | 'f' | '/',
        ) => 270.0,
        Some('r' | '-' | '(' | ')' | '[' | ']' | '`' | '"') => 340.0,
        Some('m' | 'M' | 'w' | 'W' | '%' | '@') => 830.0,
        Some('A'..='Z' | '&') => 680.0,
        Some('\u{2E80}'..) => 1000.0,
        _ => 530.0,
    }
}
