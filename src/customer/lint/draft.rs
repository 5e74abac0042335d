//! What rule files say, before it is compiled: the shipped ones, then the differences of a knowledge base.

use std::collections::BTreeMap;

use toml::de::{DeTable, DeValue};

use super::MAX_WORD_CHARS;
use super::problem::{RulesProblem, RulesProblemKind, Wanted};
use super::rule::{Limit, List, Rule, Shield};
use crate::customer::finding::Severity;
use crate::text::fold::fold_str;

/// A word of a rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Word {
    /// The rule.
    pub rule: Rule,
    /// The word as it is written.
    pub word: String,
    /// What could stand there instead.
    pub suggestion: Option<String>,
}

/// What the files say.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Draft {
    /// How grave each rule is; `None` switches it off.
    pub severity: BTreeMap<Rule, Option<Severity>>,
    /// Numbers that rules go by.
    pub limits: BTreeMap<Limit, usize>,
    /// Words of rules, each once.
    pub words: Vec<Word>,
    /// Longer words in which a word of the rule is none.
    pub harmless: Vec<(Shield, String)>,
    /// Words that tell how others are meant.
    pub lists: BTreeMap<List, Vec<String>>,
}

/// The tables of a file.
pub(super) const TABLES: &[&str] = &["severity", "limits", "words", "harmless", "without", "lists"];

impl Draft {
    /// Takes in a file over what is there. What is good is taken, what is not is named.
    pub fn read(&mut self, file: &str, text: &str) -> Vec<RulesProblem> {
        let table = match DeTable::parse(text) {
            Ok(table) => table,
            Err(error) => {
                let kind = RulesProblemKind::Syntax { detail: error.message().to_owned() };
                let line = line_of(text, error.span().map_or(0, |span| span.start));
                return vec![RulesProblem { file: file.to_owned(), line, kind }];
            }
        };
        let mut problems = Vec::new();
        let mut complain = |offset: usize, kind| {
            problems.push(RulesProblem { file: file.to_owned(), line: line_of(text, offset), kind });
        };
        for (key, value) in sorted(table.get_ref()) {
            let name = key.get_ref().as_ref();
            match value.get_ref() {
                _ if !TABLES.contains(&name) => {
                    complain(key.span().start, RulesProblemKind::UnknownTable { name: name.to_owned() });
                }
                DeValue::Table(inner) => {
                    for (key, value) in sorted(inner) {
                        if let Err((at, kind)) = self.entry(name, key.get_ref(), value) {
                            complain(at.unwrap_or(key.span().start), kind);
                        }
                    }
                }
                _ => complain(key.span().start, wrong_type(name, Wanted::Table)),
            }
        }
        problems
    }

    /// One line of a table. An error may name a better place than the key.
    fn entry(&mut self, table: &str, key: &str, value: &Spanned<'_>) -> Result<(), Refusal> {
        let here = |kind| (None, kind);
        match table {
            "severity" => {
                let word = value.get_ref().as_str().ok_or_else(|| here(wrong_type(key, Wanted::Text)))?;
                let severity =
                    match word {
                        "off" => None,
                        _ => Some(Severity::from_word(word).ok_or_else(|| {
                            here(RulesProblemKind::UnknownSeverity { value: word.to_owned() })
                        })?),
                    };
                self.severity.insert(rule(key).map_err(here)?, severity);
            }
            "limits" => {
                let limit = Limit::from_word(key)
                    .ok_or_else(|| here(RulesProblemKind::UnknownLimit { name: key.to_owned() }))?;
                let number = value.get_ref().as_integer().and_then(|n| n.as_str().parse().ok());
                let number = number.filter(|n| (1..=100_000).contains(n));
                self.limits.insert(limit, number.ok_or_else(|| here(wrong_type(key, Wanted::Number)))?);
            }
            "words" => {
                let rule = rule(key).map_err(here)?;
                let words = value.get_ref().as_table().ok_or_else(|| here(wrong_type(key, Wanted::Words)))?;
                for (word, suggestion) in sorted(words) {
                    let at = Some(word.span().start);
                    let text = suggestion
                        .get_ref()
                        .as_str()
                        .ok_or_else(|| (at, wrong_type(word.get_ref(), Wanted::Text)))?;
                    self.add(rule, word.get_ref(), text).map_err(|kind| (at, kind))?;
                }
            }
            "harmless" => {
                let unknown = || here(RulesProblemKind::UnknownRule { name: key.to_owned() });
                let shield = Shield::from_word(key).ok_or_else(unknown)?;
                self.harmless.extend(texts(key, value)?.into_iter().map(|word| (shield, word)));
            }
            "without" => {
                let rule = rule(key).map_err(here)?;
                let without: Vec<String> = texts(key, value)?.iter().map(|word| fold_str(word)).collect();
                self.words.retain(|w| w.rule != rule || !without.contains(&fold_str(&w.word)));
            }
            _ => {
                let list = List::from_word(key)
                    .ok_or_else(|| here(RulesProblemKind::UnknownList { name: key.to_owned() }))?;
                self.lists.entry(list).or_default().extend(texts(key, value)?);
            }
        }
        Ok(())
    }

    /// Adds a word, in the place of the same one of the same rule.
    pub fn add(&mut self, rule: Rule, word: &str, suggestion: &str) -> Result<(), RulesProblemKind> {
        let word = usable(word)?;
        let suggestion = Some(suggestion.trim()).filter(|s| !s.is_empty()).map(str::to_owned);
        self.words.push(Word { rule, word, suggestion });
        Ok(())
    }
}

type Spanned<'i> = toml::Spanned<DeValue<'i>>;
type Refusal = (Option<usize>, RulesProblemKind);

/// The entries of a table in the order of the file.
fn sorted<'t, 'i>(
    table: &'t DeTable<'i>,
) -> Vec<(&'t toml::Spanned<std::borrow::Cow<'i, str>>, &'t Spanned<'i>)> {
    let mut entries: Vec<_> = table.iter().collect();
    entries.sort_by_key(|(key, _)| key.span().start);
    entries
}

fn rule(name: &str) -> Result<Rule, RulesProblemKind> {
    Rule::from_word(name).ok_or_else(|| RulesProblemKind::UnknownRule { name: name.to_owned() })
}

fn texts(key: &str, value: &Spanned<'_>) -> Result<Vec<String>, Refusal> {
    let wrong = || wrong_type(key, Wanted::Texts);
    let list = value.get_ref().as_array().ok_or_else(|| (None, wrong()))?;
    list.iter()
        .map(|entry| {
            let at = Some(entry.span().start);
            let text = entry.get_ref().as_str().ok_or_else(|| (at, wrong()))?;
            usable(text).map_err(|kind| (at, kind))
        })
        .collect()
}

/// A word that can be looked for.
fn usable(word: &str) -> Result<String, RulesProblemKind> {
    let chars = fold_str(word).chars().filter(|c| !c.is_whitespace()).count();
    if chars == 0 {
        return Err(RulesProblemKind::EmptyWord);
    }
    if chars > MAX_WORD_CHARS {
        return Err(RulesProblemKind::LongWord { word: word.to_owned(), most: MAX_WORD_CHARS });
    }
    Ok(word.trim().to_owned())
}

fn wrong_type(name: &str, wanted: Wanted) -> RulesProblemKind {
    RulesProblemKind::WrongType { name: name.to_owned(), wanted }
}

/// The line of a byte, 1 first.
fn line_of(text: &str, offset: usize) -> usize {
    1 + text.bytes().take(offset).filter(|byte| *byte == b'\n').count()
}
