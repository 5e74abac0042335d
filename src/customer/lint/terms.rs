//! Reads a term table from a file: `kind`, `term`, `customer`, `note`, parted by tabs, one row a line.

use super::MAX_WORD_CHARS;
use super::problem::{RulesProblem, RulesProblemKind};
use crate::model::{Term, TermKind};

/// The rows of a file, and what is wrong with the others. The first row may name the columns; `#` lines are comments; customer's
/// word and note may be missing. Used or not when something is wrong is the caller's decision.
pub fn read_terms(file: &str, text: &str) -> (Vec<Term>, Vec<RulesProblem>) {
    let mut terms: Vec<Term> = Vec::new();
    let mut problems = Vec::new();
    for (row, line) in text.trim_start_matches('\u{feff}').lines().zip(1..) {
        let is_heading = terms.is_empty() && problems.is_empty() && row.starts_with("kind\t");
        if row.trim().is_empty() || row.starts_with('#') || is_heading {
            continue;
        }
        match term(row) {
            Ok(term) if terms.iter().any(|t| t.kind == term.kind && t.term == term.term) => {
                let kind = RulesProblemKind::TwiceTerm { name: term.term };
                problems.push(RulesProblem { file: file.to_owned(), line, kind });
            }
            Ok(term) => terms.push(term),
            Err(kind) => problems.push(RulesProblem { file: file.to_owned(), line, kind }),
        }
    }
    (terms, problems)
}

fn term(row: &str) -> Result<Term, RulesProblemKind> {
    let cells: Vec<&str> = row.split('\t').map(str::trim).collect();
    let (kind, term, rest) = match cells.as_slice() {
        [kind, term, rest @ ..] if rest.len() <= 2 => (*kind, *term, rest),
        _ => return Err(RulesProblemKind::TermColumns { count: cells.len() }),
    };
    let kind = TermKind::from_word(kind)
        .ok_or_else(|| RulesProblemKind::UnknownTermKind { name: kind.to_owned() })?;
    if term.is_empty() {
        return Err(RulesProblemKind::EmptyWord);
    }
    if term.chars().count() > MAX_WORD_CHARS {
        return Err(RulesProblemKind::LongWord { word: term.to_owned(), most: MAX_WORD_CHARS });
    }
    let cell = |n: usize| rest.get(n).map_or_else(String::new, |cell| (*cell).to_owned());
    Ok(Term { kind, term: term.to_owned(), customer: cell(0), note: cell(1) })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_read_and_bad_ones_are_named_with_their_line() {
        let text = "\u{feff}kind\tterm\tcustomer\tnote\nterm\t套改\t更换套餐\t\nforbidden\t云帆\n# 注释\n\n\
            word\t套内\tx\tx\nterm\nterm\t \tx\npromise\t保证\tx\ty\tz\nterm\t套改\t换套餐\n";
        let (terms, problems) = read_terms("terms.tsv", text);
        let read: Vec<(&str, &str)> = terms.iter().map(|t| (t.term.as_str(), t.customer.as_str())).collect();
        assert_eq!(read, [("套改", "更换套餐"), ("云帆", "")]);
        let said: Vec<String> = problems.iter().map(ToString::to_string).collect();
        let expected = [
            "terms.tsv, line 6: word is no kind of term: write one of term、forbidden、promise",
            "terms.tsv, line 7: 1 columns: write kind, term, customer's word and note, parted by tabs",
            "terms.tsv, line 8: a word is empty",
            "terms.tsv, line 9: 5 columns: write kind, term, customer's word and note, parted by tabs",
            "terms.tsv, line 10: 套改 stands twice",
        ];
        assert_eq!(said, expected);
    }
}
