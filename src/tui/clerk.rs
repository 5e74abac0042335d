//! The clerk: one thread with a view of the knowledge base of its own, for everything that is not looking for an answer.
//! What an editor asks may take seconds; no search waits for it.

use std::collections::VecDeque;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender};

use super::event::{Event, Reply, Trouble};
use super::job::{
    Answer, Detail, Job, Known, Outcome, Pile, Reword, Seen, Sheet, Source, Step, Then, Unreadable,
};
use super::room::trouble;
use crate::customer::draft::draft;
use crate::customer::finding::{Finding, Part, Severity};
use crate::customer::wording::Wording;
use crate::i18n::Messages;
use crate::kb::{
    Batch, BatchKind, Checked, CutOff, Golden, Kb, KbError, Kept, LifeError, NewGolden, Order, Shown, Task,
    TaskKind, Who, say_manuscript, tongue,
};
use crate::model::manuscript::{Manuscript, read, write};
use crate::model::{Article, CustomerAnswer, Decision, Face, Moment};
use crate::text::clean::one_line;

/// Opens the knowledge base as often as it is asked for.
pub type OpenOwn = Arc<dyn Fn() -> Result<Kb, KbError> + Send + Sync>;

/// What the clerk's thread is given.
pub struct Hired {
    /// Opens the knowledge base.
    pub open: OpenOwn,
    /// Whose jobs are done.
    pub who: Who,
    /// The person's language.
    pub messages: Messages,
}

/// Does the desk's jobs.
pub struct Clerk {
    open: OpenOwn,
    /// Opened with the first job: an agent who only looks things up never pays for it.
    kb: Option<Kb>,
    who: Who,
    messages: Messages,
}

/// So many batches are listed, the newest first.
const BATCHES: usize = 200;

/// A new article is kept under a name that no id has.
const NEW: &str = "\u{1}new ";

impl Clerk {
    /// A clerk for somebody.
    pub fn new(hired: Hired) -> Clerk {
        let Hired { open, who, messages } = hired;
        Clerk { open, kb: None, who, messages }
    }

    /// Does jobs until nobody orders any more.
    pub fn serve(mut self, jobs: &Receiver<(Job, Moment)>, events: &Sender<Event>) {
        let mut waiting: VecDeque<(Job, Moment)> = VecDeque::new();
        loop {
            if waiting.is_empty() {
                match jobs.recv() {
                    Ok(job) => waiting.push_back(job),
                    Err(_) => return,
                }
            }
            for job in jobs.try_iter() {
                // The newest look counts.
                if matches!(job.0, Job::Look { .. }) {
                    waiting.retain(|(job, _)| !matches!(job, Job::Look { .. }));
                }
                waiting.push_back(job);
            }
            let Some((job, now)) = waiting.pop_front() else { continue };
            let done = catch_unwind(AssertUnwindSafe(|| self.work(&job, now)));
            let answer = done.unwrap_or_else(|_| {
                // What a lost job has left behind is not trusted.
                self.kb = None;
                Err(Trouble { message: "clerk: panic".into(), hint: None })
            });
            if events.send(Event::Reply(Reply::Worked { job: Box::new(job), answer })).is_err() {
                return;
            }
        }
    }

    /// Does one job.
    ///
    /// # Errors
    /// What went wrong, in the person's language; nothing was changed then.
    pub fn work(&mut self, job: &Job, now: Moment) -> Result<Answer, Trouble> {
        let messages = self.messages.clone();
        let done = self.do_it(job, now);
        done.map_err(|error| match error {
            LifeError::Kb(error) => trouble(&error, &messages),
            error => {
                let hint = Some(error.hint(&messages)).filter(|hint| !hint.is_empty());
                Trouble { message: error.say(&messages), hint }
            }
        })
    }

    fn kb(&mut self) -> Result<&mut Kb, LifeError> {
        let kb = match self.kb.take() {
            Some(mut kb) => {
                kb.refresh()?;
                kb
            }
            None => (self.open)()?,
        };
        Ok(self.kb.insert(kb))
    }

