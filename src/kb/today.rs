//! What is most worth an editor's next minutes, by the harm that is avoided in each.

use std::collections::HashMap;

use super::check::Wanted;
use super::inbox::Cluster;
use super::open::Kb;
use super::refusal::LifeError;
use super::versions::Version;
use crate::customer::finding::Severity;
use crate::customer::lint::question_key;
use crate::model::lifecycle::Verdict;
use crate::model::manuscript::read;
use crate::model::{FeedbackKind, Moment, Scope, Stage, words};
use crate::store::Stored;
use crate::text::leaning::leans;

words! {
    /// What there is to do.
    TaskKind {
        /// A text that waits for a reviewer.
        Review = "review",
        /// What agents have flagged, or proposed to be changed.
        Flag = "flag",
        /// A question that has no good answer yet.
        Gap = "gap",
        /// A customer text that lags behind the internal one.
        Drift = "drift",
        /// A text that ends soon.
        Expiring = "expiring",
        /// A text that somebody should have looked at again.
        ReviewDue = "review_due",
        /// An article that says nothing to the customer.
        NoCustomer = "no_customer",
        /// A text that was approved and is not in use.
        Approved = "approved",
        /// A question that two articles answer for the same customers.
        Duplicate = "duplicate",
        /// A query that must find its article and does not.
        Golden = "golden",
        /// A draft that nobody has handed in.
        Draft = "draft",
        /// A text that was begun on this desk and is not saved.
        Unsaved = "unsaved",
        /// Questions from outside that ask the same.
        Outside = "outside",
        /// A draft that an import brought.
        Brought = "brought",
        /// One of the texts of an article.
        Version = "version",
    }
}

impl TaskKind {
    /// The message that names it.
    pub fn message_key(self) -> &'static str {
        match self {
            TaskKind::Review => "work.review",
            TaskKind::Flag => "work.flag",
            TaskKind::Gap => "work.gap",
            TaskKind::Drift => "work.drift",
            TaskKind::Expiring => "work.expiring",
            TaskKind::ReviewDue => "work.review_due",
            TaskKind::NoCustomer => "work.no_customer",
            TaskKind::Approved => "work.approved_task",
            TaskKind::Duplicate => "work.duplicate",
            TaskKind::Golden => "work.golden",
            TaskKind::Draft => "work.draft",
            TaskKind::Unsaved => "work.unsaved",
            TaskKind::Outside => "work.outside",
            TaskKind::Brought => "work.brought",
            TaskKind::Version => "work.version",
        }
    }
}

/// One thing to do.
#[derive(Debug, Clone, PartialEq)]
pub struct Task {
    /// What sort of thing.
    pub kind: TaskKind,
    /// The article, by id; none for a gap.
    pub id: Option<String>,
    /// Its question, or what was asked.
    pub question: String,
    /// What sort of feedback it is.
    pub what: Option<FeedbackKind>,
    /// What was said, a day, a name.
    pub detail: String,
    /// The manuscript that somebody proposes.
    pub proposal: Option<String>,
    /// UUID of what it is decided by: the feedback or the revision; for an unsaved text the key it is kept under.
    pub uuid: Option<String>,
    /// The questions from outside.
    pub cluster: Option<Box<Cluster>>,
    /// A reviewer has sent it back; the detail says who and why.
    pub is_returned: bool,
    /// Until when the text is in use before anybody has reviewed it.
    pub emergency_until: Option<Moment>,
    /// The text, of an article's texts.
    pub version: Option<Box<Version>>,
    /// UUID of the draft above it in its document.
    pub above: Option<String>,
    /// UUID of the draft that it leans on.
    pub leans_on: Option<String>,
    /// How often this desk used the article.
    pub used: u32,
    /// Minutes that it takes an editor who knows the field; an estimate.
    pub minutes: u32,
    /// Harm avoided in each of these minutes: comparable within one list only.
    pub weight: f64,
}

/// What one day of leaving it costs, and how many minutes it takes. Estimates of people who do this work: a wrong answer
/// that is used hurts most, a validation is the quickest.
const fn worth(kind: TaskKind, what: Option<FeedbackKind>) -> (f64, u32) {
    match (kind, what) {
        (TaskKind::Flag, Some(FeedbackKind::Wrong)) => (40.0, 4),
        (TaskKind::Flag, Some(FeedbackKind::Outdated)) => (30.0, 4),
        (TaskKind::Flag, Some(FeedbackKind::Fix)) => (20.0, 3),
        (TaskKind::Flag, _) => (10.0, 4),
        (TaskKind::Gap, _) => (15.0, 8),
        (TaskKind::Drift, _) => (35.0, 5),
        (TaskKind::Expiring, _) => (20.0, 3),
        (TaskKind::Review, _) => (25.0, 5),
        (TaskKind::ReviewDue, _) => (8.0, 2),
        (TaskKind::NoCustomer, _) => (12.0, 10),
        (TaskKind::Approved, _) => (30.0, 1),
        (TaskKind::Duplicate, _) => (15.0, 6),
        (TaskKind::Golden, _) => (30.0, 4),
        (TaskKind::Draft, _) => (10.0, 5),
        (TaskKind::Unsaved, _) => (25.0, 2),
        (TaskKind::Outside, _) => (15.0, 1),
        (TaskKind::Brought | TaskKind::Version, _) => (10.0, 2),
    }
}

