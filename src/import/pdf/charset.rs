//! What codes say where the file itself has no table: the encodings that the standard names.
//!
//! The predefined tables of Chinese, Japanese and Korean fonts lead to glyph numbers of Adobe's collections. Most are built on
//! an encoding that is known anyway (`GBK-EUC-H` is GBK, `UniGB-UCS2-H` is UTF-16), so text is read by that.

use encoding_rs::{BIG5, EUC_JP, EUC_KR, Encoding, GB18030, MACINTOSH, SHIFT_JIS, WINDOWS_1252};

/// How a font of many glyphs writes its codes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Script {
    /// Two bytes each, and they are glyph numbers.
    Glyphs,
    Utf8,
    Utf16,
    Utf32,
    /// One to four bytes in an encoding of a country.
    National(&'static Encoding),
    /// Two bytes of seven bits; with the high bits set they are the encoding of a country.
    Seven(&'static Encoding),
}

impl Script {
    /// By the name of a predefined table.
    pub fn of(name: &str) -> Option<Script> {
        let base = name.strip_suffix("-H").or_else(|| name.strip_suffix("-V")).unwrap_or(name);
        Some(match base {
            "Identity" => Script::Glyphs,
            "GB-EUC" | "GBpc-EUC" | "GBK-EUC" | "GBKp-EUC" | "GBK2K" => Script::National(GB18030),
            "B5pc" | "HKscs-B5" | "ETen-B5" | "ETenms-B5" | "HKdla-B5" | "HKdlb-B5" | "HKm314-B5" => {
                Script::National(BIG5)
            }
            "83pv-RKSJ" | "90ms-RKSJ" | "90msp-RKSJ" | "90pv-RKSJ" | "Add-RKSJ" | "Ext-RKSJ" | "RKSJ" => {
                Script::National(SHIFT_JIS)
            }
            "EUC" => Script::National(EUC_JP),
            "KSC-EUC" | "KSCms-UHC" | "KSCms-UHC-HW" | "KSCpc-EUC" => Script::National(EUC_KR),
            "GB" | "GBT" => Script::Seven(GB18030),
            "KSC" => Script::Seven(EUC_KR),
            "H" | "V" | "Add" | "Ext" => Script::Seven(EUC_JP),
            _ if base.starts_with("Uni") && base.contains("UTF8") => Script::Utf8,
            _ if base.starts_with("Uni") && base.contains("UTF32") => Script::Utf32,
            _ if base.starts_with("Uni") && (base.contains("UCS2") || base.contains("UTF16")) => {
                Script::Utf16
            }
            _ => return None,
        })
    }

    /// How many bytes the next code has.
    pub fn length(self, bytes: &[u8]) -> usize {
        let (first, second) = (bytes.first().copied().unwrap_or(0), bytes.get(1).copied().unwrap_or(0));
        match self {
            Script::Glyphs | Script::Seven(_) => 2,
            Script::Utf32 => 4,
            Script::Utf16 => {
                if (0xD8..0xDC).contains(&first) {
                    4
                } else {
                    2
                }
            }
            Script::Utf8 => match first {
                0xF0.. => 4,
                0xE0.. => 3,
                0xC0.. => 2,
                _ => 1,
            },
            Script::National(_) if first < 0x81 => 1,
            Script::National(of) if of == SHIFT_JIS && (0xA1..0xE0).contains(&first) => 1,
            Script::National(of) if of == GB18030 && second.is_ascii_digit() => 4,
            Script::National(of) if of == EUC_JP && first == 0x8F => 3,
            Script::National(_) => 2,
        }
    }

    /// What a code says; `None` for glyph numbers and for codes that the encoding does not have.
    pub fn text(self, code: &[u8]) -> Option<String> {
        let by = |encoding: &'static Encoding, code: &[u8]| {
            encoding.decode_without_bom_handling_and_without_replacement(code).map(|text| text.into_owned())
        };
        match self {
            Script::Glyphs => None,
            Script::Utf8 => std::str::from_utf8(code).ok().map(str::to_owned),
            Script::Utf16 => by(encoding_rs::UTF_16BE, code),
            Script::Utf32 => char::from_u32(super::cmap::number(code)).map(String::from),
            Script::National(encoding) => by(encoding, code),
            Script::Seven(encoding) => by(encoding, &code.iter().map(|b| b | 0x80).collect::<Vec<u8>>()),
        }
    }
}

