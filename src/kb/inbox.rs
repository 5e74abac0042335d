//! The inbox of questions from outside: what asks the same stands together, beside the article that answers it, and is
//! decided on as one.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use jiff::civil::Date;

use super::author::{drafted, editor, kept};
use super::error::KbError;
use super::open::Kb;
use super::refusal::LifeError;
use crate::model::{
    Answer, Article, Coverage, Moment, Origin, OutsideQuestion, Query, Relation, RelationKind, Similar,
    Source, SourceClass,
};
use crate::store::{BatchKind, CameIn, NewRevision, WaitingQuestion, Who};
use crate::text::clusters::clusters;
use crate::text::fold::fold_chars;
use crate::text::likeness::{Features, Rarity, Vector};

/// Questions this alike ask the same. Judged on banking77 and clinc150, whose intents are known: less puts intents together,
/// more leaves them apart.
const ALIKE: f32 = 0.45;
/// So many rows of the search are looked at: the best, and how far the next one lies behind it.
const LOOKED_AT: usize = 2;

/// How an article stands to a question: by how alike its likest question is, from 0 to 1, and by how far the next article's
/// score lies behind, as a share. Where two articles are nearly as good, neither is surely the answer. Judged on the same sets
/// and on ms_help_zh; questions that nothing answers (clinc150 has such) must not be attached.
fn coverage(alike: f32, ahead: f32) -> Coverage {
    if alike >= 0.85 || (alike >= 0.6 && ahead >= 0.1) || (alike >= 0.45 && ahead >= 0.3) {
        Coverage::Covered
    } else if alike >= 0.45 || (alike >= 0.3 && ahead >= 0.2) {
        Coverage::Near
    } else {
        Coverage::Gap
    }
}

/// What came in with one file.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Received {
    /// Its batch.
    pub batch: i64,
    /// Questions that were never asked before.
    pub new: usize,
    /// Asked before, and waiting.
    pub again: usize,
    /// Asked before, and decided on.
    pub decided: usize,
}

/// Questions that ask the same.
#[derive(Debug, Clone, PartialEq)]
pub struct Cluster {
    /// The questions, the clearest one first.
    pub questions: Vec<WaitingQuestion>,
    /// How the KB stands to them.
    pub coverage: Coverage,
    /// The article that is nearest: id, standard question, how alike from 0 to 1.
    pub nearest: Option<(String, String, f32)>,
    /// How often all of them were asked.
    pub times: u64,
    /// Votes of all of them.
    pub votes: i64,
    /// When the first and the last was asked.
    pub days: (Option<Date>, Option<Date>),
    /// Where they were asked: addresses without what stands behind the host, each once.
    pub sources: Vec<String>,
}

impl Cluster {
    /// The number that names it: its clearest question's.
    pub fn number(&self) -> i64 {
        self.questions.first().map_or(0, |first| first.number)
    }

    /// The best answer that somebody gave to one of them, and that question.
    pub fn best_answer(&self) -> Option<&WaitingQuestion> {
        best_answer(self.questions.iter())
    }
}

/// The question with the best answer: the one with the most votes, of equals the one asked most, then the oldest.
fn best_answer<'q>(of: impl Iterator<Item = &'q WaitingQuestion>) -> Option<&'q WaitingQuestion> {
    of.filter(|q| !q.question.answer.is_empty())
        .max_by_key(|q| (q.question.votes, q.question.times, std::cmp::Reverse(q.number)))
}

/// What an editor makes of questions that ask the same.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum InboxDecision {
    /// They are other ways to ask what this article answers: its similar questions.
    Similar(String),
    /// They ask for a variant of this article: a draft that leads to it.
    Variant(String),
    /// Nothing answers them: a draft.
    Draft,
    /// They are nothing for this KB.
    Ignore,
}

/// What a decision made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Handled {
    /// How many questions were decided on.
    pub questions: usize,
    /// The article that has a new draft, and the draft's number.
    pub draft: Option<(String, u32)>,
}

