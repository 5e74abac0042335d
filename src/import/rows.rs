//! The rows of a table as articles, whatever file the table lies in.

use std::ops::ControlFlow;
use std::sync::Arc;

use super::field::Field;
use super::item::{RawRow, Table};
use super::reason::{Reason, shown};
use super::row::Builder;
use super::run::{Row, Run};
use super::table::{Column, columns};

/// A table whose headings are understood.
pub(super) struct Rows {
    table: Arc<Table>,
    columns: Vec<Column>,
}

impl Rows {
    /// Understands headings; `None` when no column is the question.
    pub fn of(run: &mut Run<'_>, headings: Vec<String>, delimiter: u8) -> Option<Rows> {
        let (columns, used) = columns(&headings, run.options, &run.mapping);
        if !columns.contains(&Column::Field(Field::Question)) {
            return None;
        }
        for at in used {
            run.used(at);
        }
        for (heading, column) in headings.iter().zip(&columns) {
            if let Column::Unknown(suggestion) = column
                && !heading.is_empty()
            {
                run.name_unknown(heading, suggestion.clone());
            }
        }
        Some(Rows { table: Arc::new(Table { headings, delimiter }), columns })
    }

    /// What the columns mean, in their order.
    pub fn columns(&self) -> &[Column] {
        &self.columns
    }

    /// The heading of a column, or its number from 1 where it has none.
    pub fn name(&self, at: usize) -> String {
        match self.table.headings.get(at).filter(|heading| !heading.is_empty()) {
            Some(heading) => heading.clone(),
            None => format!("column {}", at + 1),
        }
    }

    /// Yields a row with as many fields as there are columns, or fewer; nothing when all are blank.
    pub fn row(&self, run: &mut Run<'_>, number: u64, fields: Vec<String>) -> ControlFlow<()> {
        if fields.iter().all(|field| field.trim().is_empty()) {
            return ControlFlow::Continue(());
        }
        let (found, expected) = (fields.len(), self.columns.len());
        // Empty fields at the end are only delimiters too many.
        let filled = fields.iter().rposition(|field| !field.trim().is_empty()).map_or(0, |at| at + 1);
        if filled > expected {
            return run.refuse(number, Reason::TooManyFields { found, expected }, self.raw(fields));
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
                Column::Unknown(_) => unknown.push(self.name(at)),
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

    /// The fields as they are kept for the file of rejects.
    pub fn raw(&self, fields: Vec<String>) -> RawRow {
        RawRow::Record { table: Arc::clone(&self.table), fields }
    }
}

/// Why a table with these headings cannot be read.
pub(super) fn no_question(headings: &[String]) -> Reason {
    let named: Vec<&str> =
        headings.iter().map(String::as_str).filter(|heading| !heading.is_empty()).collect();
    Reason::NoQuestionColumn { headings: shown(&named.join(", ")) }
}
