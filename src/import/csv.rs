//! Tables as text.

use std::fs::File;
use std::io;
use std::ops::ControlFlow;
use std::path::Path;

use super::MAX_ROW_BYTES;
use super::decode::Decode;
use super::delimiter;
use super::encoding;
use super::heading::Meaning;
use super::item::RawRow;
use super::reason::Reason;
use super::records::{Content, Record, Records};
use super::rows::{Rows, no_question};
use super::run::Run;

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
    rows: Rows,
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
        let refuse = |run: &mut Run<'_>, reason| Err(run.refuse(number, reason, RawRow::Gone));
        let headings: Vec<String> = match record.content {
            Content::Fields(fields) => fields.iter().map(|h| h.trim().to_owned()).collect(),
            Content::Blank => Vec::new(),
            Content::Malformed { byte, .. } => return refuse(run, Reason::Encoding { encoding, byte }),
            Content::TooLong => return refuse(run, Reason::TooLong { limit: MAX_ROW_BYTES }),
            Content::OpenQuote(_) => return refuse(run, Reason::OpenQuote),
        };
        match Rows::of(run, headings.clone(), delimiter) {
            Some(rows) => Ok(Reader { rows, after_open_quote: false }),
            None => refuse(run, no_question(&headings)),
        }
    }

    fn record(&mut self, run: &mut Run<'_>, record: Record, encoding: &'static str) -> ControlFlow<()> {
        let number = record.number;
        match record.content {
            Content::Fields(fields) => {
                let (found, expected) = (fields.len(), self.rows.columns().len());
                if self.after_open_quote
                    && found != expected
                    && fields.iter().any(|field| !field.trim().is_empty())
                {
                    return run.refuse(
                        number,
                        Reason::AfterOpenQuote { found, expected },
                        self.rows.raw(fields),
                    );
                }
                self.rows.row(run, number, fields)
            }
            Content::Blank => ControlFlow::Continue(()),
            Content::Malformed { byte, fields } => {
                run.refuse(number, Reason::Encoding { encoding, byte }, self.rows.raw(fields))
            }
            Content::TooLong => run.refuse(number, Reason::TooLong { limit: MAX_ROW_BYTES }, RawRow::Gone),
            Content::OpenQuote(fields) => {
                self.after_open_quote = true;
                run.refuse(number, Reason::OpenQuote, self.rows.raw(fields))
            }
        }
    }
}
