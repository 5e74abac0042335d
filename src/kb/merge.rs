//! Merging: one article takes in what another is asked by, and the other's id leads to it from then on.

use std::collections::HashSet;

use super::author::{at_least, drafted, kept};
use super::open::Kb;
use super::refusal::LifeError;
use crate::customer::lint::question_key;
use crate::model::lifecycle::Role;
use crate::model::{Article, Moment, Origin, Similar, Stage};
use crate::store::{ArticleRef, NewRevision, Who, Write};

/// What a merge made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Merged {
    /// The article that took the other in, by id.
    pub into: String,
    /// Questions that moved.
    pub questions: usize,
    /// The number of its new draft with them; `None` where it has them all.
    pub draft: Option<u32>,
    /// Whether the other was in use until now.
    pub was_in_use: bool,
}

/// Both articles of a step that is about two.
pub(super) fn both(w: &Write<'_>, one: &str, other: &str) -> Result<(ArticleRef, ArticleRef), LifeError> {
    let find = |id: &str| w.find_id(id)?.ok_or_else(|| LifeError::NoArticle { id: id.to_owned() });
    let (one_ref, other_ref) = (find(one)?, find(other)?);
    if one_ref.number == other_ref.number {
        return Err(LifeError::OneArticle { one: one.to_owned(), other: other.to_owned() });
    }
    Ok((one_ref, other_ref))
}

impl Kb {
    /// Merges an article into another, in one transaction: its questions become similar questions of the other (a draft,
    /// which is reviewed as any), it goes out of use, and its id leads to the other. Its history stays.
    ///
    /// # Errors
    /// That there is no such article, that both are one; a role below editor, below reviewer where it is in use; those of
    /// the database. Nothing is changed then.
    pub fn merge(&mut self, who: &Who, gone: &str, into: &str, now: Moment) -> Result<Merged, LifeError> {
        let (from, base) = (self.newest_text(gone, now)?, self.newest_text(into, now)?);
        let (article, questions) = with_questions(&base.article, &from.article);
        let article = drafted(&article, Some(&base.article))?;
        let hash = article.content_hash();
        let merged = self.store.write(who, now, |w| -> Result<Merged, LifeError> {
            let (gone, target) = both(w, gone, into)?;
            let was_in_use = w.is_published(gone.number)?;
            at_least(if was_in_use { Role::Reviewer } else { Role::Editor }, w, who)?;
            let id = base.article.id.clone().unwrap_or_default();
            let reason = format!("→ {id}");
            for revision in w.revisions_of(gone.number)? {
                match revision.stage {
                    Stage::Published => {
                        w.set_stage(revision.number, Stage::Withdrawn)?;
                        // Whoever used it lately is told, and what took its place.
                        w.withdrawn(gone.number, revision.number, &reason)?;
                    }
                    // Nobody reviews what nobody will read.
                    Stage::InReview | Stage::Approved => w.set_stage(revision.number, Stage::Draft)?,
                    Stage::Draft | Stage::Withdrawn | Stage::Archived => {}
                }
            }
            w.close_publications(gone.number)?;
            let draft = if questions == 0 {
                None
            } else {
                let based_on = Some(base.revision);
                let new = NewRevision { article: &article, hash: &hash, based_on, batch: None };
                let number = w.revise(target.number, new)?;
                Some((number, kept(w, number)?.revision_no))
            };
            w.merge(gone.number, target.number)?;
            let detail = serde_json::json!({ "into": id, "questions": questions }).to_string();
            w.event("merge", Some(gone.number), None, Some(&detail))?;
            let detail =
                serde_json::json!({ "took_in": from.article.id, "questions": questions }).to_string();
            w.event("merge", Some(target.number), draft.map(|(number, _)| number), Some(&detail))?;
            Ok(Merged { into: id, questions, draft: draft.map(|(_, number)| number), was_in_use })
        })?;
        let _ = self.read_trees();
        Ok(merged)
    }
}

/// An article with the questions of another among its similar ones, and how many that were.
fn with_questions(article: &Article, other: &Article) -> (Article, usize) {
    let mut out = article.clone();
    let mut known: HashSet<String> = article.questions().map(question_key).collect();
    let standard = Similar { text: other.question.clone(), origin: Origin::Author };
    for similar in std::iter::once(&standard).chain(&other.similar) {
        if known.insert(question_key(&similar.text)) {
            out.similar.push(similar.clone());
        }
    }
    let count = out.similar.len() - article.similar.len();
    (out, count)
}
