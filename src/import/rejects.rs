//! Writes refused rows so that they can be mended and imported again.
//!
//! The rows go to the named file as they were: JSON rows one a line, records under their heading with the
//! delimiter they had, in UTF-8. A file holds rows of one format and one heading; when an import refuses rows
//! of several, the second goes to `NAME-2.ENDING` and so on. When the ending of the named file does not suit
//! its rows, the right one is added, because an import tells formats by it. No column is added, so that
//! a mended file imports with nothing unknown: the reasons stand beside it in `NAMED.reasons.txt`, one line per
//! refused row, tabs between: its file, its row there, the file and row where it was written, and the reason.
//! Markdown files lie where they lay, and rows that are too long are not held: they stand only among the reasons.

use std::fs::{self, File};
use std::io::{self, BufWriter, Write as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::item::{RawRow, RowError, Table};
use crate::text::clean;

/// Writes refused rows.
pub struct Rejects {
    named: PathBuf,
    reasons_path: PathBuf,
    reasons: BufWriter<File>,
    sheets: Vec<Sheet>,
    count: u64,
}

/// What was written.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Written {
    /// Files with rows, ready to be mended and imported.
    pub files: Vec<PathBuf>,
    /// The file of reasons; `None` when nothing was refused.
    pub reasons: Option<PathBuf>,
    /// Refused rows.
    pub count: u64,
}

/// A file of rows of one sort.
struct Sheet {
    path: PathBuf,
    /// The heading of its records; `None` for JSON rows.
    table: Option<Arc<Table>>,
    out: BufWriter<File>,
    rows: u64,
}

impl Rejects {
    /// Begins; fails at once when the place cannot be written to.
    ///
    /// # Errors
    /// When the file of reasons cannot be created.
    pub fn create(path: &Path) -> io::Result<Rejects> {
        let mut name =
            path.file_name().map(std::ffi::OsStr::to_os_string).unwrap_or_else(|| "rejects".into());
        name.push(".reasons.txt");
        let reasons_path = path.with_file_name(name);
        let mut reasons = BufWriter::new(File::create(&reasons_path)?);
        reasons.write_all(b"file\trow\twritten to\tat row\treason\n")?;
        Ok(Rejects { named: path.to_owned(), reasons_path, reasons, sheets: Vec::new(), count: 0 })
    }

    /// Writes one refused row.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn push(&mut self, error: &RowError) -> io::Result<()> {
        let written = match &error.raw {
            RawRow::Json(bytes) => {
                let sheet = self.sheet(None)?;
                // A row that spanned lines in a list must be one here; line ends inside JSON text are escaped,
                // so those that are left are blanks.
                let line: Vec<u8> =
                    bytes.iter().map(|&b| if b == b'\n' || b == b'\r' { b' ' } else { b }).collect();
                sheet.out.write_all(&line)?;
                sheet.out.write_all(b"\n")?;
                sheet.rows += 1;
                Some((sheet.path.clone(), sheet.rows))
            }
            RawRow::Record { table, fields } => {
                let sheet = self.sheet(Some(table))?;
                sheet.rows += 1;
                let row = sheet.rows;
                write_record(&mut sheet.out, table.delimiter, fields)?;
                Some((sheet.path.clone(), row))
            }
            RawRow::File | RawRow::Gone => None,
        };
        self.count += 1;
        let place = &error.place;
        let (to, at) = match written {
            Some((path, row)) => (path.display().to_string(), row.to_string()),
            None => ("-".to_owned(), "-".to_owned()),
        };
        let reason = clean::one_line(&error.reason.to_string());
        let sheet = place.sheet.as_deref().map(|sheet| format!("[{sheet}]")).unwrap_or_default();
        let file = clean::one_line(&format!("{}{sheet}", place.file.display()));
        writeln!(self.reasons, "{file}\t{}\t{}\t{at}\t{reason}", place.row, clean::one_line(&to))
    }

    /// The file for rows of this sort, begun when it is the first.
    fn sheet(&mut self, table: Option<&Arc<Table>>) -> io::Result<&mut Sheet> {
        let known = self.sheets.iter().position(|sheet| sheet.table.as_ref() == table);
        let at = match known {
            Some(at) => at,
            None => {
                let path = self.path_for(table);
                let mut out = BufWriter::new(File::create(&path)?);
                let mut rows = 0;
                if let Some(table) = table {
                    // The mark tells spreadsheets that it is UTF-8.
                    out.write_all("\u{feff}".as_bytes())?;
                    write_record(&mut out, table.delimiter, &table.headings)?;
                    rows = 1;
                }
                self.sheets.push(Sheet { path, table: table.cloned(), out, rows });
                self.sheets.len() - 1
            }
        };
        self.sheets.get_mut(at).ok_or_else(|| io::Error::other("no sheet"))
    }

    fn path_for(&self, table: Option<&Arc<Table>>) -> PathBuf {
        let suits: &[&str] = match table {
            None => &["jsonl", "ndjson"],
            Some(table) if table.delimiter == b'\t' => &["tsv", "csv", "tab"],
            Some(_) => &["csv"],
        };
        let ending = self.named.extension().and_then(|e| e.to_str()).map(str::to_ascii_lowercase);
        let mut name = self.named.as_os_str().to_os_string();
        let fits = ending.as_deref().is_some_and(|ending| suits.contains(&ending));
        if !fits {
            name.push(".");
            name.push(suits.first().copied().unwrap_or_default());
        }
        let path = PathBuf::from(name);
        let mut number = self.sheets.len() + 1;
        if number == 1 {
            return path;
        }
        let stem = path.file_stem().map(|s| s.to_string_lossy().into_owned()).unwrap_or_default();
        let ending = path.extension().map(|e| e.to_string_lossy().into_owned()).unwrap_or_default();
        loop {
            let candidate = path.with_file_name(format!("{stem}-{number}.{ending}"));
            if self.sheets.iter().all(|sheet| sheet.path != candidate) {
                return candidate;
            }
            number += 1;
        }
    }

    /// Ends; when nothing was refused, nothing is left behind.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn finish(mut self) -> io::Result<Written> {
        self.reasons.flush()?;
        let mut files = Vec::new();
        for sheet in &mut self.sheets {
            sheet.out.flush()?;
            files.push(sheet.path.clone());
        }
        if self.count == 0 {
            fs::remove_file(&self.reasons_path)?;
            return Ok(Written::default());
        }
        Ok(Written { files, reasons: Some(self.reasons_path), count: self.count })
    }
}

/// Writes a record as it was read: fields that hold the delimiter, a quote or a line end stand in quotes.
fn write_record(out: &mut impl io::Write, delimiter: u8, fields: &[String]) -> io::Result<()> {
    let special = [char::from(delimiter), '"', '\n', '\r'];
    for (at, field) in fields.iter().enumerate() {
        if at > 0 {
            out.write_all(&[delimiter])?;
        }
        let only = fields.len() == 1 && field.is_empty();
        if field.contains(special) || field.starts_with(' ') || only {
            write!(out, "\"{}\"", field.replace('"', "\"\""))?;
        } else {
            out.write_all(field.as_bytes())?;
        }
    }
    out.write_all(b"\r\n")
}
