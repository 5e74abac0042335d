//! One sheet: where its headings are, and which of its rows make an article.

use std::ops::ControlFlow;

use super::merges::{MOST_COLUMNS, Merges};
use super::value::Value;
use crate::import::cell::one_line;
use crate::import::field::Field;
use crate::import::heading::Meaning;
use crate::import::reason::Reason;
use crate::import::rows::Rows;
use crate::import::run::Run;
use crate::import::table::Column;

/// Rows from the top among which the headings are looked for: titles, remarks and dates of export stand above them.
const HEADINGS_WITHIN: usize = 20;

/// A sheet whose cells come in order.
pub(super) struct Sheet {
    merges: Merges,
    row: u32,
    values: Vec<Value>,
    state: State,
    /// Whether a cell that no heading covers was named: once is enough.
    beside: bool,
}

enum State {
    Above {
        /// Rows that were looked at.
        rows: usize,
        /// The row above, which may hold headings over several columns.
        above: Vec<String>,
        /// The first row with anything in it, for the report.
        first: Option<Vec<String>>,
    },
    /// The headings are known so far, and go on to a row.
    Heading {
        headings: Vec<String>,
        until: u32,
    },
    Table(Table),
}

struct Table {
    rows: Rows,
    question: usize,
    /// The article whose rows are not all read, and the last row of its merged question.
    open: Option<(Open, u32)>,
}

struct Open {
    number: u64,
    fields: Vec<String>,
    /// What is wrong with it.
    reason: Option<Reason>,
}

impl Sheet {
    pub fn new(merges: Merges) -> Sheet {
        let state = State::Above { rows: 0, above: Vec::new(), first: None };
        Sheet { merges, row: 0, values: Vec::new(), state, beside: false }
    }

    /// Takes the next cell. Cells of one row come one after another.
    pub fn cell(&mut self, run: &mut Run<'_>, row: u32, column: u32, value: Value) -> ControlFlow<()> {
        if row != self.row {
            self.end_row(run)?;
            self.row = row;
        }
        if value.is_blank() {
            return ControlFlow::Continue(());
        }
        let at = column as usize;
        if at >= MOST_COLUMNS {
            self.name_beside(run, at);
            return ControlFlow::Continue(());
        }
        if self.values.len() <= at {
            self.values.resize(at + 1, Value::Blank);
        }
        if let Some(slot) = self.values.get_mut(at) {
            *slot = value;
        }
        ControlFlow::Continue(())
    }

    /// Ends the sheet. The headings that it seemed to have when none was the question.
    pub fn end(mut self, run: &mut Run<'_>) -> ControlFlow<(), Option<Vec<String>>> {
        self.end_row(run)?;
        if matches!(self.state, State::Heading { .. }) {
            self.begin_table(run);
        }
        match self.state {
            State::Table(mut table) => {
                table.close(run)?;
                ControlFlow::Continue(None)
            }
            State::Above { first, .. } => ControlFlow::Continue(Some(first.unwrap_or_default())),
            State::Heading { headings, .. } => ControlFlow::Continue(Some(headings)),
        }
    }

    fn end_row(&mut self, run: &mut Run<'_>) -> ControlFlow<()> {
        let mut values = std::mem::take(&mut self.values);
        // A row without a cell of its own is a gap, also where a merged cell lies over it.
        if values.iter().all(Value::is_blank) {
            return ControlFlow::Continue(());
        }
        let own: Vec<bool> = values.iter().map(|value| !value.is_blank()).collect();
        self.merges.fill(self.row, &mut values);
        if let State::Heading { until, .. } = self.state
            && self.row > until
        {
            self.begin_table(run);
        }
        match &mut self.state {
            State::Above { .. } => self.look_for_headings(run, &values),
            State::Heading { headings, .. } => {
                let below = texts(&values);
                *headings = joined(headings, &below, &known(run));
            }
            State::Table(table) => {
                let last = self.merges.last_row(self.row, table.question);
                let beside = table.beside(&own);
                table.row(run, self.row, &values, &own, last)?;
                if let Some(at) = beside {
                    self.name_beside(run, at);
                }
            }
        }
        ControlFlow::Continue(())
    }

    fn look_for_headings(&mut self, run: &Run<'_>, values: &[Value]) {
        let State::Above { rows, above, first } = &mut self.state else { return };
        if *rows >= HEADINGS_WITHIN {
            return;
        }
        *rows += 1;
        let here = texts(values);
        let is_known = known(run);
        let question = here.iter().position(|heading| is_question(run, heading));
        if let Some(question) = question {
            let headings = joined(above, &here, &is_known);
            let until = self.merges.last_row(self.row, question);
            self.state = State::Heading { headings, until };
            return;
        }
        if first.is_none() {
            *first = Some(here.clone());
        }
        *above = here;
    }

    /// Makes the table of the headings found. What only looked like headings is looked past.
    fn begin_table(&mut self, run: &mut Run<'_>) {
        let State::Heading { headings, .. } = &mut self.state else { return };
        let headings = std::mem::take(headings);
        self.state = match Rows::of(run, headings.clone(), b',') {
            Some(rows) => {
                let is_question = |column: &Column| *column == Column::Field(Field::Question);
                let question = rows.columns().iter().position(is_question).unwrap_or_default();
                State::Table(Table { rows, question, open: None })
            }
            None => State::Above { rows: HEADINGS_WITHIN, above: Vec::new(), first: Some(headings) },
        };
    }

