//! Taking articles in: what an import lands, all of it or nothing.

use std::collections::HashSet;

use super::error::KbError;
use super::open::Kb;
use super::refusal::LifeError;
use crate::model::lifecycle::Role;
use crate::model::{Article, Moment, Stage, ValidityProblem, short_hash};
use crate::store::{ArticleRef, BatchKind, NewPublication, NewRevision, Pairs, StoreError, Who, Write};

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
    /// The row says that it is approved, published, or out of use, and the user may not decide that.
    #[error("deciding in an existing knowledge base needs the role reviewer")]
    NeedsReviewer,
    /// The question consists of spaces and control characters.
    #[error("the question is empty")]
    NoQuestion,
    /// The dates do not make sense together.
    #[error(transparent)]
    Validity(#[from] ValidityProblem),
    /// The row says an id that this intake gave to another row, which had none.
    #[error("the id {id} was given to another row that had none")]
    TakenId {
        /// The id.
        id: String,
    },
    /// The article of the row was merged into another, and what the row says belongs to no article any more.
    #[error("{id} was merged into {into}")]
    Merged {
        /// Its id; of a row without one the question.
        id: String,
        /// The id of the article that took it in.
        into: String,
    },
    /// The database failed: nothing is taken in.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Articles being taken in, inside one transaction.
pub struct Intake<'w> {
    write: &'w Write<'w>,
    batch: i64,
    /// What the options say of rows that say nothing.
    stated: Option<Stage>,
    /// The stage where neither says anything.
    fallback: Stage,
    may_publish: bool,
    /// Whether the KB had articles before: there nothing passes for reviewed that no reviewer here has seen.
    is_new: bool,
    touched: HashSet<i64>,
    /// Articles of this batch whose rows had no id.
    unnamed: HashSet<i64>,
    questions: HashSet<String>,
    /// What the database said first, if it failed: nothing lands then, whatever the feeder makes of it.
    failed: Option<String>,
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
        let may_publish = role >= Role::Reviewer;
        // Into an empty one whoever may publish brings what is in use elsewhere.
        let is_new = may_publish && self.store.is_empty().map_err(KbError::from)?;
        let fallback = if is_new { Stage::Published } else { Stage::Draft };
        let (what, needs) = if options.stage == Some(Stage::Published) {
            ("publishing into an existing knowledge base", Role::Reviewer)
        } else {
            ("writing into an existing knowledge base", Role::Editor)
        };
        if !is_new && role < needs {
            let error = KbError::NeedsRole { what, needs, has: role, os_user: who.os_user.clone() };
            return Err(error.into());
        }
        let path = self.store.path().to_path_buf();
        let ended = self.store.write(who, now, |write| -> Result<(T, i64), End<T, E>> {
            let batch = write.begin_batch(BatchKind::Import, &options.name)?;
            let mut intake = Intake {
                write,
                batch,
                stated: options.stage,
                fallback,
                may_publish,
                is_new,
                touched: HashSet::new(),
                unnamed: HashSet::new(),
                questions: HashSet::new(),
                failed: None,
                equal_questions: 0,
                repeated: 0,
            };
            let (value, counts) = feed(&mut intake).map_err(End::Failed)?;
            if let Some(detail) = intake.failed {
                return Err(StoreError::NotWritten { path: path.clone(), detail }.into());
            }
            write.end_batch(batch, &counts)?;
            if options.dry_run { Err(End::DryRun(value, batch)) } else { Ok((value, batch)) }
        });
        match ended {
            Ok(landed) => {
                // What landed has landed, also when the trees cannot be read again just now.
                let _ = self.read_trees();
                Ok(landed)
            }
            Err(End::DryRun(value, batch)) => Ok((value, batch)),
            Err(End::Failed(error)) => Err(error),
            Err(End::Store(error)) => Err(KbError::from(error).into()),
        }
    }
}

