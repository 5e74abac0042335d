//! Markdown for channels that understand it: the answer as it is written, but for what the channel cannot show.

use super::plain::words;
use super::table_row;
use crate::model::Channel;
use crate::model::channel::{Links, Tables};
use crate::text::markdown::{Block, Place, Span, places};

/// The source with tables as lists where they do not fit, and without pictures where there are none.
pub(super) fn mark(source: &str, channel: &Channel) -> String {
    if channel.tables == Tables::Grid && channel.pictures {
        return source.to_owned();
    }
    let mut out = String::with_capacity(source.len());
    let mut done = 0;
    for (at, place) in places(source) {
        let instead = match place {
            Place::Table(Block::Table { head, rows }) if channel.tables == Tables::Lines => {
                list(&head, &rows)
            }
            Place::Picture if !channel.pictures => String::new(),
            _ => continue,
        };
        out.push_str(source.get(done..at.start).unwrap_or_default());
        out.push_str(&instead);
        done = at.end;
    }
    out.push_str(source.get(done..).unwrap_or_default());
    out.trim().to_owned()
}

fn list(head: &[Vec<Span>], rows: &[Vec<Vec<Span>>]) -> String {
    let row = |row: &Vec<Vec<Span>>| table_row(head, row, "：", |cell| words(cell, Links::Behind));
    rows.iter().map(row).filter(|row| !row.is_empty()).map(|row| format!("- {}\n", escaped(&row))).collect()
}

/// Text whose signs are no Markdown.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if matches!(c, '*' | '_' | '`' | '[' | ']' | '<' | '\\') {
            out.push('\\');
        }
        out.push(c);
    }
    out
}