    fn name_beside(&mut self, run: &mut Run<'_>, at: usize) {
        if !self.beside {
            self.beside = true;
            run.count_unknown(&format!("column {}", at + 1));
        }
    }
}

impl Table {
    /// Where something stands right of the headings, in columns from 0: a remark, no part of the table.
    fn beside(&self, own: &[bool]) -> Option<usize> {
        let columns = self.rows.columns().len();
        own.iter().skip(columns).position(|own| *own).map(|at| columns + at)
    }

    fn row(
        &mut self,
        run: &mut Run<'_>,
        row: u32,
        values: &[Value],
        own: &[bool],
        last: u32,
    ) -> ControlFlow<()> {
        let number = u64::from(row) + 1;
        let mut fields = Vec::with_capacity(self.rows.columns().len());
        let mut reason = None;
        for (at, column) in self.rows.columns().iter().enumerate() {
            let value = values.get(at).unwrap_or(&Value::Blank);
            if let (Value::Wrong(error), Column::Field(_)) = (value, column) {
                reason = Some(Reason::CellError { column: self.rows.name(at), error: error.clone() });
            }
            fields.push(match column {
                Column::Field(field) if field.is_day() => value.day(),
                _ => value.text(),
            });
        }
        if let Some((open, until)) = &mut self.open
            && row <= *until
            && goes_on(self.rows.columns(), own)
        {
            open.add(self.rows.columns(), &fields, own);
            open.reason = open.reason.take().or(reason);
            return ControlFlow::Continue(());
        }
        self.close(run)?;
        let open = Open { number, fields, reason };
        if last > row {
            self.open = Some((open, last));
            return ControlFlow::Continue(());
        }
        self.yield_row(run, open)
    }

    /// Yields the article that was open.
    fn close(&mut self, run: &mut Run<'_>) -> ControlFlow<()> {
        match self.open.take() {
            Some((open, _)) => self.yield_row(run, open),
            None => ControlFlow::Continue(()),
        }
    }

    fn yield_row(&self, run: &mut Run<'_>, open: Open) -> ControlFlow<()> {
        match open.reason {
            Some(reason) => run.refuse(open.number, reason, self.rows.raw(open.fields)),
            None => self.rows.row(run, open.number, open.fields),
        }
    }
}

/// Whether a row under a merged question goes on with its article: it has only more ways to ask or more of an answer.
/// With a scope or a date of its own it is a variant.
fn goes_on(columns: &[Column], own: &[bool]) -> bool {
    columns.iter().zip(own).filter(|(_, own)| **own).all(|(column, _)| match column {
        Column::Field(field) => {
            matches!(
                field,
                Field::Similar | Field::Tags | Field::Lead(_) | Field::Body(_) | Field::Channel(_)
            )
        }
        Column::Unknown(_) => true,
    })
}

impl Open {
    fn add(&mut self, columns: &[Column], fields: &[String], own: &[bool]) {
        let with = fields.iter().zip(columns).zip(own.iter().chain(std::iter::repeat(&false)));
        for (field, ((more, column), own)) in self.fields.iter_mut().zip(with) {
            if *own && matches!(column, Column::Field(_)) && !more.trim().is_empty() && field != more {
                if !field.is_empty() {
                    field.push('\n');
                }
                field.push_str(more);
            }
        }
    }
}

fn texts(values: &[Value]) -> Vec<String> {
    values.iter().map(|value| one_line(&value.text())).collect()
}

/// Whether a heading may be the question, alone or in a mapping.
fn is_question(run: &Run<'_>, heading: &str) -> bool {
    if heading.is_empty() {
        return false;
    }
    if let Some(mapped) = run.mapping.iter().find(|mapped| mapped.from.trim() == heading) {
        return mapped.field == Field::Question;
    }
    matches!(
        Meaning::of(heading, &run.options.channels),
        Some(Meaning::Field(Field::Question) | Meaning::Title | Meaning::Ask)
    )
}

/// Tells which headings mean something.
fn known<'r>(run: &'r Run<'_>) -> impl Fn(&str) -> bool + use<'r> {
    let (mapping, channels) = (&run.mapping, &run.options.channels);
    move |heading: &str| {
        mapping.iter().any(|mapped| mapped.from.trim() == heading) || Meaning::of(heading, channels).is_some()
    }
}

/// Headings in two rows as one: 分类 over 一级 and 二级 is 一级分类 and 二级分类.
fn joined(above: &[String], below: &[String], is_known: &dyn Fn(&str) -> bool) -> Vec<String> {
    let columns = above.len().max(below.len());
    let none = String::new();
    (0..columns)
        .map(|at| {
            let (above, below) = (above.get(at).unwrap_or(&none), below.get(at).unwrap_or(&none));
            if below.is_empty() {
                return if is_known(above) { above.clone() } else { String::new() };
            }
            let ways = [below.clone(), format!("{below}{above}"), format!("{above}{below}")];
            let known = ways.into_iter().find(|way| is_known(way));
            known.unwrap_or_else(|| below.clone())
        })
        .collect()
}
