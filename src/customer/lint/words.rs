//! Words of the rules in a customer text, as they are meant there.

use std::collections::HashMap;
use std::ops::Range;

use super::collect::Findings;
use super::draft::Word;
use super::meaning::Sense;
use super::passage::Passage;
use super::rule::{List, Rule};
use super::{Context, Text, dangling};
use crate::text::fold::{fold_str, is_han, is_word};

/// The words that were met before in what is read in one go, by their number, and whether they are known from there on.
pub(super) type Met = HashMap<u32, bool>;

/// Finds the words of all rules in a text. What has to be explained has to be explained once.
pub(super) fn words(context: &Context<'_, '_>, text: &Text<'_>, known: &mut Met, out: &mut Findings<'_>) {
    let sense = Sense { passage: &text.passage, marks: &text.marks };
    for met in &text.marks.words {
        let Some(word) = context.lint.rules.lexicon.word(met.word) else { continue };
        if !out.wants(word.rule) {
            continue;
        }
        let is_meant = match word.rule {
            Rule::LeakTerm => {
                let is_known = known.entry(met.word).or_insert_with(|| is_explained(context, text, word));
                // Explained here, it may be used from here on.
                *is_known |= is_glossed(&text.passage, &met.at);
                !*is_known && !sense.is_mention(&met.at)
            }
            Rule::LeakUnexplained | Rule::Abbreviation => {
                known.insert(met.word, true).is_none()
                    && !sense.is_mention(&met.at)
                    && !is_glossed(&text.passage, &met.at)
                    && !context.is_customers_word(&fold_str(&word.word))
                    && !is_explained(context, text, word)
            }
            Rule::LeakAgent => {
                !(text.marks.begins(List::CustomerTitle, met.at.end).is_some() && word.word.ends_with("客户"))
            }
            Rule::PromiseWord | Rule::PromiseAbsolute => promises(&sense, word, &met.at),
            Rule::PromiseVague => {
                sense.commits(&met.at) && !sense.has_number(&met.at) && !sense.is_asked(&met.at)
            }
            Rule::Officialese => !sense.is_mention(&met.at),
            _ => dangling::is_lacking(context, text, word, &met.at),
        };
        if is_meant {
            let at = whole(&text.passage, word, &met.at);
            out.add(word.rule, &text.passage, &at, word.suggestion.as_deref());
        }
    }
}

fn promises(sense: &Sense<'_, '_>, word: &Word, at: &Range<usize>) -> bool {
    let is_share = matches!(word.word.as_str(), "100%" | "百分百" | "百分之百" | "100％");
    (!is_share || sense.is_outcome(at)) && !sense.promises_nothing(at)
}

/// The whole code or document number of which a row of the term table gives the beginning.
fn whole(passage: &Passage<'_>, word: &Word, at: &Range<usize>) -> Range<usize> {
    let end = match word.rule {
        Rule::LeakCode => passage.run(at.end, 24, |c| c.is_ascii_alphanumeric() || c == '-'),
        Rule::LeakDocument => {
            let end = passage.run(at.end, 12, |c| c.is_ascii_digit() || matches!(c, '〕' | '第'));
            end + usize::from(passage.get(end) == Some('号'))
        }
        _ => at.end,
    };
    at.start..end
}

/// Whether the meaning stands beside the word: 接入点（APN）, 半停（只能接听）, 半停：只能接听, 账期是每月 1 日到月末.
fn is_glossed(passage: &Passage<'_>, at: &Range<usize>) -> bool {
    let han = |c: Option<char>| c.is_some_and(|c| is_han(c) || c == '”');
    let behind = passage.get(at.end) == Some('(') && han(passage.get(at.end + 1));
    let before = passage.get(at.end) == Some(')')
        && passage.before(at.start) == Some('(')
        && han(at.start.checked_sub(2).and_then(|i| passage.get(i)));
    behind || before || is_defined(passage, at)
}

/// Whether the word begins its line, and what it is follows.
fn is_defined(passage: &Passage<'_>, at: &Range<usize>) -> bool {
    let line = passage.line_start(at.start);
    let is_first = passage.chars.get(line..at.start).is_some_and(|c| !c.iter().any(|c| c.is_alphabetic()));
    let next = passage.get(at.end + 1).is_some_and(|c| c != '否' && c != '不');
    is_first && next && matches!(passage.get(at.end), Some(':' | '是'))
}

/// Whether the customer's wording stands in the answer, whole or in the longest of its pieces.
fn is_explained(context: &Context<'_, '_>, text: &Text<'_>, word: &Word) -> bool {
    let folded = fold_str(&word.word);
    let wording = word.suggestion.as_deref().map(fold_str).unwrap_or_default();
    let meanings: Vec<&str> = wording
        .split(|c: char| !is_word(c))
        .filter(|piece| piece.chars().filter(|c| is_han(*c)).count() >= 3 && *piece != folded)
        .collect();
    let around = context.around(&text.passage.part);
    meanings.iter().any(|meaning| around.iter().any(|t| t.passage.text.contains(meaning)))
}
