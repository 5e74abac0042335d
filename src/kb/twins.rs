//! Articles that say the same twice, or answer one question differently: what an editor merges, or keeps apart.

use std::collections::hash_map::Entry;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use super::error::KbError;
use super::gate::meet;
use super::open::Kb;
use super::refusal::LifeError;
use crate::customer::conflict::{Conflict, conflict, hold_alike};
use crate::customer::lint::question_key;
use crate::model::{Article, Moment, words};
use crate::store::{OpenText, Stored, Who};
use crate::text::fold::fold_str;
use crate::text::likeness::{Features, Rarity, Vector};
use crate::text::pairs::alike;
use crate::text::sketch::{Sketches, resemblance};

words! {
    /// What two articles have in common.
    TwinKind {
        /// One question, and facts that contradict each other.
        Conflict = "conflict",
        /// One question, as standard or similar question.
        Question = "question",
        /// Questions that are worded alike.
        LikeQuestion = "like_question",
        /// Answers that are the same but for a few words.
        Answer = "answer",
    }
}

/// Two articles in use that have something in common, where both hold for the same customers at the same time and neither
/// is an exception from the other.
#[derive(Debug, Clone, PartialEq)]
pub struct Twins {
    /// What they have in common.
    pub kind: TwinKind,
    /// Their ids, the older article first.
    pub ids: (String, String),
    /// Their standard questions.
    pub questions: (String, String),
    /// How alike their questions are, or their answers: 1 is the same.
    pub likeness: f32,
    /// In which facts they contradict each other.
    pub conflicts: Vec<Conflict>,
}

/// Looks on while the knowledge base is gone through: how many pairs of how many have been looked at.
pub type Progress<'p> = &'p mut dyn FnMut(usize, usize);

/// Questions that are worded this much alike are held beside each other. Judged by reading the pairs of the demo and of a
/// help centre with 2,000 articles: below it most pairs ask of two things.
const LIKE_QUESTION: f32 = 0.85;
/// Answers that share so much are the same.
const LIKE_ANSWER: f32 = 0.85;
/// Of more articles with one question each is held beside so many before it.
const OF_ONE_QUESTION: usize = 64;

/// A pair of places among the texts, and what speaks for it.
type Candidates = BTreeMap<(usize, usize), (TwinKind, f32)>;

impl Kb {
    /// Articles that answer one question twice or say the same, contradictions first; with `only` just those of a kind.
    /// Those that somebody has kept apart are left out.
    ///
    /// # Errors
    /// Those of the database.
    pub fn twins(
        &self,
        only: Option<TwinKind>,
        now: Moment,
        progress: Progress<'_>,
    ) -> Result<Vec<Twins>, LifeError> {
        let _steady = self.store.steady()?;
        let texts = self.store.open_texts(now)?;
        let mut candidates = Candidates::new();
        self.of_one_question(&texts, now, &mut candidates)?;
        if only.is_none_or(|kind| kind == TwinKind::LikeQuestion) {
            like_questions(&texts, &mut candidates);
        }
        if only.is_none_or(|kind| kind == TwinKind::Answer) {
            self.of_one_answer(&texts, now, &mut candidates)?;
        }
        let apart = self.store.kept_apart()?;
        let mut loaded: HashMap<usize, Option<Open>> = HashMap::new();
        let all = candidates.len();
        let mut out = Vec::new();
        for (done, ((one, other), (kind, likeness))) in candidates.into_iter().enumerate() {
            progress(done, all);
            let Some(pair) = texts.get(one).zip(texts.get(other)) else { continue };
            if pair.0.article == pair.1.article
                || apart.contains(&(pair.0.article.min(pair.1.article), pair.0.article.max(pair.1.article)))
            {
                continue;
            }
            for (at, text) in [(one, pair.0), (other, pair.1)] {
                if let Entry::Vacant(place) = loaded.entry(at) {
                    place.insert(self.open_text(text, now)?);
                }
            }
            let read = |at: usize| loaded.get(&at).and_then(Option::as_ref);
            if let Some((one, other)) = read(one).zip(read(other)) {
                out.extend(self.twin(one, other, kind, likeness));
            }
            // Pairs come in the order of their first text: what lies before it is not asked for again.
            if loaded.len() > 4_096 {
                loaded.retain(|at, _| *at >= one);
            }
        }
        out.retain(|twins| only.is_none_or(|kind| twins.kind == kind));
        out.sort_by(|a, b| {
            let rank = |t: &Twins| (TwinKind::ALL.iter().position(|k| *k == t.kind), t.ids.clone());
            rank(a).cmp(&rank(b))
        });
        Ok(out)
    }