/// A question as it is compared with others: folded, its letters and numbers only.
fn key(text: &str) -> String {
    fold_chars(text).into_iter().filter(|c| c.is_alphanumeric()).collect()
}

impl Kb {
    /// Takes questions in as a batch. One that was asked before is counted once more and asks nothing anew.
    ///
    /// # Errors
    /// A role below editor; those of the database. Nothing is taken in then.
    pub fn receive_outside(
        &mut self,
        who: &Who,
        name: &str,
        questions: &[OutsideQuestion],
        now: Moment,
    ) -> Result<Received, LifeError> {
        self.store.write(who, now, |w| {
            editor(w, who)?;
            let batch = w.begin_batch(BatchKind::Questions, name)?;
            let mut received = Received { batch, ..Received::default() };
            for question in questions {
                let key = key(&question.text);
                if key.is_empty() {
                    continue;
                }
                match w.take_outside(&key, question, batch)? {
                    CameIn::New => received.new += 1,
                    CameIn::Again => received.again += 1,
                    CameIn::Decided => received.decided += 1,
                }
            }
            let counts = serde_json::json!({
                "read": questions.len(), "added": received.new, "revised": 0,
                "unchanged": received.again + received.decided,
            });
            w.end_batch(batch, &counts.to_string())?;
            Ok(received)
        })
    }

    /// What waits in the inbox, put together by what it asks, most asked first.
    ///
    /// # Errors
    /// Those of the database and of the index.
    pub fn inbox(&mut self, now: Moment) -> Result<Vec<Cluster>, KbError> {
        let mut waiting = self.store.outside_open()?;
        if waiting.is_empty() {
            return Ok(Vec::new());
        }
        // The most asked come first, because they make the middles of the clusters.
        waiting.sort_by_key(|q| {
            (std::cmp::Reverse(q.question.times), std::cmp::Reverse(q.question.votes), q.number)
        });
        let features: Vec<Features> = waiting.iter().map(|q| Features::of(&q.question.text)).collect();
        let mut rarity = Rarity::default();
        features.iter().for_each(|f| rarity.count(f));
        for (_, question) in self.store.current_questions(now)? {
            rarity.count(&Features::of(&question));
        }
        let vectors: Vec<Vector> = features.iter().map(|f| rarity.vector(f)).collect();
        let mut found = Vec::with_capacity(waiting.len());
        for (q, vector) in waiting.iter().zip(&vectors) {
            found.push(self.answerer(&q.question.text, vector, &rarity, now)?);
        }
        // What one article answers is one matter, however it is worded; what is left is put together by its wording.
        let mut answered: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        let mut open = Vec::new();
        for (at, found) in found.iter().enumerate() {
            match found {
                Some(found) if found.coverage == Coverage::Covered => {
                    answered.entry(&found.id).or_default().push(at);
                }
                _ => open.push(at),
            }
        }
        let of_open: Vec<Vector> = open.iter().filter_map(|at| vectors.get(*at).cloned()).collect();
        let open = clusters(&of_open, ALIKE)
            .into_iter()
            .map(|members| members.iter().filter_map(|at| open.get(*at).copied()).collect());
        let mut out: Vec<Cluster> = answered
            .into_values()
            .chain(open)
            .map(|members: Vec<usize>| {
                let each = members
                    .iter()
                    .filter_map(|at| Some((waiting.get(*at)?, vectors.get(*at)?, found.get(*at)?.as_ref())));
                cluster(&each.collect::<Vec<_>>())
            })
            .collect();
        out.sort_by(|a, b| {
            b.times.cmp(&a.times).then(b.votes.cmp(&a.votes)).then(a.number().cmp(&b.number()))
        });
        Ok(out)
    }