/// So many of each sort are looked at.
const OF_A_SORT: usize = 500;
/// So many golden queries are asked.
const GOLDEN: usize = 2_000;
/// What ends within so many days is to be seen to.
const EXPIRING_DAYS: i32 = 14;
/// A day in ms.
const DAY: i64 = 86_400_000;

impl Kb {
    /// What is to be done, the most harm avoided per minute first.
    ///
    /// # Errors
    /// Those of the database.
    pub fn today(&self, now: Moment) -> Result<Vec<Task>, LifeError> {
        let used = self.own(|desk, kb| desk.use_counts(kb)).unwrap_or_default();
        let mut tasks = Vec::new();
        self.feedback_tasks(&used, now, &mut tasks)?;
        for waits in self.queue(now)? {
            let mut task = of(TaskKind::Review, None, &used, Some(waits.id), waits.question);
            task.detail = waits.author;
            task.uuid = Some(waits.uuid);
            task.emergency_until = waits.emergency_until;
            // Emergency wording is in use already and has been seen by nobody.
            let urgency = if waits.emergency_until.is_some() { 8.0 } else { 1.0 };
            task.weight *= urgency * aged(waits.since, now);
            tasks.push(task);
        }
        let day = |until: jiff::civil::Date| until.yesterday().unwrap_or(until);
        for (id, question, until) in self.store.expiring(now, EXPIRING_DAYS, OF_A_SORT)? {
            // Whoever found it still right lately has let it end.
            let number = self.store.find_id(&id)?.map_or(0, |found| found.number);
            let looked = self.store.validation_of(number)?.map(|validation| validation.at);
            if looked.is_some_and(|at| now.0.saturating_sub(at.0) < i64::from(EXPIRING_DAYS) * DAY) {
                continue;
            }
            let mut task = of(TaskKind::Expiring, None, &used, Some(id), question);
            let left = (day(until) - self.zone().day_of(now)).get_days();
            task.weight *= if left <= 3 { 2.0 } else { 1.0 };
            task.detail = day(until).to_string();
            tasks.push(task);
        }
        for (id, question, revision) in self.store.review_due(now, OF_A_SORT)? {
            let mut task = of(TaskKind::ReviewDue, None, &used, Some(id), question);
            task.uuid = self.store.uuid_of(revision)?;
            tasks.push(task);
        }
        for (id, question, _) in self.store.without_customer_face(now, OF_A_SORT)? {
            tasks.push(of(TaskKind::NoCustomer, None, &used, Some(id), question));
        }
        for revision in self.store.standing(Stage::Approved)? {
            let question = self.store.question_at(revision.number)?.unwrap_or_default();
            let mut task = of(TaskKind::Approved, None, &used, Some(revision.id), question);
            task.detail = revision.author;
            task.uuid = Some(revision.uuid);
            tasks.push(task);
        }
        for draft in self.store.drafts(OF_A_SORT)? {
            let mut task = of(TaskKind::Draft, None, &used, Some(draft.id), draft.question);
            let reviews = self.talk(&draft.uuid)?.reviews;
            let returned = reviews.into_iter().rev().find(|review| review.verdict == Verdict::Return);
            task.is_returned = returned.is_some();
            task.detail =
                returned.map_or(draft.author, |review| format!("{}：{}", review.reviewer, review.note));
            task.uuid = Some(draft.uuid);
            task.weight *= aged(draft.made, now);
            tasks.push(task);
        }
        for writing in self.writings()? {
            let id = self.store.find_id(&writing.key)?.map(|_| writing.key.clone());
            // As it reads in the text; one that cannot be read yet has the article's.
            let question = match read(&writing.text) {
                Ok(manuscript) => manuscript.article.question,
                Err(_) => self.store.question_of(&writing.key)?.unwrap_or_default(),
            };
            let mut task = of(TaskKind::Unsaved, None, &used, id, question);
            task.detail = self.zone().minute_label(writing.at);
            task.uuid = Some(writing.key);
            tasks.push(task);
        }
        self.duplicate_tasks(&used, now, &mut tasks)?;
        self.golden_tasks(&used, now, &mut tasks)?;
        self.drift_tasks(&used, now, &mut tasks)?;
        tasks.sort_by(|a, b| {
            b.weight
                .total_cmp(&a.weight)
                .then_with(|| a.id.cmp(&b.id))
                .then_with(|| a.question.cmp(&b.question))
        });
        Ok(tasks)
    }

