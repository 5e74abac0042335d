//! Tables as text.

use std::fs::File;
use std::io;
use std::ops::ControlFlow;
use std::path::Path;
use std::sync::Arc;

use super::MAX_ROW_BYTES;
use super::decode::Decode;
use super::delimiter;
use super::encoding;
use super::field::Field;
use super::heading::Meaning;
use super::item::{RawRow, Table};
use super::reason::{Reason, shown};
use super::records::{Content, Record, Records};
use super::row::Builder;
use super::run::{Row, Run};
use super::table::{Column, columns};

/// How much of a file is looked at to guess its delimiter.
const HEAD_BYTES: usize = 1 << 16;

/// Reads a file.
pub(super) fn read(run: &mut Run<'_>, path: &Path) -> io::Result<ControlFlow<()>> {
    let encoding = encoding::detect(File::open(path)?)?;
    let tabs_promised =
        path.extension().is_some_and(|e| e.eq_ignore_ascii_case("tsv") || e.eq_ignore_ascii_case("tab"));
    let head = head(Decode::new(File::open(path)?, encoding))?;
    let is_known = |heading: &str| {
        let heading = heading.trim();
        Meaning::of(heading, &run.options.channels).is_some()
            || run.mapping.iter().any(|m| m.from.trim() == heading)
    };
    let delimiter = delimiter::guess(&head, tabs_promised, &is_known);
    let mut records = Records::new(Decode::new(File::open(path)?, encoding), delimiter, MAX_ROW_BYTES);
    let mut told = 0;
    let mut reader = None;
    while let Some(record) = records.next()? {
        let done = records.bytes_done();
        run.advance(done - told);
        told = done;
        if record.content == Content::Blank {
            continue;
        }
        let flow = match &mut reader {
            Some(reader) => Reader::record(reader, run, record, records.encoding()),
            None => match Reader::of_heading(run, record, delimiter, records.encoding()) {
                Ok(found) => {
                    reader = Some(found);
                    ControlFlow::Continue(())
                }
                // Without headings nobody knows what the other records mean.
                Err(flow) => return Ok(flow),
            },
        };
        if flow.is_break() {
            return Ok(flow);
        }
    }
    Ok(ControlFlow::Continue(()))
}

fn head(mut source: Decode<File>) -> io::Result<String> {
    let mut head = String::new();
    while head.len() < HEAD_BYTES && source.fill(&mut head)? {}
    Ok(head)
}

struct Reader {
    table: Arc<Table>,
    columns: Vec<Column>,
    /// A quote was left open before: a record that does not fit is a piece of one, and no article.
    after_open_quote: bool,
}

impl Reader {
    /// Understands the headings; refuses the file's first row when no column is the question.
    fn of_heading(
        run: &mut Run<'_>,
        record: Record,
        delimiter: u8,
        encoding: &'static str,
    ) -> Result<Reader, ControlFlow<()>> {
        let number = record.number;
        let refuse = |run: &mut Run<'_>, reason, raw| Err(run.refuse(number, reason, raw));
        let headings: Vec<String> = match record.content {
            Content::Fields(fields) => fields.iter().map(|h| h.trim().to_owned()).collect(),
            Content::Blank => Vec::new(),
            Content::Malformed { byte, .. } => {
                return refuse(run, Reason::Encoding { encoding, byte }, RawRow::Gone);
            }
            Content::TooLong => return refuse(run, Reason::TooLong { limit: MAX_ROW_BYTES }, RawRow::Gone),
            Content::OpenQuote(_) => return refuse(run, Reason::OpenQuote, RawRow::Gone),
        };
        let (columns, used) = columns(&headings, run.options, &run.mapping);
        let table = Arc::new(Table { headings, delimiter });
        if !columns.contains(&Column::Field(Field::Question)) {
            let headings = shown(&table.headings.join(", "));
            return refuse(run, Reason::NoQuestionColumn { headings }, RawRow::Gone);
        }
        for at in used {
            run.used(at);
        }
        for (heading, column) in table.headings.iter().zip(&columns) {
            if let Column::Unknown(suggestion) = column
                && !heading.is_empty()
            {
                run.name_unknown(heading, suggestion.clone());
            }
        }
        Ok(Reader { table, columns, after_open_quote: false })
    }

    fn record(&mut self, run: &mut Run<'_>, record: Record, encoding: &'static str) -> ControlFlow<()> {
        let number = record.number;
        let fields = match record.content {
            Content::Fields(fields) => fields,
            Content::Blank => return ControlFlow::Continue(()),
            Content::Malformed { byte, fields } => {
                return run.refuse(number, Reason::Encoding { encoding, byte }, self.raw(fields));
            }
            Content::TooLong => {
                return run.refuse(number, Reason::TooLong { limit: MAX_ROW_BYTES }, RawRow::Gone);
            }
            Content::OpenQuote(fields) => {
                self.after_open_quote = true;
                return run.refuse(number, Reason::OpenQuote, self.raw(fields));
            }
        };
        if fields.iter().all(|field| field.trim().is_empty()) {
            return ControlFlow::Continue(());
        }
        let (found, expected) = (fields.len(), self.columns.len());
        // Empty fields at the end are only delimiters too many.
        let filled = fields.iter().rposition(|field| !field.trim().is_empty()).map_or(0, |at| at + 1);
        if filled > expected {
            return run.refuse(number, Reason::TooManyFields { found, expected }, self.raw(fields));
        }
        if self.after_open_quote && found != expected {
            return run.refuse(number, Reason::AfterOpenQuote { found, expected }, self.raw(fields));
        }
        let mut builder = Builder::new(run.options);
        let mut unknown = Vec::new();
        for (at, (field, column)) in fields.iter().zip(&self.columns).enumerate() {
            match column {
                Column::Field(meaning) => {
                    if let Err(reason) = builder.set(meaning, field) {
                        return run.refuse(number, reason, self.raw(fields));
                    }
                }
                Column::Unknown(_) if field.trim().is_empty() => {}
                Column::Unknown(_) => match self.table.headings.get(at).filter(|heading| !heading.is_empty())
                {
                    Some(heading) => unknown.push(heading.clone()),
                    None => unknown.push(format!("column {}", at + 1)),
                },
            }
        }
        match builder.finish() {
            Ok((article, mut others)) => {
                unknown.append(&mut others);
                let reference = article.source.as_ref().map(|source| source.reference.clone());
                let source_key = reference.filter(|reference| !reference.is_empty());
                run.row(Row { number, article, source_key, unknown, raw: self.raw(fields) })
            }
            Err(reason) => run.refuse(number, reason, self.raw(fields)),
        }
    }

    fn raw(&self, fields: Vec<String>) -> RawRow {
        RawRow::Record { table: Arc::clone(&self.table), fields }
    }
}
