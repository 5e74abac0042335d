//! Taking articles in: what an import lands, all of it or nothing.

use std::collections::HashSet;

use super::error::KbError;
use super::open::Kb;
use crate::model::lifecycle::Role;
use crate::model::{Article, Moment, Stage, short_hash};
use crate::store::{ArticleRef, NewPublication, NewRevision, StoreError, Who, Write};

/// How articles are taken in.
#[derive(Debug, Clone, Default)]
pub struct IntakeOptions {
    /// Name of the file or folder, for the record.
    pub name: String,
    /// Stage of rows that say nothing; `None`: draft.
    pub stage: Option<Stage>,
    /// Whether everything is rolled back at the end.
    pub dry_run: bool,
}

/// What became of an article.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Landed {
    /// It is new.
    Added,
    /// It is a new revision.
    Revised,
    /// It was there already.
    Unchanged,
}

/// Why one article was not taken in; the others are.
#[derive(Debug, thiserror::Error)]
pub enum IntakeRefusal {
    /// The row says `published` and the user may not publish.
    #[error("publishing into an existing knowledge base needs the role reviewer")]
    NeedsReviewer,
    /// The question consists of spaces and control characters.
    #[error("the question is empty")]
    NoQuestion,
    /// The database failed: nothing is taken in.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Articles being taken in, inside one transaction.
pub struct Intake<'w> {
    write: &'w Write<'w>,
    batch: i64,
    stage: Stage,
    may_publish: bool,
    touched: HashSet<i64>,
    questions: HashSet<String>,
    /// Articles whose question another one of this batch has in the same scope: allowed, and reported.
    pub equal_questions: u64,
    /// Rows that say exactly what another row of this batch says: one article each.
    pub repeated: u64,
}

impl Kb {
    /// Takes articles in, in one transaction; `feed` is given the intake and puts articles into it.
    ///
    /// Returns what `feed` returned and the number of the batch.
    ///
    /// # Errors
    /// Those of `feed`, of the database, and that the role is too low. Nothing is taken in then.
    pub fn intake<T, E: From<KbError>>(
        &mut self,
        who: &Who,
        now: Moment,
        options: &IntakeOptions,
        feed: impl FnOnce(&mut Intake<'_>) -> Result<(T, String), E>,
    ) -> Result<(T, i64), E> {
        enum End<T, E> {
            Failed(E),
            Store(StoreError),
            DryRun(T, i64),
        }
        impl<T, E> From<StoreError> for End<T, E> {
            fn from(error: StoreError) -> Self {
                End::Store(error)
            }
        }
        let role = self.store.role_of(&who.os_user).map_err(KbError::from)?;
        let is_new = self.store.article_count().map_err(KbError::from)? == 0;
        let may_publish = is_new || role >= Role::Reviewer;
        let stage = match options.stage {
            Some(stage) => stage,
            None if is_new => Stage::Published,
            None => Stage::Draft,
        };
        if stage == Stage::Published && !may_publish {
            let what = "publishing into an existing knowledge base";
            let error =
                KbError::NeedsRole { what, needs: Role::Reviewer, has: role, os_user: who.os_user.clone() };
            return Err(error.into());
        }
        let ended = self.store.write(who, now, |write| -> Result<(T, i64), End<T, E>> {
            let batch = write.begin_batch(&options.name)?;
            let mut intake = Intake {
                write,
                batch,
                stage,
                may_publish,
                touched: HashSet::new(),
                questions: HashSet::new(),
                equal_questions: 0,
                repeated: 0,
            };
            let (value, counts) = feed(&mut intake).map_err(End::Failed)?;
            write.end_batch(batch, &counts)?;
            if options.dry_run { Err(End::DryRun(value, batch)) } else { Ok((value, batch)) }
        });
        match ended {
            Ok(landed) => Ok(landed),
            Err(End::DryRun(value, batch)) => Ok((value, batch)),
            Err(End::Failed(error)) => Err(error),
            Err(End::Store(error)) => Err(KbError::from(error).into()),
        }
    }
}

impl Intake<'_> {
    /// Takes one article in. `source_key` says what identifies the row besides an id; with `key_is_whole` it does so
    /// alone (the path of a file), else together with question and scope (a document that many rows come from).
    ///
    /// # Errors
    /// Why this article is refused; [`IntakeRefusal::Store`] ends the whole intake.
    pub fn take(
        &mut self,
        article: &Article,
        source_key: Option<&str>,
        key_is_whole: bool,
    ) -> Result<Landed, IntakeRefusal> {
        let landed = self.land(article, source_key, key_is_whole)?;
        let is_known = !self.questions.insert(key_of("", Some(article)));
        if is_known && landed != Landed::Unchanged {
            self.equal_questions += 1;
        }
        Ok(landed)
    }

