//! The text of the customer answer for one channel: the written rendering, else one derived by rules.

use crate::model::channel::Markup;
use crate::model::{Channel, CustomerAnswer};
use crate::text::markdown::{Block, Span, parse, plain};

/// A text for a channel.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Derived {
    /// What is sent or said.
    pub text: String,
    /// Whether somebody wrote it for this channel; else it was derived.
    pub written: bool,
}

/// The customer answer for a channel.
pub fn render(customer: &CustomerAnswer, channel: &Channel) -> Derived {
    if let Some(rendering) = customer.channels.get(&channel.name) {
        return Derived { text: rendering.text.clone(), written: true };
    }
    let lead = customer.answer.lead.trim();
    let body = customer.answer.body.trim();
    let body = match channel.markup {
        Markup::Markdown => body.to_owned(),
        Markup::Plain => lines(&parse(body)),
        Markup::Speech => speech(&parse(body)),
    };
    let gap = match channel.markup {
        Markup::Markdown => "\n\n",
        Markup::Plain => "\n",
        Markup::Speech => "",
    };
    let text = match (lead.is_empty(), body.is_empty()) {
        (true, _) => body,
        (false, true) => lead.to_owned(),
        (false, false) => format!("{lead}{gap}{body}"),
    };
    Derived { text, written: false }
}

/// Blocks as plain lines: what Markdown says by its looks is said by words and line ends.
pub(super) fn lines(blocks: &[Block]) -> String {
    let mut out: Vec<String> = Vec::new();
    for block in blocks {
        match block {
            Block::Heading(_, spans) => out.push(with_links(spans)),
            Block::Paragraph(spans) => out.push(with_links(spans)),
            Block::Item { depth, number, spans } => {
                let indent = "  ".repeat(*depth);
                let sign = number.map_or_else(|| "· ".to_owned(), |n| format!("{n}. "));
                out.push(format!("{indent}{sign}{}", with_links(spans)));
            }
            Block::Table { head, rows } => out.extend(rows.iter().map(|row| table_row(head, row, "："))),
            Block::Code(text) => out.push(text.clone()),
            Block::Quote(inner) => out.push(lines(std::slice::from_ref(inner))),
            Block::Rule => {}
        }
    }
    out.join("\n")
}

/// Blocks as sentences to be said: no signs, no addresses, every block ends like a sentence.
pub(super) fn speech(blocks: &[Block]) -> String {
    let mut out = String::new();
    for block in blocks {
        let text = match block {
            Block::Heading(..) | Block::Code(_) | Block::Rule => continue,
            Block::Paragraph(spans) => plain(spans),
            Block::Item { number: Some(n), spans, .. } => format!("第{n}，{}", plain(spans)),
            Block::Item { number: None, spans, .. } => plain(spans),
            Block::Table { head, rows } => {
                rows.iter().map(|row| table_row(head, row, "")).collect::<Vec<_>>().join("；")
            }
            Block::Quote(inner) => speech(std::slice::from_ref(inner)),
        };
        let text = text.replace('\n', "，");
        let text = text.trim();
        if text.is_empty() {
            continue;
        }
        out.push_str(text);
        if !text.ends_with(['。', '！', '？', '；', '.', '!', '?']) {
            out.push('。');
        }
    }
    out
}

/// A row of a table as `heading：value` pairs; the first cell names the row.
pub(super) fn table_row(head: &[Vec<Span>], row: &[Vec<Span>], colon: &str) -> String {
    let mut cells = row.iter().map(|cell| plain(cell).trim().to_owned());
    let first = cells.next().unwrap_or_default();
    let rest: Vec<String> = head
        .iter()
        .skip(1)
        .map(|h| plain(h).trim().to_owned())
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
        let value = pair.split_once(colon).filter(|_| !colon.is_empty()).map_or(pair.as_str(), |(_, v)| v);
        return format!("{first}：{value}");
    }
    match (first.is_empty(), rest.is_empty()) {
        (true, _) => rest.join("，"),
        (false, true) => first,
        (false, false) => format!("{first}：{}", rest.join("，")),
    }
}

/// Text with the address of a link behind its words, unless the words are the address.
fn with_links(spans: &[Span]) -> String {
    let mut out = String::new();
    for span in spans {
        out.push_str(&span.text);
        if let Some(link) = &span.link
            && !link.contains(span.text.trim())
        {
            out.push_str(&format!("（{link}）"));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Answer, Rendering};

    fn channel(name: &str, markup: Markup) -> Channel {
        Channel {
            name: name.into(),
            zh: String::new(),
            en: String::new(),
            markup,
            spoken: markup == Markup::Speech,
            max_chars: None,
            segments: false,
            max_seconds: None,
        }
    }

    fn answer() -> CustomerAnswer {
        let body = "### 费用\n\n|档位|月费|流量|\n|-|-|-|\n|云享129|129元|100GB|\n\n1. 打开**App**\n2. 点[办理](https://yunling.example/a)\n";
        CustomerAnswer {
            answer: Answer { lead: "可以办理。".into(), body: body.into() },
            ..CustomerAnswer::default()
        }
    }

    #[test]
    fn plain_channels_get_lines_without_signs_of_markdown() {
        assert_eq!(
            render(&answer(), &channel("chat", Markup::Plain)).text,
            "可以办理。\n费用\n云享129：月费：129元，流量：100GB\n1. 打开App\n2. 点办理（https://yunling.example/a）"
        );
    }

    #[test]
    fn a_table_of_two_columns_says_its_heading_once() {
        let mut customer = answer();
        customer.answer.body = "|档位|月费|\n|-|-|\n|59元档|59元|\n".into();
        assert_eq!(render(&customer, &channel("chat", Markup::Plain)).text, "可以办理。\n59元档：59元");
    }

    #[test]
    fn speech_has_sentences_and_no_addresses() {
        assert_eq!(
            render(&answer(), &channel("ivr", Markup::Speech)).text,
            "可以办理。云享129：月费129元，流量100GB。第1，打开App。第2，点办理。"
        );
    }

    #[test]
    fn a_written_rendering_goes_first() {
        let mut customer = answer();
        let sms = Rendering { text: "【云岭通信】您好".into(), based_on: None };
        customer.channels.insert("sms".into(), sms);
        let derived = render(&customer, &channel("sms", Markup::Plain));
        assert_eq!(derived, Derived { text: "【云岭通信】您好".into(), written: true });
    }
}
