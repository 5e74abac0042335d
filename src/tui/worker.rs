//! The finder: one thread that owns the knowledge base and serves the newest search.
//!
//! It takes from a slot, not a queue: a search that nobody waits for any more is replaced, and one that runs
//! looks between pieces of work whether it is stale.

use std::collections::VecDeque;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::Sender;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use super::event::{Effect, Event, Moved, Reply, Search, Standing, Ticket, Trouble};
use super::fetch::{Fetch, Fetched};
use super::record::{Record, Recorded};
use crate::config::clock;
use crate::customer::finding::Finding;
use crate::kb::{Explanation, Found, Hidden, KeptContact, Overview, Row, Shown};
use crate::model::{Face, Moment, Query, Zone};

/// Tells whether nobody waits for an answer any more.
pub type IsStale<'a> = &'a (dyn Fn() -> bool + Sync);

/// What the desk asks of a knowledge base. [`Room`](super::room::Room) in the program, a fake in tests.
pub trait Desk {
    /// Notices what others have written, and what they have done to the knowledge base as a whole. Cheap; true when
    /// something changed.
    fn refresh(&mut self, now: Moment) -> bool;
    /// How it stands to what lies at its place, as far as was noticed.
    fn standing(&self) -> Standing {
        Standing::default()
    }
    /// Finds; `None` when it became stale.
    fn find(&mut self, query: &Query, now: Moment, is_stale: IsStale<'_>) -> Result<Option<Found>, Trouble>;
    /// One article.
    fn shown(&mut self, revision: i64, now: Moment) -> Result<Option<Shown>, Trouble>;
    /// An article that was shown, as it is now; `None` when it is gone.
    fn latest(&mut self, shown: &Shown, now: Moment) -> Result<Option<Shown>, Trouble> {
        self.shown(shown.revision, now)
    }
    /// What of the house's would leave it with a text that is made of these articles: the article's row number, and what.
    fn leaks(&mut self, _shown: &[Arc<Shown>], _text: &str) -> Vec<(i64, Finding)> {
        Vec::new()
    }
    /// How an article stands whose revision was used: `None` when it is still the text of today.
    fn moved(&mut self, _id: &str, _revision: &str, _now: Moment) -> Option<Moved> {
        None
    }
    /// Articles that this person used lately and that have been taken out of use.
    fn gone_lately(&mut self, _now: Moment) -> Vec<Moved> {
        Vec::new()
    }
    /// What it holds; `None` when somebody came to wait for something else meanwhile.
    fn overview(&mut self, now: Moment, is_stale: IsStale<'_>) -> Result<Option<Overview>, Trouble>;
    /// As [`Desk::overview`], without what has to be counted.
    fn sketch(&mut self, now: Moment) -> Result<Overview, Trouble>;
    /// Takes sounds that are often confused for one another, or no longer.
    fn blur_sounds(&mut self, _blur: bool) {}
    /// Its time zone.
    fn zone(&self) -> Zone;
    /// When what is current may change.
    fn next_change(&self, now: Moment) -> Moment;
    /// Contacts that a desk which is not there any more has left open.
    fn open_contacts(&mut self, _now: Moment) -> Vec<KeptContact> {
        Vec::new()
    }
    /// Writes something down.
    fn record(&mut self, record: &Record, now: Moment) -> Result<Recorded, Trouble>;
    /// Looks something up beside the rows.
    fn fetch(&mut self, what: &Fetch, now: Moment) -> Result<Fetched, Trouble>;
    /// Why an article was found or not; `None` when there is none with this id.
    fn explain(&mut self, query: &Query, id: &str, now: Moment) -> Result<Option<Explanation>, Trouble>;
    /// What answers fully and is kept back by time or scope.
    fn kept_back(
        &mut self,
        query: &Query,
        now: Moment,
        is_stale: IsStale<'_>,
    ) -> Result<Vec<Hidden>, Trouble>;
}

/// Opens a knowledge base, in the finder's own thread.
pub type Open = Box<dyn FnOnce() -> Result<Box<dyn Desk>, Trouble> + Send>;

/// How often a desk on which nothing is pressed looks whether the knowledge base has changed: one question to SQLite, a
/// few ten microseconds.
const LOOK_EVERY: Duration = Duration::from_secs(2);

/// Where orders wait. Of searches and of articles to show only the newest waits.
#[derive(Default)]
pub struct Slot {
    waiting: Mutex<Waiting>,
    ready: Condvar,
    settled: Condvar,
    newest: AtomicU64,
}

#[derive(Default)]
struct Waiting {
    search: Option<Search>,
    kept_back: Option<Effect>,
    suggest: Option<Effect>,
    show: Option<Effect>,
    checks: VecDeque<Effect>,
    blur: Option<bool>,
    others: VecDeque<Effect>,
    /// That the overview is behind, since when: counted when nobody waits for anything.
    behind: Option<Moment>,
    /// What was to be written down and is not yet.
    unwritten: usize,
    closed: bool,
    /// Nobody takes orders any more.
    ended: bool,
}

impl Waiting {
    /// Whether somebody waits for more than a fresh count.
    fn has_work(&self) -> bool {
        self.closed
            || self.search.is_some()
            || self.kept_back.is_some()
            || self.suggest.is_some()
            || self.show.is_some()
            || !self.checks.is_empty()
            || !self.others.is_empty()
            || self.blur.is_some()
    }
}

impl Slot {
    /// Puts an order in; effects that are not for the finder are ignored.
    pub fn put(&self, effect: Effect) {
        let mut waiting = self.lock();
        waiting.unwritten += usize::from(matches!(effect, Effect::Record { .. }));
        match effect {
            Effect::Search(search) => {
                self.newest.store(search.generation, Ordering::Release);
                waiting.search = Some(search);
            }
            effect @ Effect::KeptBack { .. } => waiting.kept_back = Some(effect),
            effect @ Effect::Suggest { .. } => waiting.suggest = Some(effect),
            effect @ Effect::Show { .. } => waiting.show = Some(effect),
            effect @ Effect::Check { .. } => waiting.checks.push_back(effect),
            Effect::BlurSounds(blur) => waiting.blur = Some(blur),
            effect @ (Effect::Refresh { .. }
            | Effect::Record { .. }
            | Effect::Explain { .. }
            | Effect::Watch { .. }
            | Effect::Fetch { .. }
            | Effect::ShowHidden { .. }) => waiting.others.push_back(effect),
            Effect::Copy(_)
            | Effect::ToTerminal(_)
            | Effect::Open(_)
            | Effect::Repaint
            | Effect::Mouse(_)
            | Effect::Job { .. }
            | Effect::Outside { .. }
            | Effect::SaveSettings { .. } => return,
        }
        drop(waiting);
        self.ready.notify_one();
    }

    /// Lets the finder end.
    pub fn close(&self) {
        self.newest.store(u64::MAX, Ordering::Release);
        self.lock().closed = true;
        self.ready.notify_one();
    }

    /// Waits until everything that was to be written down is, or nobody is left to do it; false when that takes longer.
    pub fn settle(&self, within: Duration) -> bool {
        let is_open = |waiting: &mut Waiting| waiting.unwritten > 0 && !waiting.ended;
        let waited = self.settled.wait_timeout_while(self.lock(), within, is_open);
        !waited.unwrap_or_else(PoisonError::into_inner).1.timed_out()
    }

    fn written(&self) {
        let mut waiting = self.lock();
        waiting.unwritten = waiting.unwritten.saturating_sub(1);
        drop(waiting);
        self.settled.notify_all();
    }

    fn end(&self) {
        self.lock().ended = true;
        self.settled.notify_all();
    }

    /// Waits for an order; `None` when closed and nothing is left to record.
    fn take(&self) -> Option<Effect> {
        loop {
            if let Some(order) = self.take_within(Duration::MAX) {
                return order;
            }
        }
    }

    /// Waits so long for an order; `None` when none came, `Some(None)` when there will be none any more.
    fn take_within(&self, within: Duration) -> Option<Option<Effect>> {
        let until = Instant::now().checked_add(within);
        let mut waiting = self.lock();
        loop {
            if let Some(order) = waiting.next() {
                return Some(order);
            }
            let left = until
                .map_or(Duration::from_secs(3600), |until| until.saturating_duration_since(Instant::now()));
            if left.is_zero() {
                return None;
            }
            waiting = self.ready.wait_timeout(waiting, left).unwrap_or_else(PoisonError::into_inner).0;
        }
    }

    /// Notes that the overview is behind.
    fn count_later(&self, now: Moment) {
        self.lock().behind = Some(now);
    }

    /// Whether somebody waits for more than a fresh count.
    fn is_wanted(&self) -> bool {
        self.lock().has_work()
    }

    /// Whether there is nothing to do.
    #[cfg(test)]
    pub fn is_empty(&self) -> bool {
        let waiting = self.lock();
        !waiting.has_work() && waiting.behind.is_none()
    }

    fn is_stale(&self, generation: u64) -> bool {
        self.newest.load(Ordering::Acquire) != generation
    }

    fn lock(&self) -> MutexGuard<'_, Waiting> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Waiting {
    /// The next order; `Some(None)` when there will be none any more, `None` when there is none yet.
    fn next(&mut self) -> Option<Option<Effect>> {
        if self.closed {
            self.others.retain(|order| matches!(order, Effect::Record { .. }));
            return Some(self.others.pop_front());
        }
        // Somebody waits for the clipboard.
        if let Some(check) = self.checks.pop_front() {
            return Some(Some(check));
        }
        // The search that follows is to hear with these ears.
        if let Some(blur) = self.blur.take() {
            return Some(Some(Effect::BlurSounds(blur)));
        }
        // The article first: it is cheap, and the search that follows brings its own.
        if let Some(show) = self.show.take() {
            return Some(Some(show));
        }
        if let Some(search) = self.search.take() {
            return Some(Some(Effect::Search(search)));
        }
        let other = self.others.pop_front().or_else(|| self.kept_back.take());
        other
            .or_else(|| self.suggest.take())
            .or_else(|| self.behind.take().map(|now| Effect::Refresh { force: true, now }))
            .map(Some)
    }
}

/// The body of the finder's thread: opens, then serves until the slot is closed.
pub fn serve(open: Open, now: Moment, slot: &Arc<Slot>, events: &Sender<Event>) {
    let ended = catch_unwind(AssertUnwindSafe(|| open_and_serve(open, now, slot, events)));
    slot.end();
    if ended.is_err() {
        // The panic hook has kept quiet for this thread; the screen says that it is gone.
        let trouble = Trouble { message: "finder: panic".into(), hint: None };
        let _ = events.send(Event::Reply(Reply::NotOpened(trouble)));
    }
}

fn open_and_serve(open: Open, now: Moment, slot: &Arc<Slot>, events: &Sender<Event>) {
    let send = |reply: Reply| events.send(Event::Reply(reply)).is_ok();
    let mut desk = match open() {
        Ok(desk) => desk,
        Err(trouble) => {
            send(Reply::NotOpened(trouble));
            return;
        }
    };
    // The line is served before anything is counted: a search that waits goes first, then the overview.
    match desk.sketch(now) {
        Ok(overview) => {
            let (zone, next_change) = (desk.zone(), desk.next_change(now));
            let contacts = desk.open_contacts(now);
            send(Reply::Opened { overview: Box::new(overview), zone, next_change, contacts });
            slot.count_later(now);
        }
        Err(trouble) => {
            send(Reply::NotOpened(trouble));
            return;
        }
    }
    loop {
        // Whoever only reads presses nothing: what others announce, change or withdraw is noticed all the same.
        let order = slot
            .take_within(LOOK_EVERY)
            .unwrap_or_else(|| Some(Effect::Refresh { force: false, now: clock::now() }));
        let Some(order) = order else { return };
        carry_out(order, desk.as_mut(), slot, events);
    }
}

/// Waits for one order and carries it out; false when the slot is closed.
pub fn serve_one(desk: &mut dyn Desk, slot: &Slot, events: &Sender<Event>) -> bool {
    let order = slot.take();
    order.map(|order| carry_out(order, desk, slot, events)).is_some()
}

fn carry_out(effect: Effect, desk: &mut dyn Desk, slot: &Slot, events: &Sender<Event>) {
    let send = |reply: Reply| events.send(Event::Reply(reply)).is_ok();
    let done = match effect {
        Effect::Search(search) => find(desk, search, slot, &send),
        Effect::Show { generation, revision, now } => show(desk, generation, revision, now, slot, &send),
        Effect::Check { ticket, now } => {
            check(desk, ticket, now, slot, &send);
            Ok(())
        }
        Effect::Refresh { force, now } => {
            let changed = notice(desk, now, &send);
            if changed {
                send(Reply::Changed);
            }
            if changed || force { overview(desk, now, slot, &send) } else { Ok(()) }
        }
        Effect::Record { record, now } => {
            let outcome = desk.record(&record, now);
            slot.written();
            let counts = outcome.is_ok() && changes_board(&record);
            send(Reply::Recorded { record, outcome });
            if counts {
                slot.count_later(now);
            }
            Ok(())
        }
        Effect::Explain { id, query, now } => {
            let explanation = desk.explain(&query, &id, now).map(|found| found.map(Box::new));
            send(Reply::Explained { id, explanation });
            Ok(())
        }
        Effect::KeptBack { generation, query, now } => {
            let is_stale = || slot.is_stale(generation);
            // It stands beside the rows; where it cannot be had, they are still there.
            let hidden = desk.kept_back(&query, now, &is_stale).unwrap_or_default();
            if !is_stale() {
                send(Reply::KeptBack { generation, hidden });
            }
            Ok(())
        }
        Effect::Watch { articles, told, now } => {
            let mut moved: Vec<Moved> =
                articles.iter().filter_map(|(id, revision)| desk.moved(id, revision, now)).collect();
            for gone in desk.gone_lately(now) {
                let is_told = told.iter().any(|(id, revision)| *id == gone.id && *revision == gone.revision);
                if !is_told && !moved.iter().any(|moved| moved.id == gone.id) {
                    moved.push(gone);
                }
            }
            if !moved.is_empty() {
                send(Reply::Moved(moved));
            }
            Ok(())
        }
        Effect::Suggest { contact, query, now } => {
            let found = desk.find(&query, now, &|| false).ok().flatten().unwrap_or_default();
            let rows = found.rows.into_iter().map(|row| (row.id, row.question)).collect();
            send(Reply::Suggested { contact, rows });
            Ok(())
        }
        Effect::Fetch { what, now } => {
            let found = desk.fetch(&what, now);
            send(Reply::Fetched { what, found });
            Ok(())
        }
        Effect::ShowHidden { hidden, now } => {
            let shown = hidden.into_iter().filter_map(|hidden| {
                let shown = desk.shown(hidden.revision, now).transpose()?;
                Some(shown.map(|shown| (hidden, shown)))
            });
            let shown = shown.collect();
            send(Reply::HiddenShown(shown));
            Ok(())
        }
        Effect::BlurSounds(blur) => {
            desk.blur_sounds(blur);
            Ok(())
        }
        Effect::Copy(_)
        | Effect::Job { .. }
        | Effect::ToTerminal(_)
        | Effect::Open(_)
        | Effect::Repaint
        | Effect::Mouse(_)
        | Effect::Outside { .. }
        | Effect::SaveSettings { .. } => Ok(()),
    };
    if let Err(trouble) = done {
        send(Reply::Failed(trouble));
    }
}

/// Whether what stands on the desk before anything is typed is another one after it.
fn changes_board(record: &Record) -> bool {
    matches!(
        record,
        Record::Favourite { .. }
            | Record::Note { .. }
            | Record::NoteGone { .. }
            | Record::Receipts { .. }
            | Record::Pin { .. }
            | Record::Unpin { .. }
            | Record::Announce(_)
            | Record::EndAnnouncement { .. }
    )
}

/// Notices changes; whether there are any. How the knowledge base stands is told first: what comes after may mean other
/// articles by the same numbers.
fn notice(desk: &mut dyn Desk, now: Moment, send: &dyn Fn(Reply) -> bool) -> bool {
    let changed = desk.refresh(now);
    if changed {
        send(Reply::Stands { standing: desk.standing(), zone: desk.zone() });
    }
    changed
}

fn overview(
    desk: &mut dyn Desk,
    now: Moment,
    slot: &Slot,
    send: &dyn Fn(Reply) -> bool,
) -> Result<(), Trouble> {
    match desk.overview(now, &|| slot.is_wanted())? {
        Some(overview) => {
            send(Reply::Overview { overview: Box::new(overview), next_change: desk.next_change(now) });
        }
        None => slot.count_later(now),
    }
    Ok(())
}

/// An article that was overtaken is not sent: the rows are asked for again, and they bring the newer one.
fn show(
    desk: &mut dyn Desk,
    generation: u64,
    revision: i64,
    now: Moment,
    slot: &Slot,
    send: &dyn Fn(Reply) -> bool,
) -> Result<(), Trouble> {
    if notice(desk, now, send) {
        send(Reply::Changed);
        slot.count_later(now);
        return Ok(());
    }
    let shown = desk.shown(revision, now)?;
    send(Reply::Shown { generation, shown: shown.map(Box::new) });
    Ok(())
}

/// Compares always, not only after a change: the change may have been noticed by an order before this one
/// whose answer was not on the screen yet. A text that cannot be compared was right when it was shown.
fn check(desk: &mut dyn Desk, ticket: Box<Ticket>, now: Moment, slot: &Slot, send: &dyn Fn(Reply) -> bool) {
    let changed = notice(desk, now, send);
    let (mut stands, mut latest) = (true, Vec::new());
    for shown in &ticket.shown {
        match desk.latest(shown, now) {
            Ok(Some(now)) if now == **shown => {}
            Ok(now) => {
                stands = false;
                latest.extend(now);
            }
            Err(_) => {}
        }
    }
    let is_customer = ticket.face == Face::Customer && stands;
    let leaks = if is_customer { desk.leaks(&ticket.shown, &ticket.text) } else { Vec::new() };
    send(Reply::Checked { ticket, stands, latest, leaks });
    if !changed && stands {
        return;
    }
    send(Reply::Changed);
    slot.count_later(now);
}

fn find(
    desk: &mut dyn Desk,
    search: Search,
    slot: &Slot,
    send: &dyn Fn(Reply) -> bool,
) -> Result<(), Trouble> {
    let Search { generation, query, follow, have, now } = search;
    let changed = notice(desk, now, send);
    let is_stale = || slot.is_stale(generation);
    if let Some(mut found) = desk.find(&query, now, &is_stale)? {
        let at = place(&mut found.rows, follow);
        let revision = found.rows.get(at).map(|r| r.hit.revision);
        let shown = match revision {
            Some(revision) if changed || have != Some(revision) => desk.shown(revision, now)?,
            _ => None,
        };
        let next_change = desk.next_change(now);
        send(Reply::Found { generation, found: Box::new(found), shown: shown.map(Box::new), next_change });
    } else if changed {
        // The search that overtook this one may count on an article that has changed.
        send(Reply::Changed);
    }
    if changed {
        slot.count_later(now);
    }
    Ok(())
}

/// Which row is selected: the one of the followed article, else the first. A variant that is followed
/// comes to the head of its row.
pub fn place(rows: &mut [Row], follow: Option<i64>) -> usize {
    let Some(article) = follow else { return 0 };
    let Some(at) = rows
        .iter()
        .position(|r| r.hit.article == article || r.variants.iter().any(|v| v.hit.article == article))
    else {
        return 0;
    };
    if let Some(row) = rows.get_mut(at)
        && row.hit.article != article
        && let Some(variant) = row.variants.iter().position(|v| v.hit.article == article)
    {
        let mut chosen = row.variants.remove(variant);
        let mut others = std::mem::take(&mut row.variants);
        std::mem::swap(row, &mut chosen);
        others.insert(0, chosen);
        row.variants = others;
    }
    at
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Moment = Moment(0);

    /// A colleague's save made the next key wait for the count of 200,000 articles.
    #[test]
    fn whoever_waits_goes_before_the_count_and_the_count_is_not_forgotten() {
        let slot = Slot::default();
        slot.count_later(NOW);
        assert!(!slot.is_wanted());
        slot.put(Effect::Show { generation: 1, revision: 7, now: NOW });
        assert!(slot.is_wanted(), "a count that runs looks here and gives up");
        assert!(matches!(slot.take(), Some(Effect::Show { revision: 7, .. })));
        assert!(matches!(slot.take(), Some(Effect::Refresh { force: true, .. })));
        assert!(slot.is_empty());
    }
}