    fn land(
        &mut self,
        article: &Article,
        source_key: Option<&str>,
        key_is_whole: bool,
    ) -> Result<Landed, IntakeRefusal> {
        if !article.question.chars().any(|c| !c.is_whitespace() && !crate::text::clean::is_harmful(c)) {
            return Err(IntakeRefusal::NoQuestion);
        }
        let staged;
        let article = if article.stage.is_some() {
            article
        } else {
            staged = Article { stage: Some(self.stage), ..article.clone() };
            &staged
        };
        if article.stage == Some(Stage::Published) && !self.may_publish {
            return Err(IntakeRefusal::NeedsReviewer);
        }
        let hash = article.content_hash();
        if let Some(id) = &article.id {
            return match self.write.find_id(id)? {
                None => self.add(article, &hash).map(|_| Landed::Added),
                Some(known) => self.revise(known, article, &hash),
            };
        }
        let key = key_of(source_key.unwrap_or_default(), (!key_is_whole).then_some(article));
        let known = self.write.matches(&key)?;
        // A row that says the same is the same, also when it stands twice in a file. Of rows with one key the
        // changed ones go to the articles that no other row has claimed, in order.
        if let Some(same) = known.iter().find(|m| m.hash == hash) {
            if !self.touched.insert(same.article.number) {
                self.repeated += 1;
            }
            return Ok(Landed::Unchanged);
        }
        let (number, landed) = match known.iter().find(|m| !self.touched.contains(&m.article.number)) {
            None => (self.add(article, &hash)?.number, Landed::Added),
            Some(m) => (m.article.number, self.revise(m.article, article, &hash)?),
        };
        self.touched.insert(number);
        self.write.remember(&key, number, &hash)?;
        Ok(landed)
    }

    /// When the action happens, and the transaction, for what comes along with articles: terms, announcements, trees.
    pub(super) fn write(&self) -> &Write<'_> {
        self.write
    }

    fn add(&self, article: &Article, hash: &str) -> Result<ArticleRef, IntakeRefusal> {
        let new = NewRevision { article, hash, based_on: None, batch: Some(self.batch) };
        let added = self.write.add(new)?;
        self.put_in_use(article, added.number, added.newest, true)?;
        Ok(added)
    }

    fn revise(&self, known: ArticleRef, article: &Article, hash: &str) -> Result<Landed, IntakeRefusal> {
        if self.write.hash_of(known.newest)? == hash {
            return Ok(Landed::Unchanged);
        }
        let new = NewRevision { article, hash, based_on: Some(known.newest), batch: Some(self.batch) };
        let revision = self.write.revise(known.number, new)?;
        self.put_in_use(article, known.number, revision, false)?;
        Ok(Landed::Revised)
    }

    /// Publishes a revision that is published, takes an article out of use whose revision is withdrawn.
    fn put_in_use(
        &self,
        article: &Article,
        number: i64,
        revision: i64,
        is_first: bool,
    ) -> Result<(), StoreError> {
        match article.stage {
            Some(Stage::Published) => {
                let (from, until) = self.write.span(&article.valid);
                // The first text of an article holds for as long as it says; a later one not before it was there.
                let from = if is_first { from } else { from.max(self.write.now()) };
                if from < until {
                    let new = NewPublication { article: number, revision, from, until, emergency: false };
                    self.write.publish(new)?;
                } else {
                    // A text that was over before it came replaces the one before all the same.
                    self.write.close_publications(number)?;
                }
            }
            Some(Stage::Withdrawn | Stage::Archived) => {
                self.write.close_publications(number)?;
            }
            Some(Stage::Draft | Stage::InReview | Stage::Approved) | None => {}
        }
        Ok(())
    }
}

/// What a row without an id is recognised by.
fn key_of(source_key: &str, article: Option<&Article>) -> String {
    let mut text = source_key.to_owned();
    if let Some(article) = article {
        text.push('\0');
        text.push_str(&article.question);
        text.push('\0');
        text.push_str(&article.scope.label());
    }
    short_hash(text.as_bytes())
}
