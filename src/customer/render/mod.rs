//! The text of the customer answer for one channel: the written rendering, else one derived by rules.

mod mark;
mod plain;
mod run;
mod speech;

pub(super) use plain::lines;
pub(super) use speech::speech;

use crate::model::channel::{Links, Markup};
use crate::model::{Channel, CustomerAnswer};
use crate::text::markdown::{Span, parse};

/// A text for a channel.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Derived {
    /// What is sent or said.
    pub text: String,
    /// Whether somebody wrote it for this channel; else it was derived.
    pub written: bool,
}

/// The customer answer for a channel: what is written for it as it is, else lead and body in the form that the channel can
/// carry.
pub fn render(customer: &CustomerAnswer, channel: &Channel) -> Derived {
    if let Some(rendering) = customer.channels.get(&channel.name) {
        return Derived { text: rendering.text.clone(), written: true };
    }
    let lead = customer.answer.lead.trim();
    let body = customer.answer.body.trim();
    let text = match channel.markup {
        Markup::Markdown => joined(lead, &mark::mark(body, channel), "\n\n"),
        Markup::Plain if channel.compact => joined(&ended(lead), &run::run(&parse(body), channel), ""),
        Markup::Plain => joined(lead, &lines(&parse(body), channel), "\n"),
        Markup::Speech => joined(&ended(lead), &speech(&parse(body)), ""),
    };
    let text = if channel.links() == Links::Spaced { plain::spaced(&text) } else { text };
    Derived { text: signed(text, channel), written: false }
}

fn joined(lead: &str, body: &str, gap: &str) -> String {
    match (lead.is_empty(), body.is_empty()) {
        (true, _) => body.to_owned(),
        (false, true) => lead.to_owned(),
        (false, false) => format!("{lead}{gap}{body}"),
    }
}

/// A text with the signature of the channel in front, unless it has one.
fn signed(text: String, channel: &Channel) -> String {
    match &channel.signature {
        Some(signature) if !text.is_empty() && !text.starts_with('【') => format!("{signature}{text}"),
        _ => text,
    }
}

/// A text that ends like a sentence, so that another can follow it.
fn ended(text: &str) -> String {
    let open = text.ends_with(|c: char| c.is_alphanumeric() || "）)」』”’》%℃".contains(c));
    if open { format!("{text}。") } else { text.to_owned() }
}

/// A row of a table as `heading：value` pairs; the first cell names the row. `say` makes the text of a cell.
fn table_row(head: &[Vec<Span>], row: &[Vec<Span>], colon: &str, say: impl Fn(&[Span]) -> String) -> String {
    let say = |cell: &Vec<Span>| say(cell).replace('\n', "，").trim().to_owned();
    let mut cells = row.iter().map(say);
    let first = cells.next().unwrap_or_default();
    let rest: Vec<String> = head
        .iter()
        .skip(1)
        .map(say)
        .chain(std::iter::repeat(String::new()))
        .zip(cells)
        .filter(|(_, value)| !value.is_empty())
        .map(|(name, value)| if name.is_empty() { value } else { format!("{name}{colon}{value}") })
        .collect();
    // A table of two columns needs no heading in every line: its first cell names the value.
    if head.len() <= 2
        && let [pair] = rest.as_slice()
        && !first.is_empty()
    {
        let name = head.get(1).map(say).unwrap_or_default();
        let value = pair.strip_prefix(&format!("{name}{colon}")).unwrap_or(pair);
        return format!("{first}：{value}");
    }
    match (first.is_empty(), rest.is_empty()) {
        (true, _) => rest.join("，"),
        (false, true) => first,
        (false, false) => format!("{first}：{}", rest.join("，")),
    }
}

#[cfg(test)]
mod tests;