/// What a byte says in one of the encodings of simple fonts.
pub(super) fn simple(encoding: Option<&str>, byte: u8) -> Option<char> {
    let letter = match encoding {
        // The standard says that what this encoding leaves free is a bullet, and programs write it so.
        Some("WinAnsiEncoding") => match byte {
            0x7F | 0x81 | 0x8D | 0x8F | 0x90 | 0x9D => Some('•'),
            _ => decode(WINDOWS_1252, byte),
        },
        Some("MacRomanEncoding") => decode(MACINTOSH, byte),
        // The standard encoding has ASCII with curved quotes, and above it some signs that occur.
        _ => match byte {
            0x27 => Some('’'),
            0x60 => Some('‘'),
            0x20..0x7F => Some(char::from(byte)),
            0xA1 => Some('¡'),
            0xA7 => Some('§'),
            0xA9 => Some('\''),
            0xAA => Some('“'),
            0xAB => Some('«'),
            0xAE => Some('ﬁ'),
            0xAF => Some('ﬂ'),
            0xB1 => Some('–'),
            0xB7 => Some('•'),
            0xBA => Some('”'),
            0xBB => Some('»'),
            0xBC => Some('…'),
            0xD0 => Some('—'),
            _ => None,
        },
    };
    letter.filter(|c| !c.is_control())
}

fn decode(encoding: &'static Encoding, byte: u8) -> Option<char> {
    encoding.decode_without_bom_handling_and_without_replacement(&[byte])?.chars().next()
}

/// What a glyph of that name says.
pub(super) fn named(name: &str) -> Option<char> {
    let base = name.split('.').next().filter(|base| !base.is_empty())?;
    let mut letters = base.chars();
    if let (Some(only), None) = (letters.next(), letters.next()) {
        return Some(only);
    }
    if let Some(hex) = base
        .strip_prefix("uni")
        .and_then(|hex| hex.get(..4))
        .or_else(|| base.strip_prefix('u').filter(|hex| (4..=6).contains(&hex.len())))
        && let Some(letter) = u32::from_str_radix(hex, 16).ok().and_then(char::from_u32)
    {
        return Some(letter);
    }
    if let Some(&(_, letter)) = NAMES.iter().find(|(known, _)| *known == base) {
        return Some(letter);
    }
    // `eacute`: a letter and its accent.
    let (letter, accent) = base.split_at_checked(1)?;
    let mark = match accent {
        "grave" => '\u{300}',
        "acute" => '\u{301}',
        "circumflex" => '\u{302}',
        "tilde" => '\u{303}',
        "macron" => '\u{304}',
        "dieresis" => '\u{308}',
        "ring" => '\u{30A}',
        "caron" => '\u{30C}',
        "cedilla" => '\u{327}',
        _ => return None,
    };
    unicode_normalization::char::compose(letter.chars().next()?, mark)
}

