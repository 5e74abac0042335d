//! 客户化: a customer face proposed from an internal one. It is only a beginning: what is for the agent is left out and named,
//! the customer's words are proposed, and a person makes an answer of it.

use std::ops::Range;

use super::marker::{Marker, marker};
use super::marks::{Mark, Side, marked, sides};
use super::template::Template;
use super::wording::{Proposal, Wording, apply};
use crate::model::{Answer, Kind};

/// A customer face that somebody may take over.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Draft {
    /// The first thing to say; empty when what is left begins with nothing that can be said.
    pub lead: String,
    /// What is left of the internal body, in the house's words.
    pub body: String,
    /// The customer's words for the lead.
    pub lead_words: Vec<Proposal>,
    /// The customer's words for the body; the lead is supposed to be read before it.
    pub body_words: Vec<Proposal>,
    /// A closing line, from the template of the kind.
    pub closing: Option<String>,
    /// What was left out of the internal answer, in its order.
    pub left_out: Vec<LeftOut>,
}

/// A stretch of the internal answer that is not in a draft.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeftOut {
    /// The text, on one or more lines.
    pub text: String,
    /// Why it is left out.
    pub why: Why,
}

/// Why something is not for the customer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Why {
    /// The internal lead tells the agent what to do.
    Lead,
    /// A section that concerns the agent only, by its heading.
    Section(String),
    /// It stands under 【仅内部】 or 【禁说】, or is the house's side of 【内外有别】.
    Marked(Mark),
    /// A sentence, or an item that begins, with a word that no customer may read.
    Word(String),
}

/// Most chars of a lead by the rule of the house.
const MOST_LEAD_CHARS: usize = 60;

impl Draft {
    /// The face with all proposals accepted and the closing line at its end.
    pub fn worded(&self) -> Answer {
        let lead = apply(&self.lead, &self.lead_words);
        let mut body = apply(&self.body, &self.body_words);
        if let Some(closing) = &self.closing {
            if !body.is_empty() {
                body.push_str("\n\n");
            }
            body.push_str(closing);
        }
        Answer { lead, body }
    }
}

/// A customer face proposed from an internal answer of a kind.
pub fn draft(internal: &Answer, kind: Option<Kind>, wording: &Wording) -> Draft {
    let template = kind.and_then(Template::of);
    let mut cuts = Cuts { text: &internal.body, out: Vec::new() };
    cuts.sections(template);
    cuts.marks();
    cuts.words(wording);
    let (left, mut left_out) = cuts.done();
    let (lead, body) = with_lead(&left);
    if !internal.lead.trim().is_empty() {
        left_out.insert(0, LeftOut { text: internal.lead.trim().to_owned(), why: Why::Lead });
    }
    // One text, so that a word that explains itself does so once.
    let whole = format!("{lead}\n{body}");
    let (mut lead_words, mut body_words) = (Vec::new(), Vec::new());
    for mut proposal in wording.propose(&whole) {
        match proposal.at.start.checked_sub(lead.len() + 1) {
            None => lead_words.push(proposal),
            Some(start) => {
                proposal.at = start..start + proposal.from.len();
                body_words.push(proposal);
            }
        }
    }
    let closing = template.and_then(|template| template.closing.clone());
    Draft { lead, body, lead_words, body_words, closing, left_out }
}

/// What is cut out of a text.
struct Cuts<'a> {
    text: &'a str,
    /// The bytes, and why; `None` for what is no text: headings of the template, signs.
    out: Vec<(Range<usize>, Option<Why>)>,
}