    /// The article that the search finds first for a question, and how surely it answers it.
    fn answerer(
        &mut self,
        text: &str,
        vector: &Vector,
        rarity: &Rarity,
        now: Moment,
    ) -> Result<Option<Answerer>, KbError> {
        let Some(found) = self.find(&Query::of(text, LOOKED_AT), now, &|| false)? else { return Ok(None) };
        let Some(first) = found.rows.first() else { return Ok(None) };
        let Some(stored) = self.store.load(first.hit.revision, &self.trees.category)? else {
            return Ok(None);
        };
        let questions = stored.article.questions();
        let alike = questions.map(|q| rarity.vector(&Features::of(q)).likeness(vector)).fold(0.0, f32::max);
        let behind = found.rows.get(1).map_or(0.0, |next| next.hit.score);
        let ahead = (first.hit.score - behind) / first.hit.score.max(f32::MIN_POSITIVE);
        let coverage = coverage(alike, ahead);
        Ok(Some(Answerer { id: first.id.clone(), question: first.question.clone(), alike, coverage }))
    }

    /// Decides on questions that ask the same, by their numbers, the clearest first: one transaction, and what it makes is a
    /// draft that somebody else has to review. Those that somebody has decided on meanwhile stay as they are.
    ///
    /// # Errors
    /// That all of them are decided on; that there is no such article; a role below editor; those of the database.
    pub fn decide_outside(
        &mut self,
        who: &Who,
        numbers: &[i64],
        decision: &InboxDecision,
        now: Moment,
    ) -> Result<Handled, LifeError> {
        let waiting: HashMap<i64, WaitingQuestion> =
            self.store.outside_open()?.into_iter().map(|q| (q.number, q)).collect();
        let of: Vec<&WaitingQuestion> = numbers.iter().filter_map(|n| waiting.get(n)).collect();
        if of.is_empty() {
            return Err(LifeError::Decided);
        }
        let base = match decision {
            InboxDecision::Similar(id) | InboxDecision::Variant(id) => Some(self.newest_text(id, now)?),
            InboxDecision::Draft | InboxDecision::Ignore => None,
        };
        let article = match (decision, &base) {
            (InboxDecision::Similar(_), Some(base)) => Some(with_similar(&base.article, &of)),
            (InboxDecision::Variant(id), _) => Some(Article {
                relations: vec![Relation { kind: RelationKind::SeeAlso, to: id.clone() }],
                ..draft_of(&of)
            }),
            (InboxDecision::Draft, _) => Some(draft_of(&of)),
            _ => None,
        };
        let article = article.map(|a| drafted(&a, base.as_ref().map(|b| &b.article))).transpose()?;
        let hash = article.as_ref().map(Article::content_hash).unwrap_or_default();
        let handled = self.store.write(who, now, |w| -> Result<Handled, LifeError> {
            editor(w, who)?;
            let mut made = None;
            match (&article, &base, decision) {
                (Some(article), Some(base), InboxDecision::Similar(id)) => {
                    let found = w.find_id(id)?.ok_or_else(|| LifeError::NoArticle { id: id.clone() })?;
                    let (newest, _) = w.content_of(found.newest)?;
                    if newest == hash {
                        made = Some((found.number, None));
                    } else {
                        let new =
                            NewRevision { article, hash: &hash, based_on: Some(base.revision), batch: None };
                        let number = w.revise(found.number, new)?;
                        w.event("outside", Some(found.number), Some(number), None)?;
                        made = Some((found.number, Some(number)));
                    }
                }
                (Some(article), ..) => {
                    let added = w.add(NewRevision { article, hash: &hash, based_on: None, batch: None })?;
                    w.event("outside", Some(added.number), Some(added.newest), None)?;
                    made = Some((added.number, Some(added.newest)));
                }
                _ => {}
            }
            let word = match decision {
                InboxDecision::Similar(_) => "covered",
                InboxDecision::Variant(_) => "near",
                InboxDecision::Draft => "gap",
                InboxDecision::Ignore => "ignored",
            };
            let mut questions = 0;
            for q in &of {
                questions +=
                    usize::from(w.decide_outside(q.number, word, made.map(|(article, _)| article))?);
            }
            if questions == 0 {
                return Err(LifeError::Decided);
            }
            let draft = match made.and_then(|(_, revision)| revision) {
                Some(revision) => {
                    let kept = kept(w, revision)?;
                    Some((kept.id, kept.revision_no))
                }
                None => None,
            };
            Ok(Handled { questions, draft })
        })?;
        let _ = self.read_trees();
        Ok(handled)
    }
}

