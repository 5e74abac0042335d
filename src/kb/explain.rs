//! Why an article was found, or why it was not.

use jiff::civil::Date;

use super::error::KbError;
use super::open::Kb;
use crate::model::asked::Facet;
use crate::model::{Article, Axis, Hit, Moment, Query, Route, Stage, Validity};
use crate::search::{Explained, Refusal, Share, Trait};

/// What is known of an article and a query.
#[derive(Debug, Clone, PartialEq)]
pub struct Explanation {
    /// The article's id.
    pub id: String,
    /// The question that matched best.
    pub question: String,
    /// The row in which it stands, from 1; `None` when it is not shown.
    pub rank: Option<usize>,
    /// Comparable within one query only.
    pub score: f32,
    /// What matched, the greatest share first; the shares add up to the score.
    pub shares: Vec<Share>,
    /// What the order of the words, and that the question is filled, multiplies.
    pub order: f32,
    /// How often this desk copied it after the same query, which moves it before its equals.
    pub used: u32,
    /// What it multiplies that the article answers to all, or to most, of the query.
    pub all: f32,
    /// Parts of the query that it does not answer to.
    pub missing: Vec<String>,
    /// Why it is not shown.
    pub why_not: Option<WhyNot>,
}

/// Why an article is not shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum WhyNot {
    /// Nothing of it is published; its newest text stands here.
    Stage(Stage),
    /// It holds from this day on.
    From(Date),
    /// It held until the day before this one.
    Until(Date),
    /// It does not hold for the contact on this axis, only for these.
    Scope(Axis, Vec<String>),
    /// A condition of the query lets only others through.
    Condition(Facet),
    /// A phrase that was quoted does not stand in it, or a word stands in it that was excluded.
    Wording,
    /// It has nothing in common with the query.
    NothingInCommon,
    /// Others fit better, and fill the list.
    Outranked,
}

impl Kb {
    /// Explains an article to a query; `None` when there is no such article.
    ///
    /// # Errors
    /// Those of the database and of the index.
    pub fn explain(&mut self, query: &Query, id: &str, now: Moment) -> Result<Option<Explanation>, KbError> {
        let Some(article) = self.store.find_id(id)? else { return Ok(None) };
        let rows = self.find(query, now, &|| false)?.unwrap_or_default().rows;
        let asking = self.asking(query, now);
        let found = match &self.session {
            Some(session) => session.explain(
                &asking.prepared,
                &asking.terms,
                &asking.filter,
                &self.taste,
                article.number,
            )?,
            None => None,
        };
        let rank = rows
            .iter()
            .position(|row| {
                std::iter::once(row).chain(&row.variants).any(|r| r.hit.article == article.number)
            })
            .map(|at| at + 1);
        let used = rank.and_then(|at| rows.get(at - 1)).map_or(0, |row| row.used);
        let revision = found.as_ref().map_or(article.newest, |f| f.revision);
        let Some(stored) = self.store.load(revision, &self.trees.category)? else { return Ok(None) };
        let (number, article) = (stored.number, stored.article);
        let Some(found) = found else {
            return Ok(Some(Explanation {
                id: id.to_owned(),
                question: article.question.clone(),
                rank,
                score: 0.0,
                shares: Vec::new(),
                order: 1.0,
                used,
                all: 1.0,
                missing: Vec::new(),
                why_not: Some(self.not_indexed(&article, now)),
            }));
        };
        let at_hand = Hit {
            article: number,
            revision,
            question: found.question,
            group: 0,
            score: found.score,
            missing: 0,
            route: Route::Text,
        };
        let Explained { question, score, shares, order, all, missing, refusal, .. } = found;
        let at = usize::try_from(question).unwrap_or(usize::MAX);
        let why_not = match (rank, refusal) {
            (Some(_), _) => None,
            (None, Some(refusal)) => Some(self.refused(refusal, &article)),
            (None, None) if asking.nothing => Some(WhyNot::Condition(Facet::Stage)),
            (None, None) if !self.reads_as_asked(at_hand, &asking)? => Some(WhyNot::Wording),
            (None, None) if shares.is_empty() && !asking.lists => Some(WhyNot::NothingInCommon),
            (None, None) => Some(WhyNot::Outranked),
        };
        Ok(Some(Explanation {
            id: id.to_owned(),
            question: article.questions().nth(at).unwrap_or(&article.question).to_owned(),
            rank,
            score,
            shares,
            order,
            used,
            all,
            missing,
            why_not,
        }))
    }

    /// Why an article has no text in the index: it was over before it was published, or was not published at all.
    fn not_indexed(&self, article: &Article, now: Moment) -> WhyNot {
        let stage = article.stage.unwrap_or(Stage::Draft);
        let today = self.zone().day_of(now);
        match article.valid {
            _ if stage != Stage::Published => WhyNot::Stage(stage),
            Validity { until: Some(until), .. } if until <= today => WhyNot::Until(until),
            Validity { from: Some(from), .. } if today < from => WhyNot::From(from),
            _ => WhyNot::Stage(stage),
        }
    }

    pub(super) fn refused(&self, refusal: Refusal, article: &Article) -> WhyNot {
        match refusal {
            Refusal::Later(from) => WhyNot::From(self.zone().day_of(from)),
            Refusal::Past(until) => WhyNot::Until(self.zone().day_of(until)),
            Refusal::Scope(axis) => WhyNot::Scope(axis, article.scope.on(axis).to_vec()),
            Refusal::Wish(of) => WhyNot::Condition(match of {
                Trait::Category => Facet::Category,
                Trait::Tag => Facet::Tag,
                Trait::Channel => Facet::Channel,
                Trait::Scope(Axis::Region) => Facet::Region,
                Trait::Scope(Axis::Product) => Facet::Product,
                Trait::Scope(Axis::Customer) => Facet::Customer,
            }),
        }
    }
}
