//! Gathers findings: those of rules that are off are dropped, of two in one place the longer stays.

use std::collections::HashMap;
use std::ops::Range;

use super::passage::Passage;
use super::rule::Rule;
use super::rules::Rules;
use crate::customer::finding::{Finding, Part};

/// Most findings of one rule in one text: what comes after them says nothing new.
const MOST: usize = 100;
/// Most bytes of a word.
const REACH: usize = 400;

/// The findings of an article.
pub(super) struct Findings<'r> {
    rules: &'r Rules,
    found: Vec<(Rule, Finding)>,
    counts: HashMap<(Rule, Part), usize>,
}

impl<'r> Findings<'r> {
    pub fn new(rules: &'r Rules) -> Findings<'r> {
        Findings { rules, found: Vec::new(), counts: HashMap::new() }
    }

    /// Whether a rule is switched on.
    pub fn wants(&self, rule: Rule) -> bool {
        self.rules.severity(rule).is_some()
    }

    /// Adds what was found at some chars of a passage.
    pub fn add(&mut self, rule: Rule, passage: &Passage<'_>, chars: &Range<usize>, suggestion: Option<&str>) {
        self.put(rule, &passage.part, passage.bytes(chars), passage.slice(chars), suggestion);
    }

    /// Adds what was found, or is missing, with its text. The place is that of the text, or empty.
    pub fn put(&mut self, rule: Rule, part: &Part, at: Range<usize>, text: &str, suggestion: Option<&str>) {
        let Some(severity) = self.rules.severity(rule) else { return };
        let count = self.counts.entry((rule, part.clone())).or_default();
        *count += 1;
        if *count > MOST {
            return;
        }
        let finding = Finding {
            rule: rule.word().to_owned(),
            severity,
            part: part.clone(),
            at,
            text: text.to_owned(),
            suggestion: suggestion.map(str::to_owned),
        };
        self.found.push((rule, finding));
    }

    /// The findings by part and place, each once.
    pub fn finish(mut self) -> Vec<Finding> {
        let order = |(rule, finding): &(Rule, Finding)| {
            (finding.part.clone(), group(*rule), finding.at.start, std::cmp::Reverse(finding.at.end), *rule)
        };
        self.found.sort_by_cached_key(order);
        let mut kept: Vec<(Rule, Finding)> = Vec::with_capacity(self.found.len());
        for (rule, finding) in self.found {
            // Sorted, what holds it stands before it; a longer one may reach over several.
            let near = kept.iter().rev().take_while(|(r, k)| {
                k.part == finding.part && group(*r) == group(rule) && k.at.end + REACH > finding.at.start
            });
            let is_held = near.into_iter().any(|(r, k)| {
                let holds = k.at.start <= finding.at.start && finding.at.end <= k.at.end;
                // 如下图 and 图所示 are one: of the same rule the first stays.
                let overlaps = *r == rule && finding.at.start < k.at.end;
                !finding.at.is_empty() && (holds && group(rule).is_some() || overlaps)
            });
            if !is_held {
                kept.push((rule, finding));
            }
        }
        kept.sort_by_cached_key(|(rule, f)| (f.part.clone(), f.at.start, f.at.end, *rule));
        kept.into_iter().map(|(_, finding)| finding).collect()
    }
}

/// Among which findings the longest wins: those that are words, by family. Sentences, sections and costs stand for themselves;
/// a short form is a word that the customer does not know, like those of the house.
fn group(rule: Rule) -> Option<&'static str> {
    match rule.family() {
        "form" => (rule == Rule::Abbreviation).then_some(Rule::LeakTerm.family()),
        "budget" => None,
        family => Some(family),
    }
}