    /// What waits in the inbox, most asked first.
    ///
    /// # Errors
    /// Those of the database and of the index.
    pub fn inbox_tasks(&mut self, now: Moment) -> Result<Vec<Task>, LifeError> {
        let used = HashMap::new();
        let task = |cluster: Cluster| {
            let question = cluster.questions.first().map(|q| q.question.text.clone()).unwrap_or_default();
            let id = cluster.nearest.as_ref().map(|nearest| nearest.0.clone());
            let mut task = of(TaskKind::Outside, None, &used, id, question);
            task.weight = f64::from(u32::try_from(cluster.times).unwrap_or(u32::MAX));
            task.cluster = Some(Box::new(cluster));
            task
        };
        Ok(self.inbox(now)?.into_iter().map(task).collect())
    }

    /// The drafts that a batch brought and that nobody has handed in, in the order of the document. Of one that leans on what
    /// stands elsewhere the words are told.
    ///
    /// # Errors
    /// That there is no such batch; those of the database.
    pub fn batch_tasks(&self, number: i64) -> Result<Vec<Task>, LifeError> {
        let used = HashMap::new();
        let drafts = self.drafts_of(number)?;
        let mut tasks: Vec<Task> = Vec::with_capacity(drafts.len());
        for stored in &drafts {
            let article = &stored.article;
            let answer = article.internal.as_ref().or(article.customer.as_ref().map(|face| &face.answer));
            let leaning = answer.and_then(|answer| leans(&answer.body)).unwrap_or_default();
            let mut task = of(TaskKind::Brought, None, &used, article.id.clone(), article.question.clone());
            task.above = tasks.last().and_then(|above| above.uuid.clone());
            // 见第三条 leans on the piece that is called so, everything else on what stands above it.
            let named = leaning.trim_start_matches(['见', '按']);
            let is_named = |draft: &&Stored| {
                let of = draft.article.source.as_ref().map(|source| source.reference.as_str());
                draft.uuid != stored.uuid
                    && (draft.article.question.contains(named) || of.is_some_and(|of| of.contains(named)))
            };
            task.leans_on = match leaning {
                "" => None,
                _ if named.starts_with('第') => drafts.iter().find(is_named).map(|draft| draft.uuid.clone()),
                _ => None,
            };
            if !leaning.is_empty() && task.leans_on.is_none() {
                task.leans_on.clone_from(&task.above);
            }
            leaning.clone_into(&mut task.detail);
            task.uuid = Some(stored.uuid.clone());
            tasks.push(task);
        }
        Ok(tasks)
    }

    fn feedback_tasks(
        &self,
        used: &HashMap<String, u32>,
        now: Moment,
        tasks: &mut Vec<Task>,
    ) -> Result<(), LifeError> {
        for one in self.store.undecided(OF_A_SORT)? {
            let is_gap = matches!(one.what, FeedbackKind::Gap | FeedbackKind::Add);
            let kind = if is_gap { TaskKind::Gap } else { TaskKind::Flag };
            let asked = serde_json::from_str::<serde_json::Value>(&one.text).ok().filter(|_| is_gap);
            let part =
                |name: &str| asked.as_ref().and_then(|value| value.get(name)?.as_str().map(str::to_owned));
            let (asked, written) = (part("query"), part("text"));
            let question = match (&one.article, asked) {
                (_, Some(query)) => query,
                (Some(id), None) => self.store.question_of(id)?.unwrap_or_default(),
                (None, None) => one.text.clone(),
            };
            let mut task = of(kind, Some(one.what), used, one.article, question);
            task.detail = match one.what {
                // The proposal is a whole manuscript: it is opened, not read in a line.
                _ if is_gap || one.text.starts_with("---") => one.os_user,
                _ => format!("{}：{}", one.os_user, one.text),
            };
            task.proposal = written.or_else(|| one.text.starts_with("---").then_some(one.text));
            task.uuid = Some(one.uuid);
            task.weight *= aged(one.at, now);
            // The same question asked by many is one task that weighs as many.
            let same = tasks.iter_mut().find(|other| {
                other.kind == TaskKind::Gap && kind == TaskKind::Gap && other.question == task.question
            });
            match same {
                Some(other) => other.weight += task.weight,
                None => tasks.push(task),
            }
        }
        Ok(())
    }