/// The article that may answer a question.
struct Answerer {
    id: String,
    question: String,
    alike: f32,
    coverage: Coverage,
}

/// Questions that ask the same, the clearest first.
fn cluster(of: &[(&WaitingQuestion, &Vector, Option<&Answerer>)]) -> Cluster {
    let middle = of.iter().fold(Vector::default(), |sum, (_, vector, _)| sum.plus(vector)).unit();
    let mut order: Vec<_> = of.iter().map(|(q, vector, _)| (*q, middle.likeness(vector))).collect();
    // The clearest wording is the one nearest to the middle; of equals the shorter.
    order.sort_by(|a, b| {
        let length = |q: &WaitingQuestion| q.question.text.chars().count();
        b.1.total_cmp(&a.1).then_with(|| length(a.0).cmp(&length(b.0))).then(a.0.number.cmp(&b.0.number))
    });
    let near = of.iter().filter_map(|(.., found)| *found).filter(|found| found.coverage != Coverage::Gap);
    let best = near.max_by(|a, b| a.alike.total_cmp(&b.alike).then_with(|| b.id.cmp(&a.id)));
    let sources: BTreeSet<&str> = of.iter().map(|(q, ..)| site(&q.question.source)).collect();
    Cluster {
        coverage: best.map_or(Coverage::Gap, |best| best.coverage),
        nearest: best.map(|best| (best.id.clone(), best.question.clone(), best.alike)),
        times: of.iter().map(|(q, ..)| u64::from(q.question.times)).sum(),
        votes: of.iter().map(|(q, ..)| q.question.votes).sum(),
        days: (
            of.iter().filter_map(|(q, ..)| q.question.day).min(),
            of.iter().filter_map(|(q, ..)| q.last_day).max(),
        ),
        sources: sources.into_iter().filter(|s| !s.is_empty()).map(str::to_owned).collect(),
        questions: order.into_iter().map(|(q, _)| q.clone()).collect(),
    }
}

/// The site of an address: what stands before the path.
fn site(source: &str) -> &str {
    let Some((_, rest)) = source.split_once("://") else { return source };
    rest.split('/').next().unwrap_or_default()
}

/// An article with these questions among its similar ones, where it does not have them already.
fn with_similar(article: &Article, of: &[&WaitingQuestion]) -> Article {
    let mut article = article.clone();
    let mut known: BTreeSet<String> = article.questions().map(key).collect();
    for q in of {
        if known.insert(key(&q.question.text)) {
            article.similar.push(Similar { text: q.question.text.clone(), origin: Origin::External });
        }
    }
    article
}

/// A draft of questions that nothing answers: the clearest one as the standard question, and the best answer as raw
/// material for whoever writes the house's own.
fn draft_of(of: &[&WaitingQuestion]) -> Article {
    let Some((first, others)) = of.split_first() else { return Article::default() };
    let mut article = Article { question: first.question.text.clone(), ..Article::default() };
    article = with_similar(&article, others);
    let best = best_answer(of.iter().copied());
    if let Some(best) = best {
        article.internal = Some(Answer { lead: String::new(), body: best.question.answer.clone() });
    }
    let told = best.unwrap_or(first);
    article.source = Some(Source {
        class: Some(SourceClass::External),
        reference: told.question.source.clone(),
        date: told.question.day,
        licence: told.question.licence.clone(),
        ..Source::default()
    });
    article.confidence = Some(crate::model::Confidence::Wip);
    article
}
