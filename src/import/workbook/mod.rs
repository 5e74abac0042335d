//! Workbooks: XLSX, XLSM, XLSB, XLS and ODS, every sheet that is a table of questions.
//!
//! Sheets are read cell by cell where the format allows it. Formulas count by their value, macros are never looked at,
//! hidden sheets and sheets without a question are left out and named.

mod format;
mod guard;
mod merges;
mod ods;
mod sheet;
#[cfg(test)]
mod suite;
mod value;

use std::fs::File;
use std::io::{self, BufReader};
use std::ops::ControlFlow;
use std::path::Path;

use calamine::{
    Dimensions, Ods, Reader, Sheet as Metadata, SheetType, SheetVisible, Xls, Xlsb, Xlsx, open_workbook,
};

use super::item::{Note, RawRow};
use super::reason::Reason;
use super::rows::no_question;
use super::run::Run;
use guard::Container;
use merges::Merges;
use sheet::Sheet;
use value::Value;

/// Reads a file.
pub(super) fn read(run: &mut Run<'_>, path: &Path) -> io::Result<ControlFlow<()>> {
    let opened = match guard::container(path)? {
        Ok(container) => Book::open(path, container),
        Err(reason) => Err(reason),
    };
    let mut book = match opened {
        Ok(book) => book,
        Err(reason) => return Ok(run.refuse(1, reason, RawRow::File)),
    };
    if book.has_macros() {
        run.note(Note::Macros);
    }
    let sheets = book.sheets();
    let mut headings = None;
    let mut tables = 0;
    for metadata in &sheets {
        if metadata.typ != SheetType::WorkSheet {
            continue;
        }
        if metadata.visible != SheetVisible::Visible {
            run.note(Note::HiddenSheet(metadata.name.clone()));
            continue;
        }
        run.enter(Some(&metadata.name));
        let flow = match sheet_of(run, &mut book, metadata) {
            Ok(flow) => flow,
            Err(detail) => run.refuse(1, Reason::Unreadable(detail), RawRow::File).map_continue(|()| None),
        };
        match flow {
            ControlFlow::Break(()) => return Ok(ControlFlow::Break(())),
            ControlFlow::Continue(None) => tables += 1,
            ControlFlow::Continue(Some(found)) if found.is_empty() => {}
            ControlFlow::Continue(Some(found)) => {
                run.note(Note::NoTable(metadata.name.clone()));
                headings.get_or_insert(found);
            }
        }
        run.enter(None);
    }
    if tables == 0 {
        return Ok(run.refuse(1, no_question(&headings.unwrap_or_default()), RawRow::File));
    }
    Ok(ControlFlow::Continue(()))
}

/// Reads one sheet; the headings that it seemed to have when it is no table of questions.
fn sheet_of(
    run: &mut Run<'_>,
    book: &mut Book,
    metadata: &Metadata,
) -> Result<ControlFlow<(), Option<Vec<String>>>, String> {
    let mut sheet = Sheet::new(Merges::new(book.merges(&metadata.name)));
    let flow = book.cells(&metadata.name, &mut |row, column, value| sheet.cell(run, row, column, value))?;
    match flow {
        ControlFlow::Break(()) => Ok(ControlFlow::Break(())),
        ControlFlow::Continue(()) => Ok(sheet.end(run)),
    }
}

type Source = BufReader<File>;

/// An open workbook.
enum Book {
    Xlsx(Box<Xlsx<Source>>),
    Xlsb(Box<Xlsb<Source>>),
    Xls(Box<Xls<Source>>),
    Ods(Box<Ods<Source>>, ods::Merged),
}

type Each<'e> = &'e mut dyn FnMut(u32, u32, Value) -> ControlFlow<()>;

