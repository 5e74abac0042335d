//! What the library does not tell of an ODS workbook: merged cells, and how many cells its repetitions make.

use std::collections::HashMap;
use std::fs::File;
use std::io::{BufReader, Read as _};
use std::path::Path;

use calamine::Dimensions;
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use zip::ZipArchive;

use crate::import::reason::Reason;

/// Cells that a workbook may unfold to. A repeated cell is a few bytes, however many it stands for.
const MOST_CELLS: u64 = 8_000_000;
const MOST_ROWS: u64 = 1 << 20;
const MOST_COLUMNS: u64 = 1 << 14;

/// Merged cells by sheet.
#[derive(Default)]
pub(super) struct Merged(HashMap<String, Vec<Dimensions>>);

impl Merged {
    /// Areas of a sheet.
    pub fn areas(&self, sheet: &str) -> Vec<Dimensions> {
        self.0.get(sheet).cloned().unwrap_or_default()
    }
}

/// Reads the merged cells; refuses a workbook that unfolds to too many cells.
pub(super) fn merged(path: &Path) -> Result<Merged, Reason> {
    let broken = |error: &dyn std::fmt::Display| Reason::BrokenWorkbook(error.to_string());
    let file = File::open(path).map_err(|error| broken(&error))?;
    let mut archive = ZipArchive::new(BufReader::new(file)).map_err(|error| broken(&error))?;
    if is_encrypted(&mut archive) {
        return Err(Reason::Encrypted);
    }
    let content = archive.by_name("content.xml").map_err(|error| broken(&error))?;
    let mut reader = Reader::from_reader(BufReader::new(content));
    reader.config_mut().expand_empty_elements = true;
    let (mut merged, mut buffer) = (Merged::default(), Vec::new());
    let (mut sheet, mut row, mut column) = (String::new(), 0_u64, 0_u64);
    let (mut cells, mut rows_here, mut filled) = (0_u64, 1_u64, 0_u64);
    loop {
        match reader.read_event_into(&mut buffer).map_err(|error| broken(&error))? {
            Event::Start(e) => match e.name().as_ref() {
                name if is(name, "table:table") => {
                    sheet = text(&e, "table:name").unwrap_or_default();
                    row = 0;
                }
                name if is(name, "table:table-row") => {
                    rows_here = number(&e, "table:number-rows-repeated");
                    (column, filled) = (0, 0);
                }
                name if is(name, "table:table-cell") || is(name, "table:covered-table-cell") => {
                    let here = number(&e, "table:number-columns-repeated");
                    let over =
                        (number(&e, "table:number-rows-spanned"), number(&e, "table:number-columns-spanned"));
                    if over != (1, 1)
                        && let (Some(start), Some(end)) =
                            (at(row, column), at(row + over.0 - 1, column + over.1 - 1))
                    {
                        merged.0.entry(sheet.clone()).or_default().push(Dimensions::new(start, end));
                    }
                    column = column.saturating_add(here);
                    if text(&e, "office:value-type").is_some() {
                        filled = column.min(MOST_COLUMNS);
                    }
                }
                _ => {}
            },
            Event::End(e) if is(e.name().as_ref(), "table:table-row") => {
                row = row.saturating_add(rows_here);
                // An empty row costs nothing, wherever it is repeated to.
                let rows = if filled == 0 { 0 } else { rows_here.min(MOST_ROWS) };
                cells = cells.saturating_add(rows.saturating_mul(filled));
                if cells > MOST_CELLS {
                    return Err(Reason::Bomb);
                }
            }
            Event::Eof => return Ok(merged),
            _ => {}
        }
        buffer.clear();
    }
}

/// Whether the manifest names a part that is encrypted (OpenDocument 1.3 part 2, 4.2).
fn is_encrypted(archive: &mut ZipArchive<BufReader<File>>) -> bool {
    const MOST_BYTES: u64 = 1 << 20;
    let mut text = Vec::new();
    let Ok(manifest) = archive.by_name("META-INF/manifest.xml") else { return false };
    let _ = manifest.take(MOST_BYTES).read_to_end(&mut text);
    text.windows(16).any(|window| window == b":encryption-data")
}

fn is(name: impl AsRef<[u8]>, wanted: &str) -> bool {
    name.as_ref() == wanted.as_bytes()
}

fn at(row: u64, column: u64) -> Option<(u32, u32)> {
    Some((u32::try_from(row).ok()?, u32::try_from(column).ok()?))
}

fn text(e: &BytesStart<'_>, name: &str) -> Option<String> {
    let attribute = e.try_get_attribute(name).ok().flatten()?;
    let value = attribute.normalized_value(quick_xml::XmlVersion::Implicit1_0).ok()?;
    Some(value.into_owned())
}

/// How many times or over how many cells: 1 where nothing is said.
fn number(e: &BytesStart<'_>, name: &str) -> u64 {
    text(e, name).and_then(|value| value.parse().ok()).filter(|&n| n > 0).unwrap_or(1)
}
