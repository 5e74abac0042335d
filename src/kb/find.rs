//! Finding and showing: hits become rows, revisions become what a person reads.

use std::collections::HashMap;

use super::asking::Asking;
use super::error::KbError;
use super::open::Kb;
use super::sync::Health;
use super::view::{Found, Notice, Relaxation, Row, Shown};
use crate::model::publication::current;
use crate::model::{Axis, Hit, Moment, Query, Route, Scope, Stage, Trust, Validity};
use crate::search::{
    Answer, Filter, Prepared, SearchError, Session, Unit, heard_marks, marks, merged, needles,
};
use crate::store::Stored;
use crate::text::clean::one_line;
use crate::text::fold::{fold_chars, is_han};
use crate::text::markdown::{Block, parse, plain};

/// An index that could not be brought up to date is tried again after so long: not on every key.
const RETRY_MS: i64 = 5_000;
/// Scores that differ by less are equal as far as evidence goes.
const EQUAL: f32 = 0.97;
/// Fewer rows that answer to all of the query, and what was given up is said.
const ENOUGH: usize = 3;

impl Kb {
    /// Answers a query; `None` when a newer one overtook it.
    ///
    /// # Errors
    /// Those of the database and of the index.
    pub fn find(
        &mut self,
        query: &Query,
        now: Moment,
        is_stale: &(dyn Fn() -> bool + Sync),
    ) -> Result<Option<Found>, KbError> {
        let found = self.look_for(query, now, is_stale);
        if matches!(found, Err(KbError::Store(_))) {
            self.distrust();
        }
        found
    }

    fn look_for(
        &mut self,
        query: &Query,
        now: Moment,
        is_stale: &(dyn Fn() -> bool + Sync),
    ) -> Result<Option<Found>, KbError> {
        let notice = self.standing(now)?;
        let asking = self.asking(query, now);
        let answer = match &self.session {
            Some(session) => self.answer(session, query, &asking, now, is_stale),
            None => Ok(Some(Found::default())),
        };
        let answer = match answer {
            Err(KbError::Search(error)) if !matches!(error, SearchError::Locked { .. }) => {
                // It opened, and is damaged further in: it is given up and made again like one that does not open.
                if let Some(session) = self.session.take()
                    && !self.is_read_only()
                {
                    self.home.condemn(&session);
                }
                return Ok(Some(Found { notice: self.standing(now)?, ..Found::default() }));
            }
            other => other?,
        };
        let Some(found) = answer else { return Ok(None) };
        if let Some(found) = self.as_a_title(query, &asking, now, is_stale)? {
            return Ok(Some(Found { notice, ..found }));
        }
        Ok(Some(Found { notice, remarks: asking.remarks, ..found }))
    }

    /// What is current at an instant and holds in a scope.
    pub(super) fn filter(&self, scope: &Scope, now: Moment) -> Filter {
        Filter::new(now, scope, |axis, name| self.trees.on(axis).with_ancestors(name))
    }

    /// What an index as it is says to a query; `None` when a newer one overtook it.
    pub(super) fn answer(
        &self,
        session: &Session,
        query: &Query,
        asking: &Asking,
        now: Moment,
        is_stale: &(dyn Fn() -> bool + Sync),
    ) -> Result<Option<Found>, KbError> {
        if asking.nothing {
            return Ok(Some(Found::default()));
        }
        let _steady = self.store.steady()?;
        let Asking { prepared, filter, .. } = asking;
        let ranked = if asking.lists {
            session.list(filter, query.limit)?
        } else {
            match session.rank(prepared, &asking.terms, filter, &self.taste, is_stale)? {
                Answer::Stale => return Ok(None),
                Answer::Found(ranked) => ranked,
            }
        };
        let needles = needles(prepared);
        let Some(mut rows) = self.rows(&ranked.hits, query.limit, asking, now, &needles, is_stale)? else {
            return Ok(None);
        };
        // A title pasted with its quotation marks, or a phrase with a slip in it, is no dead end.
        let mut unquoted = Vec::new();
        let without_phrases = Asking { phrases: Vec::new(), ..asking.clone() };
        let asking = if rows.is_empty() && !asking.phrases.is_empty() && asking.without.is_empty() {
            let Some(found) =
                self.rows(&ranked.hits, query.limit, &without_phrases, now, &needles, is_stale)?
            else {
                return Ok(None);
            };
            rows = found;
            unquoted = asking.phrases.iter().map(|phrase| phrase.iter().collect()).collect();
            &without_phrases
        } else {
            asking
        };
        // The agent is offered every variant, not only those that happened to match what was typed.
        for row in &mut rows {
            for hit in session.variants(row.hit.group, filter)? {
                let known = row.hit.article == hit.article
                    || row.variants.iter().any(|v| v.hit.article == hit.article);
                if !known
                    && self.reads_as_asked(hit, asking)?
                    && let Some(variant) = self.row(hit, now, &needles, prepared)?
                {
                    row.variants.push(variant);
                }
            }
        }
        if !query.scope.is_everywhere() {
            for row in &mut rows {
                self.fittest_first(row);
            }
        }
        if asking.heeds_use {
            self.mark_use(&mut rows, &query.text);
        }
        if self.is_named(&rows, asking)? {
            rows.retain(|row| row.hit.is_full());
        }
        let mut relaxed = relaxed(&rows, &ranked.units);
        if !unquoted.is_empty() && !rows.is_empty() {
            relaxed.insert(0, Relaxation::Phrase(unquoted));
        }
        Ok(Some(Found { rows, needles, relaxed, ..Found::default() }))
    }

