//! Atoms of a document under review: cut in two, joined with the one above, put on another shelf. What an import brought stays
//! of its batch, so that the whole can still be taken back.

use super::author::{drafted, editor, kept};
use super::open::Kb;
use super::refusal::LifeError;
use super::review::revision;
use crate::model::lifecycle::{Actor, Step, transition};
use crate::model::{Answer, Article, CustomerAnswer, Face, Moment, Stage};
use crate::store::{NewRevision, RevisionRef, Stored, Who};
use crate::text::asking::asks;
use crate::text::title::title;

/// A longer line is no question.
const MOST_QUESTION_CHARS: usize = 60;

/// What was cut off a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CutOff<'t> {
    /// The face that it stood in.
    pub face: Face,
    /// What stood there from the cut on.
    pub text: &'t str,
}

/// Articles that a cut or a join left, by id and number of the revision.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Atoms {
    /// The one that was there.
    pub first: (String, u32),
    /// The one that was cut off; of a join the one that went.
    pub second: String,
}

impl Kb {
    /// Cuts an article in two, in one transaction: it says what `stays` says, and a draft of its own says the rest. The
    /// first line of that is its question.
    ///
    /// # Errors
    /// That it was changed meanwhile; a cut that leaves nothing; a role below editor; those of the database.
    pub fn split(
        &mut self,
        who: &Who,
        uuid: &str,
        stays: &Article,
        rest: &CutOff<'_>,
        now: Moment,
    ) -> Result<Atoms, LifeError> {
        let base = self.text_by_uuid(uuid, now)?;
        let stays = drafted(stays, Some(&base.article))?;
        let rest = drafted(&piece(&stays, rest)?, None)?;
        let (stays_hash, rest_hash) = (stays.content_hash(), rest.content_hash());
        let atoms = self.store.write(who, now, |w| -> Result<Atoms, LifeError> {
            editor(w, who)?;
            let of = revision(w, uuid)?;
            let new = |article, hash, based_on| NewRevision { article, hash, based_on, batch: of.batch };
            let number = w.revise(of.article, new(&stays, &stays_hash, Some(of.number)))?;
            let first = kept(w, number)?;
            let added = w.add(new(&rest, &rest_hash, None))?;
            let second = kept(w, added.newest)?;
            let detail = serde_json::json!({ "cut_off": second.id }).to_string();
            w.event("split", Some(of.article), Some(number), Some(&detail))?;
            let detail = serde_json::json!({ "cut_from": first.id }).to_string();
            w.event("split", Some(added.number), Some(added.newest), Some(&detail))?;
            Ok(Atoms { first: (first.id, first.revision_no), second: second.id })
        })?;
        self.read_trees()?;
        Ok(atoms)
    }

    /// Joins a draft to the article above it, in one transaction: that says both, and the draft is archived.
    ///
    /// # Errors
    /// That one of them is no draft or was changed meanwhile; a role below editor; those of the database.
    pub fn join(&mut self, who: &Who, above: &str, below: &str, now: Moment) -> Result<Atoms, LifeError> {
        let (one, other) = (self.text_by_uuid(above, now)?, self.text_by_uuid(below, now)?);
        let joined = drafted(&together(&one.article, &other.article), Some(&one.article))?;
        let hash = joined.content_hash();
        let atoms = self.store.write(who, now, |w| -> Result<Atoms, LifeError> {
            let role = editor(w, who)?;
            let (one, other) = (revision(w, above)?, revision(w, below)?);
            for of in [&one, &other] {
                is_draft(of)?;
            }
            let actor = Actor { role, is_author: other.author == who.os_user };
            let gone = transition(other.stage, Step::Archive, actor).map_err(|refusal| {
                LifeError::Refused { id: other.id.clone(), revision_no: other.ordinal, refusal, has: role }
            })?;
            let new =
                NewRevision { article: &joined, hash: &hash, based_on: Some(one.number), batch: one.batch };
            let number = w.revise(one.article, new)?;
            w.set_stage(other.number, gone)?;
            let detail = serde_json::json!({ "took_in": other.id }).to_string();
            w.event("join", Some(one.article), Some(number), Some(&detail))?;
            let detail = serde_json::json!({ "into": one.id }).to_string();
            w.event("join", Some(other.article), Some(other.number), Some(&detail))?;
            let first = kept(w, number)?;
            Ok(Atoms { first: (first.id, first.revision_no), second: other.id })
        })?;
        self.read_trees()?;
        Ok(atoms)
    }

