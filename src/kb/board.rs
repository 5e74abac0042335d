//! What stands on the desk before anything is typed.

use jiff::civil::Date;

use super::error::KbError;
use super::open::Kb;
use crate::model::{Axis, Moment};
use crate::store::desk::Note;
use crate::store::{Access, Decided, StoreError, Tree};

/// An article in a list of its own: enough to be recognised and opened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Card {
    /// The article's id.
    pub id: String,
    /// Its standard question; of one that is gone, as far as it is known.
    pub question: String,
    /// The day that the list is about: of a change, of the end.
    pub day: Option<Date>,
    /// Whether there is a text that may be used today.
    pub is_current: bool,
}

/// What the desk shows of the knowledge base as a whole.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Overview {
    /// Name for the contact strip: the directory's name, or that it is the demo.
    pub name: String,
    /// Whether it is the embedded demo.
    pub is_demo: bool,
    /// Whether nothing can be written here.
    pub read_only: bool,
    /// Articles with a current publication.
    pub articles: usize,
    /// Announcements that hold today: loudest, then newest first.
    pub announcements: Vec<crate::model::Announcement>,
    /// Ids of the announcements whose reading was confirmed.
    pub receipts: std::collections::HashSet<String>,
    /// Top-level categories with how many current articles lie below them.
    pub categories: Vec<(String, usize)>,
    /// Names on the region axis, parents before children.
    pub regions: Vec<String>,
    /// Names on the product axis, parents before children.
    pub products: Vec<String>,
    /// Customer types in use.
    pub customers: Vec<String>,
    /// 热点: what editors have pinned.
    pub hot: Vec<Card>,
    /// What was used last, newest first.
    pub recent: Vec<Card>,
    /// What the agent keeps at hand.
    pub favourites: Vec<Card>,
    /// The agent's own notes, newest first.
    pub notes: Vec<Note>,
    /// Articles changed since the last shift, newest first; without one the newest.
    pub changed: Vec<Card>,
    /// The day on which the last shift ended.
    pub since: Option<Date>,
    /// What ends within two weeks, soonest first.
    pub expiring: Vec<Card>,
    /// What became of the agent's feedback, newest first.
    pub decided: Vec<Decided>,
}

impl Overview {
    /// The names on an axis of the scope.
    pub fn on(&self, axis: Axis) -> &[String] {
        match axis {
            Axis::Region => &self.regions,
            Axis::Product => &self.products,
            Axis::Customer => &self.customers,
        }
    }
}

/// So many of a list are shown.
const CARDS: usize = 40;
/// So many articles are counted between two looks at whether somebody waits: a few milliseconds' work.
const COUNTED_AT_ONCE: i64 = 2_000;
/// So many days before its end an article is about to expire.
const EXPIRING_DAYS: i32 = 14;

/// Current articles: how many, and how many below each top-level category.
type Counts = (usize, Vec<(String, usize)>);

impl Kb {
    /// What is pinned to every desk now, in its order.
    ///
    /// # Errors
    /// Those of the database.
    pub fn hot(&self, now: Moment) -> Result<Vec<Card>, KbError> {
        self.store.hot(self.zone().day_of(now))?.iter().map(|id| self.card(id, now)).collect()
    }

    /// What the desk shows of the KB at once: its name and standing, announcements, the names of scopes. Counts nothing.
    ///
    /// # Errors
    /// Those of the database.
    pub fn sketch(&self, now: Moment) -> Result<Overview, KbError> {
        let names = |axis| self.trees.on(axis).names().map(str::to_owned).collect();
        let root = self.place.root();
        Ok(Overview {
            name: root.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default(),
            is_demo: self.store.meta(super::demo::META)?.is_some(),
            read_only: self.store.access() != Access::ReadWrite,
            announcements: self.store.announcements(self.zone().day_of(now))?,
            // A file of one's own that fails keeps nobody from the knowledge base.
            receipts: self.own(|desk, kb| desk.receipts(kb)).unwrap_or_default(),
            regions: names(Axis::Region),
            products: names(Axis::Product),
            customers: names(Axis::Customer),
            ..Overview::default()
        })
    }