    /// The rows of hits, variants of one question folded into one; `None` when a newer query came.
    fn rows(
        &self,
        hits: &[Hit],
        limit: usize,
        asking: &Asking,
        now: Moment,
        needles: &[String],
        is_stale: &(dyn Fn() -> bool + Sync),
    ) -> Result<Option<Vec<Row>>, KbError> {
        let mut rows: Vec<Row> = Vec::new();
        let mut groups: HashMap<u64, usize> = HashMap::new();
        for &hit in hits {
            if is_stale() {
                return Ok(None);
            }
            let group = groups.get(&hit.group).copied();
            if group.is_none() && rows.len() >= limit {
                continue;
            }
            if !self.reads_as_asked(hit, asking)? {
                continue;
            }
            let Some(row) = self.row(hit, now, needles, &asking.prepared)? else { continue };
            match group.and_then(|at| rows.get_mut(at)) {
                Some(first) => first.variants.push(row),
                None => {
                    groups.insert(hit.group, rows.len());
                    rows.push(row);
                }
            }
        }
        Ok(Some(rows))
    }

    /// Whether a hit holds the phrases that were quoted, and nothing that was excluded. The index keeps no positions, so
    /// the text itself is asked, and only when there is something to ask.
    pub(super) fn reads_as_asked(&self, hit: Hit, asking: &Asking) -> Result<bool, KbError> {
        if asking.phrases.is_empty() && asking.without.is_empty() {
            return Ok(true);
        }
        let Some(stored) = self.store.load(hit.revision, &self.trees.category)? else { return Ok(false) };
        let a = &stored.article;
        let mut text = fold_chars(&super::sync::searched_text(a));
        for question in a.questions() {
            text.push('\n');
            text.extend(fold_chars(question));
        }
        Ok(asking.phrases.iter().all(|phrase| holds(&text, phrase))
            && !asking.without.iter().any(|word| holds(&text, word)))
    }

    /// Lets what this desk copied after the same query stand in front of its equals.
    fn mark_use(&self, rows: &mut [Row], query: &str) {
        let Some(uses) = self.uses().and_then(|uses| uses.after(query)) else { return };
        for row in rows.iter_mut() {
            row.used = uses.get(&row.id).copied().unwrap_or(0);
        }
        for at in 1..rows.len() {
            let equals = |a: &Row, b: &Row| {
                a.used < b.used && a.hit.missing == b.hit.missing && b.hit.score >= a.hit.score * EQUAL
            };
            let mut at = at;
            while at > 0 && matches!(rows.get(at - 1..=at), Some([a, b]) if equals(a, b)) {
                rows.swap(at - 1, at);
                at -= 1;
            }
        }
    }

    /// What keeps the answer from being the whole truth: an index under construction. Starts the construction.
    fn standing(&mut self, now: Moment) -> Result<Option<Notice>, KbError> {
        if let Some((done, total)) = self.indexing.progress() {
            // A catch-up counts nothing: it is over before anybody could read about it.
            let is_built = self.session.is_none() || total > 0;
            return Ok(is_built.then_some(Notice::Indexing { done, total }));
        }
        let health = self.health()?;
        if health == Health::InStep {
            return Ok(None);
        }
        let no_index = self.session.is_none().then_some(Notice::NoIndex);
        // A clock that was set back is no reason to wait longer.
        let waits = now < self.retry && self.retry.0 - now.0 <= RETRY_MS;
        if self.is_read_only() || self.lags || (self.indexing.has_failed() && waits) {
            return Ok(no_index);
        }
        self.retry = Moment(now.0.saturating_add(RETRY_MS));
        self.sync_in_background();
        Ok((health == Health::NeedsBuild).then_some(Notice::Indexing { done: 0, total: 0 }))
    }

