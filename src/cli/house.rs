//! `zhixi house`

use std::io::Read as _;
use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};

use super::context::Context;
use super::error::CliError;
use crate::customer::lint::read_terms;
use crate::kb::{Kb, TableChange, Wish};
use crate::model::{Axis, Term};
use crate::text::clean::one_line;

/// What the help says at its end.
pub const HELP: &str = "Without FILE a table is printed as it is read back: zhixi house terms >terms.tsv, change it, zhixi house terms terms.tsv.
  terms     kind, word, customer's word and note, parted by tabs; kind is term (has a customer's word), forbidden (no customer
            may read it) or promise (says more than can be kept). The file takes the place of the table.
  contacts  one number or address a line, at which customers reach the house: a customer's text may name these and no others.
            The file takes the place of the table.
  names     region, product or customer, and the path from its root, parted by tabs: region	云岭	云州. Names are added, or
            moved below the parent that they are given; articles keep the names that they have.
# lines are comments. A file with an error changes nothing. --dry-run only says what would change.

With --json one object: {\"table\", \"added\", \"changed\", \"removed\"}

Exit codes: 0 printed or taken in, 2 bad usage, bad input or a role that may not, 3 the KB cannot be used.";

/// `zhixi house`
#[derive(Debug, Args)]
pub struct HouseArgs {
    /// Which table
    #[arg(value_name = "TABLE")]
    pub table: Table,
    /// A file to take in, - for standard input; without it the table is printed
    #[arg(value_name = "FILE")]
    pub file: Option<PathBuf>,
    /// Say what would change and change nothing
    #[arg(long, requires = "file")]
    pub dry_run: bool,
    /// Print JSON
    #[arg(long, requires = "file")]
    pub json: bool,
}

/// A table of the house's own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Table {
    /// The house's words and the customers'
    Terms,
    /// Where customers reach the house
    Contacts,
    /// Regions, products, customer types
    Names,
}

impl Table {
    fn word(self) -> &'static str {
        match self {
            Table::Terms => "terms",
            Table::Contacts => "contacts",
            Table::Names => "names",
        }
    }
}

pub fn run(context: &mut Context, args: &HouseArgs) -> Result<u8, CliError> {
    let Some(file) = &args.file else {
        let kb = context.open_kb(Wish::Read)?;
        context.print(&print(&kb, args.table)?)?;
        return Ok(0);
    };
    let text = read(file)?;
    let name = file.display().to_string();
    let rows = match args.table {
        Table::Terms => Rows::Terms(terms(context, &name, &text)?),
        Table::Contacts => Rows::Contacts(contacts(context, &name, &text)?),
        Table::Names => Rows::Names(names(context, &name, &text)?),
    };
    let mut kb = context.open_own(if args.dry_run { Wish::Read } else { Wish::Write })?;
    let (who, now) = (&context.who, context.now());
    let change = match (rows, args.dry_run) {
        (Rows::Terms(rows), true) => kb.change_of_terms(&rows)?,
        (Rows::Terms(rows), false) => kb.put_terms(who, &rows, now)?,
        (Rows::Contacts(rows), true) => kb.change_of_contacts(&rows)?,
        (Rows::Contacts(rows), false) => kb.put_contacts(who, &rows, now)?,
        (Rows::Names(rows), true) => kb.change_of_names(&rows),
        (Rows::Names(rows), false) => kb.add_scope_names(who, &rows, now)?,
    };
    let TableChange { added, changed, removed } = change;
    if args.json {
        context.json(&serde_json::json!({
            "table": args.table.word(), "added": added, "changed": changed, "removed": removed
        }))?;
    } else {
        let counts: [(&str, &dyn std::fmt::Display); 3] =
            [("added", &added), ("changed", &changed), ("removed", &removed)];
        context
            .line(&context.messages.fill(if args.dry_run { "house.would" } else { "house.done" }, &counts))?;
    }
    Ok(0)
}

/// What a file says.
enum Rows {
    Terms(Vec<Term>),
    Contacts(Vec<String>),
    Names(Vec<(Axis, Vec<String>)>),
}