impl Cuts<'_> {
    fn cut(&mut self, at: Range<usize>, why: Option<Why>) {
        if !at.is_empty() {
            self.out.push((at, why));
        }
    }

    /// Each line with the byte at which it begins.
    fn lines(&self) -> impl Iterator<Item = (usize, &str)> {
        let mut from = 0;
        self.text.split_inclusive('\n').map(move |line| {
            let at = from;
            from += line.len();
            (at, line)
        })
    }

    /// Cuts the sections that concern the agent only, and the headings of the others: the customer face has its own.
    fn sections(&mut self, template: Option<&Template>) {
        let Some(template) = template else { return };
        let mut cuts = Vec::new();
        let mut agent: Option<(usize, usize, String)> = None;
        for (at, line) in self.lines() {
            let Some((level, heading)) = heading(line) else { continue };
            if let Some((from, _, name)) = agent.take_if(|(_, above, _)| level <= *above) {
                cuts.push((from..at, Some(Why::Section(name))));
            }
            match template.internal(heading) {
                _ if agent.is_some() => {}
                Some(section) if section.agent => agent = Some((at, level, section.heading.clone())),
                Some(_) => cuts.push((at..at + line.len(), None)),
                None => {}
            }
        }
        if let Some((from, _, name)) = agent {
            cuts.push((from..self.text.len(), Some(Why::Section(name))));
        }
        self.out.extend(cuts);
    }

    /// Cuts what stands under a mark that forbids it, and the signs of the others.
    fn marks(&mut self) {
        for stretch in marked(self.text) {
            match stretch.mark {
                Mark::InternalOnly | Mark::Forbidden => {
                    self.cut(stretch.at, Some(Why::Marked(stretch.mark)));
                }
                Mark::Differs => {
                    for (side, at) in sides(self.text, stretch.at) {
                        match side {
                            Side::House => self.cut(at, Some(Why::Marked(Mark::Differs))),
                            Side::Customer => {
                                let words = self.text.get(at.clone()).unwrap_or_default();
                                let said = ["对客承诺", "对外承诺", "对客", "对外"]
                                    .iter()
                                    .find(|w| words.starts_with(**w));
                                self.cut(at.start..at.start + said.map_or(0, |word| word.len()), None);
                            }
                        }
                    }
                }
                Mark::MustTell => {}
            }
        }
        for mark in Mark::ALL {
            let places: Vec<usize> = self.text.match_indices(mark.sign()).map(|(at, _)| at).collect();
            for at in places {
                self.cut(at..at + mark.sign().len(), None);
            }
        }
    }

    /// Cuts the sentences with a word that no customer may read; an item that begins with such a sentence goes as a whole.
    fn words(&mut self, wording: &Wording) {
        let mut found = wording.forbidden(self.text).into_iter().peekable();
        let mut cuts = Vec::new();
        for (at, line) in self.lines() {
            let item = marker(line).is_some() || line.trim_start().starts_with('|');
            let mut from = at;
            for (number, sentence) in line.split_inclusive(['。', '；', '！', '？', '\n']).enumerate() {
                let end = from + sentence.len();
                while found.next_if(|word| word.start < from).is_some() {}
                if let Some(word) = found.next_if(|word| word.start < end) {
                    let word = self.text.get(word).unwrap_or_default().to_owned();
                    let rest = if item && number == 0 { at..at + line.len() } else { from..end };
                    cuts.push((rest, Some(Why::Word(word))));
                }
                from = end;
            }
        }
        self.out.extend(cuts);
    }

    /// The text that is left, and what was cut, in order.
    fn done(self) -> (String, Vec<LeftOut>) {
        let mut cuts = self.out;
        cuts.sort_by_key(|(at, _)| (at.start, std::cmp::Reverse(at.end)));
        let (mut left, mut out, mut done) = (String::new(), Vec::new(), 0);
        for (at, why) in cuts {
            let from = at.start.max(done);
            left.push_str(self.text.get(done..from).unwrap_or_default());
            let text = self.text.get(from..at.end.max(from)).unwrap_or_default().trim();
            if let Some(why) = why
                && text.chars().any(char::is_alphanumeric)
            {
                out.push(LeftOut { text: text.to_owned(), why });
            }
            // The line end stays where something stands before it: what follows is another line.
            let ends = at.end > from && self.text.get(from..at.end).is_some_and(|cut| cut.ends_with('\n'));
            if ends && !left.is_empty() && !left.ends_with('\n') {
                left.push('\n');
            }
            done = done.max(at.end);
        }
        left.push_str(self.text.get(done..).unwrap_or_default());
        (tidy(&left), out)
    }
}

/// The level and the words of a heading.
fn heading(line: &str) -> Option<(usize, &str)> {
    let line = line.trim();
    let words = line.trim_start_matches('#');
    let level = line.len() - words.len();
    ((1..=6).contains(&level) && words.starts_with(' ')).then(|| (level, words.trim()))
}

/// Without items and lines that have lost their text, with steps that count again, and one blank line at most between blocks.
fn tidy(text: &str) -> String {
    let mut out: Vec<String> = Vec::new();
    let mut next = 1;
    for line in text.lines() {
        let line = line.trim_end();
        let bare = line.trim_start();
        let indent = line.len() - bare.len();
        let lost = !bare.is_empty() && !bare.starts_with('|') && !bare.chars().any(char::is_alphabetic);
        // `3.` alone is what is left of a step.
        let lost = lost && !bare.chars().any(|c| c.is_ascii_digit()) || is_lone_number(bare);
        if lost {
            continue;
        }
        if bare.is_empty() {
            if out.last().is_some_and(|last| !last.is_empty()) {
                out.push(String::new());
            }
            continue;
        }
        match step(line) {
            Some(rest) if indent == 0 => {
                out.push(format!("{next}. {rest}"));
                next += 1;
            }
            _ => {
                if indent == 0 && !bare.starts_with(['-', '*']) {
                    next = 1;
                }
                out.push(line.replace("，。", "。").replace("，；", "；"));
            }
        }
    }
    out.join("\n").trim().to_owned()
}

/// What stands behind the number of a step of Markdown.
fn step(line: &str) -> Option<&str> {
    let rest = line.trim_start_matches(|c: char| c.is_ascii_digit());
    let digits = line.len() - rest.len();
    rest.strip_prefix(". ").filter(|rest| (1..=2).contains(&digits) && !rest.trim().is_empty())
}

fn is_lone_number(line: &str) -> bool {
    let rest = line.trim_start_matches(|c: char| c.is_ascii_digit());
    rest.len() < line.len() && matches!(rest.trim(), "." | "、" | ")" | "）")
}

/// The first sentence apart, where it stands at the head of a paragraph or of an item without a number and is short enough.
fn with_lead(text: &str) -> (String, String) {
    let (first, rest) = text.split_once('\n').unwrap_or((text, ""));
    let words = match marker(first) {
        Some((Marker::Bullet, words)) => words,
        Some((Marker::Number, _)) => return (String::new(), text.to_owned()),
        None if first.starts_with(['|', '#', '>', '`']) => return (String::new(), text.to_owned()),
        None => first,
    };
    let end =
        words.char_indices().find(|(_, c)| matches!(c, '。' | '！' | '？')).map(|(at, c)| at + c.len_utf8());
    let (lead, behind) = words.split_at_checked(end.unwrap_or(words.len())).unwrap_or((words, ""));
    if lead.chars().count() > MOST_LEAD_CHARS || lead.ends_with(['：', ':']) {
        return (String::new(), text.to_owned());
    }
    let behind = behind.trim();
    let body = match (behind.is_empty(), words.len() == first.len()) {
        (true, _) => rest.trim_start_matches('\n').to_owned(),
        (false, true) => format!("{behind}\n{rest}"),
        (false, false) => format!("- {behind}\n{rest}"),
    };
    (lead.trim().to_owned(), body.trim().to_owned())
}

#[cfg(test)]
mod tests;