    /// Orders a row and its variants by how closely they fit a contact's scope.
    fn fittest_first(&self, row: &mut Row) {
        let fit = |r: &Row| {
            let depth =
                |&axis| r.scope.on(axis).iter().map(|n| self.trees.on(axis).depth(n)).max().unwrap_or(0);
            // All of them hold for the contact: the one that says so most narrowly is meant.
            let depths: usize = Axis::ALL.iter().map(depth).sum();
            (r.hit.route == Route::Id, r.scope.specificity(), depths)
        };
        let mut rest = std::mem::take(&mut row.variants);
        if let Some(best) = rest.iter().map(&fit).max().filter(|best| *best > fit(row))
            && let Some(at) = rest.iter().position(|r| fit(r) == best)
        {
            let first = rest.remove(at);
            rest.insert(0, std::mem::replace(row, first));
        }
        rest.sort_by_key(|r| std::cmp::Reverse(fit(r)));
        row.variants = rest;
    }

    fn row(
        &self,
        hit: Hit,
        now: Moment,
        needles: &[String],
        prepared: &Prepared,
    ) -> Result<Option<Row>, KbError> {
        let Some(head) = self.heads.get(&self.store, hit.revision, hit.question)? else { return Ok(None) };
        let marks = |text: &str| merged(marks(text, needles), heard_marks(text, prepared, hit.route));
        let matched = head.similar.as_ref().filter(|_| hit.question > 0);
        Ok(Some(Row {
            marks: marks(&head.question),
            matched: matched.map(|text| (text.clone(), marks(text))),
            lead: head.lead.clone(),
            category: head.category.map(|n| self.trees.category.path(n)).unwrap_or_default(),
            kind: head.kind,
            trust: self.looked_at(hit.article, hit.revision, &head.valid, now),
            variants: Vec::new(),
            used: 0,
            hit,
            id: head.id.clone(),
            question: head.question.clone(),
            scope: head.scope.clone(),
            drifted: head.drifted,
        }))
    }

    /// One revision as the desk shows it; `None` when there is none with this number.
    ///
    /// # Errors
    /// Those of the database.
    pub fn shown(&self, revision: i64, now: Moment) -> Result<Option<Shown>, KbError> {
        let Some(stored) = self.store.load(revision, &self.trees.category)? else { return Ok(None) };
        let mut shown = self.show(stored, now)?;
        if matches!(shown.stage, Stage::Draft | Stage::InReview) {
            let publications = self.store.publications(shown.number)?;
            shown.unreviewed_until =
                current(&publications, now).filter(|p| p.overlay && p.revision == revision).map(|p| p.until);
        }
        Ok(Some(shown))
    }

    /// The current text of an article by its id, else its newest text; `None` when there is no such article.
    ///
    /// # Errors
    /// Those of the database.
    pub fn by_id(&self, id: &str, now: Moment) -> Result<Option<Shown>, KbError> {
        let Some(article) = self.store.find_id(id)? else { return Ok(None) };
        self.shown(self.best_revision(article.number, now)?.unwrap_or(article.newest), now)
    }

    /// The revision that is current, else the newest.
    pub(super) fn best_revision(&self, article: i64, now: Moment) -> Result<Option<i64>, KbError> {
        let publications = self.store.publications(article)?;
        match current(&publications, now) {
            Some(publication) => Ok(Some(publication.revision)),
            None => Ok(self.store.newest(article)?),
        }
    }

    fn show(&self, stored: Stored, now: Moment) -> Result<Shown, KbError> {
        let Stored { number, revision, uuid, ordinal, article, made, author } = stored;
        let linked = article
            .relations
            .iter()
            .filter_map(|relation| {
                let question = self.store.question_of(&relation.to).ok().flatten()?;
                Some((relation.to.clone(), question))
            })
            .collect();
        Ok(Shown {
            number,
            revision,
            uuid,
            revision_no: ordinal,
            stage: article.stage.unwrap_or(Stage::Draft),
            unreviewed_until: None,
            trust: self.looked_at(number, revision, &article.valid, now),
            drift: self.drift(&article)?,
            made,
            made_on: self.zone().day_of(made),
            author,
            document: self.document(number, article.source.as_ref()),
            linked,
            article,
        })
    }