    fn do_it(&mut self, job: &Job, now: Moment) -> Result<Answer, LifeError> {
        match job {
            Job::Tasks(pile) => {
                let kb = self.kb()?;
                Ok(Answer::Tasks(match pile {
                    Pile::Today => kb.today(now)?,
                    Pile::Inbox => kb.inbox_tasks(now)?,
                    Pile::Batch(number) => kb.batch_tasks(*number)?,
                    Pile::Versions(article) => kb.version_tasks(*article, now)?,
                }))
            }
            Job::Batches => {
                let messages = self.messages.clone();
                let kb = self.kb()?;
                let label = |batch: &Batch| {
                    let at = kb.zone().minute_label(batch.at);
                    let name = one_line(batch.name.rsplit(['/', '\\']).next().unwrap_or_default());
                    messages
                        .fill("work.batch_line", &[("number", &batch.number), ("at", &at), ("name", &name)])
                };
                let is_open = |batch: &&Batch| batch.kind == BatchKind::Import && batch.undone.is_none();
                let batches = kb.batches()?;
                let lines =
                    batches.iter().filter(is_open).take(BATCHES).map(|batch| (batch.number, label(batch)));
                Ok(Answer::Batches(lines.collect()))
            }
            Job::Detail(task) => {
                let detail = detail(self.kb()?, task, now)?;
                Ok(Answer::Detail(Box::new(detail)))
            }
            Job::Open(source) => self.sheet(source, now).map(|sheet| Answer::Opened(Box::new(sheet))),
            Job::Look { key, id, text, keep, .. } => {
                let messages = self.messages.clone();
                let kb = self.kb()?;
                if *keep {
                    kb.keep_writing(key, text, now)?;
                }
                let manuscript = match read(text) {
                    Ok(manuscript) => manuscript,
                    Err(problem) => {
                        let why = say_manuscript(&problem, &messages);
                        return Ok(Answer::Looked(Err(Unreadable { line: problem.line, why })));
                    }
                };
                let article = manuscript.article;
                let look = kb.look_over(&article, id.as_deref(), now)?;
                let wording = Wording::new(&kb.terms()?);
                let words = words(&article, &wording);
                let internal = article.internal.as_ref().filter(|_| article.customer.is_none());
                let draft = internal.map(|internal| draft(internal, article.kind, &wording).worded());
                Ok(Answer::Looked(Ok(Box::new(Seen { article: Box::new(article), look, words, draft }))))
            }
            Job::Forget(key) => self.kb()?.forget_writing(key).map(|()| Answer::Done),
            Job::Step(step) => self.step(step, now).map(Answer::Stepped),
        }
    }

    fn sheet(&mut self, source: &Source, now: Moment) -> Result<Sheet, LifeError> {
        let tongue = tongue(&self.messages);
        let kb = self.kb()?;
        let (categories, owners, tags) = (kb.category_paths(), kb.owners()?, kb.tags_in_use(now)?);
        let known = Known { categories, owners, tags };
        let blank = |article: Article| write(&Manuscript { article, based_on: None }, tongue, true);
        let of_article = |kb: &Kb, id: &str| -> Result<(String, String), LifeError> {
            let newest = kb.newest_text(id, now)?;
            let id = newest.article.id.clone().unwrap_or_default();
            let manuscript = Manuscript { based_on: Some(newest.uuid), article: newest.article };
            Ok((id, write(&manuscript, tongue, true)))
        };
        match source {
            Source::Article(id) => {
                let (id, text) = of_article(kb, id)?;
                let over = kb.writing(&id)?.map(|writing| writing.text).filter(|typed| *typed != text);
                Ok(Sheet {
                    key: id.clone(),
                    id: Some(id),
                    text,
                    over,
                    answers: None,
                    is_proposal: false,
                    known,
                })
            }
            Source::New { question, scope, answers } => {
                let article =
                    Article { question: question.clone(), scope: scope.clone(), ..Article::default() };
                let key = format!("{NEW}{}", now.0);
                let (text, answers) = (blank(article), answers.clone());
                Ok(Sheet { key, id: None, text, over: None, answers, is_proposal: false, known })
            }
            Source::Proposal { id: Some(id), text: proposed, answers } => {
                let (id, text) = of_article(kb, id)?;
                if kb.writing(&id)?.is_some() {
                    // Their own text goes first: it would be lost under the proposal.
                    return self.sheet(&Source::Article(id), now);
                }
                // It was made of an older text; saving it on top of the newest is what the person who reads it decides.
                let over = read(proposed).ok().map(|manuscript| {
                    let based_on = read(&text).ok().and_then(|newest| newest.based_on);
                    write(&Manuscript { based_on, ..manuscript }, tongue, true)
                });
                let answers = Some(answers.clone());
                Ok(Sheet { key: id.clone(), id: Some(id), text, over, answers, is_proposal: true, known })
            }
            Source::Proposal { id: None, text, answers } => {
                let key = format!("{NEW}{}", now.0);
                let (text, over) = (blank(Article::default()), Some(text.clone()));
                Ok(Sheet {
                    key,
                    id: None,
                    text,
                    over,
                    answers: Some(answers.clone()),
                    is_proposal: true,
                    known,
                })
            }
            Source::Customer(id) => {
                if kb.writing(id)?.is_some() {
                    // What they typed themselves goes first.
                    return self.sheet(&Source::Article(id.clone()), now);
                }
                let (id, text) = of_article(kb, id)?;
                let over = with_customer(&text, &Wording::new(&kb.terms()?))
                    .map(|manuscript| write(&manuscript, tongue, true));
                let key = id.clone();
                Ok(Sheet { key, id: Some(id), text, over, answers: None, is_proposal: false, known })
            }
            Source::Kept(key) if key.starts_with(NEW) => {
                let over = kb.writing(key)?.map(|writing| writing.text);
                let text = blank(Article::default());
                Ok(Sheet { key: key.clone(), id: None, text, over, answers: None, is_proposal: false, known })
            }
            Source::Kept(key) => self.sheet(&Source::Article(key.clone()), now),
        }
    }

