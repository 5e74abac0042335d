//! The articles that others are made of: their titles and paragraphs, in one text in memory.

use std::fs::File;
use std::io::{BufRead as _, BufReader};
use std::ops::Range;
use std::path::Path;

use serde_json::Value;

use crate::common::dice::Dice;

/// Lines are joined until a paragraph has so many characters: a heading stays with what it heads.
const PARAGRAPH_CHARS: usize = 40;
/// What stands between the halves of a title.
pub const SEAM: &str = " - ";

/// Where in the text.
type Span = Range<usize>;

#[derive(Default)]
pub struct Pool {
    text: String,
    titles: Vec<Span>,
    /// Of each article, its paragraphs.
    bodies: Vec<Range<usize>>,
    paragraphs: Vec<Span>,
    /// Second halves of titles.
    endings: Vec<Span>,
}

impl Pool {
    /// Reads articles, one JSON object a line. What has no title or no body gives nothing.
    pub fn read(file: &Path) -> Pool {
        let mut pool = Pool::default();
        let lines = BufReader::new(File::open(file).expect("the file of --from"));
        for line in lines.lines() {
            let article: Value = serde_json::from_str(&line.expect("a line")).expect("an article");
            pool.take(&title_of(&article), &body_of(&article));
        }
        assert!(!pool.titles.is_empty(), "there is no article in {}", file.display());
        pool
    }

    fn take(&mut self, title: &str, body: &str) {
        let first = self.paragraphs.len();
        let mut paragraph = String::new();
        for line in body.lines().map(str::trim_end).filter(|line| !line.is_empty()) {
            if !paragraph.is_empty() {
                paragraph.push('\n');
            }
            paragraph.push_str(line);
            if paragraph.chars().count() >= PARAGRAPH_CHARS {
                let span = self.keep(&std::mem::take(&mut paragraph));
                self.paragraphs.push(span);
            }
        }
        if !paragraph.is_empty() {
            let span = self.keep(&paragraph);
            self.paragraphs.push(span);
        }
        if title.is_empty() || self.paragraphs.len() == first {
            self.paragraphs.truncate(first);
            return;
        }
        let span = self.keep(title);
        if let Some((first, _)) = title.rsplit_once(SEAM) {
            self.endings.push(span.start + first.len() + SEAM.len()..span.end);
        }
        self.titles.push(span);
        self.bodies.push(first..self.paragraphs.len());
    }

    fn keep(&mut self, text: &str) -> Span {
        let start = self.text.len();
        self.text.push_str(text);
        start..self.text.len()
    }

    /// Articles.
    pub fn len(&self) -> usize {
        self.titles.len()
    }

    pub fn title(&self, article: usize) -> &str {
        &self.text[self.titles[article].clone()]
    }

    /// The second half of some title; nothing where no title has two.
    pub fn ending(&self, dice: &mut Dice) -> Option<&str> {
        (!self.endings.is_empty()).then(|| &self.text[dice.of(&self.endings).clone()])
    }

    /// Some paragraph of an article.
    pub fn paragraph(&self, article: usize, dice: &mut Dice) -> &str {
        let body = self.bodies[article].clone();
        &self.text[self.paragraphs[dice.between(body.start, body.end - 1)].clone()]
    }
}

/// What an article is called, by the names that exports give it.
pub fn title_of(article: &Value) -> String {
    ["question", "title"].iter().find_map(|name| article[name].as_str()).unwrap_or_default().trim().to_owned()
}

/// The internal answer, else the customer's.
fn body_of(article: &Value) -> String {
    let plain = ["body", "answer", "content", "internal", "customer"];
    let plain = plain.iter().find_map(|name| article[name].as_str());
    let nested = || ["internal", "customer"].iter().find_map(|face| article[face]["body"].as_str());
    plain.or_else(nested).unwrap_or_default().to_owned()
}