    /// Remembers that two articles are no duplicates, so that nobody is asked again; whether that is new.
    ///
    /// # Errors
    /// That there is no such article, that both are one; a role below editor; those of the database.
    pub fn keep_apart(&mut self, who: &Who, one: &str, other: &str, now: Moment) -> Result<bool, LifeError> {
        self.store.write(who, now, |w| {
            super::author::editor(w, who)?;
            let (one, other) = super::merge::both(w, one, other)?;
            let is_new = w.keep_apart((one.number, other.number))?;
            if is_new {
                let detail = serde_json::json!({ "apart_from": other.number }).to_string();
                w.event("apart", Some(one.number), None, Some(&detail))?;
            }
            Ok(is_new)
        })
    }

    /// Texts with a question in common: the standard question of one is a question of the other.
    fn of_one_question(
        &self,
        texts: &[OpenText],
        now: Moment,
        candidates: &mut Candidates,
    ) -> Result<(), KbError> {
        let by_revision: HashMap<i64, usize> =
            texts.iter().enumerate().map(|(at, text)| (text.revision, at)).collect();
        let mut standard: HashMap<String, Vec<usize>> = HashMap::new();
        for (at, text) in texts.iter().enumerate() {
            standard.entry(question_key(&text.question)).or_default().push(at);
        }
        standard.remove("");
        for group in standard.values() {
            for (place, other) in group.iter().enumerate() {
                for one in group.iter().take(place).rev().take(OF_ONE_QUESTION) {
                    candidates.insert((*one, *other), (TwinKind::Question, 1.0));
                }
            }
        }
        for (revision, similar) in self.store.open_similar(now)? {
            let Some(&at) = by_revision.get(&revision) else { continue };
            let same = standard.get(&question_key(&similar)).into_iter().flatten();
            for other in same.filter(|other| **other != at).take(OF_ONE_QUESTION) {
                candidates.entry((at.min(*other), at.max(*other))).or_insert((TwinKind::Question, 1.0));
            }
        }
        Ok(())
    }

    /// Texts whose answers are the same but for a few words.
    fn of_one_answer(
        &self,
        texts: &[OpenText],
        now: Moment,
        candidates: &mut Candidates,
    ) -> Result<(), KbError> {
        let by_revision: HashMap<i64, usize> =
            texts.iter().enumerate().map(|(at, text)| (text.revision, at)).collect();
        let mut sketches = Sketches::default();
        let mut met: Vec<(usize, usize)> = Vec::new();
        self.store.open_answers(now, &mut |revision, text| {
            if let Some(&at) = by_revision.get(&revision) {
                let number = u32::try_from(at).unwrap_or(u32::MAX);
                let others =
                    sketches.enter(number, text).into_iter().filter_map(|other| usize::try_from(other).ok());
                met.extend(others.map(|other| (at.min(other), at.max(other))));
            }
        })?;
        for pair in met {
            candidates.entry(pair).or_insert((TwinKind::Answer, 0.0));
        }
        Ok(())
    }

    fn open_text(&self, text: &OpenText, now: Moment) -> Result<Option<Open>, LifeError> {
        let Some(stored) = self.store.load(text.revision, &self.trees.category)? else { return Ok(None) };
        let spans = self.in_use(&stored, now)?;
        Ok(Some(Open { stored, spans }))
    }