    fn step(&mut self, step: &Step, now: Moment) -> Result<Outcome, LifeError> {
        let who = self.who.clone();
        let tongue = tongue(&self.messages);
        let messages = self.messages.clone();
        let kb = self.kb()?;
        match step {
            Step::Approve { uuid } => {
                let approvals = kb.approve(&who, uuid, "", now)?;
                let (have, need) = (approvals.have, approvals.need);
                return Ok(Outcome::Approved { have, need, uuid: uuid.clone() });
            }
            Step::SendBack { uuid, note } => kb.send_back(&who, uuid, note, now)?,
            Step::Publish { uuid, from, waive } => {
                let begins = from.map(|day| kb.zone().start_of(day));
                let order = Order { uuid, from: begins, waive: waive.as_deref() };
                let published = match kb.publish(&who, order, now) {
                    Ok(published) => published,
                    Err(LifeError::Blocked { findings, .. }) => return Ok(blocked(findings)),
                    Err(error) => return Err(error),
                };
                in_step(kb)?;
                let (from, warnings) = (published.from, published.warnings.len());
                return Ok(Outcome::Published { from, at_once: from <= now, warnings });
            }
            Step::Withdraw { uuid, only, reason } => {
                kb.withdraw(&who, uuid, *only, reason, now)?;
            }
            Step::Emergency { uuid, hours, waive } => {
                let published = match kb.publish_unreviewed(&who, uuid, *hours, waive.as_deref(), now) {
                    Ok(published) => published,
                    Err(LifeError::Blocked { findings, .. }) => return Ok(blocked(findings)),
                    Err(error) => return Err(error),
                };
                in_step(kb)?;
                return Ok(Outcome::Unreviewed { until: published.until });
            }
            Step::Restore { id, revision_no } => {
                let kept = kb.restore(&who, id, *revision_no, now)?;
                return Ok(saved(kept, false));
            }
            Step::Confirm { id } => {
                // Where a fact has changed the text does not fit, whoever says so.
                let newest = kb.newest_text(id, now)?;
                if newest.drift.iter().any(|finding| finding.severity == Severity::Error) {
                    return Ok(Outcome::Unfit { findings: newest.drift });
                }
                let kept = kb.still_fits(&who, id, now)?;
                return hand_in(kb, &who, kept, now);
            }
            Step::AddSimilar { id, question } => {
                let kept = kb.add_similar(&who, id, question, now)?;
                return hand_in(kb, &who, kept, now);
            }
            Step::DropGolden { id, query } => {
                let known = kb.golden(Some(id), 0, usize::MAX)?.into_iter();
                let of = |golden: Golden| NewGolden {
                    text: golden.text,
                    article: id.clone(),
                    scope: golden.scope,
                };
                let gone: Vec<NewGolden> = known.filter(|golden| golden.text == *query).map(of).collect();
                kb.remove_golden(&who, &gone, now)?;
            }
            Step::Reassign { uuid, reviewer } => kb.reassign(&who, uuid, reviewer, now)?,
            Step::StillRight { uuid } => kb.still_right(&who, uuid, None, now)?,
            Step::Decide { uuid, decision, reply } => kb.decide(&who, uuid, *decision, reply, None, now)?,
            Step::Comment { uuid, text } => kb.comment(&who, uuid, text, now)?,
            Step::Outside { numbers, decision, open } => {
                let handled = kb.decide_outside(&who, numbers, decision, now)?;
                in_step(kb)?;
                return Ok(Outcome::Handled { numbers: numbers.clone(), draft: handled.draft, open: *open });
            }
            Step::Submit { uuid } => kb.submit(&who, uuid, now)?,
            Step::Archive { uuid } => kb.archive(&who, uuid, now)?,
            Step::Join { above, below } => {
                kb.join(&who, above, below, now)?;
            }
            Step::Shelve { uuid, shelf } => {
                kb.shelve(&who, uuid, shelf, now)?;
            }
            Step::Split { key, manuscript, face, rest } => {
                let uuid = manuscript.based_on.as_deref().unwrap_or_default();
                let rest = CutOff { face: *face, text: rest };
                let atoms = kb.split(&who, uuid, &manuscript.article, &rest, now)?;
                kb.forget_writing(key)?;
                return Ok(Outcome::Split(atoms));
            }
            Step::Merge { gone, into } => {
                let merged = kb.merge(&who, gone, into, now)?;
                in_step(kb)?;
                return Ok(Outcome::Merged(merged));
            }
            Step::KeepApart { one, other } => {
                kb.keep_apart(&who, one, other, now)?;
            }
            Step::Save { key, id, manuscript, then, answers } => {
                let Manuscript { article, based_on } = manuscript.as_ref();
                let saved = match id {
                    None => kb.write_new(&who, article, now).map(Some),
                    Some(id) => kb.save(&who, id, based_on.as_deref().unwrap_or_default(), article, now),
                };
                let outcome = match saved {
                    Ok(Some(kept)) => {
                        // Saved it is: where it cannot be handed in as well, the next try says why.
                        let submitted = *then == Then::Submit && kb.submit(&who, &kept.uuid, now).is_ok();
                        if let Some(uuid) = answers {
                            // Somebody else may have answered it meanwhile; the text is saved all the same.
                            let _ = kb.decide(&who, uuid, Decision::Done, "", Some(&kept.id), now);
                        }
                        let (id, revision_no, uuid) = (kept.id, kept.revision_no, kept.uuid);
                        Outcome::Saved { id, revision_no, submitted, uuid }
                    }
                    Ok(None) => match (then, id) {
                        // It was saved before and goes on now.
                        (Then::Submit | Then::Emergency(_), Some(id)) => {
                            let newest = kb.newest_text(id, now)?;
                            let submitted = *then == Then::Submit;
                            if submitted {
                                kb.submit(&who, &newest.uuid, now)?;
                            }
                            let (revision_no, uuid) = (newest.revision_no, newest.uuid);
                            Outcome::Saved { id: id.clone(), revision_no, submitted, uuid }
                        }
                        _ => Outcome::Unchanged,
                    },
                    Err(LifeError::Conflict { base, newest, .. }) => {
                        return Ok(Outcome::Conflict { base, newest });
                    }
                    Err(error) if error.is_read_only() || matches!(error, LifeError::NeedsRole { .. }) => {
                        let text = write(manuscript, tongue, false);
                        kb.propose(&who, manuscript, &text, now)?;
                        Outcome::Proposed { why: error.say(&messages) }
                    }
                    Err(error) => return Err(error),
                };
                kb.forget_writing(key)?;
                return Ok(outcome);
            }
        }
        in_step(kb)?;
        Ok(Outcome::Done)
    }
}

