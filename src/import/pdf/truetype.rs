//! What the glyphs of an embedded TrueType font say, by its own table of characters turned round.
//!
//! Only for fonts whose text nobody else tells. Programs that embed parts of a font often leave this table out.

use std::collections::HashMap;

use super::cmap::number;

/// Codes that a table may name; one that names more than Unicode has is broken.
const MOST_CODES: usize = 1 << 20;

/// Letters by glyph number.
pub(super) fn letters(font: &[u8]) -> HashMap<u32, char> {
    table(font).map(|table| read(table).unwrap_or_default()).unwrap_or_default()
}

/// The best of the sub-tables of characters.
fn table(font: &[u8]) -> Option<&[u8]> {
    let count = short(font, 4)?;
    let record = (0..count).find_map(|at| {
        let record = font.get(12 + 16 * at..12 + 16 * (at + 1))?;
        record.starts_with(b"cmap").then_some(record)
    })?;
    let cmap = font.get(long(record, 8)?..)?;
    let tables = (0..short(cmap, 2)?).filter_map(|at| {
        let from = 4 + 8 * at;
        let of = (short(cmap, from)?, short(cmap, from + 2)?);
        let rank = match of {
            (3, 10) | (0, 4 | 6) => 3,
            (3, 1) => 2,
            (0, _) => 1,
            _ => return None,
        };
        Some((rank, cmap.get(long(cmap, from + 4)?..)?))
    });
    tables.max_by_key(|(rank, _)| *rank).map(|(_, table)| table)
}

fn read(table: &[u8]) -> Option<HashMap<u32, char>> {
    let mut letters = HashMap::new();
    let mut left = MOST_CODES;
    let mut put = |code: usize, glyph: usize| {
        left = left.checked_sub(1)?;
        if let (Ok(code), Ok(glyph @ 1..)) = (u32::try_from(code), u32::try_from(glyph))
            && let Some(letter) = char::from_u32(code)
        {
            // The first wins: the plain letter stands before its look-alikes.
            letters.entry(glyph).or_insert(letter);
        }
        Some(())
    };
    match short(table, 0)? {
        4 => {
            let double = short(table, 6)?;
            for at in (0..double).step_by(2) {
                let last = short(table, 14 + at)?;
                let first = short(table, 16 + double + at)?;
                let delta = short(table, 16 + 2 * double + at)?;
                let place = 16 + 3 * double + at;
                let offset = short(table, place)?;
                for code in first..=last {
                    let glyph = match offset {
                        0 => code + delta,
                        _ => match short(table, place + offset + 2 * (code - first)) {
                            Some(glyph @ 1..) => glyph + delta,
                            _ => continue,
                        },
                    };
                    put(code, glyph & 0xFFFF)?;
                }
            }
        }
        12 => {
            for at in 0..long(table, 12)?.min(1 << 16) {
                let from = 16 + 12 * at;
                let (first, last, glyph) =
                    (long(table, from)?, long(table, from + 4)?, long(table, from + 8)?);
                for (code, glyph) in (first..=last).zip(glyph..=0xFFFF) {
                    put(code, glyph)?;
                }
            }
        }
        _ => {}
    }
    Some(letters)
}

fn short(bytes: &[u8], at: usize) -> Option<usize> {
    bytes.get(at..at.checked_add(2)?).and_then(|pair| usize::try_from(number(pair)).ok())
}

fn long(bytes: &[u8], at: usize) -> Option<usize> {
    bytes.get(at..at.checked_add(4)?).and_then(|four| usize::try_from(number(four)).ok())
}
