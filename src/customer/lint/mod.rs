//! Lint: what an editor should see in an article before a customer does. Pure, over model and text.
//!
//! Words, numbers and severities are data (`data/rules/`, the term table, a file of differences); code knows only how a
//! word is meant where it stands. Every text is folded once and walked once, so the work grows with the text and not
//! with the rules. No dictionary is loaded: longer harmless words are listed beside the words they hold.
//!
//! The customer face is judged as it is said on the phone, the channel that takes it as it is; a rendering as its
//! channel shows it.

mod abbreviation;
mod answer;
mod code;
mod collect;
mod cost;
mod dangling;
mod draft;
#[cfg(test)]
mod laws;
mod lexicon;
mod meaning;
mod must_not_say;
mod number;
mod passage;
mod problem;
mod question;
mod rule;
mod rules;
mod sentence;
mod template;
mod terms;
#[cfg(test)]
mod tests;
mod words;

pub use problem::{RulesProblem, RulesProblemKind, Wanted};
pub use rule::Rule;
pub use rules::Rules;
pub use terms::read_terms;

use super::budget::Rate;
use super::finding::{Finding, Part};
use crate::model::{Article, Channels, Face};
use collect::Findings;
use lexicon::Marks;
use passage::Passage;

/// Longest word of a rule in chars: whatever is longer is a sentence, and nothing to look for.
const MAX_WORD_CHARS: usize = 40;

/// Tells the id of the article whose standard question has a key ([`question_key`]).
pub type AskedBy<'a> = &'a dyn Fn(&str) -> Option<String>;

/// What lint goes by.
#[derive(Clone, Copy)]
pub struct Lint<'a> {
    /// The rules.
    pub rules: &'a Rules,
    /// What each channel carries.
    pub channels: &'a Channels,
    /// How fast is spoken.
    pub rate: Rate,
    /// The id of an article whose standard question has a key ([`question_key`]); to be asked about similar questions.
    pub asked_by: Option<AskedBy<'a>>,
}

impl<'a> Lint<'a> {
    /// By rules and channels, at the usual rate, without a look at other articles.
    pub fn new(rules: &'a Rules, channels: &'a Channels) -> Lint<'a> {
        Lint { rules, channels, rate: Rate::default(), asked_by: None }
    }

    /// What there is to say about an article: sorted by part and place, nothing twice.
    pub fn article(&self, article: &Article) -> Vec<Finding> {
        let mut out = Findings::new(self.rules);
        let texts: Vec<Text<'_>> =
            texts(article).into_iter().map(|(part, raw)| self.read(part, raw)).collect();
        let context = Context { lint: self, article, texts: &texts };
        let mut known = words::Met::new();
        for text in &texts {
            // Lead and body are read in one go, a rendering by itself.
            if !matches!(text.passage.part, Part::Body(_)) {
                known.clear();
            }
            number::personal(text, &mut out);
            sentence::dates(text, &mut out);
            match text.passage.part.face() {
                None => {}
                Some(Face::Internal) => sentence::lead(&context, text, &mut out),
                Some(Face::Customer) => {
                    words::words(&context, text, &mut known, &mut out);
                    code::codes(&context, text, &mut out);
                    number::extensions(text, &mut out);
                    number::limits(text, &mut out);
                    dangling::clauses(text, &mut out);
                    sentence::lead(&context, text, &mut out);
                    sentence::said(&context, text, &mut out);
                    cost::cost(&context, text, &mut out);
                }
            }
        }
        abbreviation::abbreviations(&context, &mut out);
        must_not_say::sentences(&context, &mut out);
        question::questions(&context, &mut out);
        answer::answers(&context, &mut out);
        out.finish()
    }

    fn read<'t>(&self, part: Part, raw: &'t str) -> Text<'t> {
        let passage = Passage::new(part, raw);
        let marks = self.rules.lexicon.marks(&passage);
        Text { passage, marks }
    }
}

/// What there is to say about an article by itself.
pub fn lint(article: &Article, rules: &Rules, channels: &Channels) -> Vec<Finding> {
    Lint::new(rules, channels).article(article)
}

/// By what two questions are the same: letters, digits and Chinese characters, folded.
pub fn question_key(question: &str) -> String {
    passage::bare(question)
}

/// The key of the message for a finding, `lint.leak_term` for the rule `leak.term`. The message has a place `{text}`, and some
/// have `{suggestion}`; behind the others goes what `lint.suggestion` says, when the finding has one.
pub fn message_key(finding: &Finding) -> String {
    format!("lint.{}", finding.rule.replace('.', "_"))
}

/// A text of the article with what stands in it.
struct Text<'a> {
    passage: Passage<'a>,
    marks: Marks,
}

/// The article that is being judged.
struct Context<'c, 'a> {
    lint: &'c Lint<'a>,
    article: &'c Article,
    texts: &'c [Text<'c>],
}

impl<'c> Context<'c, '_> {
    /// The texts of a face, renderings left out.
    fn face(&self, face: Face) -> impl Iterator<Item = &'c Text<'c>> {
        self.texts
            .iter()
            .filter(move |t| matches!(t.passage.part, Part::Lead(f) | Part::Body(f) if f == face))
    }

    /// The texts of an answer that are read in one go: the whole face for a lead or body, a rendering alone.
    fn around(&self, part: &Part) -> Vec<&'c Text<'c>> {
        match part.face() {
            Some(face) if part.channel().is_none() => self.face(face).collect(),
            _ => self.texts.iter().filter(|t| t.passage.part == *part).collect(),
        }
    }

    /// Whether the customers themselves use a word: it stands in a similar question.
    fn is_customers_word(&self, folded: &str) -> bool {
        self.texts
            .iter()
            .filter(|t| matches!(t.passage.part, Part::Similar(_)))
            .any(|t| t.passage.text.contains(folded))
    }
}

/// The texts of an article with their parts, in order; empty ones left out.
fn texts(article: &Article) -> Vec<(Part, &str)> {
    let mut texts = vec![(Part::Question, article.question.as_str())];
    texts.extend(article.similar.iter().enumerate().map(|(n, s)| (Part::Similar(n), s.text.as_str())));
    let customer = article.customer.as_ref();
    for (face, answer) in
        [(Face::Internal, article.internal.as_ref()), (Face::Customer, customer.map(|c| &c.answer))]
    {
        if let Some(answer) = answer {
            texts.push((Part::Lead(face), answer.lead.as_str()));
            texts.push((Part::Body(face), answer.body.as_str()));
        }
    }
    for (channel, rendering) in customer.iter().flat_map(|c| &c.channels) {
        texts.push((Part::Rendering(channel.clone()), rendering.text.as_str()));
    }
    texts.retain(|(_, text)| !text.trim().is_empty());
    texts
}