    /// What the desk shows before anything is typed. Counting every article takes its time on a large KB: it is given
    /// up, with `None`, as soon as `is_stale` says so.
    ///
    /// # Errors
    /// Those of the database.
    pub fn overview(&self, now: Moment, is_stale: &dyn Fn() -> bool) -> Result<Option<Overview>, KbError> {
        let Some((articles, categories)) = self.counts(now, is_stale)? else { return Ok(None) };
        let today = self.zone().day_of(now);
        let since = self.own(|desk, kb| desk.at_work(kb, now)).unwrap_or_default();
        let day = |(id, question, made): (String, String, Moment)| Card {
            id,
            question,
            day: Some(self.zone().day_of(made)),
            is_current: true,
        };
        let cards = |ids: Vec<String>| -> Result<Vec<Card>, KbError> {
            ids.iter().take(CARDS).map(|id| self.card(id, now)).collect()
        };
        Ok(Some(Overview {
            articles,
            categories,
            hot: cards(self.store.hot(today)?)?,
            recent: cards(self.own(|desk, kb| desk.recent(kb, CARDS)).unwrap_or_default())?,
            favourites: cards(self.own(|desk, kb| desk.favourites(kb)).unwrap_or_default())?,
            notes: self.own(|desk, kb| desk.notes(kb)).unwrap_or_default(),
            changed: self
                .store
                .recently_changed(now, CARDS)?
                .into_iter()
                .filter(|(_, _, made)| since.is_none_or(|since| *made >= since))
                .map(day)
                .collect(),
            since: since.map(|since| self.zone().day_of(since)),
            expiring: self
                .store
                .expiring(now, EXPIRING_DAYS, CARDS)?
                .into_iter()
                .map(|(id, question, until)| Card {
                    id,
                    question,
                    day: until.yesterday().ok(),
                    is_current: true,
                })
                .collect(),
            decided: self.decisions().unwrap_or_default(),
            ..self.sketch(now)?
        }))
    }

    /// Current articles: how many, and how many below each top-level category, most first.
    fn counts(&self, now: Moment, is_stale: &dyn Fn() -> bool) -> Result<Option<Counts>, KbError> {
        let nodes = self.store.tree(Tree::Category)?;
        let mut tops: Vec<(String, usize)> = nodes.tops().map(|name| (name.to_owned(), 0)).collect();
        let (mut all, mut after, last) = (0, 0, self.store.last_article()?);
        while after < last {
            if is_stale() {
                return Ok(None);
            }
            for (category, count) in self.store.category_counts(now, after, after + COUNTED_AT_ONCE)? {
                all += count;
                let top = category.and_then(|number| nodes.path(number).into_iter().next());
                if let Some((_, of_top)) = top.and_then(|top| tops.iter_mut().find(|(name, _)| *name == top))
                {
                    *of_top += count;
                }
            }
            after += COUNTED_AT_ONCE;
        }
        tops.retain(|(_, count)| *count > 0);
        tops.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
        Ok(Some((all, tops)))
    }

    /// An article by its id, as far as it is known here.
    fn card(&self, id: &str, now: Moment) -> Result<Card, KbError> {
        let shown = self.by_id(id, now)?;
        Ok(match shown {
            Some(shown) => Card {
                id: id.to_owned(),
                is_current: shown.is_current(),
                question: shown.article.question,
                day: None,
            },
            None => Card { id: id.to_owned(), question: id.to_owned(), day: None, is_current: false },
        })
    }

    /// Something of the user's own file; the default where there is none.
    pub(super) fn own<T: Default>(
        &self,
        get: impl FnOnce(&crate::store::desk::DeskStore, &str) -> Result<T, StoreError>,
    ) -> Result<T, KbError> {
        match &self.desk {
            Some(desk) => Ok(get(desk, self.store.uuid())?),
            None => Ok(T::default()),
        }
    }
}