impl Book {
    fn open(path: &Path, container: Container) -> Result<Book, Reason> {
        let broken = |error: &dyn std::fmt::Display| Reason::BrokenWorkbook(error.to_string());
        match container {
            Container::Xlsx => match open_workbook::<Xlsx<_>, _>(path) {
                Ok(book) => Ok(Book::Xlsx(Box::new(book))),
                Err(calamine::XlsxError::Password) => Err(Reason::Encrypted),
                Err(error) => Err(broken(&error)),
            },
            Container::Xlsb => match open_workbook::<Xlsb<_>, _>(path) {
                Ok(book) => Ok(Book::Xlsb(Box::new(book))),
                Err(calamine::XlsbError::Password) => Err(Reason::Encrypted),
                Err(error) => Err(broken(&error)),
            },
            Container::Xls => match open_workbook::<Xls<_>, _>(path) {
                Ok(book) => Ok(Book::Xls(Box::new(book))),
                Err(calamine::XlsError::Password) => Err(Reason::Encrypted),
                Err(error) => Err(broken(&error)),
            },
            Container::Ods => {
                let merged = ods::merged(path)?;
                match open_workbook::<Ods<_>, _>(path) {
                    Ok(book) => Ok(Book::Ods(Box::new(book), merged)),
                    Err(calamine::OdsError::Password) => Err(Reason::Encrypted),
                    Err(error) => Err(broken(&error)),
                }
            }
        }
    }

    fn sheets(&self) -> Vec<Metadata> {
        match self {
            Book::Xlsx(book) => book.sheets_metadata(),
            Book::Xlsb(book) => book.sheets_metadata(),
            Book::Xls(book) => book.sheets_metadata(),
            Book::Ods(book, _) => book.sheets_metadata(),
        }
        .to_vec()
    }

    fn has_macros(&mut self) -> bool {
        match self {
            Book::Xlsx(book) => matches!(book.vba_project(), Ok(Some(_))),
            Book::Xlsb(book) => matches!(book.vba_project(), Ok(Some(_))),
            Book::Xls(book) => matches!(book.vba_project(), Ok(Some(_))),
            Book::Ods(..) => false,
        }
    }

    /// Areas of merged cells. Of XLSB the library does not tell any.
    fn merges(&mut self, name: &str) -> Vec<Dimensions> {
        match self {
            Book::Xlsx(book) => book.merge_cells_by_sheet_name(name).unwrap_or_default(),
            Book::Xls(book) => book.merge_cells_by_sheet_name(name).unwrap_or_default(),
            Book::Ods(_, merged) => merged.areas(name),
            Book::Xlsb(_) => Vec::new(),
        }
    }

    /// Yields the cells of a sheet, row by row.
    fn cells(&mut self, name: &str, each: Each<'_>) -> Result<ControlFlow<()>, String> {
        let said = |error: &dyn std::fmt::Display| error.to_string();
        match self {
            Book::Xlsx(book) => {
                let mut cells = book.worksheet_cells_reader(name).map_err(|e| said(&e))?;
                while let Some((cell, style)) = cells.next_cell_with_style_id().map_err(|e| said(&e))? {
                    let (row, column) = cell.get_position();
                    let format = cells.styles().get(style).and_then(|style| style.number_format.as_ref());
                    let code = format.map(|format| format.format_code.as_str());
                    let value = Value::of_ref(cell.get_value().clone(), code);
                    if each(row, column, value).is_break() {
                        return Ok(ControlFlow::Break(()));
                    }
                }
            }
            Book::Xlsb(book) => {
                let mut cells = book.worksheet_cells_reader(name).map_err(|e| said(&e))?;
                while let Some(cell) = cells.next_cell().map_err(|e| said(&e))? {
                    let (row, column) = cell.get_position();
                    if each(row, column, Value::of_ref(cell.get_value().clone(), None)).is_break() {
                        return Ok(ControlFlow::Break(()));
                    }
                }
            }
            Book::Xls(book) => return Ok(range(&book.worksheet_range(name).map_err(|e| said(&e))?, each)),
            Book::Ods(book, _) => return Ok(range(&book.worksheet_range(name).map_err(|e| said(&e))?, each)),
        }
        Ok(ControlFlow::Continue(()))
    }
}

fn range(range: &calamine::Range<calamine::Data>, each: Each<'_>) -> ControlFlow<()> {
    let (first_row, first_column) = range.start().unwrap_or_default();
    for (row, column, data) in range.used_cells() {
        let row = first_row.saturating_add(u32::try_from(row).unwrap_or(u32::MAX));
        let column = first_column.saturating_add(u32::try_from(column).unwrap_or(u32::MAX));
        each(row, column, Value::of(data.clone(), None))?;
    }
    ControlFlow::Continue(())
}