/// What stops a text from going out.
fn blocked(findings: Vec<Finding>) -> Outcome {
    let checked = |finding| Checked { finding, waiver: None };
    Outcome::Blocked { findings: findings.into_iter().map(checked).collect() }
}

/// What was saved.
fn saved(kept: Option<Kept>, submitted: bool) -> Outcome {
    match kept {
        Some(Kept { id, uuid, revision_no }) => Outcome::Saved { id, revision_no, submitted, uuid },
        None => Outcome::Unchanged,
    }
}

/// Hands in what was saved. It stays a draft where that is not possible.
fn hand_in(kb: &mut Kb, who: &Who, kept: Option<Kept>, now: Moment) -> Result<Outcome, LifeError> {
    let submitted = kept.as_ref().is_some_and(|kept| kb.submit(who, &kept.uuid, now).is_ok());
    Ok(saved(kept, submitted))
}

/// A manuscript with a customer face drafted from the internal one; `None` where there is nothing to draft, or one already.
fn with_customer(text: &str, wording: &Wording) -> Option<Manuscript> {
    let mut manuscript = read(text).ok()?;
    let article = &mut manuscript.article;
    let internal = article.internal.as_ref().filter(|_| article.customer.is_none())?;
    let answer = draft(internal, article.kind, wording).worded();
    article.customer = Some(CustomerAnswer { answer, ..CustomerAnswer::default() });
    Some(manuscript)
}

