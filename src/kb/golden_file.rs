//! Files of golden queries: lines of a query, an article id and, where it matters, where the contact stands, separated by
//! tabs. Blank lines are skipped. A file is taken whole or not at all.

use super::golden::NewGolden;
use super::open::Kb;
use crate::model::asked::Facet;
use crate::model::{Asked, Axis, Scope};
use crate::text::fold::{fold_str, is_word};

/// What is wrong with a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum GoldenProblem {
    /// It is not UTF-8.
    NotUtf8,
    /// So many columns instead of two or three.
    Columns(usize),
    /// There is nothing to search for in it.
    NoQuery,
    /// No article has this id.
    UnknownArticle(String),
    /// This is no list of names such as `region:云州 product:家庭宽带`.
    Scope(String),
    /// The house has no such name.
    UnknownName(String),
}

/// A line that cannot be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BadGolden {
    /// Its number, from 1.
    pub line: usize,
    /// What is wrong with it.
    pub problem: GoldenProblem,
}

impl Kb {
    /// Reads lines of `query<TAB>article id[<TAB>scope]`; the scope is written as in a search: `region:云州`.
    pub fn read_golden(&self, bytes: &[u8]) -> (Vec<NewGolden>, Vec<BadGolden>) {
        let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
        let (mut new, mut bad) = (Vec::new(), Vec::new());
        for (line, number) in bytes.split(|byte| *byte == b'\n').zip(1..) {
            match self.golden_line(line) {
                Ok(golden) => new.extend(golden),
                Err(problem) => bad.push(BadGolden { line: number, problem }),
            }
        }
        (new, bad)
    }

    fn golden_line(&self, line: &[u8]) -> Result<Option<NewGolden>, GoldenProblem> {
        let line = std::str::from_utf8(line).map_err(|_| GoldenProblem::NotUtf8)?;
        if line.trim().is_empty() {
            return Ok(None);
        }
        let columns: Vec<&str> = line.split('\t').map(str::trim).collect();
        let (text, article, scope) = match *columns.as_slice() {
            [text, article] => (text, article, ""),
            [text, article, scope] => (text, article, scope),
            _ => return Err(GoldenProblem::Columns(columns.len())),
        };
        if !text.chars().any(is_word) {
            return Err(GoldenProblem::NoQuery);
        }
        if !self.store.find_id(article).is_ok_and(|found| found.is_some()) {
            return Err(GoldenProblem::UnknownArticle(article.to_owned()));
        }
        let scope = self.golden_scope(scope)?;
        Ok(Some(NewGolden { text: text.to_owned(), article: article.to_owned(), scope }))
    }

    fn golden_scope(&self, text: &str) -> Result<Scope, GoldenProblem> {
        let asked = Asked::parse(text);
        let unclear = || GoldenProblem::Scope(text.to_owned());
        if !asked.is_wordless() || !asked.without.is_empty() || !asked.problems.is_empty() {
            return Err(unclear());
        }
        let mut scope = Scope::default();
        for condition in &asked.conditions {
            let axis = match condition.on {
                Facet::Region => Axis::Region,
                Facet::Product => Axis::Product,
                Facet::Customer => Axis::Customer,
                _ => return Err(unclear()),
            };
            if condition.not {
                return Err(unclear());
            }
            let value = fold_str(condition.value.trim());
            let name = self.trees.on(axis).names().find(|name| fold_str(name) == value);
            let name = name.ok_or_else(|| GoldenProblem::UnknownName(condition.value.clone()))?;
            scope.on_mut(axis).push(name.to_owned());
        }
        Ok(scope)
    }
}
