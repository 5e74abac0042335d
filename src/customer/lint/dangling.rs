//! What points to something that is not there, or that the channel does not show.

use std::ops::Range;

use super::collect::Findings;
use super::draft::Word;
use super::rule::{List, Rule};
use super::{Context, Text};
use crate::model::channel::Markup;

/// What a reader has in front of them.
struct Shown {
    markup: Markup,
    spoken: bool,
}

/// Whether what the word points to is missing. True for words of all other rules.
pub(super) fn is_lacking(context: &Context<'_, '_>, text: &Text<'_>, word: &Word, at: &Range<usize>) -> bool {
    let shown = shown(context, text);
    let raw = text.passage.raw;
    match word.rule {
        // In a text that is read, 上述 may go back to what stands there; at its very beginning it cannot.
        Rule::DanglingAbove if word.word == "上述" => {
            text.passage.part.channel().is_some() && shown.spoken
                || at.start > 0 && text.passage.sentence_start(at.start, at.start) == 0
        }
        Rule::DanglingAttachment => {
            shown.markup != Markup::Markdown || context.article.attachments.is_empty()
        }
        Rule::DanglingPicture => shown.markup != Markup::Markdown || !raw.contains("!["),
        Rule::DanglingTable => {
            shown.spoken || !raw.contains("|-") && !raw.contains("| -") && !raw.contains("|:")
        }
        Rule::DanglingLink => shown.spoken || !raw.contains("http") && !raw.contains("]("),
        Rule::DanglingButton => shown.markup != Markup::Markdown,
        _ => true,
    }
}

fn shown(context: &Context<'_, '_>, text: &Text<'_>) -> Shown {
    // An answer without a rendering is what the agent says.
    let name = text.passage.part.channel().unwrap_or("phone");
    match context.lint.channels.get(name) {
        Some(channel) => Shown { markup: channel.markup, spoken: channel.spoken },
        None => Shown { markup: Markup::Plain, spoken: name == "phone" },
    }
}

/// Finds clauses of a document that is not named: 按第三条.
pub(super) fn clauses(text: &Text<'_>, out: &mut Findings<'_>) {
    let passage = &text.passage;
    for lead in text.marks.all(List::ClauseLead) {
        if passage.get(lead.end) != Some('第') {
            continue;
        }
        let number =
            passage.run(lead.end + 1, 6, |c| c.is_ascii_digit() || "一二三四五六七八九十百零".contains(c));
        let is_clause =
            number > lead.end + 1 && passage.get(number).is_some_and(|c| "条款项章节".contains(c));
        if is_clause {
            out.add(Rule::DanglingClause, passage, &(lead.end..number + 1), None);
        }
    }
}
