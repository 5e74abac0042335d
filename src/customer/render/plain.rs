//! Lines of plain text: what Markdown says by its looks is said by words and line ends.

use super::table_row;
use crate::model::Channel;
use crate::model::channel::Links;
use crate::text::facts::{Kind, facts};
use crate::text::markdown::{Block, Span};

/// Blocks as lines: an item with its number or a dot, a row of a table a line.
pub(in crate::customer) fn lines(blocks: &[Block], channel: &Channel) -> String {
    let say = |spans: &[Span]| words(spans, channel.links());
    let mut out: Vec<String> = Vec::new();
    for block in blocks {
        match block {
            Block::Heading(_, spans) | Block::Paragraph(spans) => out.push(say(spans)),
            Block::Item { depth, number, spans } => {
                let text = say(spans);
                let sign = number.map_or_else(|| "· ".to_owned(), |n| format!("{n}. "));
                let full = !text.trim().is_empty();
                out.extend(full.then(|| format!("{}{sign}{}", "  ".repeat(*depth), text.trim_start())));
            }
            Block::Table { head, rows } => out.extend(rows.iter().map(|row| table_row(head, row, "：", say))),
            Block::Code(text) => out.push(text.clone()),
            Block::Quote(inner) => out.push(lines(std::slice::from_ref(inner), channel)),
            Block::Rule => {}
        }
    }
    out.retain(|line| !line.trim().is_empty());
    out.join("\n")
}

/// The words of spans. A picture is left out: there is nothing to see it in. What is struck out keeps its tildes: without
/// them ~~59元~~39元 would be another price.
pub(super) fn words(spans: &[Span], links: Links) -> String {
    let mut out = String::new();
    for span in spans.iter().filter(|span| !span.picture) {
        let text = if span.struck { format!("~~{}~~", span.text) } else { span.text.clone() };
        out.push_str(&text);
        let Some(address) = span.link.as_deref().and_then(address) else { continue };
        let known = address.contains(span.text.trim()) || span.text.contains(address);
        match links {
            _ if known => {}
            Links::None => {}
            Links::Inline | Links::Behind => out.push_str(&format!("（{address}）")),
            Links::Spaced => out.push_str(&format!(" {address} ")),
        }
    }
    out
}

/// The address that a reader can use: of the web, of a mailbox, of a telephone. Others lead only inside the page.
fn address(link: &str) -> Option<&str> {
    let starts =
        |scheme: &str| link.get(..scheme.len()).is_some_and(|head| head.eq_ignore_ascii_case(scheme));
    if starts("http://") || starts("https://") {
        return Some(link);
    }
    ["mailto:", "tel:"].iter().find(|scheme| starts(scheme)).and_then(|scheme| link.get(scheme.len()..))
}

/// Blanks on both sides of each web address, where nothing else parts it from the text.
pub(super) fn spaced(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    let mut done = 0;
    let blank = |c: Option<char>| c.is_none_or(char::is_whitespace);
    for fact in
        facts(text).into_iter().filter(|fact| fact.kind == Kind::Url && !fact.value.starts_with("mailto:"))
    {
        let before = text.get(done..fact.at.start).unwrap_or_default();
        out.push_str(before);
        if !blank(out.chars().next_back()) {
            out.push(' ');
        }
        out.push_str(text.get(fact.at.clone()).unwrap_or_default());
        done = fact.at.end;
        if !blank(text.get(done..).and_then(|rest| rest.chars().next())) {
            out.push(' ');
        }
    }
    out.push_str(text.get(done..).unwrap_or_default());
    out.lines().map(str::trim_end).collect::<Vec<_>>().join("\n")
}
