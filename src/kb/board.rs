//! What stands on the desk before anything is typed.

use std::collections::HashMap;

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

/// A category, as it stands in the tree.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Branch {
    /// Its name.
    pub name: String,
    /// How deep it stands, 0 at the root.
    pub depth: usize,
    /// Current articles in it and below it.
    pub count: usize,
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
    /// The category tree: parents before what lies below them, among sisters those with most articles first. Only
    /// categories below which there is a current article.
    pub categories: Vec<Branch>,
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

/// Current articles: how many, and how many below each category.
type Counts = (usize, Vec<Branch>);

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
        // A file of one's own that fails keeps nobody from the knowledge base.
        let since = self.last_shift(now).unwrap_or_default();
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
            changed: self.changed(since, CARDS, now)?,
            since: since.map(|since| self.zone().day_of(since)),
            expiring: self.expiring(CARDS, now)?,
            decided: self.decisions().unwrap_or_default(),
            ..self.sketch(now)?
        }))
    }

    /// Articles by when their text came into use or was withdrawn, newest first, since the agent's last shift; without one
    /// the newest. So many at most.
    ///
    /// # Errors
    /// Those of the database.
    pub fn changed(&self, since: Option<Moment>, most: usize, now: Moment) -> Result<Vec<Card>, KbError> {
        let day = |made: Moment| Some(self.zone().day_of(made));
        let mut changed = self.store.recently_changed(now, since, most)?;
        changed.extend(since.map_or(Ok(Vec::new()), |since| self.store.begun_since(since, now))?);
        let mut dated: Vec<(Moment, Card)> = changed
            .into_iter()
            .map(|(id, question, made)| (made, Card { id, question, day: day(made), is_current: true }))
            .collect();
        for (id, at) in since.map_or(Ok(Vec::new()), |since| self.store.withdrawn_since(since))? {
            if dated.iter().all(|(_, card)| card.id != id) {
                dated.push((at, Card { day: day(at), ..self.card(&id, now)? }));
            }
        }
        dated.sort_by_key(|(at, _)| std::cmp::Reverse(*at));
        dated.truncate(most);
        Ok(dated.into_iter().map(|(_, card)| card).collect())
    }

    /// What ends within two weeks, soonest first, each with its last day. So many at most.
    ///
    /// # Errors
    /// Those of the database.
    pub fn expiring(&self, most: usize, now: Moment) -> Result<Vec<Card>, KbError> {
        let ends = self.store.expiring(now, EXPIRING_DAYS, most)?.into_iter();
        Ok(ends
            .map(|(id, question, until)| Card { id, question, day: until.yesterday().ok(), is_current: true })
            .collect())
    }

    /// When the agent's last shift ended, as far as it is known; the shift of now goes on.
    ///
    /// # Errors
    /// Those of the agent's own file.
    pub fn last_shift(&self, now: Moment) -> Result<Option<Moment>, KbError> {
        self.own(|desk, kb| desk.at_work(kb, now))
    }

    /// Current articles: how many, and how many below each category.
    fn counts(&self, now: Moment, is_stale: &dyn Fn() -> bool) -> Result<Option<Counts>, KbError> {
        let nodes = self.store.tree(Tree::Category)?;
        let mut of: HashMap<Vec<String>, usize> = HashMap::new();
        let (mut all, mut after, last) = (0, 0, self.store.last_article()?);
        while after < last {
            if is_stale() {
                return Ok(None);
            }
            for (category, count) in self.store.category_counts(now, after, after + COUNTED_AT_ONCE)? {
                all += count;
                let path = category.map(|number| nodes.path(number)).unwrap_or_default();
                for depth in 1..=path.len() {
                    *of.entry(path.iter().take(depth).cloned().collect()).or_default() += count;
                }
            }
            after += COUNTED_AT_ONCE;
        }
        Ok(Some((all, branches(&of))))
    }

    /// An article by its id, as far as it is known here.
    pub(super) fn card(&self, id: &str, now: Moment) -> Result<Card, KbError> {
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

/// Paths with their counts as a tree in reading order.
fn branches(of: &HashMap<Vec<String>, usize>) -> Vec<Branch> {
    let count = |path: &[String]| of.get(path).copied().unwrap_or(0);
    // A path sorts by what its ancestors sort by, so that it comes right behind them.
    let key = |path: &Vec<String>| -> Vec<(std::cmp::Reverse<usize>, String)> {
        let above = (1..=path.len()).filter_map(|depth| path.get(..depth));
        above.map(|up| (std::cmp::Reverse(count(up)), up.last().cloned().unwrap_or_default())).collect()
    };
    let mut paths: Vec<&Vec<String>> = of.keys().collect();
    paths.sort_by_cached_key(|path| key(path));
    paths
        .into_iter()
        .filter_map(|path| {
            let name = path.last()?.clone();
            Some(Branch { name, depth: path.len() - 1, count: count(path) })
        })
        .collect()
}
