//! What a document holds: one article, or a piece for each question or section of it.

use std::collections::HashSet;
use std::ops::ControlFlow;

use super::item::{Note, RawRow};
use super::run::{Row, Run};
use super::split::{self, Cut, Section};
use crate::model::{Article, Face};
use crate::text::leaning::leans;
use crate::text::title::title as without_number;

/// A document that was read.
#[derive(Debug, Default)]
pub(super) struct Pieces {
    /// The article that it is as a whole, without its text: title, shelf, source, and whatever holds for each piece.
    pub whole: Article,
    /// Its path below the folder that is imported: with a question it says which piece this is.
    pub file: String,
    /// Questions that the document marks as such.
    pub questions: Vec<Piece>,
    /// Else its text as Markdown.
    pub body: String,
    /// Fields that mean nothing.
    pub unknown: Vec<String>,
    /// Places in it that can be pointed at, by the headings there.
    pub anchors: Vec<(String, String)>,
}

/// A piece of a document.
#[derive(Debug, Default)]
pub(super) struct Piece {
    pub question: String,
    pub body: String,
    /// The headings above it.
    pub path: Vec<String>,
    /// The place in the document.
    pub anchor: Option<String>,
}

/// A shorter text before the first question says only that questions follow.
const LEAST_LEAD_CHARS: usize = 40;

impl Pieces {
    /// Yields an article for each piece; one for the document where it is not cut.
    pub fn tell(mut self, run: &mut Run<'_>) -> ControlFlow<()> {
        let pieces = match std::mem::take(&mut self.questions) {
            questions if !questions.is_empty() => self.with_rest(questions),
            _ => self.cut(run.options.atoms),
        };
        for (at, piece) in pieces.into_iter().enumerate() {
            let number = u64::try_from(at).unwrap_or(u64::MAX).saturating_add(1);
            if let Some(words) = leans(&piece.body) {
                let (file, question) = (self.file.clone(), piece.question.clone());
                run.note(Note::Leaning { file, question, words: words.to_owned() });
            }
            let article = self.article(piece, run.options.face);
            let source_key = Some(self.file.clone());
            let unknown = if at == 0 { std::mem::take(&mut self.unknown) } else { Vec::new() };
            run.row(Row { number, article, source_key, unknown, raw: RawRow::File })?;
        }
        ControlFlow::Continue(())
    }

    fn cut(&mut self, atoms: bool) -> Vec<Piece> {
        let body = std::mem::take(&mut self.body);
        let asked = split::questions(&body);
        let is_asked = asked.is_some();
        let Some(Cut { lead, sections }) = asked.or_else(|| atoms.then(|| split::atoms(&body)).flatten())
        else {
            return vec![Piece { question: self.whole.question.clone(), body, ..Piece::default() }];
        };
        let mut out: Vec<Piece> = self.own(lead, is_asked).into_iter().collect();
        out.extend(sections.into_iter().map(|section| self.piece(section)));
        out
    }

    /// The questions that the document marks, and before them whatever it says besides.
    fn with_rest(&mut self, questions: Vec<Piece>) -> Vec<Piece> {
        let bare = |line: &str| line.chars().filter(|c| c.is_alphanumeric()).collect::<String>();
        let said: HashSet<String> = questions
            .iter()
            .flat_map(|one| one.body.lines().chain([one.question.as_str()]))
            .map(bare)
            .collect();
        let title = bare(&self.whole.question);
        let is_rest = |line: &&str| {
            let line = bare(without_number(line.trim_start_matches(['#', ' '])).as_str());
            line.is_empty() || line != title && !said.contains(&line)
        };
        let body = std::mem::take(&mut self.body);
        let rest: Vec<&str> = body.lines().filter(is_rest).collect();
        let mut out: Vec<Piece> = self.own(rest.join("\n").trim().to_owned(), true).into_iter().collect();
        out.extend(questions);
        out
    }

    /// What the document says itself, beside its pieces; a short text above questions only says that they follow.
    fn own(&self, body: String, is_asked: bool) -> Option<Piece> {
        let least = if is_asked { LEAST_LEAD_CHARS } else { 1 };
        let whole = &self.whole;
        let says = whole.internal.as_ref().is_some_and(|answer| !answer.is_empty())
            || whole
                .customer
                .as_ref()
                .is_some_and(|face| !face.answer.is_empty() || !face.channels.is_empty());
        let question = whole.question.clone();
        (says || body.trim().chars().count() >= least).then(|| Piece { question, body, ..Piece::default() })
    }

    /// A section's heading says little without what it is a section of, unless it asks.
    fn piece(&self, section: Section) -> Piece {
        let Section { title, mut path, body, .. } = section;
        // Where the document has no name for the place, the heading is one.
        let named = self.anchors.iter().find(|(heading, _)| *heading == title).map(|(_, id)| id);
        let anchor = Some(named.unwrap_or(&title).clone());
        path.retain(|name| *name != self.whole.question);
        let question = if title == self.whole.question || crate::text::asking::asks(&title) {
            title
        } else {
            [std::slice::from_ref(&self.whole.question), &path, &[title]].concat().join(" - ")
        };
        Piece { question, body, path, anchor }
    }

    fn article(&self, piece: Piece, face: Face) -> Article {
        let Piece { question, body, path, anchor } = piece;
        let mut article = self.whole.clone();
        if question != article.question {
            // What holds for the document holds for its pieces; what it is called and says does not.
            (article.id, article.internal, article.customer) = (None, None, None);
            article.similar.clear();
        }
        article.question = question;
        // Headings over several questions are shelves: 费用 over 怎么收费.
        let shelves = path.into_iter().filter(|name| !article.question.contains(name.as_str()));
        article.category.extend(shelves);
        if let Some(anchor) = anchor {
            let source = article.source.get_or_insert_default();
            source.reference = format!("{}#{anchor}", source.reference);
        }
        let answer = match face {
            Face::Internal => article.internal.get_or_insert_default(),
            Face::Customer => &mut article.customer.get_or_insert_default().answer,
        };
        if !body.is_empty() {
            answer.body = body;
        }
        article
    }
}