    /// What an agent must know about a text today. One that somebody found still right is due for review when they said.
    fn looked_at(&self, article: i64, revision: i64, valid: &Validity, now: Moment) -> Trust {
        let today = self.zone().day_of(now);
        let trust = valid.trust(today);
        if trust != Trust::ReviewDue {
            return trust;
        }
        // Where it cannot be read, the text's own day counts.
        match self.store.validation_of(article) {
            Ok(Some(validation)) if validation.revision == revision => {
                Validity { review_by: validation.review_by, ..*valid }.trust(today)
            }
            _ => trust,
        }
    }

    /// The next instant at which what is current may change: a publication's turn, at the latest midnight.
    ///
    /// Asked after every query, so the turn is looked up once and kept until it has passed or the KB changes.
    pub fn next_change(&self, now: Moment) -> Moment {
        let kept = self.next_turn.get().filter(|(asked, turn)| *asked <= now && now < *turn);
        let turn = kept.map_or_else(
            || {
                let turn = self.store.next_turn(now).ok().flatten().unwrap_or(Moment::FOREVER);
                self.next_turn.set(Some((now, turn)));
                turn
            },
            |(_, turn)| turn,
        );
        turn.min(self.zone().next_midnight(now))
    }
}

/// Whether a folded text holds a phrase; letters and digits only as whole words.
fn holds(text: &[char], phrase: &[char]) -> bool {
    let Some((first, last)) = phrase.first().zip(phrase.last()) else { return true };
    let joins = |a: Option<&char>, b: &char| {
        let is_latin = |c: &char| c.is_alphanumeric() && !is_han(*c);
        a.is_some_and(is_latin) && is_latin(b)
    };
    (0..text.len()).any(|at| {
        let end = at + phrase.len();
        text.get(at..end) == Some(phrase)
            && !joins(at.checked_sub(1).and_then(|before| text.get(before)), first)
            && !joins(text.get(end), last)
    })
}

/// What was given up to find anything, in a fixed order; nothing as long as enough rows answer to all of the query.
fn relaxed(rows: &[Row], units: &[Unit]) -> Vec<Relaxation> {
    let full = |row: &&Row| row.hit.is_full();
    if units.is_empty() || rows.is_empty() || rows.iter().filter(full).count() >= ENOUGH.min(rows.len()) {
        return Vec::new();
    }
    let best = || rows.iter().filter(|row| !full(row)).take(ENOUGH);
    let by = |route: Route| best().any(|row| row.hit.route == route);
    let mut out = Vec::new();
    for (route, relaxation) in [
        (Route::Term, Relaxation::Term),
        (Route::Sound, Relaxation::Sound),
        (Route::Shape, Relaxation::Shape),
        (Route::Order, Relaxation::Order),
    ] {
        if by(route) {
            out.push(relaxation);
        }
    }
    // What the best of them does without.
    let missing = best().next().map_or(0, |row| row.hit.missing);
    let words: Vec<String> = units
        .iter()
        .take(64)
        .enumerate()
        .filter(|(number, _)| missing & (1 << number) != 0)
        .map(|(_, unit)| unit.text.clone())
        .collect();
    if words.len() == units.len() && !words.is_empty() {
        out.push(Relaxation::Partly(words));
    } else if !words.is_empty() {
        out.push(Relaxation::Without(words));
    }
    out
}

/// The beginning of a lead or of a body as one line of plain words: no signs of Markdown, no bare headings.
pub(super) fn first_words(text: &str) -> String {
    if !text.contains(['#', '*', '[', '|', '`', '>', '<', '\\']) && !text.trim_start().starts_with(['-', '+'])
    {
        return one_line(text);
    }
    let words: Vec<String> = parse(text)
        .iter()
        .filter_map(|block| match block {
            Block::Paragraph(spans) | Block::Item { spans, .. } => Some(plain(spans)),
            Block::Table { rows, .. } => {
                rows.first().map(|row| row.iter().map(|cell| plain(cell)).collect::<Vec<_>>().join(" "))
            }
            Block::Heading(..) | Block::Code(_) | Block::Quote(_) | Block::Rule => None,
        })
        .take(3)
        .collect();
    if words.is_empty() { one_line(text) } else { one_line(&words.join(" ")) }
}

#[cfg(test)]
mod tests {
    use super::first_words;

    #[test]
    fn a_row_shows_words_and_not_signs_of_markdown() {
        assert_eq!(
            first_words("## 备案须知\n\n请参见[清单](https://a.example/x)。\n\n- **先**备案"),
            "请参见清单。 先备案"
        );
        assert_eq!(first_words("## 只有标题"), "## 只有标题");
        assert_eq!(first_words("先查欠费。\n再查光猫"), "先查欠费。 再查光猫");
    }
}
