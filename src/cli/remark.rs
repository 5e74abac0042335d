//! What `search` says beside the rows: what a query did not mean as it was typed, and what was given up to find any.

use super::explain::{facet_name, quoted, why_not};
use crate::i18n::Messages;
use crate::kb::{Found, Hidden, Relaxation, Remark};
use crate::model::asked::{LONGEST_CHARS, MOST_FILTERS, MOST_WORDS, Problem};
use crate::text::clean::one_line;

/// What a query did not mean as it was typed.
pub(super) fn remark(remark: &Remark, m: &Messages) -> String {
    match remark {
        Remark::Typed(Problem::BadDate { text }) => m.fill("search.bad_date", &[("text", &one_line(text))]),
        Remark::Typed(Problem::UnknownStage { text }) => {
            m.fill("search.unknown_stage", &[("text", &one_line(text))])
        }
        Remark::Typed(Problem::UnclosedQuote) => m.get("search.unclosed_quote").to_owned(),
        Remark::Typed(Problem::TooLong { chars }) => {
            m.fill("search.too_long", &[("chars", chars), ("limit", &LONGEST_CHARS)])
        }
        Remark::Typed(Problem::TooManyWords { words }) => {
            m.fill("search.too_many_words", &[("words", words), ("limit", &MOST_WORDS)])
        }
        Remark::Typed(Problem::TooManyFilters) => {
            m.fill("search.too_many_filters", &[("limit", &MOST_FILTERS)])
        }
        Remark::UnknownName { on, name } => {
            m.fill("search.unknown_value", &[("facet", &facet_name(*on, m)), ("name", &one_line(name))])
        }
        Remark::OnlyPublished => m.get("search.only_published").to_owned(),
    }
}

/// What was given up to find the rows, in one line; `None` when nothing was.
pub(super) fn relaxed(found: &Found, m: &Messages) -> Option<String> {
    if found.relaxed.is_empty() {
        return None;
    }
    let of = |relaxation: &Relaxation| match relaxation {
        Relaxation::Phrase(words) => m.fill("search.relax_phrase", &[("words", &quoted(words, m))]),
        Relaxation::Term => m.get("search.relax_term").to_owned(),
        Relaxation::Sound => m.get("search.relax_sound").to_owned(),
        Relaxation::Shape => m.get("search.relax_shape").to_owned(),
        Relaxation::Order => m.get("search.relax_order").to_owned(),
        Relaxation::Without(words) => m.fill("search.relax_without", &[("words", &quoted(words, m))]),
        Relaxation::Partly(words) => m.fill("search.relax_partly", &[("words", &quoted(words, m))]),
    };
    let what = found.relaxed.iter().map(of).collect::<Vec<_>>().join(m.get("search.between"));
    let full = found.rows.iter().filter(|row| row.hit.is_full()).count();
    Some(match full {
        0 => m.fill("search.relaxed", &[("what", &what)]),
        count => m.fill("search.relaxed_few", &[("count", &count), ("what", &what)]),
    })
}

/// An article that would answer, and is kept back.
pub(super) fn hidden(hidden: &Hidden, m: &Messages) -> String {
    m.fill(
        "search.hidden",
        &[
            ("id", &one_line(&hidden.id)),
            ("question", &one_line(&hidden.question)),
            ("why", &why_not(&hidden.why, m)),
        ],
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::i18n::Language;
    use crate::model::asked::Facet;

    #[test]
    fn every_remark_and_relaxation_is_said_in_both_languages() {
        let text = || "x".to_owned();
        for language in [Language::Chinese, Language::English] {
            let m = Messages::new(language);
            let is_said = |said: &str| !said.contains(['{', '}']) && !said.contains("search.");
            for it in [
                Remark::Typed(Problem::BadDate { text: text() }),
                Remark::Typed(Problem::UnknownStage { text: text() }),
                Remark::Typed(Problem::UnclosedQuote),
                Remark::Typed(Problem::TooLong { chars: 300 }),
                Remark::Typed(Problem::TooManyWords { words: 50 }),
                Remark::Typed(Problem::TooManyFilters),
                Remark::UnknownName { on: Facet::Region, name: text() },
                Remark::OnlyPublished,
            ] {
                let said = remark(&it, &m);
                assert!(is_said(&said), "{language:?} {it:?}: {said}");
            }
            let all = vec![
                Relaxation::Phrase(vec!["次月生效".into()]),
                Relaxation::Term,
                Relaxation::Sound,
                Relaxation::Shape,
                Relaxation::Order,
                Relaxation::Without(vec!["退订".into()]),
            ];
            let said = relaxed(&Found { relaxed: all, ..Found::default() }, &m).unwrap();
            assert!(is_said(&said) && said.contains("“退订”"), "{said}");
            assert_eq!(relaxed(&Found::default(), &m), None);
        }
    }
}