    /// What two texts have in common; `None` where nobody gets both, or where it is less than it seemed.
    fn twin(&self, one: &Open, other: &Open, kind: TwinKind, likeness: f32) -> Option<Twins> {
        let lineage = |axis, name: &str| self.trees.on(axis).with_ancestors(name);
        let (a, b) = (&one.stored.article, &other.stored.article);
        if !meet(&one.spans, &other.spans) || !hold_alike(&a.scope, &b.scope, lineage) {
            return None;
        }
        let likeness = if kind == TwinKind::Answer { resemblance(&said(a), &said(b)) } else { likeness };
        if kind == TwinKind::Answer && likeness < LIKE_ANSWER {
            return None;
        }
        let conflicts = conflict(a, b, lineage);
        let same_question = question_key(&a.question) == question_key(&b.question);
        let kind = if same_question && !conflicts.is_empty() { TwinKind::Conflict } else { kind };
        let mut sides = [one, other];
        sides.sort_by_key(|side| side.stored.number);
        let [first, second] = sides.map(|side| &side.stored.article);
        let conflicts = if std::ptr::eq(first, a) { conflicts } else { conflict(b, a, lineage) };
        let id = |article: &Article| article.id.clone().unwrap_or_default();
        Some(Twins {
            kind,
            ids: (id(first), id(second)),
            questions: (first.question.clone(), second.question.clone()),
            likeness,
            conflicts,
        })
    }
}

/// A text in use or to be in use, and when it is.
struct Open {
    stored: Stored,
    spans: Vec<(Moment, Moment)>,
}

/// Texts whose standard questions are worded alike.
fn like_questions(texts: &[OpenText], candidates: &mut Candidates) {
    let features: Vec<Features> = texts.iter().map(|text| Features::of(&text.question)).collect();
    let mut rarity = Rarity::default();
    features.iter().for_each(|f| rarity.count(f));
    let mut seen: HashSet<String> = HashSet::new();
    // Of several with the same question the first stands for all: they are paired already.
    let places: Vec<usize> = texts
        .iter()
        .enumerate()
        .filter(|(_, text)| seen.insert(question_key(&text.question)))
        .map(|(at, _)| at)
        .collect();
    let vectors: Vec<Vector> =
        places.iter().filter_map(|at| features.get(*at)).map(|f| rarity.vector(f)).collect();
    for (one, other, likeness) in alike(&vectors, LIKE_QUESTION) {
        if let Some((one, other)) = places.get(one).zip(places.get(other))
            && !name_two_things(texts.get(*one), texts.get(*other))
        {
            candidates.entry((*one, *other)).or_insert((TwinKind::LikeQuestion, likeness));
        }
    }
}

/// Whether each of two questions names something in letters or digits that the other does not: 还原 OneDrive and 还原 Teams,
/// 129 and 199. A number that only counts the questions of a page names nothing.
fn name_two_things(one: Option<&OpenText>, other: Option<&OpenText>) -> bool {
    let names = |text: Option<&OpenText>| -> BTreeSet<String> {
        let folded = fold_str(text.map_or("", |text| &text.question));
        let start = folded.trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, '.' | '、' | ' '));
        start
            .split(|c: char| !c.is_ascii_alphanumeric())
            .filter(|word| !word.is_empty())
            .map(str::to_owned)
            .collect()
    };
    let (one, other) = (names(one), names(other));
    one.difference(&other).next().is_some() && other.difference(&one).next().is_some()
}

/// The internal answer, else the customer's.
fn said(article: &Article) -> String {
    let internal = article.internal.as_ref().filter(|answer| !answer.is_empty());
    let answer = internal.or(article.customer.as_ref().map(|face| &face.answer));
    answer.map(|answer| format!("{}\n{}", answer.lead, answer.body)).unwrap_or_default()
}