    /// Changes what sort a draft is, or its shelf, without opening it: a kind by its word, else a path of categories.
    ///
    /// # Errors
    /// That it is no draft or was changed meanwhile; a role below editor; those of the database.
    pub fn shelve(&mut self, who: &Who, uuid: &str, shelf: &Shelf, now: Moment) -> Result<String, LifeError> {
        let base = self.text_by_uuid(uuid, now)?;
        let mut article = base.article.clone();
        match shelf {
            Shelf::Kind(kind) => article.kind = Some(*kind),
            Shelf::Category(path) => article.category.clone_from(path),
        }
        let article = drafted(&article, Some(&base.article))?;
        let hash = article.content_hash();
        let id = self.store.write(who, now, |w| -> Result<String, LifeError> {
            editor(w, who)?;
            let of = revision(w, uuid)?;
            is_draft(&of)?;
            if of.hash != hash {
                let new = NewRevision {
                    article: &article,
                    hash: &hash,
                    based_on: Some(of.number),
                    batch: of.batch,
                };
                let number = w.revise(of.article, new)?;
                w.event("edit", Some(of.article), Some(number), None)?;
            }
            Ok(of.id)
        })?;
        self.read_trees()?;
        Ok(id)
    }

    /// The drafts of a batch that wait to be looked at, in the order of the document.
    ///
    /// # Errors
    /// That there is no such batch; those of the database.
    pub(super) fn drafts_of(&self, number: i64) -> Result<Vec<Stored>, LifeError> {
        self.batch(number)?;
        let mut out = Vec::new();
        for of in self.store.brought(number)? {
            let Some(newest) = self.store.revision(of.newest)? else { continue };
            if newest.stage == Stage::Draft
                && let Some(stored) = self.store.load(newest.number, &self.trees.category)?
            {
                out.push(stored);
            }
        }
        Ok(out)
    }
}

/// Where an atom belongs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Shelf {
    /// What sort of knowledge it is.
    Kind(crate::model::Kind),
    /// Its categories, the widest first.
    Category(Vec<String>),
}

fn is_draft(of: &RevisionRef) -> Result<(), LifeError> {
    if of.stage == Stage::Draft { Ok(()) } else { Err(LifeError::Decided) }
}

/// What was cut off as an article of its own: on the same shelf, from the same source, for the same customers.
fn piece(of: &Article, rest: &CutOff<'_>) -> Result<Article, LifeError> {
    let text = rest.text.trim();
    let (first, below) = text.split_once('\n').unwrap_or((text, ""));
    let line = title(first.trim_start_matches(['#', '-', '*', '>', ' ']));
    let is_heading = first.starts_with('#') || asks(&line);
    let names = line.chars().count() <= MOST_QUESTION_CHARS && !below.trim().is_empty();
    let question = if names { line.clone() } else { first_sentence(&line) };
    if question.is_empty() {
        return Err(LifeError::NoQuestion);
    }
    // A heading that is the question now is not said twice; a line of the text stays in it.
    let body = if names && is_heading { below.trim() } else { text }.to_owned();
    let mut article = Article {
        id: None,
        question,
        similar: Vec::new(),
        internal: None,
        customer: None,
        attachments: Vec::new(),
        ..of.clone()
    };
    match rest.face {
        Face::Internal => article.internal = Some(Answer::of_body(&body)),
        Face::Customer => {
            let answer = Answer::of_body(&body);
            article.customer = Some(CustomerAnswer { answer, ..CustomerAnswer::default() });
        }
    }
    if let Some(source) = &mut article.source {
        let document = source.reference.split('#').next().unwrap_or_default();
        source.reference = format!("{document}#{line}");
    }
    Ok(article)
}

fn first_sentence(line: &str) -> String {
    let end = line.find(['。', '？', '！', '?', '；', '\n']).unwrap_or(line.len());
    let sentence = line.get(..end).unwrap_or(line);
    sentence.chars().take(MOST_QUESTION_CHARS).collect()
}

/// Two texts as one: the second under its question.
fn together(one: &Article, other: &Article) -> Article {
    let mut out = one.clone();
    let heading = other.question.rsplit(" - ").next().unwrap_or(&other.question);
    let said = |answer: &Answer| {
        let lead = answer.lead.trim();
        let space = if lead.is_empty() { "" } else { "\n\n" };
        format!("## {heading}\n\n{lead}{space}{}", answer.body.trim())
    };
    let add = |to: &mut Answer, from: &Answer| {
        let above = to.body.trim_end();
        let space = if above.is_empty() { "" } else { "\n\n" };
        to.body = format!("{above}{space}{}", said(from));
    };
    if let Some(answer) = &other.internal {
        add(out.internal.get_or_insert_default(), answer);
    }
    if let Some(face) = other.customer.as_ref().filter(|face| !face.answer.is_empty()) {
        add(&mut out.customer.get_or_insert_default().answer, &face.answer);
    }
    out.similar.extend(other.similar.iter().cloned());
    out.attachments.extend(other.attachments.iter().cloned());
    out
}