/// Names of glyphs that are neither a letter nor a number, as fonts for Latin text have them.
#[rustfmt::skip]
const NAMES: &[(&str, char)] = &[
    ("space", ' '), ("nbspace", ' '), ("exclam", '!'), ("quotedbl", '"'), ("numbersign", '#'), ("dollar", '$'),
    ("percent", '%'), ("ampersand", '&'), ("quotesingle", '\''), ("parenleft", '('), ("parenright", ')'),
    ("asterisk", '*'), ("plus", '+'), ("comma", ','), ("hyphen", '-'), ("sfthyphen", '-'), ("minus", '−'),
    ("period", '.'), ("slash", '/'), ("zero", '0'), ("one", '1'), ("two", '2'), ("three", '3'), ("four", '4'),
    ("five", '5'), ("six", '6'), ("seven", '7'), ("eight", '8'), ("nine", '9'), ("colon", ':'), ("semicolon", ';'),
    ("less", '<'), ("equal", '='), ("greater", '>'), ("question", '?'), ("at", '@'), ("bracketleft", '['),
    ("backslash", '\\'), ("bracketright", ']'), ("asciicircum", '^'), ("underscore", '_'), ("grave", '`'),
    ("braceleft", '{'), ("bar", '|'), ("braceright", '}'), ("asciitilde", '~'), ("quoteleft", '‘'),
    ("quoteright", '’'), ("quotedblleft", '“'), ("quotedblright", '”'), ("quotesinglbase", '‚'),
    ("quotedblbase", '„'), ("guillemotleft", '«'), ("guillemotright", '»'), ("guilsinglleft", '‹'),
    ("guilsinglright", '›'), ("endash", '–'), ("emdash", '—'), ("bullet", '•'), ("periodcentered", '·'),
    ("ellipsis", '…'), ("fi", 'ﬁ'), ("fl", 'ﬂ'), ("ff", 'ﬀ'), ("ffi", 'ﬃ'), ("ffl", 'ﬄ'), ("dotlessi", 'ı'),
    ("germandbls", 'ß'), ("ae", 'æ'), ("AE", 'Æ'), ("oe", 'œ'), ("OE", 'Œ'), ("oslash", 'ø'), ("Oslash", 'Ø'),
    ("eth", 'ð'), ("Eth", 'Ð'), ("thorn", 'þ'), ("Thorn", 'Þ'), ("lslash", 'ł'), ("Lslash", 'Ł'), ("mu", 'µ'),
    ("degree", '°'), ("plusminus", '±'), ("multiply", '×'), ("divide", '÷'), ("section", '§'), ("paragraph", '¶'),
    ("copyright", '©'), ("registered", '®'), ("trademark", '™'), ("cent", '¢'), ("sterling", '£'), ("yen", '¥'),
    ("Euro", '€'), ("currency", '¤'), ("brokenbar", '¦'), ("logicalnot", '¬'), ("dagger", '†'), ("daggerdbl", '‡'),
    ("perthousand", '‰'), ("onehalf", '½'), ("onequarter", '¼'), ("threequarters", '¾'), ("exclamdown", '¡'),
    ("questiondown", '¿'), ("lessequal", '≤'), ("greaterequal", '≥'), ("notequal", '≠'), ("infinity", '∞'),
    ("arrowright", '→'), ("arrowleft", '←'), ("checkmark", '✓'),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn predefined_tables_are_encodings() {
        let table: &[(&str, &[u8], &str)] = &[
            ("GBK-EUC-H", b"\xCD\xCB\xBF\xEEA1", "退款A1"),
            ("GBK2K-H", b"\x81\x30\x81\x30\xCD\xCB", "\u{80}退"),
            ("UniGB-UCS2-H", b"\x90\x00\x6B\x3E", "退款"),
            ("UniCNS-UTF16-H", b"\xD8\x40\xDC\x00\x00A", "𠀀A"),
            ("UniJIS-UTF8-H", "退A".as_bytes(), "退A"),
            ("ETen-B5-V", b"\xB0\x68A", "退A"),
            ("90ms-RKSJ-H", b"\x91\xDE\xB1", "退ｱ"),
            ("KSCms-UHC-H", b"\xB0\xA1", "가"),
            ("GB-H", b"\x4D\x4B", "退"),
        ];
        for (name, bytes, expected) in table {
            let script = Script::of(name).unwrap();
            let (mut rest, mut text) = (*bytes, String::new());
            while !rest.is_empty() {
                let (code, behind) = rest.split_at(script.length(rest));
                text.push_str(&script.text(code).unwrap());
                rest = behind;
            }
            assert_eq!(text, *expected, "{name}");
        }
        assert_eq!(Script::of("Identity-V"), Some(Script::Glyphs));
        assert_eq!(Script::of("Mine"), None);
    }

    #[test]
    fn glyphs_have_names() {
        let table =
            [("A", 'A'), ("a.sc", 'a'), ("uni9000", '退'), ("u1F600", '😀'), ("eacute", 'é'), ("fi", 'ﬁ')];
        for (name, letter) in table {
            assert_eq!(named(name), Some(letter), "{name}");
        }
        assert_eq!((named("g123"), named(".notdef"), named("")), (None, None, None));
        assert_eq!((simple(Some("WinAnsiEncoding"), 0x93), simple(None, 0xAE)), (Some('“'), Some('ﬁ')));
    }
}