/// Brings the index up to date after a text went in or out of use. Another session that is at it finishes for both.
fn in_step(kb: &mut Kb) -> Result<(), LifeError> {
    match kb.sync() {
        Err(error) if error.is_index_busy() => Ok(()),
        done => Ok(done.map(|_| ())?),
    }
}

fn detail(kb: &mut Kb, task: &Task, now: Moment) -> Result<Detail, LifeError> {
    let mut detail = texts(kb, task, now)?;
    if let (Some(before), Some(after)) = (&detail.current, &detail.proposed) {
        detail.words = kb.words(&before.article, &after.article);
    }
    Ok(detail)
}

/// The texts that a decision is made on, and what is found in them.
fn texts(kb: &mut Kb, task: &Task, now: Moment) -> Result<Detail, LifeError> {
    let mut detail = Detail::default();
    let Some(id) = &task.id else { return Ok(detail) };
    detail.current = kb.by_id(id, now)?;
    if let Some(version) = &task.version {
        let text = kb.text_by_uuid(task.uuid.as_deref().unwrap_or_default(), now)?;
        // Beside the text in use; what is in use beside the one before it.
        if detail.current.as_ref().is_none_or(|current| current.uuid == text.uuid) {
            let before = version.revision_no.checked_sub(1).filter(|no| *no > 0);
            detail.current = before.map(|no| kb.revision_text(id, no, now)).transpose()?;
        }
        detail.findings = kb.check(&text.uuid, now)?;
        detail.talk = Some(kb.talk(&text.uuid)?);
        detail.proposed = Some(text);
        return Ok(detail);
    }
    if task.kind == TaskKind::Brought {
        let text = |uuid: &Option<String>| uuid.as_ref().map(|uuid| kb.text_by_uuid(uuid, now)).transpose();
        (detail.current, detail.leans_on) = (text(&task.uuid)?, text(&task.leans_on)?);
        if let Some(shown) = &detail.current {
            detail.findings = kb.check(&shown.uuid, now)?;
        }
        return Ok(detail);
    }
    let waits = matches!(task.kind, TaskKind::Review | TaskKind::Approved | TaskKind::Draft);
    if let (true, Some(uuid)) = (waits, &task.uuid) {
        let proposed = kb.text_by_uuid(uuid, now)?;
        detail.talk = Some(kb.talk(uuid)?);
        // Emergency wording is what is in use: what a reviewer compares it with is the text that it lies over.
        if detail.current.as_ref().is_none_or(|current| current.uuid == proposed.uuid) {
            detail.current = kb.reviewed_before(id, now)?.filter(|before| before.uuid != proposed.uuid);
        }
        detail.proposed = Some(proposed);
    }
    if task.kind == TaskKind::Duplicate {
        detail.proposed = kb.by_id(&task.detail, now)?;
    }
    if let (Some(text), Some(id)) = (&task.proposal, &task.id)
        && let Ok(manuscript) = read(text)
    {
        let newest = kb.newest_text(id, now)?;
        detail.proposed = Some(Shown { article: manuscript.article, uuid: String::new(), ..newest });
    }
    if task.kind == TaskKind::Outside {
        return Ok(detail);
    }
    let looked_at = match (task.kind, &detail.proposed) {
        (TaskKind::Duplicate, _) | (_, None) => detail.current.as_ref(),
        (_, Some(proposed)) => Some(proposed),
    };
    if let Some(shown) = looked_at.filter(|shown| !shown.uuid.is_empty()) {
        detail.findings = kb.check(&shown.uuid, now)?;
        if waits {
            detail.findings.extend(kb.findable(&shown.uuid, now)?);
        }
    }
    Ok(detail)
}

/// What could be said otherwise in the customer's texts, each where it stands.
fn words(article: &Article, wording: &Wording) -> Vec<Reword> {
    let Some(customer) = &article.customer else { return Vec::new() };
    let renderings = customer.channels.iter().map(|(name, text)| (Part::Rendering(name.clone()), &text.text));
    [(Part::Lead(Face::Customer), &customer.answer.lead), (Part::Body(Face::Customer), &customer.answer.body)]
        .into_iter()
        .chain(renderings)
        .flat_map(|(part, text)| {
            let found = wording.propose(text).into_iter();
            found.map(move |p| Reword { part: part.clone(), at: p.at.start, from: p.from, to: p.to })
        })
        .collect()
}