/// A table as it is read back.
fn print(kb: &Kb, table: Table) -> Result<String, CliError> {
    let row = |cells: &[&str]| {
        let cells: Vec<String> = cells.iter().map(|cell| one_line(cell)).collect();
        format!("{}\n", cells.join("\t").trim_end_matches('\t'))
    };
    Ok(match table {
        Table::Terms => {
            let terms = kb.terms()?;
            let rows = terms.iter().map(|t| row(&[t.kind.word(), &t.term, &t.customer, &t.note]));
            [row(&["kind", "term", "customer", "note"])].into_iter().chain(rows).collect()
        }
        Table::Contacts => kb.house_contacts()?.iter().map(|contact| row(&[contact])).collect(),
        Table::Names => {
            let rows = kb.scope_names().into_iter().map(|(axis, path)| {
                let mut cells = vec![axis.word()];
                cells.extend(path.iter().map(String::as_str));
                row(&cells)
            });
            rows.collect()
        }
    })
}

fn read(file: &Path) -> Result<String, CliError> {
    let at = CliError::file(file);
    let bytes = if file.as_os_str() == "-" {
        let mut bytes = Vec::new();
        std::io::stdin().lock().read_to_end(&mut bytes).map_err(&at)?;
        bytes
    } else {
        std::fs::read(file).map_err(&at)?
    };
    let text = String::from_utf8(bytes);
    text.map_err(|_| CliError::Usage("house.not_utf8", file.display().to_string()))
}

fn terms(context: &Context, file: &str, text: &str) -> Result<Vec<Term>, CliError> {
    let (terms, problems) = read_terms(file, text);
    let said = problems
        .iter()
        .map(|problem| at_line(context, file, problem.line, &super::lint::reason(problem, context)));
    let said: Vec<String> = said.collect();
    refuse(context, said)?;
    Ok(terms)
}

fn contacts(context: &Context, file: &str, text: &str) -> Result<Vec<String>, CliError> {
    let wrong = |key: &str, row: &str| context.messages.fill(key, &[("text", &one_line(row))]);
    let (mut contacts, mut said) = (Vec::new(), Vec::new());
    for (line, row) in rows(text) {
        if crate::customer::house::House::is_contact(row) {
            contacts.push(row.to_owned());
        } else {
            said.push(at_line(context, file, line, &wrong("house.no_contact", row)));
        }
    }
    contacts.dedup();
    refuse(context, said)?;
    Ok(contacts)
}

fn names(context: &Context, file: &str, text: &str) -> Result<Vec<(Axis, Vec<String>)>, CliError> {
    let wrong = |key: &str, row: &str| context.messages.fill(key, &[("text", &one_line(row))]);
    let (mut names, mut said) = (Vec::new(), Vec::new());
    for (line, row) in rows(text) {
        let mut cells = row.split('\t').map(str::trim);
        let axis = cells.next().and_then(Axis::from_word);
        let path: Vec<String> = cells.map(one_line).collect();
        match axis {
            Some(axis) if !path.is_empty() && path.iter().all(|name| !name.is_empty()) => {
                names.push((axis, path));
            }
            _ => said.push(at_line(context, file, line, &wrong("house.no_name", row))),
        }
    }
    refuse(context, said)?;
    Ok(names)
}

/// The lines that say something, with their numbers, 1 first.
fn rows(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let lines = (1..).zip(text.trim_start_matches('\u{feff}').lines());
    lines.map(|(line, row)| (line, row.trim())).filter(|(_, row)| !row.is_empty() && !row.starts_with('#'))
}

fn at_line(context: &Context, file: &str, line: usize, reason: &str) -> String {
    context.messages.fill("house.at_line", &[("file", &file), ("line", &line), ("reason", &reason)])
}

/// A file with an error changes nothing: all of them are told at once.
fn refuse(context: &Context, said: Vec<String>) -> Result<(), CliError> {
    if said.is_empty() {
        return Ok(());
    }
    let mut said = said;
    said.push(context.messages.get("house.nothing_changed").to_owned());
    Err(CliError::Said(said.join("\n")))
}
