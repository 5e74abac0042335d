//! A query that is itself what it looks for: a whole title, an id, a code.

use super::asking::Asking;
use super::error::KbError;
use super::open::Kb;
use super::view::{Found, Row};
use crate::model::{Moment, Query, Route};
use crate::text::facts::{Kind, facts};
use crate::text::fold::fold_str;

impl Kb {
    /// A title that holds ` -x` and is pasted whole means its article, which the `-` would exclude.
    pub(super) fn as_a_title(
        &self,
        query: &Query,
        asking: &Asking,
        now: Moment,
        is_stale: &(dyn Fn() -> bool + Sync),
    ) -> Result<Option<Found>, KbError> {
        let Some(session) = self.session.as_ref().filter(|_| !asking.without.is_empty()) else {
            return Ok(None);
        };
        let text = query.text.chars().map(|c| if matches!(c, '-' | '－') { ' ' } else { c }).collect();
        let words = Query { text, ..query.clone() };
        let found = self.answer(session, &words, &self.asking(&words, now), now, is_stale)?;
        // The minus stands in the title too, or it means what it means.
        let letters =
            |text: &str| -> String { fold_str(text).chars().filter(|c| !c.is_whitespace()).collect() };
        let key = letters(&query.text);
        Ok(found.filter(|found| {
            let first = found.rows.first();
            first.is_some_and(|row| {
                let matched = row.matched.as_ref().map_or(row.question.as_str(), |(text, _)| text.as_str());
                [row.question.as_str(), matched].iter().any(|question| letters(question) == key)
            })
        }))
    }

    /// Whether the query is nothing but ids of what was found, or a code that one of them holds as it was typed. Then that is
    /// what was meant, and what is only like it is none.
    pub(super) fn is_named(&self, rows: &[Row], asking: &Asking) -> Result<bool, KbError> {
        let typed: String = asking.prepared.folded.iter().collect();
        let is_id = |word: &str| {
            let mut all = rows.iter().flat_map(|row| std::iter::once(row).chain(&row.variants));
            all.any(|row| row.hit.route == Route::Id && fold_str(&row.id) == word)
        };
        let typed = typed.trim();
        if !typed.is_empty() && (is_id(typed) || typed.split_whitespace().all(is_id)) {
            return Ok(true);
        }
        let is_code = matches!(facts(typed).as_slice(), [fact] if fact.kind == Kind::Code && fact.at == (0..typed.len()));
        let Some(best) = rows.iter().find(|row| row.hit.is_full()).filter(|_| is_code) else {
            return Ok(false);
        };
        self.reads_as_asked(best.hit, &Asking { phrases: vec![typed.chars().collect()], ..asking.clone() })
    }
}