    /// Articles in use that have the same standard question for just the same customers.
    fn duplicate_tasks(
        &self,
        used: &HashMap<String, u32>,
        now: Moment,
        tasks: &mut Vec<Task>,
    ) -> Result<(), LifeError> {
        let apart = self.store.kept_apart()?;
        let mut same: HashMap<String, Vec<(String, String)>> = HashMap::new();
        for (id, question) in self.store.current_questions(now)? {
            same.entry(question_key(&question)).or_default().push((id, question));
        }
        let mut groups: Vec<Vec<(String, String)>> = same.into_values().filter(|ids| ids.len() > 1).collect();
        groups.sort();
        for group in groups.into_iter().take(OF_A_SORT) {
            let mut scopes: Vec<(Scope, String, i64)> = Vec::new();
            for (id, question) in group {
                let Some(text) = self.by_id(&id, now)? else { continue };
                let (scope, number) = (text.article.scope, text.number);
                match scopes.iter().find(|(other, ..)| *other == scope) {
                    Some((_, _, other)) if apart.contains(&(number.min(*other), number.max(*other))) => {}
                    Some((_, other, _)) => {
                        let mut task = of(TaskKind::Duplicate, None, used, Some(id), question);
                        task.detail.clone_from(other);
                        tasks.push(task);
                    }
                    None => scopes.push((scope, id, number)),
                }
            }
        }
        Ok(())
    }

    /// Golden queries whose article is not among the first rows.
    fn golden_tasks(
        &self,
        used: &HashMap<String, u32>,
        now: Moment,
        tasks: &mut Vec<Task>,
    ) -> Result<(), LifeError> {
        let Some(session) = &self.session else { return Ok(()) };
        for golden in self.store.golden(0, GOLDEN)? {
            let Some(found) = self.store.find_id(&golden.id)? else { continue };
            if self.current_text(found.number, now)?.is_none() {
                continue;
            }
            let (query, scope) = (golden.text.as_str(), &golden.scope);
            let wanted = Wanted { query, scope, article: found.number, left_out: None };
            if self.rank_of(session, &wanted, now)?.is_none() {
                let question = self.store.question_of(&golden.id)?.unwrap_or_default();
                let mut task = of(TaskKind::Golden, None, used, Some(golden.id), question);
                task.detail = golden.text;
                tasks.push(task);
            }
        }
        Ok(())
    }

    fn drift_tasks(
        &self,
        used: &HashMap<String, u32>,
        now: Moment,
        tasks: &mut Vec<Task>,
    ) -> Result<(), LifeError> {
        let rules = self.rulebook()?;
        let mut lagging = 0;
        for (id, question, revision) in self.store.made_from_internal(now, usize::MAX)? {
            let Some(stored) = self.store.load(revision, &self.trees.category)? else { continue };
            if !stored.article.is_drifted() {
                continue;
            }
            let mut task = of(TaskKind::Drift, None, used, Some(id), question);
            let found = rules.findings(&stored.article);
            let changed: Vec<String> = found
                .into_iter()
                .filter(|f| f.rule.starts_with("drift.") && f.severity == Severity::Error)
                .map(|f| f.text)
                .collect();
            // Where every fact is still the same it is a matter of words.
            task.weight *= if changed.is_empty() { 0.3 } else { 1.0 };
            let mut named: Vec<&str> = Vec::new();
            for fact in &changed {
                if !named.contains(&fact.as_str()) {
                    named.push(fact);
                }
            }
            task.detail = named.join("，");
            tasks.push(task);
            lagging += 1;
            if lagging == OF_A_SORT {
                break;
            }
        }
        Ok(())
    }
}

pub(super) fn of(
    kind: TaskKind,
    what: Option<FeedbackKind>,
    used: &HashMap<String, u32>,
    id: Option<String>,
    question: String,
) -> Task {
    let used = id.as_ref().and_then(|id| used.get(id)).copied().unwrap_or(0);
    let (harm, minutes) = worth(kind, what);
    let weight = harm * f64::from(used + 1).ln_1p() / f64::from(minutes);
    Task {
        kind,
        id,
        question,
        what,
        detail: String::new(),
        proposal: None,
        uuid: None,
        cluster: None,
        is_returned: false,
        emergency_until: None,
        version: None,
        above: None,
        leans_on: None,
        used,
        minutes,
        weight,
    }
}

/// What has waited for a week weighs double.
fn aged(since: Moment, now: Moment) -> f64 {
    let days = now.0.saturating_sub(since.0).max(0) / DAY;
    1.0 + f64::from(u32::try_from(days).unwrap_or(u32::MAX).min(70)) / 7.0
}