impl Kb {
    /// What the columns of a table mean that was kept under a name: pairs of a heading and a field.
    ///
    /// # Errors
    /// That there is none of this name; those of the database.
    pub fn mapping(&self, name: &str) -> Result<Pairs, LifeError> {
        match self.store.mapping(name)? {
            Some(pairs) => Ok(pairs),
            None => Err(LifeError::NoMapping { name: name.to_owned(), known: self.store.mapping_names()? }),
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
        let landed = self.land(article, source_key, key_is_whole);
        if let Err(IntakeRefusal::Store(error)) = &landed {
            self.failed.get_or_insert_with(|| error.to_string());
        }
        let landed = landed?;
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
        article.valid.check()?;
        let hash = article.content_hash();
        let stated = article.stage.or(self.stated);
        // What the row said, whatever became of its article since: the same row again changes nothing.
        let row = short_hash(format!("{hash} {}", stated.map_or("", Stage::word)).as_bytes());
        let stage = match stated.unwrap_or(self.fallback) {
            // Who brings a text in does not approve it: it waits for somebody else.
            Stage::Approved if !self.is_new => Stage::InReview,
            stage => stage,
        };
        let article = &Article { stage: Some(stage), ..article.clone() };
        if let Some(id) = &article.id {
            let key = short_hash(format!("id\0{id}").as_bytes());
            let Some(known) = self.write.find_id(id)? else {
                let added = self.add(article, &hash)?;
                self.write.remember(&key, added.number, &row, self.batch)?;
                return Ok(Landed::Added);
            };
            if self.unnamed.contains(&known.number) {
                return Err(IntakeRefusal::TakenId { id: id.clone() });
            }
            if self.write.matches(&key)?.iter().any(|m| m.hash == row) {
                return Ok(Landed::Unchanged);
            }
            if let Some(into) = self.write.merged_into(id)? {
                return Err(IntakeRefusal::Merged { id: id.clone(), into });
            }
            let landed = self.revise(known, article, &hash, stated)?;
            self.write.remember(&key, known.number, &row, self.batch)?;
            return Ok(landed);
        }
        let key = key_of(source_key.unwrap_or_default(), (!key_is_whole).then_some(article));
        let known = self.write.matches(&key)?;
        // A row that says the same is the same, also when it stands twice in a file. Of rows with one key the
        // changed ones go to the articles that no other row has claimed, in order.
        if let Some(same) = known.iter().find(|m| m.hash == row) {
            if !self.touched.insert(same.article.number) {
                self.repeated += 1;
            }
            return Ok(Landed::Unchanged);
        }
        let (number, landed) = match known.iter().find(|m| !self.touched.contains(&m.article.number)) {
            None => {
                let added = self.add(article, &hash)?;
                self.unnamed.insert(added.number);
                (added.number, Landed::Added)
            }
            Some(m) => {
                if let Some(into) = self.write.taken_in_by(m.article.number)? {
                    return Err(IntakeRefusal::Merged { id: article.question.clone(), into });
                }
                (m.article.number, self.revise(m.article, article, &hash, stated)?)
            }
        };
        self.touched.insert(number);
        self.write.remember(&key, number, &row, self.batch)?;
        Ok(landed)
    }

    /// Keeps what the columns of a table mean under a name.
    ///
    /// # Errors
    /// Those of the database.
    pub fn keep_mapping(&self, name: &str, pairs: &[(String, String)]) -> Result<(), StoreError> {
        self.write.keep_mapping(name, pairs)
    }

    /// When the action happens, and the transaction, for what comes along with articles: terms, announcements, trees.
    pub(super) fn write(&self) -> &Write<'_> {
        self.write
    }

    fn add(&self, article: &Article, hash: &str) -> Result<ArticleRef, IntakeRefusal> {
        self.check_role(article)?;
        let new = NewRevision { article, hash, based_on: None, batch: Some(self.batch) };
        let added = self.write.add(new)?;
        self.put_in_use(article, added.number, added.newest, true)?;
        Ok(added)
    }

    fn revise(
        &self,
        known: ArticleRef,
        article: &Article,
        hash: &str,
        stated: Option<Stage>,
    ) -> Result<Landed, IntakeRefusal> {
        // The text in use may be older than the newest one, which is still being written.
        let live = self.write.live(known.number)?;
        for revision in [Some(known.newest), live].into_iter().flatten() {
            let (has, stage) = self.write.content_of(revision)?;
            if has == hash && stated.is_none_or(|stated| stated == stage) {
                return Ok(Landed::Unchanged);
            }
        }
        self.check_role(article)?;
        let new = NewRevision { article, hash, based_on: Some(known.newest), batch: Some(self.batch) };
        let revision = self.write.revise(known.number, new)?;
        self.put_in_use(article, known.number, revision, false)?;
        Ok(Landed::Revised)
    }

    fn check_role(&self, article: &Article) -> Result<(), IntakeRefusal> {
        // What an editor may say of a row is what an editor may do: the rest would go around the review.
        match article.stage {
            None | Some(Stage::Draft | Stage::InReview) => Ok(()),
            Some(_) if self.may_publish => Ok(()),
            Some(_) => Err(IntakeRefusal::NeedsReviewer),
        }
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
